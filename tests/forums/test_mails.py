"""The lists of mails on the pages of sessions and minutes, and the state of the mails of invitations."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.agenda import notices as agenda
from forums.agenda.models import ItemState
from forums.basis import actions as basis
from forums.basis.jobs import warn
from forums.basis.models import BasisKind
from forums.invitations.actions import invite
from forums.invitations.models import Invitation, Via
from forums.invitations.rsvp import Channel
from forums.minutes.models import Minutes
from forums.preparation import actions as preparation
from forums.replies import proposals
from forums.scheduling import notices as scheduling
from tests.factories import LeadershipFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

PANEL = "section[aria-labelledby=mails]"


def words_of(page) -> str:
    """Return the words of the panel; "" if there is none."""
    found = page.soup.select_one(PANEL)
    return " ".join(found.get_text(" ").split()) if found else ""


def bounce(mail):
    mail.bounced_at, mail.bounce_reason = utc_now(), "5.2.2 Mailbox of person@dinas.example is full"
    db.session.commit()


@pytest.fixture
def it(app, clock):
    """A session with invitations and a proposed agenda item."""
    made = room()
    item = made.item(state=ItemState.PROPOSED)
    invite(made.session, by=made.coordinator, at=NEXT - timedelta(days=2))
    agenda.proposed(item, by=made.partner)
    db.session.commit()
    return made


def test_the_page_of_a_session_lists_the_mails_about_its_agenda_and_its_invitations(it, as_user):
    at = {"session_id": it.session.id}
    for person in (it.coordinator, it.chair, it.facilitator, it.taker):
        words = words_of(as_user(person).get("forums.sessions.show", **at))
        assert "Usulan acara Menunggu" in words
        assert "Undangan Menunggu" in words
        assert ("@" in words) == (person is it.coordinator)
    words = words_of(as_user(it.partner).get("forums.sessions.show", **at))
    assert it.partner.name in words
    assert it.member.name not in words
    assert words_of(as_user(LeadershipFactory()).get("forums.sessions.show", **at)) == ""


def test_the_list_of_invitations_says_which_came_back_to_those_who_lead_the_session(it, as_user):
    mail = db.session.scalars(
        select(Mail).where(Mail.about_type == "Invitation", Mail.person_id == it.partner.id)
    ).one()
    bounce(mail)
    at = {"session_id": it.session.id}
    for person in (it.coordinator, it.chair):
        words = as_user(person).get("forums.invitations.show", **at).words
        assert "Kotak suratnya penuh." in words
        assert ("person@dinas.example" in words) == (person is it.coordinator)
    assert "Kotak suratnya penuh." not in as_user(it.member).get("forums.invitations.show", **at).words
    coordinator = as_user(it.coordinator)
    assert "1 surel tidak sampai" in coordinator.get("/").words
    page = coordinator.get("/mails?state=undelivered")
    assert page.soup.find("a", href=f"/sessions/{it.session.id}/invitations")


@pytest.fixture
def minutes(app, clock, as_user):
    """Minutes that were circulated."""
    made = room()
    clock.move_to(NEXT + timedelta(hours=1))
    made.open()
    note = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": "Dibuka."}
    as_user(made.taker).post("forums.minutes.save", note, session_id=made.session.id)
    made.hold()
    clock.move_to(NEXT + timedelta(hours=4))
    made.minutes = db.session.scalars(select(Minutes)).one()
    sent = {"days": 3, "number": "", "without_attendance": "y"}
    as_user(made.taker).post("forums.minutes.circulate", sent, minutes_id=made.minutes.id)
    return made


def test_the_page_of_minutes_lists_who_was_asked_to_check_them(minutes, as_user):
    at = {"session_id": minutes.session.id}
    for person in (minutes.coordinator, minutes.taker):
        words = words_of(as_user(person).get("forums.minutes.show", **at))
        assert "Notulen perlu diperiksa" in words
        assert minutes.partner.name in words
    words = words_of(as_user(minutes.partner).get("forums.minutes.show", **at))
    assert minutes.partner.name in words
    assert minutes.chair.name not in words
    bounce(db.session.scalars(select(Mail).where(Mail.about_type == "Minutes").order_by(Mail.id)).first())
    page = as_user(minutes.coordinator).get("/mails?state=undelivered")
    assert page.soup.find("a", href=f"/sessions/{minutes.session.id}/minutes")


def test_the_page_of_a_forum_lists_its_mails_and_those_about_its_basis(it, as_user):
    scheduling.joined(it.participants["member"], by=it.coordinator)
    details = basis.Details(
        kind=BasisKind.DECREE,
        number="12",
        dated=date(2026, 1, 5),
        issued_by="Gubernur",
        subject="Forum",
        valid_from=date(2026, 1, 5),
        valid_until=date(2026, 12, 20),
    )
    basis.enter(it.forum, details, by=it.coordinator, at=utc_now())
    list(warn())
    db.session.commit()
    visitor = as_user(it.coordinator)
    page = visitor.get("forums.scheduling.show", slug=it.forum.slug)
    assert "Dasar forum akan berakhir" in words_of(page)
    assert "Menjadi peserta" in words_of(page)
    listed = visitor.get(page.soup.select_one(f"{PANEL} a")["href"]).words
    assert "Dasar forum akan berakhir" in listed
    assert "Menjadi peserta" in listed


def test_the_page_of_a_preparation_lists_the_mails_about_it(it, as_user):
    wanted = preparation.Wanted(seat=it.seats["agency"], what="Daftar layanan", due=it.session.day)
    made = preparation.ask(it.item(), wanted, by=it.facilitator, at=utc_now())
    db.session.commit()
    page = as_user(it.facilitator).get("forums.preparation.show", preparation_id=made.id)
    assert "Permintaan bahan" in words_of(page)


def test_the_page_of_a_session_lists_the_answer_to_a_proposed_time(it, as_user):
    invitation = db.session.scalars(select(Invitation).where(Invitation.person_id == it.partner.id)).one()
    moved = timedelta(days=1)
    wish = proposals.Wish(starts_at=it.session.starts_at + moved, ends_at=it.session.ends_at + moved)
    made = proposals.propose(invitation, wish, through=Channel(via=Via.LINK), at=utc_now())
    db.session.commit()
    as_user(it.chair).post("forums.replies.decline", {"reason": ""}, time_proposal_id=made.id)
    page = as_user(it.coordinator).get("forums.sessions.show", session_id=it.session.id)
    assert "Usulan waktu ditolak" in words_of(page)
