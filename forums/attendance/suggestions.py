"""Suggested attendance, derived from the answers to the invitation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from forums.attendance.models import Presence
from forums.attendance.queries import Expected
from forums.invitations.models import Answer, AnswerState
from forums.invitations.queries import effective_answers
from forums.scheduling.models import Session

EXPECTED = {
    AnswerState.ATTENDING_IN_PERSON: Presence.PRESENT,
    AnswerState.ATTENDING_ONLINE: Presence.PRESENT,
    AnswerState.REPRESENTED: Presence.REPRESENTED,
    AnswerState.EXCUSED: Presence.EXCUSED,
}


class Suggestion(NamedTuple):
    """The announced presence, and the representative ("" if not named)."""

    presence: Presence
    representative: str


def suggestions(session: Session, rows: Sequence[Expected]) -> dict[str, Suggestion]:
    """Return the suggestions for rows not recorded yet, by row key; in two queries."""
    answers = {
        invited.invitation.person_id or invited.invitation.seat_id: invited.answer
        for invited in effective_answers(session)
        if invited.answer
    }
    found = {}
    for row in rows:
        answer = answers.get(row.participant.person_id if row.participant else row.seat.id)
        if row.record is None and answer and (presence := EXPECTED.get(answer.answer)):
            found[row.key] = Suggestion(presence, _representative(answer))
    return found


def _representative(answer: Answer) -> str:
    name, position = answer.representative, answer.representative_position
    if answer.delegate:
        name, position = answer.delegate.name, position or answer.delegate.position
    return f"{name}, {position}"[:200] if name and position else name
