"""Messages that arrive act on sessions."""

from __future__ import annotations

from app.events import handles
from app.inbox.arrivals import LetterArrived
from forums.replies import actions


@handles(LetterArrived)
def hear(event: LetterArrived) -> None:
    """Let a message act, or put it aside."""
    actions.hear(event)
