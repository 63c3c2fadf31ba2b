"""The trials, one a file."""
