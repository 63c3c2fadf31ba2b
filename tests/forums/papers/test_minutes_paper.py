"""The Notulen as a PDF: what it says, who gets it, and that an approved one never changes."""

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.pdf.canonical import in_groups
from app.pdf.queries import papers_about
from app.pdf.worker import is_being_made
from app.settings.actions import InstanceDetails, change_instance
from forums.agenda.models import AgendaItem
from forums.minutes import actions
from forums.minutes.models import MinutesState, Passage
from forums.preparation.models import AgendaDocument
from tests.factories import AdministratorFactory, LeadershipFactory, PersonFactory
from tests.forums.papers.scenes import APPROVED_AT, TYPED, approved, circulated, held, written
from tests.support.processes import wait_until

PAPER = "forums.papers.minutes"


@pytest.mark.one_database
def test_an_approved_paper_is_tagged_and_says_everything_in_the_order_of_the_office(as_user, read):
    it = held()
    minutes = approved(it)
    answer = as_user(it.member).get(PAPER, minutes_id=minutes.id)
    assert "filename=Notulen_forum-lintas-sektor_2026-11-26_v1.pdf" in answer.headers["Content-Disposition"]
    paper = read(answer)
    told = paper.tool("pdfinfo")
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+Notulen Sesi 9, Forum Koordinasi Lintas Sektor, 26 November 2026", told)
    assert (
        paper.out_of_order(
            "NOTULEN",
            "Nomor DEMO/NOT/09/2026",
            "Rapat Forum Koordinasi Lintas Sektor, Sesi 9",
            "Hari, tanggal Kamis, 26 November 2026",
            "Dibuka pukul 09.04 WIB, ditutup pukul 11.00 WIB",
            "Tempat Balai Kota",
            "Dasar Undangan nomor DEMO/UND/31/2026",
            "Pimpinan rapat Kepala JSC",
            "Notulis Notulis JSC",
            "3 dari 3 instansi: Pemerintah 2 dari 2, Swasta 1 dari 1. Kuorum terpenuhi.",
            "Acara 1. Daftar layanan puskesmas",
            "A. Pembukaan",
            "Pimpinan rapat membuka rapat",
            "B. Pembahasan",
            "Dinas Kesehatan melaporkan",
            "Keputusan KEP-2026-011.",
            "Mufakat, tanpa keberatan.",
            "C. Tindak lanjut",
            "Menyerahkan daftar layanan",
            "11 Desember 2026",
            "Diusulkan",
            "D. Penutup",
            "Pimpinan rapat menutup rapat.",
            "Pimpinan rapat,",
            "Disetujui secara elektronik",
            "Bukan tanda tangan elektronik tersertifikasi",
            "Kepala JSC",
            "Diserahkan secara elektronik",
            "Lampiran: daftar hadir",
            "Diwakili Staf Mitra Solusi",
            in_groups(minutes.sha256)[:40],
        )
        is None
    )
    assert "TTE" not in paper.words
    assert "DRAF" not in paper.words


@pytest.mark.one_database
def test_an_approved_paper_has_the_same_bytes_whatever_changes_around_it(as_user, read, forget_papers, clock):
    it = held(circle__classification=Classification.PUBLIC)
    minutes = approved(it)
    first = as_user(it.member).get(PAPER, minutes_id=minutes.id).get_data()
    it.forum.name, it.session.place, it.member.name = "Nama lain", "Tempat lain", "Orang lain"
    db.session.query(Passage).update({Passage.text: "Teks lain"})
    actions.publish(minutes, by=it.coordinator, at=APPROVED_AT)
    details = InstanceDetails(unit="Lembaga lain", above="", address="", city="Bogor", timezone="Asia/Makassar")
    change_instance(details, confirmed_zone=True, version=1, by=None, at=APPROVED_AT + timedelta(days=1))
    forget_papers()
    assert as_user(it.coordinator).get(PAPER, minutes_id=minutes.id).get_data() == first


def test_the_code_on_an_approved_paper_leads_to_what_is_registered(as_user, app):
    it = held()
    minutes = approved(it)
    answer = as_user().get("documents.verify", sha256=minutes.sha256)
    for words in ("Notulen", "Kamis, 26 November 2026", "Disetujui"):
        assert words in answer.words
    assert "Lintas Sektor" not in answer.words


