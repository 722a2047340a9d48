"""Articles out of files."""
