"""Barriers: what hinders services, commitments and agreements, and who can remove it."""
