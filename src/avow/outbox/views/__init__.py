"""Pages of the outbox, and of what one is told oneself."""
