"""Keeping a data folder safe and sound, from the command line: see docs/keeping.md."""
