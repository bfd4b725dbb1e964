"""What others do with the same rows: Datasette on indexed SQLite, and PostgreSQL with indexes. Development only."""
