"""Approved minutes of a public forum, with a word to look for in each part that can be withheld."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from forums.decisions.models import Decision
from forums.minutes.models import Minutes
from forums.redaction.models import Redaction
from tests.factories import CoordinatorFactory, PersonFactory
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

NOTE = (
    "Dinkes melaporkan 12 layanan. Pelapor rahasiapelapor dapat dihubungi di 0812-3456-7890. Tindak lanjut disepakati."
)
TITLE, WORDING = "Laporan rahasiajudul", "Petugas rahasiaputusan diperiksa."


@pytest.fixture
def it(app, as_user, clock):
    made = room()
    made.forum.circle.classification = Classification.PUBLIC
    made.second = CoordinatorFactory(name="Koordinator Kedua", organisation=made.chair.organisation)
    made.stranger = PersonFactory()
    clock.move_to(NEXT + timedelta(minutes=5))
    made.open()
    made.agenda_item = made.item(title=TITLE)
    taker = as_user(made.taker)
    note = {"passage": str(uuid4()), "version": 0, "part": "discussion", "item": str(made.agenda_item.id), "text": NOTE}
    taker.post("forums.minutes.save", note, session_id=made.session.id)
    for text in (WORDING, "Daftar layanan diserahkan."):
        decide = f"/sessions/{made.session.id}/decisions?item={made.agenda_item.id}"
        taker.post(decide, {"text": text, "how": "consensus", **WITHOUT_QUORUM})
    made.hold()
    clock.move_to(made.session.ends_at)
    made.minutes = db.session.scalars(select(Minutes)).one()
    taker.post("forums.minutes.circulate", {"days": 1, "without_attendance": "y"}, minutes_id=made.minutes.id)
    clock.move_to(made.minutes.correction_until + timedelta(minutes=1))
    as_user(made.chair).post("forums.minutes.approve", minutes_id=made.minutes.id)
    made.passage = made.minutes.content["items"][0]["passages"][0]["id"]
    made.decision = db.session.scalars(select(Decision).where(Decision.text == WORDING)).one()
    return made


@pytest.fixture
def marks(it):
    """Return a function that gives the fields of the form for a mark on each of the three parts."""

    def fields(**changes):
        parts = (f"passage:{it.passage}", f"decision:{it.decision.id}", f"title:{it.agenda_item.id}")
        values = {"basis": "personal_data", "until": "31 Maret 2027", "instead": "Keadaan pribadi seorang pelapor"}
        sent = {}
        for place, (part, sentence) in enumerate(zip(parts, (1, 0, 0), strict=True)):
            row = {"part": part, "sentences": sentence} | values
            sent |= {f"marks-{place}-{name}": value for name, value in row.items()}
        return sent | changes

    return fields


@pytest.fixture
def proposed(it, as_user, marks):
    """The request of the coordinator to the second one."""
    sent = marks(ask="y", approver=str(it.second.id))
    as_user(it.coordinator).post("forums.redaction.mark", sent, minutes_id=it.minutes.id)
    return db.session.scalars(select(Redaction)).one()


@pytest.fixture
def published(it, as_user, proposed):
    """The same, approved."""
    as_user(it.second).post("forums.redaction.approve", redaction_id=proposed.id)
    return proposed
