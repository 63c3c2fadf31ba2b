"""The home page's health: the reader's own, of the last thirty days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.registry.rules import Stage
from app.circles.models import Classification
from app.database import db
from commitments.registry.rules import Delivery, Verification
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import SessionState
from insights.digests import actions
from insights.digests.rules import read_period
from insights.indicators import daily
from tests.factories import (
    AgreementFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    LeadershipFactory,
    NamedPersonFactory,
    PersonFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


def kept(on: date, due: date, **more):
    """Make a commitment that was met by a submission of a day."""
    submitted = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    state = {"delivery": Delivery.CLOSED, "verification": Verification.MET, "met_on": on, "submitted_at": submitted}
    return CommitmentFactory(first_due=due, ended_at=submitted + timedelta(days=1), **state, **more)


def late(**more):
    """Make a commitment that is twenty days late."""
    return CommitmentFactory(delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4), **more)


def told(as_user, person) -> str:
    """Return the words of the home page's health."""
    section = as_user(person).get("/").soup.select_one("section[aria-labelledby=health]")
    return " ".join(section.get_text(" ").split())


def circulated(ended: datetime, sent: datetime, **more):
    """Make a held session with its first minutes."""
    session = SessionFactory(state=SessionState.HELD, starts_at=ended - timedelta(hours=2), ends_at=ended, **more)
    minutes = Minutes(
        session_id=session.id, language="id", begun_at=ended, circulated_at=sent, state=MinutesState.CIRCULATED
    )
    db.session.add(minutes)
    db.session.commit()


def test_it_names_its_period_and_tells_the_present(as_user):
    late(proposed_at=datetime(2026, 10, 1, tzinfo=UTC))
    CommitmentFactory(delivery=Delivery.BLOCKED)
    for _ in range(3):
        kept(date(2026, 11, 20), date(2026, 11, 20))
    kept(date(2026, 11, 20), date(2026, 11, 19))
    for _ in range(5):
        kept(date(2026, 10, 20), date(2026, 10, 20))
    daily.store(date(2026, 10, 25))
    circulated(NOW - timedelta(days=10), NOW - timedelta(days=8))
    circulated(NOW - timedelta(days=50), NOW - timedelta(days=46))
    AgreementFactory(stage=Stage.SIGNED)
    words = told(as_user, CoordinatorFactory())
    assert "30 hari terakhir: 26 Oktober 2026 – 24 November 2026" in words
    assert "60 %" in words
    assert "Turun 40 poin dari 100 %." in words
    assert "3 dari 5 yang terpenuhi atau lewat tenggat" in words
    assert "1 dari 2" in words
    assert "Terlama terlambat: 20 hari. 1 terkendala." in words
    assert "2 hari" in words
    assert "Lebih cepat 2 hari." in words
    assert "kerja sama berakhir dalam 60 hari 1" in words


def test_few_are_counted_and_compared_with_nothing_that_was_not_stored(as_user):
    late(proposed_at=datetime(2026, 10, 1, tzinfo=UTC))
    kept(date(2026, 11, 20), date(2026, 11, 20))
    kept(date(2026, 10, 20), date(2026, 10, 20))
    words = told(as_user, CoordinatorFactory())
    assert "komitmen selesai tepat waktu 1 dari 2 Belum ada pembandingnya." in words
    assert "%" not in words
    daily.store(date(2026, 10, 25))
    db.session.commit()
    assert "Terlalu sedikit untuk dibandingkan." in told(as_user, CoordinatorFactory())


def test_it_is_the_readers_own(as_user):
    late()
    late(circle=CircleFactory(classification=Classification.RESTRICTED))
    secret = late(circle=CircleFactory(classification=Classification.SECRET))
    leader, coordinator, named = LeadershipFactory(), CoordinatorFactory(), CoordinatorFactory()
    NamedPersonFactory(circle_id=secret.circle_id, person_id=named.id)
    for person, many in ((leader, 1), (coordinator, 2), (named, 3)):
        assert f"{many} dari {many}" in told(as_user, person)


def test_releasing_a_weekly_digest_of_earlier_does_not_change_it(as_user):
    coordinator = CoordinatorFactory()
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 11, 4, 2, tzinfo=UTC))
    before = told(as_user, coordinator)
    digest = actions.draft(read_period("weekly", "2026-W45"), about=None, by=coordinator, at=NOW)
    actions.release(digest, by=coordinator, at=NOW)
    db.session.commit()
    assert told(as_user, coordinator) == before
    late()
    assert "1 dari 1" in told(as_user, coordinator)


def test_members_see_no_health(as_user):
    assert as_user(PersonFactory()).get("/").soup.select_one("section[aria-labelledby=health]") is None


def test_it_takes_one_statement_however_much_there_is(as_user, queries):
    visitor = as_user(CoordinatorFactory())
    with queries(at_most=24) as few:
        visitor.get("/")
    for day in range(1, 9):
        late()
        kept(date(2026, 11, day), date(2026, 11, day))
        circulated(NOW - timedelta(days=day), NOW - timedelta(days=day, hours=-5))
    with queries(at_most=24) as many:
        visitor.get("/")
    assert sum("julianday" in one or "epoch" in one.lower() for one in map(str, many)) == 1
    assert len(many) - len(few) <= 1
