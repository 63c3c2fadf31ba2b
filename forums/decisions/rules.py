"""Rules for votes."""

from __future__ import annotations


def counts_too_much(votes_for: int, votes_against: int, abstentions: int, *, seats: int) -> bool:
    """Whether the votes exceed the seats that were present or represented."""
    return votes_for + votes_against + abstentions > seats
