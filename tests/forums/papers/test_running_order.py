"""The running order: times, questions and what is open, for the presider."""

from datetime import date

import pytest
from sqlalchemy import select

from app.database import db
from forums.agenda.models import AgendaItem
from forums.conflicts.models import ConflictOfInterest
from forums.papers.running_order import open_commitments
from forums.preparation.models import Preparation
from tests.factories import SessionFactory
from tests.factories.forums import MADE, NEXT
from tests.forums.papers.scenes import held, written
from tests.forums.room import room

PAPER = "forums.papers.running_order_pdf"


@pytest.mark.one_database
def test_a_running_order_shows_times_questions_and_what_is_open(as_user, read, clock):
    it = room(name="Forum Koordinasi Lintas Sektor", slug="forum-lintas-sektor")
    first = it.item(title="Tindak lanjut", position=1, minutes=30, question="Apakah format disetujui?")
    it.item(title="Lain-lain", position=2, minutes=15)
    member = it.participants["member"]
    asked = Preparation(agenda_item_id=first.id, seat_id=member.seat_id, what="Daftar layanan", due=date(2026, 11, 20))
    asked.asked_by_id, asked.asked_at = it.taker.id, MADE
    conflict = ConflictOfInterest(agenda_item_id=first.id, participant_id=member.id, text="Ikut menawar", abstains=True)
    conflict.declared_by_id, conflict.declared_at = it.member.id, MADE
    db.session.add_all([asked, conflict])
    db.session.commit()
    paper = read(as_user(it.chair).get(PAPER, session_id=it.session.id))
    assert "Tagged:          yes" in paper.tool("pdfinfo")
    assert (
        paper.out_of_order(
            "SUSUNAN ACARA PIMPINAN RAPAT",
            "Kuorum",
            "2 dari 3 kursi",
            "09.00–09.30",
            "1. Tindak lanjut",
            "Yang perlu diputuskan: Apakah format disetujui?",
            "Belum masuk: Daftar layanan",
            "Ikut menawar",
            "09.30–09.45",
            "2. Lain-lain",
        )
        is None
    )


@pytest.mark.one_database
def test_only_those_who_run_a_session_get_its_running_order(as_user, app, clock):
    it = room()
    for person, status in ((it.chair, 200), (it.taker, 200), (it.coordinator, 200), (it.member, 403)):
        as_user(person).get(PAPER, session_id=it.session.id, status=status)
    page = as_user(it.chair).get("forums.sessions.show", session_id=it.session.id)
    assert "Susunan acara pimpinan (PDF)" in " ".join(part.text for part in page.soup.select(".menu-part"))
    page = as_user(it.member).get("forums.sessions.show", session_id=it.session.id)
    assert "Susunan acara pimpinan" not in page.text


@pytest.mark.one_database
def test_open_commitments_follow_an_item_through_its_sessions(app, clock, queries):
    it = held()
    written(it)
    before = db.session.scalars(select(AgendaItem)).one()
    session = SessionFactory(forum=it.forum)
    again = it.item(title="Lanjutan", session_id=session.id, carried_from_id=before.id)
    with queries(at_most=1):
        found = open_commitments([again.id, before.id], it.coordinator, NEXT.date())
    assert [one.title for one in found[again.id]] == ["Menyerahkan daftar layanan"]
    assert found[again.id] == found[before.id]
