"""The trials, one per module."""
