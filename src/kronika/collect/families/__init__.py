"""What the files of one publisher have in common, and what of a reader would be too long for its own file."""
