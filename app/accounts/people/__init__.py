"""The people of a city: contacts, accounts, invitations, roles."""
