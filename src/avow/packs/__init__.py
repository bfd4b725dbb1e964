"""Framework packs: what an initiative asks for, written down in files, loaded, compared and published."""
