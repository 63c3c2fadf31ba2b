"""What parties are asked to prepare: mailed, reminded of, handed in on the page or by the link, and late."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from forums.agenda.models import ItemState
from forums.preparation.jobs import remind
from forums.preparation.models import AgendaDocument, Preparation
from forums.preparation.rules import Reminder, reminder_due
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor

WHAT = "Daftar layanan dan pemilik datanya"


@pytest.fixture
def it(app, clock):
    """A session on Thursday; it is Tuesday. Its members have no account."""
    made = room()
    made.agenda_item = made.item()
    made.member.joined_at = None
    db.session.commit()
    return made


def ask(browser, it, status=None, due="2026-11-25", seat="agency", **values):
    sent = {"seat": str(it.seats[seat].id), "what": WHAT, "due": due} | values
    return browser.post("forums.preparation.ask", sent, agenda_item_id=it.agenda_item.id, status=status)


def only():
    return db.session.scalars(select(Preparation)).one()


def mails(it):
    return [mail.subject for mail in db.session.scalars(select(Mail).where(Mail.recipient == it.member.email))]


def file():
    return {"file": (BytesIO(b"Daftar layanan"), "daftar.txt"), "title": ""}


def test_a_party_is_asked_by_mail_and_hands_in_by_the_link_alone(it, as_user, app):
    ask(as_user(it.facilitator), it)
    assert mails(it) == [f"Mohon disiapkan paling lambat Rabu, 25 November 2026: {WHAT}"]
    path, reader = link_to(it.member), Visitor(app)
    assert WHAT in reader.get(path).words
    reader.get(f"{path}/hand-in")
    assert reader.post(f"{path}/hand-in", file()).location == path
    found = only()
    assert found.received_at is not None
    document = db.session.scalars(select(AgendaDocument)).one()
    assert (document.preparation_id, document.added_by_id) == (found.id, it.member.id)
    assert "Diterima" in as_user(it.chair).get("forums.agenda.show", session_id=it.session.id).words


def test_the_agenda_says_what_is_awaited_and_what_is_late(it, as_user, clock):
    ask(as_user(it.facilitator), it)
    page = as_user(it.partner).get("forums.agenda.show", session_id=it.session.id)
    assert f"Dinkes : {WHAT}" in page.words.replace("Dinkes:", "Dinkes :")
    clock.move_to(NEXT - timedelta(hours=1))
    assert "Terlambat" in as_user(it.partner).get("forums.agenda.show", session_id=it.session.id).words


def test_whoever_leads_the_forum_finds_late_preparations_on_the_home_page(it, as_user, clock):
    ask(as_user(it.facilitator), it)
    for who, shown in ((it.coordinator, False), (it.coordinator, True), (it.chair, True), (it.partner, False)):
        assert ("Bahan terlambat" in as_user(who).get("/").words) == shown
        clock.move_to(NEXT - timedelta(hours=1))


@pytest.mark.parametrize("due", ["2026-11-23", "2026-11-27", ""])
def test_a_date_that_cannot_be_is_refused_beside_its_field(it, as_user, due):
    page = ask(as_user(it.facilitator), it, due=due, status=422)
    assert page.soup.select("#due-error")
    assert page.soup.find(id="what")["value"] == WHAT


def test_nothing_is_asked_for_an_item_that_is_not_on_the_agenda(it, as_user):
    it.agenda_item.state = ItemState.DECLINED
    db.session.commit()
    ask(as_user(it.facilitator), it, status=409)


@pytest.mark.parametrize(
    "who, status", [("chair", 303), ("coordinator", 303), ("taker", 403), ("partner", 403), ("observer", 403)]
)
def test_parties_are_asked_by_those_who_arrange_the_agenda(it, as_user, who, status):
    ask(as_user(getattr(it, who)), it, status=status)


@pytest.mark.parametrize("who, status", [("chair", 303), ("partner", 403), ("observer", 403)])
def test_only_the_party_and_those_who_arrange_the_agenda_hand_in(it, as_user, who, status):
    ask(as_user(it.facilitator), it)
    as_user(getattr(it, who)).post("forums.preparation.hand_in", file(), preparation_id=only().id, status=status)


def test_a_request_is_withdrawn_until_something_was_handed_in(it, as_user):
    facilitator = as_user(it.facilitator)
    ask(facilitator, it)
    facilitator.post("forums.preparation.withdraw", preparation_id=only().id)
    assert not db.session.scalars(select(Preparation)).all()
    ask(facilitator, it)
    facilitator.post("forums.preparation.hand_in", file(), preparation_id=only().id)
    facilitator.post("forums.preparation.withdraw", preparation_id=only().id, status=409)


def test_what_was_handed_in_is_awaited_again_when_its_document_is_removed(it, as_user):
    facilitator = as_user(it.facilitator)
    ask(facilitator, it)
    facilitator.post("forums.preparation.hand_in", file(), preparation_id=only().id)
    document = db.session.scalars(select(AgendaDocument)).one()
    facilitator.post("forums.preparation.remove", agenda_document_id=document.id)
    assert only().received_at is None


def test_reminders_are_sent_a_working_day_before_and_on_the_day_once_each(it, as_user, clock):
    ask(as_user(it.facilitator), it, due="2026-11-26")
    sent = []
    for day in (24, 25, 25, 26, 26):
        clock.move_to(NEXT.replace(day=day) - timedelta(hours=2))
        remind()
        db.session.commit()
        sent.append(len(mails(it)) - 1)
    assert sent == [0, 1, 1, 2, 2]
    assert mails(it)[1:] == [f"Ditunggu Kamis, 26 November 2026: {WHAT}", f"Ditunggu hari ini: {WHAT}"]


def test_nobody_is_reminded_of_what_was_handed_in(it, as_user, clock):
    facilitator = as_user(it.facilitator)
    ask(facilitator, it)
    facilitator.post("forums.preparation.hand_in", file(), preparation_id=only().id)
    remind()
    db.session.commit()
    assert len(mails(it)) == 1


def test_what_is_still_awaited_follows_an_item_that_is_carried_over(it, as_user, clock):
    following = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    ask(as_user(it.facilitator), it)
    clock.move_to(NEXT)
    it.open()
    as_user(it.chair).post("forums.sessions.close", session_id=it.session.id)
    assert WHAT in as_user(it.chair).get("forums.agenda.show", session_id=following.id).words


def test_a_program_asks_and_hands_in(it, as_program):
    facilitator, partner = as_program(it.facilitator), as_program(it.partner)
    path = f"/agenda-items/{it.agenda_item.id}/preparations"
    body = {"seat": str(it.seats["company"].id), "what": WHAT, "due": "2026-11-25"}
    made = facilitator.post(path, body, status=201).json
    assert (made["what"], made["due"], made["received_at"]) == (WHAT, "2026-11-25", None)
    sent = {"file": (BytesIO(b"Daftar"), "daftar.txt")}
    partner.ask("POST", f"/preparations/{made['id']}/hand-in", status=201, data=sent)
    assert partner.get(path).json["items"][0]["received_at"]


DAYS = some.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(DAYS, some.integers(0, 20))
def test_the_last_reminder_is_on_the_due_date_and_none_comes_after_it(due, before):
    day = due - timedelta(days=before)
    reminder = reminder_due(due, day, is_free=lambda _day: False)
    working = sum((day + timedelta(days=ahead)).weekday() < 5 for ahead in range((due - day).days))
    assert reminder is (Reminder.DUE if not before else Reminder.BEFORE if working <= 1 else None)
    assert reminder_due(due, due + timedelta(days=1 + before), is_free=lambda _day: False) is None
