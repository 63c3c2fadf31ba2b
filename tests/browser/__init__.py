"""The main tasks of users, from end to end in a real browser."""
