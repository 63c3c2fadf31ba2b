"""Approved minutes of a session, and what tests do with a new version of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.minutes.models import Minutes, Passage
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, Room, room

REASON = {"reason": "Jumlah layanan keliru", "asked_by": "Dinas Kesehatan, surat 12/2026"}
SAID = "Dinkes melaporkan 12 layanan."
DECIDED = "Daftar layanan diserahkan."
REWORDED = "Daftar layanan diperiksa, lalu diserahkan."


@dataclass
class Case:
    """A session with approved minutes of two notes and one decision, and its visitors."""

    room: Room
    as_user: Any
    clock: Any
    first: Minutes
    decision: Decision
    item: Any

    @property
    def session(self) -> Any:
        return self.room.session

    def visitor(self, who: str) -> Any:
        """Return a person of the room in a browser."""
        return self.as_user(getattr(self.room, who))

    def amend(self, who: str = "taker", **changes: Any) -> Minutes:
        """Begin a new version, and return it."""
        self.visitor(who).post("forums.versions.amend", {**REASON, **changes}, minutes_id=self.first.id)
        return self.newest()

    def newest(self) -> Minutes:
        """Return the latest version."""
        query = select(Minutes).where(Minutes.session_id == self.session.id).order_by(Minutes.version.desc())
        return db.session.scalars(query).first()

    def passages(self, minutes: Minutes) -> list[Passage]:
        """Return the notes of a version in order."""
        query = select(Passage).where(Passage.minutes_id == minutes.id).order_by(Passage.position)
        return list(db.session.scalars(query))

    def write(self, passage: Passage, text: str) -> None:
        """Change a note as the minute-taker."""
        sent = {"passage": passage.id, "version": passage.version, "part": passage.part.value, "text": text}
        sent |= {"item": passage.agenda_item_id} if passage.agenda_item_id else {}
        self.visitor("taker").post("forums.minutes.save", sent, session_id=self.session.id)

    def reword(self, text: str = REWORDED, **values: Any) -> None:
        """Change the wording of the decision in the open version."""
        sent = {"text": text, "basis": "", "dissent": "", **values}
        self.visitor("taker").post("forums.versions.reword", sent, decision_id=self.decision.id)

    def circulate(self, minutes: Minutes) -> None:
        """Circulate a version for three days."""
        sent = {"days": 3, "number": "", "without_attendance": "y"}
        self.visitor("taker").post("forums.minutes.circulate", sent, minutes_id=minutes.id)

    def approve(self, minutes: Minutes) -> None:
        """Approve a circulated version after its window."""
        self.clock.move_to(minutes.correction_until + timedelta(seconds=1))
        self.visitor("chair").post("forums.minutes.approve", minutes_id=minutes.id)

    def second(self) -> Minutes:
        """Return a second version that is approved: a changed note, a new one, and a changed wording."""
        made = self.amend()
        self.write(self.passages(made)[1], "Dinkes melaporkan 14 layanan.")
        self.reword()
        self.circulate(made)
        self.approve(made)
        return made


@pytest.fixture
def case(app, as_user, clock):
    """A session whose minutes are approved."""
    return approved_case(as_user, clock)


def approved_case(as_user, clock, **forum_values):
    """Write, circulate and approve the minutes of a session."""
    made = room(**forum_values)
    clock.move_to(NEXT + timedelta(hours=1))
    made.open()
    item = made.item()
    came = Attendance(session_id=made.session.id, seat_id=made.seats["agency"].id)
    came.participant_id, came.presence = made.participants["member"].id, Presence.PRESENT
    came.recorded_by_id, came.recorded_at = made.taker.id, NEXT
    db.session.add(came)
    taker = as_user(made.taker)
    for part, text in (("opening", "Rapat dibuka."), ("discussion", SAID)):
        sent = {"passage": uuid4(), "version": 0, "part": part, "text": text}
        sent |= {"item": item.id} if part == "discussion" else {}
        taker.post("forums.minutes.save", sent, session_id=made.session.id)
    decided = {"text": DECIDED, "how": "consensus", **WITHOUT_QUORUM}
    taker.post(f"/sessions/{made.session.id}/decisions?item={item.id}", decided)
    made.hold()
    clock.move_to(NEXT + timedelta(hours=4))
    first = db.session.scalars(select(Minutes).where(Minutes.session_id == made.session.id)).one()
    decision = db.session.scalars(select(Decision).where(Decision.session_id == made.session.id)).one()
    case = Case(made, as_user, clock, first, decision, item)
    case.circulate(first)
    case.approve(first)
    return case
