"""Spreadsheets in and out: CSV, XLSX, JSON, with limits, stated assumptions and exact values. Knows nothing of Django."""
