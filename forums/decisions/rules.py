"""What a vote can count, in plain numbers."""

from __future__ import annotations


def counts_too_much(votes_for: int, votes_against: int, abstentions: int, *, seats: int) -> bool:
    """Whether a vote counts more than the seats that were present or represented."""
    return votes_for + votes_against + abstentions > seats
