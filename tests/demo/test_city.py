"""A city on top of the demo: as many rows as asked for, each as the acts of people would have left it."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import select

from agreements.clauses.jobs import look_ahead
from agreements.clauses.models import Clause, Obligation
from agreements.registry.jobs import announce
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.audit.chain import verify
from app.audit.models import AuditRow
from app.clock import local_date, today, utc_now
from app.database import db
from app.database.sequences import next_code
from app.mail.outbox.models import Mail, MailState
from app.organisations.models import Organisation, Sector
from app.pdf.canonical import fingerprint
from commitments.blockers.models import Blocker
from commitments.delivery.models import Evidence, Update
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue
from commitments.registry.rules import ENDED, Delivery, Verification
from commitments.reminders.jobs import nudge, remind
from demo.city.minutes import public_text
from demo.city.offices import INVENTED
from forums.invitations import links
from forums.invitations.models import Answer, Invitation
from forums.invitations.queries import by_secret
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.publishing import publication_of
from forums.minutes.queries import minutes_for_act
from forums.scheduling.jobs import fill
from forums.scheduling.models import Session, SessionState
from tests.conftest import NOW
from tests.demo.cities import number_of, raise_city
from tests.support.databases import empty_folder

pytestmark = pytest.mark.every_database

OFTEN = {Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.SUBMITTED, Delivery.CLOSED, Delivery.DECLINED}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request, databases):
    """A small city on the demo's organisations, loaded once and looked at by every test."""
    kept = request.param == "sqlite"
    database = databases.sqlite() if kept else databases.postgresql(request.getfixturevalue("postgresql"))
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False), database.app.app_context():
        assert raise_city(), "progress is told"
        yield


@pytest.fixture
def city(loaded):
    """That city; what a test does to it is taken back."""
    yield
    db.session.rollback()


def test_a_city_has_the_size_asked_for_and_a_whole_record(city):
    assert (number_of(Session), number_of(Commitment), number_of(Person)) == (150, 500, 100)
    assert set(db.session.scalars(select(Organisation.sector))) == set(Sector)
    states = set(db.session.scalars(select(Session.state)))
    assert states >= {*SessionState} - {SessionState.MERGED}
    waiting = db.session.scalars(select(Session.state).where(Session.merge_proposed)).all()
    assert waiting or SessionState.MERGED in states
    assert set(waiting) <= {SessionState.PLANNED}
    assert number_of(Agreement) > 1
    found = verify()
    assert (found.broken_at, found.unsealed) == (None, 0)
    assert found.head.position > number_of(Update)
    assert Counter(db.session.scalars(select(Mail.state))).keys() == {MailState.SENT}


def test_what_was_done_in_a_circle_names_it_in_the_record(city):
    elsewhere = select(AuditRow.subject_type).where(AuditRow.circle_id.is_(None)).distinct()
    outside = {"Person", "Organisation", "Holiday", "Ramadan", "Mail", "Snapshot", "Digest", "WorkingHours"}
    assert set(db.session.scalars(elsewhere)) <= outside


def test_every_commitment_stands_as_its_acts_would_have_left_it(city):
    commitments = db.session.scalars(select(Commitment).order_by(Commitment.code)).unique().all()
    assert {one.delivery for one in commitments} >= OFTEN
    proven = set(db.session.scalars(select(Evidence.commitment_id)))
    blocked = set(db.session.scalars(select(Blocker.commitment_id).where(Blocker.removed_at.is_(None))))
    for one in commitments:
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


def test_the_next_morning_finds_nothing_to_make_up_for(city):
    before = number_of(Mail)
    list(remind())
    list(nudge())
    announce()
    db.session.flush()
    assert number_of(Mail) == before
    sessions, commitments = number_of(Session), number_of(Commitment)
    list(fill())
    look_ahead()
    db.session.flush()
    assert (number_of(Session), number_of(Commitment)) == (sessions, commitments)
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


def test_minutes_are_published_as_publishing_them_would_have_told(city):
    approved = db.session.scalars(select(Minutes.id).where(Minutes.content.is_not(None)).limit(5)).all()
    assert approved
    for minutes_id in approved:
        minutes = minutes_for_act(minutes_id)
        told = public_text(minutes.content)
        assert told == publication_of(minutes).text(())
        assert not {row["name"] for row in minutes.content["attendance"]} & set(str(told).split("'"))
    for minutes in db.session.scalars(select(Minutes).where(Minutes.state == MinutesState.PUBLISHED)):
        assert minutes.published_sha256 == fingerprint(minutes.published_content)


def test_invitations_open_by_their_links(city):
    coming = select(Invitation).join(Invitation.session).where(Session.starts_at > utc_now())
    invitation = db.session.scalars(coming.limit(1)).one()
    assert by_secret(links.secret(invitation)).id == invitation.id
    assert number_of(Answer) > 0
