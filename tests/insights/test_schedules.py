"""Digests that are drafted when their period is over."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery
from insights.digests import actions as digests
from insights.digests.jobs import draft_and_notify
from insights.digests.models import Digest, DigestKind
from insights.schedules import actions, jobs, queries
from insights.schedules.jobs import draft_scheduled
from insights.schedules.models import DigestSchedule
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    OrganisationFactory,
    ParticipantFactory,
    PartyFactory,
    PersonFactory,
)

S = "insights.schedules"


@pytest.fixture
def forum(app, clock):
    """A forum with an open commitment, on Tuesday, 24 November 2026."""
    forum = ForumFactory(name="Forum Data", slug="forum-data")
    proposed_at = datetime(2026, 11, 2, 2, tzinfo=UTC)
    CommitmentFactory(
        circle=forum.circle, delivery=Delivery.IN_PROGRESS, first_due=date(2026, 12, 4), proposed_at=proposed_at
    )
    return forum


def drafted() -> list[str]:
    for _step in draft_scheduled():
        db.session.commit()
    return sorted(db.session.scalars(select(Digest.code)))


def test_each_period_that_ends_is_drafted_once_until_it_is_stopped(forum, as_user, clock):
    coordinator = CoordinatorFactory()
    as_user(coordinator).post(f"{S}.manage", {"kind": "weekly", "scope": "forum-data"})
    assert drafted() == []
    clock.move_to("2026-11-30T05:35:00+07:00")
    assert drafted() == drafted() == ["RGK-2026-W48-forum-data"]
    mails = db.session.scalars(select(Mail).where(Mail.recipient == coordinator.email)).all()
    assert [("Forum Data" in mail.subject) for mail in mails] == [True]
    digests.discard(db.session.scalars(select(Digest)).one(), by=coordinator, at=datetime(2026, 11, 30, tzinfo=UTC))
    forum.name, forum.circle.name = "Forum Satu Data", "Forum Satu Data"
    assert drafted() == []
    page = as_user(coordinator).get(f"{S}.manage")
    assert "Forum Satu Data Mingguan" in page.words
    made = db.session.scalars(select(DigestSchedule)).one()
    as_user(coordinator).post(f"{S}.stop", digest_schedule_id=made.id)
    clock.move_to("2026-12-07T05:35:00+07:00")
    assert drafted() == []


def test_what_is_scheduled_already_is_refused(forum, as_user, as_program):
    coordinator = CoordinatorFactory()
    page = as_user(coordinator).post(f"{S}.manage", {"kind": "monthly", "scope": ""}, status=422)
    assert "sudah disusun otomatis" in page.words
    as_program(coordinator).post("/digest-schedules", {"kind": "yearly"}, status=201)
    as_program(coordinator).post("/digest-schedules", {"kind": "yearly"}, status=422)
    as_program(coordinator).post("/digest-schedules", {"kind": "yearly", "scope": "lain"}, status=422)
    [found] = as_program(coordinator).get("/digest-schedules").json["items"]
    assert (found["kind"], found["scope"]) == ("yearly", "")


def test_only_coordinators_schedule_and_only_those_named_know_of_a_secret_forum(forum, as_user):
    named, other = CoordinatorFactory(), CoordinatorFactory()
    forum.circle.classification = Classification.SECRET
    ParticipantFactory(forum=forum, person=named)
    db.session.commit()
    as_user(named).post(f"{S}.manage", {"kind": "weekly", "scope": "forum-data"})
    made = db.session.scalars(select(DigestSchedule)).one()
    as_user(other).post(f"{S}.manage", {"kind": "yearly", "scope": "forum-data"}, status=422)
    assert "Forum Data" not in as_user(other).get(f"{S}.manage").words
    as_user(other).post(f"{S}.stop", digest_schedule_id=made.id, status=404)
    for person in (LeadershipFactory(), PersonFactory()):
        as_user(person).get(f"{S}.manage", status=403)
        as_user(person).post(f"{S}.stop", digest_schedule_id=made.id, status=404)


def pact():
    """An agreement in force of an organisation that owes something under it."""
    agreement = AgreementFactory(title="PKS Data", stage=Stage.SIGNED)
    office = OrganisationFactory(short_name="Disdik")
    PartyFactory(agreement=agreement, organisation=office)
    CommitmentFactory(
        circle=agreement.circle,
        responsible=office,
        delivery=Delivery.IN_PROGRESS,
        proposed_at=datetime(2026, 11, 2, 2, tzinfo=UTC),
    )
    db.session.commit()
    return agreement, office


def test_nothing_is_drafted_about_what_is_over(forum, clock):
    coordinator, (agreement, office) = CoordinatorFactory(), pact()
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    for about in (forum, agreement, office):
        actions.schedule(DigestKind.WEEKLY, about, by=coordinator, at=at)
    clock.move_to("2026-11-30T05:35:00+07:00")
    assert len(drafted()) == 3
    forum.archived_at = office.archived_at = datetime(2026, 12, 1, 2, tzinfo=UTC)
    agreement.stage, agreement.ended_on = Stage.TERMINATED, date(2026, 12, 1)
    clock.move_to("2026-12-07T05:35:00+07:00")
    assert len(drafted()) == 6, "the week in which they ended is still told"
    clock.move_to("2026-12-14T05:35:00+07:00")
    assert len(drafted()) == 6


def test_a_discarded_draft_stays_away_when_what_it_is_about_is_renamed(forum, clock):
    coordinator, (agreement, office) = CoordinatorFactory(), pact()
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    for about in (agreement, office):
        actions.schedule(DigestKind.WEEKLY, about, by=coordinator, at=at)
    clock.move_to("2026-11-30T05:35:00+07:00")
    assert len(drafted()) == 2
    for digest in db.session.scalars(select(Digest)).all():
        digests.discard(digest, by=coordinator, at=at)
    agreement.title, office.short_name = "PKS Udara", "Dinas"
    assert drafted() == []


def test_a_schedule_that_fails_does_not_stop_the_others(forum, clock, monkeypatch):
    agreement, _office = pact()
    for about in (agreement, forum):
        actions.schedule(DigestKind.WEEKLY, about, by=CoordinatorFactory(), at=datetime(2026, 11, 24, 2, tzinfo=UTC))

    def fail(period, about):
        if about is agreement:
            raise ValueError("broken")
        draft_and_notify(period, about)

    monkeypatch.setattr(jobs, "draft_and_notify", fail)
    clock.move_to("2026-11-30T05:35:00+07:00")
    with pytest.raises(ValueError, match="broken"):
        drafted()
    assert db.session.scalars(select(Digest.code)).all() == ["RGK-2026-W48-forum-data"]


def test_two_who_schedule_the_same_at_once_make_one_schedule(forum, as_user, monkeypatch):
    coordinator = CoordinatorFactory()
    as_user(coordinator).post(f"{S}.manage", {"kind": "weekly", "scope": "forum-data"})
    monkeypatch.setattr(queries, "of", lambda *_: None)
    page = as_user(coordinator).post(f"{S}.manage", {"kind": "weekly", "scope": "forum-data"}, status=422)
    assert "sudah disusun otomatis" in page.words


def test_the_audit_log_tells_of_what_a_schedule_was(forum, as_user):
    coordinator = CoordinatorFactory()
    made = actions.schedule(DigestKind.WEEKLY, forum, by=coordinator, at=datetime(2026, 11, 24, 2, tzinfo=UTC))
    db.session.commit()
    as_user(coordinator).post(f"{S}.stop", digest_schedule_id=made.id)
    rows = db.session.scalars(select(AuditRow).where(AuditRow.action.startswith("digest_schedule."))).all()
    told = {"kind": "weekly", "scope": "forum-data", "about": forum.circle.name}
    assert [row.details for row in rows] == [told, told]
