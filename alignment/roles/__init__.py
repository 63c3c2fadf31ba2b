"""Role matrices: who does what in a forum or an agreement, and where the parties believe otherwise."""
