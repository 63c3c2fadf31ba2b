"""What became of the obligations and rights of an agreement: in time, per party, and as a statement of a year."""
