"""A city has the requested size, a complete audit record, and nothing that the nightly jobs would have to do."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from agreements.clauses.jobs import look_ahead
from agreements.clauses.models import Clause, Obligation
from agreements.registry.jobs import announce
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.audit.chain import verify
from app.audit.models import AuditRow
from app.clock import today, utc_now
from app.database import db
from app.database.sequences import next_code
from app.mail.outbox.models import Mail, MailState
from app.organisations.models import Organisation, Sector
from commitments.delivery.models import Update
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue
from commitments.reminders.jobs import nudge, remind
from demo.city.organisations import INVENTED
from forums.invitations import links
from forums.invitations.models import Answer, Invitation
from forums.invitations.queries import by_secret
from forums.scheduling.jobs import fill
from forums.scheduling.models import Session, SessionState
from tests.demo.cities import city_in, number_of

pytestmark = pytest.mark.every_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request, databases):
    """A small city on the demo's organisations, loaded once for all tests."""
    is_sqlite = request.param == "sqlite"
    with city_in(databases.sqlite() if is_sqlite else databases.postgresql(request.getfixturevalue("postgresql"))):
        yield


@pytest.fixture
def city(loaded):
    """That city; changes of a test are rolled back."""
    yield
    db.session.rollback()


def test_a_city_has_the_size_asked_for_and_a_whole_record(city):
    assert (number_of(Session), number_of(Commitment), number_of(Person)) == (300, 500, 100)
    assert set(db.session.scalars(select(Organisation.sector))) == set(Sector)
    states = set(db.session.scalars(select(Session.state)))
    assert states == set(SessionState)
    assert set(db.session.scalars(select(Session.state).where(Session.merge_proposed))) == {SessionState.PLANNED}
    assert number_of(Agreement) > 1
    found = verify()
    assert (found.broken_at, found.unsealed) == (None, 0)
    assert found.head.position > number_of(Update)
    assert Counter(db.session.scalars(select(Mail.state))).keys() == {MailState.SENT}


def test_what_was_done_in_a_circle_names_it_in_the_record(city):
    elsewhere = select(AuditRow.subject_type).where(AuditRow.circle_id.is_(None)).distinct()
    outside = {"Person", "Organisation", "Holiday", "Ramadan", "Mail", "Snapshot", "Digest", "ListedHours"}
    assert set(db.session.scalars(elsewhere)) <= outside


def test_only_invented_organisations_are_late(city):
    late = db.session.scalars(select(Commitment).where(is_overdue(today()))).unique().all()
    assert late
    assert all(one.responsible.name.endswith(INVENTED) for one in late)


def test_codes_are_numbered_by_year_and_continue_after_the_last(city):
    rows = db.session.execute(select(Commitment.code, Commitment.proposed_at).order_by(Commitment.code)).all()
    year = str(today().year)
    this_year = [row for row in rows if row.code.startswith(f"KMT-{year}")]
    days = [row.proposed_at for row in this_year]
    assert all(before - after < timedelta(days=4) for before, after in pairwise(days))
    assert next_code("KMT", today().year, digits=4) > this_year[-1].code


def test_the_next_morning_has_nothing_left_to_do(city):
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


def test_invitations_open_by_their_links(city):
    coming = select(Invitation).join(Invitation.session).where(Session.starts_at > utc_now())
    invitation = db.session.scalars(coming.limit(1)).one()
    assert by_secret(links.secret(invitation)).id == invitation.id
    assert number_of(Answer) > 0
