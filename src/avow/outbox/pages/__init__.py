"""What the outbox's pages show."""