def test_the_register_says_when_minutes_of_a_public_forum_are_published(as_user, app):
    it = held(circle__classification=Classification.PUBLIC)
    minutes = approved(it)
    actions.publish(minutes, by=it.coordinator, at=APPROVED_AT)
    assert "Diterbitkan" in as_user().get("documents.verify", sha256=minutes.sha256).words
    assert [paper.state for paper in papers_about(minutes)] == ["published", "published"]
    assert minutes.published_sha256 in {paper.sha256 for paper in papers_about(minutes)}


@pytest.mark.one_database
def test_minutes_list_the_documents_of_their_items(as_user, as_program, read):
    it = held(circle__classification=Classification.PUBLIC)
    minutes = circulated(it)
    item = db.session.scalars(select(AgendaItem)).one()
    content = b"Daftar layanan yang sudah terintegrasi"
    sent = {"file": (BytesIO(content), "daftar.txt"), "title": "Daftar seluruh layanan"}
    as_user(it.member).post("forums.preparation.add", sent, agenda_item_id=item.id)
    document = db.session.scalars(select(AgendaDocument)).one()
    page = as_user(it.partner).get("forums.minutes.show", session_id=it.session.id)
    assert page.soup.find("a", string="Daftar seluruh layanan")["href"] == f"/agenda-items/documents/{document.id}"
    actions.approve(minutes, by=it.chair, at=APPROVED_AT)
    db.session.commit()
    listed = as_program(it.partner).get(f"/minutes/{minutes.id}").json["content"]["items"][0]["documents"]
    assert [(one["title"], one["file"], one["sha256"]) for one in listed] == [
        ("Daftar seluruh layanan", "daftar.txt", sha256(content).hexdigest())
    ]
    paper = read(as_user(it.partner).get(PAPER, minutes_id=minutes.id))
    assert "Dokumen: Daftar seluruh layanan (daftar.txt)" in paper.words
    actions.publish(minutes, by=it.coordinator, at=APPROVED_AT)
    assert "Daftar seluruh layanan" not in str(minutes.published_content)


@pytest.mark.one_database
@pytest.mark.parametrize("make", [written, circulated])
def test_what_is_not_approved_is_a_draft_without_code_or_approval(as_user, read, make):
    it = held()
    minutes = make(it)
    paper = read(as_user(it.taker).get(PAPER, minutes_id=minutes.id))
    assert "DRAF" in paper.words
    for words in ("Disetujui secara elektronik", "SHA-256", "/verify"):
        assert words not in paper.words
    assert papers_about(minutes) == []
    assert ("Diedarkan; para pihak dapat mengajukan koreksi" in paper.words) is (make is circulated)


@pytest.mark.one_database
def test_a_paper_that_takes_long_is_waited_for_on_a_page_of_its_own(as_user, read, app):
    it = held()
    minutes = circulated(it)
    reader = as_user(it.taker)
    app.extensions["settings"] = replace(app.extensions["settings"], paper_patience=0.001)
    waiting = reader.get(PAPER, minutes_id=minutes.id, lang="en", status=202)
    seconds, address = waiting.headers["Refresh"].split("; url=")
    assert waiting.soup.find("a", href=address)
    assert (int(seconds), waiting.headers["Cache-Control"]) == (2, "no-store")
    as_user(PersonFactory()).get(address, status=404)
    key = re.search("paper=([0-9a-f]{64})", address)[1]
    wait_until(lambda: not is_being_made(key, app.extensions["settings"].data_dir / "papers"))
    assert "DRAFT" in read(reader.get(address)).words


@pytest.mark.one_database
def test_a_paper_is_indonesian_unless_english_is_asked_for_and_asking_changes_nothing_else(as_user, read):
    it = held()
    minutes = approved(it)
    it.member.language = "en"
    member = as_user(it.member)
    assert "A. Pembukaan" in read(member.get(PAPER, minutes_id=minutes.id)).words
    it.member.language = "id"
    paper = read(member.get(PAPER, minutes_id=minutes.id, lang="en"))
    assert paper.out_of_order("MINUTES", "A. Opening", "Dinas Kesehatan melaporkan", "Approved electronically") is None
    assert it.member.language == "id"
    assert "A. Pembukaan" in read(member.get(PAPER, minutes_id=minutes.id, lang="xx")).words


