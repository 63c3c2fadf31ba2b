"""Rules of escalation: which commitments may be named on an agenda."""

from __future__ import annotations

from app.circles.rules import Classification
from commitments.registry.rules import Visibility

MINUTES = 10
"""Minutes allotted to an item."""


def may_be_named(visibility: Visibility, classification: Classification) -> bool:
    """Return whether everyone who reads the agendas of a circle may read a commitment.

    Everyone who is signed in reads those of a public circle; the others are read in the circle.
    """
    if classification is Classification.PUBLIC:
        return visibility is Visibility.PUBLIC
    return visibility is not Visibility.PARTIES
