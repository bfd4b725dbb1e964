"""Words shared by every room: refusals, money, dates, references, columns. Knows nothing of Django."""