@pytest.mark.one_database
def test_hostile_text_stays_text_on_the_page(as_user, read):
    wild = "<script>alert(1)</script> {{ 7*7 }} \u202eمرحبا " + "x" * 180
    it = held()
    it.member.name, it.session.title = wild[:200], wild[:200]
    it.member.organisation.name = "<b>Dinas</b> " + "y" * 180
    minutes = approved(it, said=wild + "\n" + "z" * 3000, item=wild[:200], commitment=wild[:200], dissent=wild)
    paper = read(as_user(it.chair).get(PAPER, minutes_id=minutes.id))
    assert paper.words.count("<script>alert(1)</script>") >= 4
    assert "{{ 7*7 }}" in paper.words
    paper.tool("pdftotext", "-bbox")
    ends = re.findall(r'xMax="([\d.]+)"', (paper.folder / "paper.html").read_text())
    assert max(float(end) for end in ends) <= 595.28 - 45


READERS = {
    "coordinator": set(MinutesState),
    "chair": set(MinutesState),
    "facilitator": set(MinutesState),
    "taker": set(MinutesState),
    "member": set(MinutesState) - {MinutesState.DRAFT},
    "observer": {MinutesState.APPROVED, MinutesState.PUBLISHED},
    "leadership": set(MinutesState),
    "administrator": {MinutesState.PUBLISHED},
    "outsider": {MinutesState.PUBLISHED},
}


@pytest.mark.parametrize("state", list(MinutesState))
def test_each_role_downloads_the_states_that_it_may_read(as_user, app, state, monkeypatch):
    from forums.papers import minutes_paper

    monkeypatch.setattr(minutes_paper, "made", lambda _job: b"%PDF-1.7")
    level = Classification.PUBLIC if state is MinutesState.PUBLISHED else Classification.INTERNAL
    it = held(circle__classification=level)
    make = {MinutesState.DRAFT: written, MinutesState.CIRCULATED: circulated}.get(state, approved)
    minutes = make(it)
    if state is MinutesState.PUBLISHED:
        actions.publish(minutes, by=it.coordinator, at=APPROVED_AT)
    others = {"leadership": LeadershipFactory(), "administrator": AdministratorFactory(), "outsider": PersonFactory()}
    for role, readable in READERS.items():
        person = others.get(role) or getattr(it, role)
        as_user(person).get(PAPER, minutes_id=minutes.id, status=200 if state in readable else 404)
    as_user().get(PAPER, minutes_id=minutes.id, status=302)
    as_user(it.coordinator).get(PAPER, minutes_id=uuid4(), status=404)


def test_the_menu_of_a_session_offers_what_the_reader_may_download(as_user, app):
    it = held()
    minutes = circulated(it)
    address = f"/minutes/{minutes.id}/pdf"
    for person, offered in ((it.member, True), (it.chair, True), (it.observer, False)):
        page = as_user(person).get("forums.sessions.show", session_id=it.session.id)
        assert bool(page.soup.select(f'details.menu a[href="{address}"]')) is offered, person.name


def test_readers_of_minutes_find_their_document_beside_them_in_both_languages(as_user, app):
    it = held()
    minutes = approved(it)
    page = as_user(it.observer).get("forums.minutes.show", session_id=it.session.id)
    links = [link["href"] for link in page.soup.select("aside a")]
    assert f"/minutes/{minutes.id}/pdf" in links
    assert f"/minutes/{minutes.id}/pdf?lang=en" in links


def test_a_session_with_every_paper_asks_the_database_no_more_than_a_page_may(as_user, app, queries):
    it = held()
    as_user(it.coordinator).post("forums.papers.letter", TYPED, session_id=it.session.id)
    approved(it)
    for person in (it.coordinator, it.chair, it.member, it.observer):
        visitor = as_user(person)
        for endpoint in ("forums.sessions.show", "forums.minutes.show"):
            with queries(at_most=13):
                visitor.get(endpoint, session_id=it.session.id)
