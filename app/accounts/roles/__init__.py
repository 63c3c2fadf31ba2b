"""Platform roles: giving them to others, and asking for one's own."""
