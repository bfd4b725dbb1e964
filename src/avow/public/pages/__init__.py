"""One module per page: a frozen dataclass that says what the page shows, and the query that fills it."""
