"""Digests that are drafted when their period is over."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery
from insights.digests import actions as digests
from insights.digests.models import Digest
from insights.schedules.jobs import draft_scheduled
from insights.schedules.models import DigestSchedule
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    ParticipantFactory,
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
    draft_scheduled()
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
    assert drafted() == []
    page = as_user(coordinator).get(f"{S}.manage")
    assert "Forum Data Mingguan" in page.words
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
