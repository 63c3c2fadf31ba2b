"""Actions of the live page: a decision takes the place of the note that it was made from."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from app.accounts.models import Person
from app.web.markdown import plain_text
from forums.agenda.models import AgendaItem
from forums.agenda.rows import ItemRow
from forums.decisions.actions import Wording, decide
from forums.decisions.models import Decision
from forums.minutes.rows import PassageRow
from forums.minutes.writing import Overtaken, Writing, write
from forums.scheduling.models import Session


def decide_from_note(
    session: Session,
    wording: Wording,
    note: PassageRow | None,
    *,
    item: AgendaItem | ItemRow | None,
    by: Person,
    at: datetime,
    without_quorum: str | None,
) -> Decision:
    """Record a decision, and empty the note that it repeats word for word, so that minutes state it once.

    A note with other words stays, and so does one that someone else has changed meanwhile. Raises as `decide` does.
    """
    taken = decide(session, wording, item=item, by=by, at=at, without_quorum=without_quorum)
    if note and plain_text(note.text).split() == wording.text.split():
        emptied = Writing(passage_id=note.id, version=note.version, text="", part=note.part)
        with suppress(Overtaken):
            write(session, emptied, by=by, at=at)
    return taken
