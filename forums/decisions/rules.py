"""Rules for votes, and for the quorum kept with a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def counts_too_much(votes_for: int, votes_against: int, abstentions: int, *, seats: int) -> bool:
    """Whether the votes exceed the seats that were present or represented."""
    return votes_for + votes_against + abstentions > seats


def seats_differ(kept: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two quorums, as plain values, count different seats present, in total or in a sector."""
    return kept["taken"] != other["taken"] or _by_sector(kept["sectors"]) != _by_sector(other["sectors"])


def _by_sector(tallies: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {tally["sector"]: tally["taken"] for tally in tallies if tally["taken"]}
