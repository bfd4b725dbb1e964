"""Calibrating the strong-commitment check: drafts two readers have scored, agreement, and points fitted on them."""
