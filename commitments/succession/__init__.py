"""Open commitments of organisations that merge or split."""
