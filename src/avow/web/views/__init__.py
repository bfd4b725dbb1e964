"""Pages of the desk that join features."""
