"""Services of agencies: how far they are integrated, what data they exchange, and the way to their target."""
