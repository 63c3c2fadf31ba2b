"""The main workflow from end to end, in a real browser."""
