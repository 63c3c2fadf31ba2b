"""API tokens of programs that act for a person, managed by that person."""
