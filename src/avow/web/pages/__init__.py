"""What pages of the desk show, as frozen dataclasses."""
