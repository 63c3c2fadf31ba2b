"""Imports of uploaded spreadsheets: upload, preview line by line, and confirmation of what was previewed."""
