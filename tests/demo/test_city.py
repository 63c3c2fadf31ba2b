"""A city on top of the demo: as many rows as asked for, each as the acts of people would have left it."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from agreements.clauses.jobs import look_ahead
from agreements.clauses.models import Clause, Obligation
from agreements.registry.jobs import announce
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.accounts.demo import DEMO_ACCOUNTS
from app.accounts.models import Person
from app.audit.chain import verify
from app.circles.models import Circle, Classification
from app.clock import local_date, today, utc_now
from app.codes import next_code
from app.database import db
from app.organisations.models import Organisation, Sector
from app.outbox.models import Mail, MailState
from commitments.blockers.models import Blocker
from commitments.delivery.models import Evidence, Update
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue
from commitments.registry.rules import ENDED, Delivery, Verification
from commitments.reminders.jobs import nudge, remind
from demo.city.load import Size, load
from demo.city.offices import INVENTED
from demo.parties import assemble
from forums.decisions.models import Decision
from forums.invitations import links
from forums.invitations.models import Answer, Invitation
from forums.invitations.queries import by_secret
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.queries import minutes_for_act
from forums.scheduling.jobs import fill
from forums.scheduling.models import Forum, Session, SessionState
from insights.digests.models import Digest

LISTS = ("/", "/forums", "/sessions", "/commitments", "/agreements", "/organisations", "/decisions")
OFTEN = {Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.SUBMITTED, Delivery.CLOSED, Delivery.DECLINED}
SIZE = Size(sessions=150, commitments=500, people=100)


@pytest.fixture
def city(app, clock):
    """A small city on the demo's organisations."""
    assemble(utc_now() - timedelta(days=500))
    db.session.commit()
    told = []
    load(SIZE, told.append)
    assert told, "progress is told"


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_city_has_the_size_asked_for_and_a_whole_record(city):
    assert (number_of(Session), number_of(Commitment), number_of(Person)) == (150, 500, 100)
    assert set(db.session.scalars(select(Organisation.sector))) == set(Sector)
    assert set(db.session.scalars(select(Session.state))) == {*SessionState}
    assert number_of(Agreement) > 1
    found = verify()
    assert (found.broken_at, found.unsealed) == (None, 0)
    assert found.head.position > number_of(Update)
    assert Counter(db.session.scalars(select(Mail.state))).keys() == {MailState.SENT}


def test_every_promise_stands_as_its_acts_would_have_left_it(city):
    promises = db.session.scalars(select(Commitment).order_by(Commitment.code)).unique().all()
    assert {one.delivery for one in promises} >= OFTEN
    proven = set(db.session.scalars(select(Evidence.commitment_id)))
    blocked = set(db.session.scalars(select(Blocker.commitment_id).where(Blocker.removed_at.is_(None))))
    for one in promises:
        assert one.proposed_at < utc_now()
        assert one.responsible_person_id is None or one.responsible_person.organisation_id == one.responsible_id
        assert (one.delivery in ENDED) == (one.ended_at is not None)
        assert (one.delivery is Delivery.COUNTER_PROPOSED) == (one.counter_due is not None)
        assert (one.verification is Verification.MET) == (one.met_on is not None)
        assert (one.id in blocked) == (one.delivery is Delivery.BLOCKED)
        if one.delivery in {Delivery.PROPOSED, Delivery.COUNTER_PROPOSED, Delivery.DECLINED}:
            assert one.accepted_on is None
        if one.delivery is Delivery.SUBMITTED:
            assert one.verification is Verification.UNVERIFIED
        if one.submitted_at:
            assert one.id in proven
        if one.met_on:
            assert (one.delivery, one.progress) == (Delivery.CLOSED, 100)
            assert one.met_on == local_date(one.submitted_at)
    late = db.session.scalars(select(Commitment).where(is_overdue(today()))).unique().all()
    assert late
    assert all(one.responsible.name.endswith(INVENTED) for one in late)


