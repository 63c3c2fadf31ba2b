"""The checks of the writers' trial find nothing in what was saved one after the other, and every planted loss."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from app.accounts.models import Person
from app.database import db
from app.database.transactions import transaction
from forums.minutes.models import EarlierText, Part, Passage
from forums.minutes.writing import Writing, write
from forums.scheduling.models import Session
from soak.findings import Fault, tally
from soak.minutes_crowd import Shared, check_conflicts, check_texts
from soak.sample import build
from tests.soak.test_invariants import planted

TEXTS = ("Bersama.", "Bersama. [1.0]", "Bersama. [1.0] [2.0]")


@pytest.fixture
def shared(app):
    """A passage that two people wrote in turn."""
    sample, now = build(members=1), datetime.now(UTC)
    session = db.session.get_one(Session, UUID(sample.session))
    shared = Shared({"passage": str(uuid4()), "part": "opening"})
    for version, text in enumerate(TEXTS):
        email = (sample.taker, sample.coordinator)[version % 2]
        writer = db.session.scalars(select(Person).where(Person.email == email)).one()
        with transaction():
            wanted = UUID(shared.form["passage"])
            writing = Writing(passage_id=wanted, version=version, text=text, part=Part.OPENING)
            write(session, writing, by=writer, at=now + timedelta(seconds=version))
        shared.saved[version + 1] = text, email
    return shared


def found(shared):
    db.session.expire_all()
    passage = db.session.get_one(Passage, UUID(shared.form["passage"]))
    return tally([*check_texts(passage, shared), *check_conflicts(passage, shared)])


def test_nothing_is_found_in_texts_that_were_all_kept(shared):
    shared.shown.append((2, TEXTS[1]))
    assert found(shared) == {}


def test_a_lost_text_is_found(shared):
    with planted():
        db.session.execute(delete(EarlierText).where(EarlierText.version == 1))
        assert found(shared) == {Fault.LOST: 1}
    with planted():
        db.session.execute(update(Passage).values(text="Bersama. [2.0]"))
        assert found(shared) == {Fault.LOST: 1, Fault.CONTRADICTORY: 1}
    with planted():
        db.session.execute(update(Passage).values(text="Bersama. [1.0] [2.0] [2.0]"))
        assert found(shared) == {Fault.DOUBLED: 1, Fault.CONTRADICTORY: 1}


def test_a_conflict_that_shows_another_text_is_found(shared):
    shared.shown.append((2, TEXTS[0]))
    assert found(shared) == {Fault.CONTRADICTORY: 1}
