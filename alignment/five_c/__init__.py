"""The 5C view of a programme: what supports and what hinders it, read from the registers."""