def test_codes_count_with_time_and_go_on_after_the_last(city):
    rows = db.session.execute(select(Commitment.code, Commitment.proposed_at).order_by(Commitment.code)).all()
    year = str(today().year)
    this_year = [row for row in rows if row.code.startswith(f"KMT-{year}")]
    days = [row.proposed_at for row in this_year]
    assert all(before - after < timedelta(days=4) for before, after in pairwise(days))
    assert next_code("KMT", today().year, digits=4) > this_year[-1].code


def test_a_wish_for_time_is_in_the_due_date_once_it_was_granted(city):
    wishes = db.session.scalars(select(Extension)).all()
    assert {one.state for one in wishes} >= {ExtensionState.APPROVED, ExtensionState.DENIED}
    for one in wishes:
        granted = one.state is ExtensionState.APPROVED
        assert (one.commitment.current_due == one.to_due) == granted
        assert one.commitment.first_due <= one.commitment.current_due


def test_the_next_morning_finds_nothing_to_make_up_for(city, clock):
    before = number_of(Mail)
    list(remind())
    list(nudge())
    announce()
    db.session.flush()
    assert number_of(Mail) == before
    sessions, promises = number_of(Session), number_of(Commitment)
    list(fill())
    look_ahead()
    db.session.flush()
    assert (number_of(Session), number_of(Commitment)) == (sessions, promises)
    signed = select(Obligation.next_due).join(Obligation.clause).join(Clause.agreement)
    found = db.session.scalars(signed.where(Agreement.stage == Stage.SIGNED)).all()
    assert found
    assert all(due is None or due > today() for due in found)


def test_approved_minutes_say_what_an_approval_would_have_frozen(city):
    states = set(db.session.scalars(select(Minutes.state)))
    assert states >= {MinutesState.DRAFT, MinutesState.APPROVED}
    approved = db.session.scalars(select(Minutes.id).where(Minutes.content.is_not(None)).limit(5)).all()
    assert approved
    for minutes_id in approved:
        minutes = minutes_for_act(minutes_id)
        anew = content_of(minutes, minutes.session)
        assert minutes.content.keys() == anew.keys()
        for name in minutes.content.keys() - {"items", "next_session"}:
            assert minutes.content[name] == anew[name], name
        frozen, now = minutes.content["items"], anew["items"]
        assert [item["passages"] for item in frozen] == [item["passages"] for item in now]
        promised = [
            [one["code"] for item in side for made in item["decisions"] for one in made["commitments"]]
            for side in (frozen, now)
        ]
        assert sorted(promised[0]) == sorted(promised[1])


def test_invitations_open_by_their_links(city):
    coming = select(Invitation).join(Invitation.session).where(Session.starts_at > utc_now())
    invitation = db.session.scalars(coming.limit(1)).one()
    assert by_secret(links.secret(invitation)).id == invitation.id
    assert number_of(Answer) > 0


@pytest.mark.one_database
def test_the_same_day_makes_the_same_city(database, city):
    def told():
        titles = select(Commitment.code, Commitment.title, Commitment.delivery).order_by(Commitment.code)
        return db.session.execute(titles).all(), db.session.execute(select(Forum.slug).order_by(Forum.slug)).all()

    first = told()
    db.session.rollback()
    database.empty()
    assemble(utc_now() - timedelta(days=500))
    db.session.commit()
    load(SIZE, lambda _said: None)
    assert told() == first


def test_the_command_loads_a_city_on_the_demo_whose_pages_work(app, as_user):
    done = app.test_cli_runner().invoke(
        args=["demo", "load", "--sessions", "160", "--commitments", "400", "--people", "90"]
    )
    assert done.exit_code == 0, done.output
    assert "The sample data is loaded." in done.stderr
    assert (number_of(Session), number_of(Commitment), number_of(Person)) == (160, 400, 90)
    things = _samples()
    for email in DEMO_ACCOUNTS:
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        db.session.commit()
        for path in [*LISTS, *(things if person.is_coordinator else ())]:
            as_user(person).get(path)
            db.session.rollback()
    again = app.test_cli_runner().invoke(args=["demo", "load", "--sessions", "200"])
    assert again.exit_code == 0
    assert number_of(Session) == 160


def _samples():
    """Addresses of one thing of each kind that the city has, read by coordinators."""
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
