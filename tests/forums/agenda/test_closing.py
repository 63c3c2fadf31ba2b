"""An agenda closes for proposals some working days before its session; later ones need a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from forums.agenda.models import ItemState
from forums.agenda.queries import closes_at, in_order
from tests.factories.forums import NEXT
from tests.forums.agenda.test_agenda import PROPOSAL
from tests.forums.room import room


@pytest.fixture
def it(app, clock):
    """A session on Thursday whose agenda closed on Monday at 16.00; it is Tuesday."""
    return room(agenda_closes=3)


def test_everyone_reads_when_the_agenda_closes(app, as_user, clock):
    it = room(agenda_closes=1)
    page = as_user(it.observer).get("forums.agenda.show", session_id=it.session.id)
    assert "Rabu, 25 November 2026 pukul 16.00 WIB" in page.words
    clock.move_to(NEXT - timedelta(hours=10))
    page = as_user(it.observer).get("forums.agenda.show", session_id=it.session.id)
    assert "Usulan mata acara ditutup Rabu, 25 November 2026 pukul 16.00 WIB" in page.words


def test_without_a_deadline_an_agenda_never_closes(app):
    assert closes_at(room().session) is None


def test_a_holiday_before_the_session_does_not_count(app):
    it = room(agenda_closes=1)
    it.session.starts_at = NEXT.replace(month=12, day=28)  # a Monday after Christmas and joint leave on the 24th
    it.session.ends_at = it.session.starts_at + timedelta(hours=2)
    db.session.commit()
    assert closes_at(it.session).date().isoformat() == "2026-12-23"


def test_a_late_proposal_is_accepted_only_with_a_reason(it, as_user):
    as_user(it.member).post("forums.agenda.propose", PROPOSAL, session_id=it.session.id)
    (item,) = in_order(it.session.id)
    assert item.late
    facilitator = as_user(it.facilitator)
    facilitator.post("forums.agenda.accept", agenda_item_id=item.id, status=409)
    refused = facilitator.post("forums.agenda.accept_late", {"reason": " "}, agenda_item_id=item.id, status=422)
    assert refused.soup.select("#reason-error")
    facilitator.post("forums.agenda.accept_late", {"reason": "Mendesak."}, agenda_item_id=item.id)
    assert item.state is ItemState.ACCEPTED
    page = as_user(it.member).get("forums.agenda.show", session_id=it.session.id)
    assert "Diusulkan terlambat" in page.words
    assert "Mendesak." in page.words
    told = db.session.scalars(select(Mail).where(Mail.recipient == it.facilitator.email)).one()
    assert "Diusulkan setelah usulan ditutup" in told.text


def test_those_who_arrange_the_agenda_are_never_late(it, as_user):
    as_user(it.chair).post("forums.agenda.propose", PROPOSAL, session_id=it.session.id)
    (item,) = in_order(it.session.id)
    assert (item.state, item.late) == (ItemState.ACCEPTED, False)


def test_the_form_of_a_proposal_says_that_it_is_late_and_how_much_time_is_left(it, as_user):
    it.item(minutes=95)
    page = as_user(it.member).get("forums.agenda.propose", session_id=it.session.id)
    assert "95 dari 120 menit, sisa 25 menit" in page.words
    assert "Usulan mata acara ditutup Senin, 23 November 2026 pukul 16.00 WIB" in page.words


def test_the_deadline_is_set_with_the_forum(it, as_program):
    coordinator = as_program(it.coordinator)
    changed = coordinator.patch(f"/forums/{it.forum.slug}", {"agenda_closes": "5"})
    assert changed.json["agenda_closes"] == 5
    assert coordinator.get(f"/sessions/{it.session.id}/agenda").json["closes_at"] == "2026-11-19T09:00:00Z"
    assert coordinator.patch(f"/forums/{it.forum.slug}", {"agenda_closes": ""}).json["agenda_closes"] is None
