"""The Undangan: typed once, downloaded for all or for one addressee."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.delivery import deliver
from app.organisations.models import Contact, ContactRole
from forums.papers.models import Letter, Nature
from tests.factories import AdministratorFactory, LeadershipFactory, ParticipantFactory, PersonFactory
from tests.forums.papers.scenes import TYPED, approved, held
from tests.forums.room import room

FORM, PAPER = "forums.papers.letter", "forums.papers.letter_pdf"


@pytest.fixture
def it(app, clock):
    return room(name="Forum Koordinasi Lintas Sektor", slug="forum-lintas-sektor")


def test_a_letter_is_kept_as_it_was_typed(as_user, it):
    page = as_user(it.coordinator).get(FORM, session_id=it.session.id)
    assert page.soup.find("input", id="subject")["value"].startswith("Undangan Forum Koordinasi Lintas Sektor, Sesi")
    assert page.soup.find("input", id="signatory_name")["value"] == "Kepala JSC"
    as_user(it.coordinator).post(FORM, TYPED, session_id=it.session.id)
    letter = db.session.scalars(select(Letter)).one()
    assert it.session.letter_number == "DEMO/UND/31/2026"
    assert letter.nature is Nature.VERY_URGENT
    assert letter.copies == ["Sekretaris Daerah", "Arsip"]
    again = as_user(it.facilitator).get(FORM, session_id=it.session.id)
    assert again.soup.find("input", id="dated")["value"] == "17 November 2026"
    assert "session.letter_written" in db.session.scalars(select(AuditRow.action)).all()


def test_a_letter_that_someone_else_saved_first_is_not_overwritten(as_user, it):
    as_user(it.coordinator).post(FORM, TYPED, session_id=it.session.id)
    answer = as_user(it.chair).post(FORM, {**TYPED, "subject": "Milik saya"}, session_id=it.session.id, status=409)
    text = answer.get_data(as_text=True)
    assert "Milik saya" in text
    assert "Undangan rapat koordinasi" in text
    assert db.session.scalars(select(Letter.subject)).one() == "Undangan rapat koordinasi"
    as_user(it.chair).post(FORM, {**TYPED, "subject": "Milik saya", "version": "1"}, session_id=it.session.id)
    assert db.session.scalars(select(Letter.subject)).one() == "Milik saya"


@pytest.mark.parametrize(
    "field, value",
    [
        ("subject", ""),
        ("subject", "x" * 301),
        ("dated", "32 November"),
        ("nature", "secret"),
        ("signatory_name", " "),
        ("copies", "y" * 3001),
        ("number", "n" * 101),
    ],
)
def test_a_refused_letter_keeps_what_was_typed(as_user, it, field, value):
    answer = as_user(it.coordinator).post(FORM, {**TYPED, field: value}, session_id=it.session.id, status=422)
    assert answer.soup.select(f'[id="{field}-error"], .wrong')
    assert TYPED["opening"] in answer.soup.find("textarea", id="opening").text
    assert db.session.scalars(select(Letter)).all() == []


@pytest.mark.one_database
def test_the_letter_says_everything_in_the_order_of_the_office(as_user, it, read):
    db.session.add(
        Contact(
            organisation_id=it.member.organisation_id,
            role=ContactRole.HEAD,
            person=PersonFactory(organisation=it.member.organisation, position="Kepala Dinas Kesehatan"),
        )
    )
    it.item(title="Pembukaan", position=1)
    it.item(title="Daftar layanan puskesmas", position=2)
    as_user(it.coordinator).post(FORM, TYPED, session_id=it.session.id)
    answer = as_user(it.member).get(PAPER, session_id=it.session.id)
    assert "filename=Undangan_forum-lintas-sektor_2026-11-26_v1.pdf" in answer.headers["Content-Disposition"]
    paper = read(answer)
    assert re.search(r"Tagged:\s+yes", paper.tool("pdfinfo"))
    assert (
        paper.out_of_order(
            "Jakarta, 17 November 2026",
            "Nomor DEMO/UND/31/2026",
            "Sifat Sangat Segera",
            "Lampiran 1 berkas",
            "Hal Undangan rapat koordinasi",
            "Yth.",
            "Pimpinan BLUD Jakarta Smart City",
            "Kepala Dinas Kesehatan",
            "Pimpinan PT Mitra Solusi Kota (Contoh)",
            "di tempat",
            "Kami mengundang Bapak/Ibu pada:",
            "Kamis, 26 November 2026",
            "Pukul 09.00 sampai dengan 11.00 WIB",
            "Balai Kota",
            "1. Pembukaan",
            "2. Daftar layanan puskesmas",
            "Terima kasih.",
            "Kepala JSC,",
            "Kepala (Contoh)",
            "Tembusan:",
            "Sekretaris Daerah",
            "Arsip",
        )
        is None
    )
    assert "DRAF" not in paper.words
    assert "meet.example" not in paper.words


@pytest.mark.one_database
def test_one_addressee_gets_a_letter_of_its_own(as_user, it, read):
    as_user(it.coordinator).post(FORM, TYPED, session_id=it.session.id)
    answer = as_user(it.member).get(PAPER, session_id=it.session.id, seat=it.seats["agency"].id)
    assert "Undangan-Dinkes_forum-lintas-sektor" in answer.headers["Content-Disposition"]
    paper = read(answer)
    assert "Pimpinan Dinas Kesehatan" in paper.words
    assert "Mitra Solusi" not in paper.words
    for wrong in (uuid4(), "abc", ""):
        as_user(it.member).get(PAPER, session_id=it.session.id, seat=wrong, status=404)


@pytest.mark.one_database
def test_many_addressees_are_listed_in_an_annex(as_user, it, read):
    for _ in range(9):
        ParticipantFactory(forum=it.forum)
    as_user(it.coordinator).post(FORM, TYPED, session_id=it.session.id)
    paper = read(as_user(it.chair).get(PAPER, session_id=it.session.id))
    assert "(daftar terlampir)" in paper.pages[0]
    assert "Pimpinan Dinas Kesehatan" not in paper.pages[0]
    assert "Pimpinan Dinas Kesehatan" in paper.pages[1]


@pytest.mark.one_database
def test_a_letter_without_a_number_is_a_draft_for_those_who_write_it(as_user, it, read):
    paper = read(as_user(it.chair).get(PAPER, session_id=it.session.id, lang="en"))
    assert (
        paper.out_of_order("DRAFT The letter has no number yet.", "Subject Invitation to Forum", "Copies to:") is None
    )
    as_user(it.member).get(PAPER, session_id=it.session.id, status=403)
    it.session.letter_number = "DEMO/UND/31/2026"  # given when invitations were sent: nobody wrote a letter
    as_user(it.member).get(PAPER, session_id=it.session.id, status=403)
    assert "DRAFT" in read(as_user(it.chair).get(PAPER, session_id=it.session.id, lang="en")).words


@pytest.mark.one_database
def test_hostile_words_stay_words_on_the_letter(as_user, it, read):
    wild = "<script>alert(1)</script> \u202eمرحبا {{ 7*7 }} "
    as_user(it.coordinator).post(
        FORM,
        {**TYPED, "subject": wild + "x" * 200, "opening": wild + "y" * 1500, "copies": wild},
        session_id=it.session.id,
    )
    paper = read(as_user(it.coordinator).get(PAPER, session_id=it.session.id))
    assert paper.words.count("<script>alert(1)</script>") == 3
    paper.tool("pdftotext", "-bbox")
    ends = re.findall(r'xMax="([\d.]+)"', (paper.folder / "paper.html").read_text())
    assert max(float(end) for end in ends) <= 595.28 - 45


def test_only_those_who_change_the_session_write_and_only_its_readers_download(as_user, it, monkeypatch):
    from forums.papers import letter_paper

    monkeypatch.setattr(letter_paper, "made", lambda _job: b"%PDF-1.7")
    as_user(it.coordinator).post(FORM, TYPED, session_id=it.session.id)
    people = {
        it.coordinator: (200, 200),
        it.chair: (200, 200),
        it.facilitator: (200, 200),
        it.taker: (403, 200),
        it.member: (403, 200),
        it.observer: (403, 200),
        LeadershipFactory(): (403, 200),
        AdministratorFactory(): (404, 404),
        PersonFactory(): (404, 404),
    }
    for person, (writes, reads) in people.items():
        as_user(person).get(FORM, session_id=it.session.id, status=writes)
        as_user(person).post(
            FORM, {**TYPED, "subject": ""}, session_id=it.session.id, status=422 if writes == 200 else writes
        )
        as_user(person).get(PAPER, session_id=it.session.id, status=reads)
    as_user().get(FORM, session_id=it.session.id, status=302)
    as_user().get(PAPER, session_id=it.session.id, status=302)
    as_user(it.coordinator).get(FORM, session_id=uuid4(), status=404)
    as_user(it.coordinator).get(PAPER, session_id=uuid4(), status=404)


def test_the_form_opens_with_the_number_that_the_invitations_carried(as_user, it):
    it.session.letter_number = "DEMO/UND/31/2026"
    page = as_user(it.coordinator).get(FORM, session_id=it.session.id)
    assert page.soup.find("input", id="number")["value"] == "DEMO/UND/31/2026"


def test_a_letter_can_be_written_on_a_telephone_and_a_desk(pages, axe):
    it = room()
    coordinator, address = it.coordinator, f"/sessions/{it.session.id}/invitation-letter"
    for width in (360, 1280):
        page = pages(coordinator, width=width, height=4000)  # the bar at the bottom covers what lies under it
        page.goto(address)
        axe(page)
        page.fill("#number", "DEMO/UND/31/2026")
        page.keyboard.press("Enter")
        page.get_by_text("Surat telah disimpan").wait_for()
        axe(page)
        page.locator(".title summary", has_text="Dokumen").focus()
        page.keyboard.press("Enter")
        box = page.get_by_role("link", name="Surat undangan (PDF)").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.one_database
def test_the_minutes_name_the_letter_and_its_date(as_user, read, clock):
    scene = held()
    as_user(scene.coordinator).post(FORM, TYPED, session_id=scene.session.id)
    minutes = approved(scene)
    paper = read(as_user(scene.member).get("forums.papers.minutes", minutes_id=minutes.id))
    assert "Dasar Undangan nomor DEMO/UND/31/2026 tanggal 17 November 2026" in paper.words


def test_the_pages_of_a_letter_ask_the_database_a_constant_number_of_times(as_user, it, queries, monkeypatch):
    from forums.papers import letter_paper

    monkeypatch.setattr(letter_paper, "made", lambda _job: b"%PDF-1.7")
    coordinator = as_user(it.coordinator)
    for _ in range(3):
        with queries(at_most=10):
            coordinator.get(FORM, session_id=it.session.id)
        with queries(at_most=12):
            coordinator.get(PAPER, session_id=it.session.id)
        for _ in range(5):
            ParticipantFactory(forum=it.forum)


def test_a_letter_that_was_signed_goes_along_as_it_is(as_user, it, smtp_sink):
    signed = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    answers = {"number": "005/77/JSC/2026", "dated": "20 November 2026", "file": (BytesIO(signed), "Undangan TTD.pdf")}
    leader = as_user(it.coordinator)
    where = {"session_id": it.session.id}
    leader.post("forums.papers.add_signed", {**answers, "file": (BytesIO(b"bukan"), "a.txt")}, status=422, **where)
    leader.post("forums.papers.add_signed", answers, **where)
    assert as_user(it.member).get("forums.papers.signed_letter", **where).get_data() == signed
    leader.post("forums.invitations.send", {}, **where)
    deliver()
    enclosed = [part.get_payload(decode=True) for part in smtp_sink.messages[0].walk() if part.get_filename()]
    assert signed in enclosed
