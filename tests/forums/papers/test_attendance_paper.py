"""The Daftar Hadir: to sign by hand, and as recorded; contacts for those who record attendance and nobody else."""

from uuid import uuid4

import pytest

from app.circles.models import Classification
from tests.factories import AdministratorFactory, LeadershipFactory, PersonFactory
from tests.forums.papers.scenes import TYPED, held
from tests.forums.room import room

SHEET, SHEET_WITH = "forums.papers.sheet_to_sign", "forums.papers.sheet_with_contacts"
LIST, LIST_WITH = "forums.papers.attendance_list", "forums.papers.list_with_contacts"
PHONE = "+62 812 3456 7890"


@pytest.mark.one_database
def test_the_list_to_sign_names_everyone_expected_and_leaves_room_for_guests(as_user, clock, read, app):
    it = room(name="Forum Koordinasi Lintas Sektor", slug="forum-lintas-sektor")
    it.member.phone = PHONE
    answer = as_user(it.taker).get(SHEET_WITH, session_id=it.session.id)
    assert "Daftar-Hadir-dengan-kontak_forum-lintas-sektor_2026-11-26" in answer.headers["Content-Disposition"]
    paper = read(answer)
    assert (
        paper.out_of_order(
            "DAFTAR HADIR",
            "Kamis, 26 November 2026",
            "jangan diteruskan",
            "No Nama Jabatan Instansi Kontak Tanda tangan",
            "Narahubung Dinkes",
            "Dinas Kesehatan",
            PHONE,
            "12.",
            "Pimpinan rapat,",
            "Kepala JSC",
        )
        is None
    )
    assert "INTERNAL" in paper.words


@pytest.mark.one_database
def test_a_copy_to_share_holds_no_contacts(as_user, read, clock, app):
    it = held()
    it.member.phone = PHONE
    for endpoint in (SHEET, LIST):
        for person in (it.member, it.coordinator):
            paper = read(as_user(person).get(endpoint, session_id=it.session.id))
            assert "Narahubung Dinkes" in paper.words
            for hidden in (PHONE, it.member.email, "Kontak"):
                assert hidden not in paper.words


@pytest.mark.one_database
def test_the_recorded_list_says_who_was_there_and_whether_they_were_enough(as_user, read, clock, app):
    it = held()
    it.partner.phone = PHONE
    paper = read(as_user(it.chair).get(LIST_WITH, session_id=it.session.id))
    assert (
        paper.out_of_order(
            "3 dari 3 instansi: Pemerintah 2 dari 2, Swasta 1 dari 1. Kuorum terpenuhi.",
            "Kontak Kehadiran",
            "Narahubung Dinkes",
            "Hadir",
            "Narahubung Mitra Solusi",
            PHONE,
            "Diwakili Staf Mitra Solusi",
        )
        is None
    )
    english = read(as_user(it.chair).get(LIST, session_id=it.session.id, lang="en"))
    assert (
        english.out_of_order("ATTENDANCE LIST", "The quorum was met.", "Present", "Represented by Staf Mitra Solusi")
        is None
    )


@pytest.mark.one_database
def test_a_seat_without_a_person_and_wild_names_have_their_rows(as_user, read, clock, app):
    it = room()
    it.member.name = "<script>alert(1)</script> \u202eمرحبا"
    it.member.position = "z" * 200
    it.participants["partner"].left_at = it.participants["partner"].joined_at
    paper = read(as_user(it.chair).get(SHEET, session_id=it.session.id))
    assert "<script>alert(1)</script>" in paper.words
    assert "PT Mitra Solusi Kota (Contoh)" in paper.words
    assert "Narahubung Mitra Solusi" not in paper.words


def test_contacts_are_for_those_who_record_attendance(as_user, app, monkeypatch):
    from forums.papers import attendance_paper

    monkeypatch.setattr(attendance_paper, "made", lambda _job: b"%PDF-1.7")
    it = held()
    people = {
        it.coordinator: (200, 200),
        it.chair: (200, 200),
        it.facilitator: (200, 200),
        it.taker: (200, 200),
        it.member: (200, 403),
        it.observer: (200, 403),
        LeadershipFactory(): (200, 403),
        AdministratorFactory(): (404, 404),
        PersonFactory(): (404, 404),
    }
    for person, (shared, own) in people.items():
        for endpoint in (SHEET, LIST):
            as_user(person).get(endpoint, session_id=it.session.id, status=shared)
        for endpoint in (SHEET_WITH, LIST_WITH):
            as_user(person).get(endpoint, session_id=it.session.id, status=own)
    for endpoint in (SHEET, SHEET_WITH, LIST, LIST_WITH):
        as_user().get(endpoint, session_id=it.session.id, status=302)
        as_user(it.coordinator).get(endpoint, session_id=uuid4(), status=404)


def test_names_of_a_public_forum_are_for_its_own_people(as_user, app):
    it = held(circle__classification=Classification.PUBLIC)
    outsider = as_user(PersonFactory())
    page = outsider.get("forums.sessions.show", session_id=it.session.id)
    assert not page.soup.select('a[href*="attendance-"]')
    for endpoint in (SHEET, LIST, SHEET_WITH, LIST_WITH):
        outsider.get(endpoint, session_id=it.session.id, status=403)


def test_nothing_is_recorded_before_the_session_is_opened(as_user, app):
    it = room()
    as_user(it.coordinator).get(LIST, session_id=it.session.id, status=404)


def test_the_menu_offers_each_what_they_may_have(as_user, app, clock):
    it = room()

    def offered(person):
        page = as_user(person).get("forums.sessions.show", session_id=it.session.id)
        links = page.soup.select(".title details.menu a")
        return {link["href"].partition(str(it.session.id))[2] for link in links} & watched

    sheet, contacts = "/attendance-sheet/pdf", "/attendance-sheet-with-contacts/pdf"
    letter, letter_pdf = "/invitation-letter", "/signed-letter"
    watched = {sheet, contacts, letter, letter_pdf, "/attendance-list/pdf"}
    assert offered(it.member) == {sheet}
    assert offered(it.chair) == {sheet, contacts, letter}
    as_user(it.coordinator).post("forums.papers.letter", TYPED, session_id=it.session.id)
    assert offered(it.member) == {sheet, letter_pdf}
    it.open()
    assert offered(it.member) == {sheet, letter_pdf, "/attendance-list/pdf"}
