"""Joining: from a signal of interest to a decision."""
