"""Letterheads of organisations, for the documents of the forums that they convene."""
