"""Commitments that are two weeks late come onto the agenda of the next session, and a month late into the digest."""

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from commitments.registry.rules import Delivery, Visibility
from commitments.reminders.jobs import remind
from forums.agenda.models import AgendaItem, ItemState
from forums.escalation.jobs import escalate
from forums.scheduling import session_actions
from insights.digests import actions as digests
from insights.digests.rules import read_period
from tests.factories import CommitmentFactory, CoordinatorFactory, ForumFactory, SessionFactory

pytestmark = pytest.mark.usefixtures("clock")
DUE = date(2026, 11, 9)
"""Two weeks and a day before the clock begins."""
NEXT = datetime(2026, 11, 26, 2, tzinfo=UTC)


def late(forum, due=DUE, **more):
    return CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, first_due=due, **more)


def items() -> list[AgendaItem]:
    return list(db.session.scalars(select(AgendaItem).order_by(AgendaItem.proposed_at, AgendaItem.id)))


def test_it_asks_the_next_session_for_a_decision_once(app, as_user):
    session = SessionFactory(starts_at=NEXT)
    commitment = late(session.forum)
    for _ in range(2):
        list(remind())
        escalate()
    (item,) = items()
    assert (item.session_id, item.state) == (session.id, ItemState.ACCEPTED)
    assert item.title == f"Terlambat: {commitment.code} {commitment.title}"
    assert item.question == "Bantuan, tanggal baru, atau dihentikan?"
    assert item.presenter_organisation == commitment.responsible
    db.session.commit()
    coordinator = CoordinatorFactory()
    page = as_user(coordinator).get("commitments.reminders.show", commitment_id=commitment.id)
    assert page.soup.select_one(f".ladder a[href='/sessions/{session.id}/agenda']")
    assert commitment.code in as_user(coordinator).get("forums.agenda.show", session_id=session.id).words


@pytest.mark.every_database
def test_without_a_session_it_waits_for_one(app):
    forum = ForumFactory()
    late(forum)
    list(remind())
    escalate()
    assert items() == []
    session = SessionFactory(forum=forum, starts_at=NEXT)
    escalate()
    escalate()
    assert [item.session_id for item in items()] == [session.id]


@pytest.mark.parametrize(
    "classification, visibility, named",
    [
        (Classification.INTERNAL, Visibility.PARTIES, False),
        (Classification.INTERNAL, Visibility.CIRCLE, True),
        (Classification.SECRET, Visibility.CIRCLE, True),
        (Classification.PUBLIC, Visibility.CIRCLE, False),
        (Classification.PUBLIC, Visibility.PUBLIC, True),
    ],
)
def test_it_is_named_only_where_all_readers_of_the_agenda_may_read_it(app, classification, visibility, named):
    forum = ForumFactory(circle__classification=classification)
    SessionFactory(forum=forum, starts_at=NEXT)
    late(forum, visibility=visibility)
    list(remind())
    escalate()
    assert bool(items()) is named


def test_it_follows_its_item_to_a_later_session(app, clock, as_user):
    session = SessionFactory(starts_at=NEXT)
    later = SessionFactory(forum=session.forum, starts_at=datetime(2026, 12, 10, 2, tzinfo=UTC))
    commitment, coordinator = late(session.forum), CoordinatorFactory()
    list(remind())
    clock.move_to("2026-11-26T09:05:00+07:00")
    session_actions.open_(session, by=coordinator, at=NEXT)
    session_actions.close(session, by=coordinator, at=NEXT)
    db.session.commit()
    page = as_user(coordinator).get("commitments.reminders.show", commitment_id=commitment.id)
    assert page.soup.select_one(f".ladder a[href='/sessions/{later.id}/agenda']")


def test_a_month_late_it_is_a_line_in_the_digest_of_that_time_alone(app, clock, as_user):
    commitment, coordinator = (
        late(ForumFactory(), due=date(2026, 10, 20), accepted_on=date(2026, 10, 1)),
        CoordinatorFactory(),
    )
    late(ForumFactory(), accepted_on=date(2026, 10, 1))
    list(remind())
    digest = digests.draft(read_period("weekly", "2026-W48"), about=None, by=coordinator, at=datetime.now(UTC))
    db.session.commit()
    assert [row["code"] for row in digest.snapshot.content["escalated"]] == [commitment.code]
    page = as_user(coordinator).get("insights.digests.show", digest_id=digest.id)
    assert commitment.code in page.soup.select_one("[aria-labelledby=escalated]").text
    printed = io.BytesIO(as_user(coordinator).get("insights.digests.download", digest_id=digest.id).data)
    assert "Dieskalasi: terlambat lebih dari 30 hari" in "".join(one.extract_text() for one in PdfReader(printed).pages)
    clock.move_to("2026-12-01T09:00:00+07:00")
    list(remind())
    again = digests.draft(read_period("weekly", "2026-W49"), about=None, by=coordinator, at=datetime.now(UTC))
    assert again.snapshot.content["escalated"] == []
