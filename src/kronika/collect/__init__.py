"""Official bytes into the archive, and out of it into facts."""
