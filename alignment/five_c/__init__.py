"""The 5C review: what supports and what hinders a programme, read from the registers."""
