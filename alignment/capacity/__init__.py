"""Capacity: the competences that are needed, the levels of organisations, and the training that closes gaps."""
