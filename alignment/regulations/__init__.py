"""Regulations: what they derive from, what they block, who can revise them, and how far a revision is."""
