"""Programs that act for a person: their tokens, made and revoked by that person."""
