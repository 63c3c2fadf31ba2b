"""A city is loaded by a command, with the same data each time, and its pages work."""

import pytest
from sqlalchemy import select

from agreements.registry.models import Agreement
from app.accounts.demo import DEMO_ACCOUNTS
from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.database import db
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from forums.decisions.models import Decision
from forums.scheduling.models import Forum, Session, SessionState
from insights.digests.models import Digest
from tests.demo.cities import load_city, number_of

pytestmark = pytest.mark.every_database

LISTS = ("/", "/forums", "/sessions", "/commitments", "/agreements", "/organisations", "/decisions")


@pytest.mark.one_database
def test_the_same_day_makes_the_same_city(database, app, clock):
    def snapshot():
        titles = select(Commitment.code, Commitment.title, Commitment.delivery).order_by(Commitment.code)
        return db.session.execute(titles).all(), db.session.execute(select(Forum.slug).order_by(Forum.slug)).all()

    load_city()
    first = snapshot()
    db.session.rollback()
    database.empty()
    load_city()
    assert snapshot() == first


def test_the_command_loads_a_city_on_the_demo_whose_pages_work(app, as_user):
    done = app.test_cli_runner().invoke(
        args=["demo", "load", "--sessions", "160", "--commitments", "400", "--people", "90"]
    )
    assert done.exit_code == 0, done.output
    assert "The sample data is loaded." in done.stderr
    assert (number_of(Session), number_of(Commitment), number_of(Person)) == (160, 400, 90)
    samples = _samples()
    for email in DEMO_ACCOUNTS:
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        db.session.commit()
        for path in [*LISTS, *(samples if person.is_coordinator else ())]:
            as_user(person).get(path)
            db.session.rollback()
    again = app.test_cli_runner().invoke(args=["demo", "load", "--sessions", "200"])
    assert again.exit_code == 0
    assert number_of(Session) == 160


def _samples():
    """Return paths of one object of each kind in the city, which coordinators may read."""
    open_forums = select(Forum.id).join(Forum.circle).where(Circle.classification == Classification.INTERNAL)
    held = select(Session.id).where(Session.forum_id.in_(open_forums), Session.state == SessionState.HELD)
    session = db.session.scalars(held.order_by(Session.starts_at.desc()).limit(1)).one()
    pages = ["/people", "/search?q=data", f"/sessions/{session}"]
    pages += [f"/sessions/{session}{tab}" for tab in ("/agenda", "/attendance", "/minutes", "/invitations")]
    pages += [f"/forums/{slug}" for slug in db.session.scalars(select(Forum.slug).where(Forum.id.in_(open_forums)))]
    for model, where in (
        (Commitment, "commitments"),
        (Decision, "decisions"),
        (Organisation, "organisations"),
        (Person, "people"),
        (Digest, "digests"),
    ):
        pages += [f"/{where}/{identity}" for identity in db.session.scalars(select(model.id).limit(2))]
    agreement = db.session.scalars(select(Agreement.id).limit(1)).one()
    pages += [f"/agreements/{agreement}{part}" for part in ("", "/fulfilment", "/rights", "/documents", "/history")]
    return pages
