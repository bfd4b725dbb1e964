"""Thin views: read what was asked, one call for the page, show it."""
