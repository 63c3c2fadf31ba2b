"""The profile: pages on which people change their own details."""
