"""Before the first session or commitment there is no digest, reminder or figure; empty periods are not released."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from agreements.registry.rules import Stage
from app.database import db
from app.errors import NotNow, RuleViolation
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery
from commitments.reminders.jobs import nudge, remind
from forums.invitations.jobs import remind_those_who_did_not_answer, send_invitations
from forums.scheduling.models import SessionState
from insights.digests import actions
from insights.digests.jobs import draft_last_month
from insights.digests.models import Digest, DigestState, Snapshot
from insights.digests.queries import has_nothing_to_report
from insights.digests.rules import SUBJECTS, first_day, is_empty, is_on_record, period_with, read_period
from tests.factories import (
    AgreementFactory,
    ChairFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    SessionFactory,
)

D = "insights.digests"
JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))
KINDS = st.sampled_from(["weekly", "monthly", "quarterly"])


@given(KINDS, DAYS, DAYS)
def test_the_first_period_on_record_contains_the_first_day_and_has_none_before(kind: str, first: date, day: date):
    period = period_with(kind, day)
    assert is_on_record(period.until, first) == (period.until >= first)
    contains = period.since <= first <= period.until
    assert contains == (is_on_record(period.until, first) and not is_on_record(period.before.until, first))
    assert not is_on_record(period.until, None)


@given(st.none() | MOMENTS, st.none() | MOMENTS)
def test_the_first_day_is_that_of_the_earlier_one(session: datetime | None, commitment: datetime | None):
    found = first_day(session, commitment, JAKARTA)
    days = [moment.astimezone(JAKARTA).date() for moment in (session, commitment) if moment]
    assert found == (min(days) if days else None)
    assert found == first_day(commitment, session, JAKARTA)


@given(st.dictionaries(st.sampled_from([*SUBJECTS, "forums", "sessions"]), st.lists(st.integers(), max_size=2)))
def test_a_record_is_empty_without_any_subject_whatever_is_planned(record: dict):
    assert is_empty(record) == (sum(len(record.get(name, [])) for name in SUBJECTS) == 0)


@pytest.fixture
def secretariat(app, clock):
    """A coordinator and a leader on a new instance, on Tuesday, 24 November 2026."""
    return CoordinatorFactory(), LeadershipFactory()


def drafted() -> list[str]:
    draft_last_month()
    db.session.commit()
    return list(db.session.scalars(select(Snapshot.period)))


def mails() -> int:
    return db.session.scalar(select(func.count()).select_from(Mail))


def test_a_digest_drafted_by_itself_is_in_the_first_language_of_the_instance(app, secretariat, clock):
    CommitmentFactory(proposed_at=datetime(2026, 10, 5, 2, tzinfo=UTC))
    app.extensions["settings"] = replace(app.extensions["settings"], languages=("en", "id"))
    assert drafted() == ["2026-10"]
    assert db.session.scalars(select(Digest.language)).all() == ["en"]


@pytest.mark.every_database
def test_no_digest_of_a_month_before_the_first_session(secretariat, clock):
    ForumFactory()
    assert drafted() == []
    SessionFactory(starts_at=datetime(2026, 12, 10, 2, tzinfo=UTC))
    clock.move_to("2026-12-01T05:30:00+07:00")
    assert drafted() == []
    clock.move_to("2027-01-01T05:30:00+07:00")
    db.session.add(session := SessionFactory(starts_at=datetime(2026, 12, 17, 2, tzinfo=UTC)))
    session.state = SessionState.HELD
    db.session.commit()
    assert drafted() == ["2026-12"]
    assert mails() == 1


@pytest.mark.every_database
def test_the_month_of_the_first_commitment_is_the_first_digest_and_compares_with_nothing(secretariat, clock, as_user):
    coordinator, _leader = secretariat
    CommitmentFactory(delivery=Delivery.IN_PROGRESS)
    assert drafted() == []
    clock.move_to("2026-12-01T05:30:00+07:00")
    assert drafted() == ["2026-11"]
    digest = db.session.scalars(select(Digest)).one()
    record = digest.snapshot.content
    assert (record["first"], record["compared_with"]) == ("2026-11-20", None)
    answer = as_user(coordinator).get(f"{D}.download", digest_id=digest.id)
    paper = " ".join(pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())
    assert "periode pertama yang tercatat" in paper
    assert digest.code in as_user(coordinator).get("/").words
    later = actions.draft(read_period("monthly", "2026-12"), about=None, by=coordinator, at=NOW + timedelta(days=20))
    assert later.snapshot.content["compared_with"] == "2026-11"


@pytest.mark.every_database
def test_cancelled_sessions_and_closed_forums_do_not_begin_the_record(secretariat, clock):
    at = datetime(2026, 10, 14, 2, tzinfo=UTC)
    SessionFactory(state=SessionState.CANCELLED, starts_at=at)
    restricted = ForumFactory(circle__classification="restricted")
    SessionFactory(state=SessionState.HELD, starts_at=at, forum=restricted)
    assert drafted() == []
    SessionFactory(state=SessionState.HELD, starts_at=at)
    assert drafted() == ["2026-10"]


@pytest.mark.every_database
def test_an_empty_month_is_not_offered_anywhere(secretariat, clock, as_user, as_program):
    coordinator, leader = secretariat
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 9, 9, 2, tzinfo=UTC))
    assert drafted() == ["2026-10"]
    assert mails() == 0
    digest = db.session.scalars(select(Digest)).one()
    assert digest.code not in as_user(coordinator).get("/").words
    page = as_user(coordinator).get(f"{D}.show", digest_id=digest.id)
    assert "Tidak ada yang dilaporkan untuk periode ini." in page.words
    assert page.soup.find("a", href=lambda url: url and url.endswith("/release")) is None
    assert "Tidak ada yang dilaporkan" in as_user(coordinator).get(f"{D}.index").words
    as_user(coordinator).post(f"{D}.release", digest_id=digest.id, status=409)
    found = as_program(coordinator).get(f"/digests/{digest.id}")
    assert found.json["is_empty"] is True
    as_program(coordinator).post(
        f"/digests/{digest.id}/release", {}, status=409, headers={"If-Match": found.headers["ETag"]}
    )
    db.session.refresh(digest)
    assert digest.state is DigestState.DRAFT
    assert digest.code not in as_user(leader).get(f"{D}.index").words


@pytest.mark.every_database
def test_the_condition_in_the_database_agrees_with_the_rule(secretariat):
    coordinator, _leader = secretariat
    AgreementFactory(stage=Stage.SIGNED)
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 9, 9, 2, tzinfo=UTC))
    for at, period in ((NOW, "2026-11"), (NOW, "2026-10")):
        actions.draft(read_period("monthly", period), about=None, by=coordinator, at=at)
    db.session.commit()
    rows = db.session.execute(select(Snapshot, has_nothing_to_report().label("empty"))).all()
    assert len(rows) == 2
    for row in rows:
        assert row.empty == row.Snapshot.is_empty


@pytest.mark.one_database
@pytest.mark.parametrize("kind, period", [("weekly", "2026-W40"), ("monthly", "2026-10"), ("quarterly", "2026-Q3")])
def test_a_period_before_the_record_began_has_no_digest(secretariat, as_program, app, kind, period):
    """The command refuses it in one line, and the API with 422; neither takes a snapshot."""
    coordinator, _leader = secretariat
    arguments = ["digests", "build", "--kind", kind, "--period", period, "--json"]
    for begin in (ForumFactory, CommitmentFactory):
        begin()
        db.session.commit()
        refused = app.test_cli_runner().invoke(args=arguments)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert refused.stderr == "This period ended before the first session or commitment\n"
        as_program(coordinator).post("/digests", {"kind": kind, "period": period}, status=422)
    assert db.session.scalar(select(func.count()).select_from(Snapshot)) == 0


def test_the_record_of_a_forum_begins_with_its_own_first_session(secretariat):
    october = read_period("monthly", "2026-10")
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 14, 2, tzinfo=UTC))
    later, secret = ForumFactory(), ForumFactory(circle__classification="secret")
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 15, 2, tzinfo=UTC), forum=secret)
    with pytest.raises(RuleViolation):
        actions.freeze(october, about=later, by=None, at=NOW)
    assert actions.freeze(october, about=secret, by=None, at=NOW).content["held"]


def test_a_running_month_is_not_frozen_while_it_is_empty(secretariat, as_user):
    coordinator, _leader = secretariat
    SessionFactory()
    answer = as_user(coordinator).post(f"{D}.begin", {"kind": "monthly", "period": "2026-11"}, status=422)
    assert "Belum ada yang dapat dilaporkan" in answer.words
    assert db.session.scalar(select(func.count()).select_from(Snapshot)) == 0
    with pytest.raises(RuleViolation):
        actions.freeze(read_period("monthly", "2026-11"), about=None, by=None, at=NOW)
    SessionFactory(starts_at=datetime(2026, 9, 2, 2, tzinfo=UTC))
    as_user(coordinator).post(f"{D}.begin", {"kind": "monthly", "period": "2026-10"})
    digest = db.session.scalars(select(Digest)).one()
    assert digest.snapshot.is_empty
    with pytest.raises(NotNow):
        actions.release(digest, by=coordinator, at=NOW)


@pytest.mark.every_database
def test_health_measures_nothing_before_the_first_day(secretariat, as_user):
    coordinator, leader = secretariat

    def told(person) -> str:
        section = as_user(person).get("/").soup.select_one("section[aria-labelledby=health]")
        return " ".join(section.get_text(" ").split())

    SessionFactory()
    for person in (coordinator, leader):
        assert "Belum ada yang dapat dihitung" in told(person)
    CommitmentFactory(delivery=Delivery.IN_PROGRESS)
    assert "sejak catatan pertama: 20 November 2026 – 24 November 2026" in told(coordinator)
    SessionFactory(starts_at=NOW - timedelta(days=12), forum=ForumFactory(circle__classification="secret"))
    assert "sejak catatan pertama: 20 November 2026" in told(coordinator)
    SessionFactory(starts_at=NOW - timedelta(days=12), state=SessionState.HELD)
    assert "sejak catatan pertama: 12 November 2026" in told(coordinator)
    assert "Belum ada pembanding" in told(coordinator)
    SessionFactory(starts_at=NOW - timedelta(days=60), state=SessionState.HELD)
    assert "30 hari terakhir: 26 Oktober 2026 – 24 November 2026" in told(coordinator)


@pytest.mark.every_database
def test_imported_past_sessions_ask_for_nothing(secretariat, as_user):
    coordinator, _leader = secretariat
    forum = ForumFactory()
    ChairFactory(forum=forum)
    for week in range(1, 9):
        for state in (SessionState.HELD, SessionState.PLANNED):
            at = NOW - timedelta(weeks=week)
            SessionFactory(forum=forum, state=state, starts_at=at, opened_at=at, made_at=NOW - timedelta(hours=1))
    before = mails()
    for job in (remind_those_who_did_not_answer, send_invitations):
        job()
    for steps in (remind, nudge):
        list(steps())
    db.session.commit()
    assert mails() == before
    assert drafted() == []
    words = as_user(coordinator).get("/").words
    assert "Belum diedarkan" not in words
    assert "Kuorum terancam" not in words
    held = NOW - timedelta(days=10)
    SessionFactory(forum=forum, state=SessionState.HELD, starts_at=held, opened_at=held)
    assert "Belum diedarkan" in as_user(coordinator).get("/").words
