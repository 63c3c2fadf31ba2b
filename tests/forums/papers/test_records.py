"""The Berita Acara: its date in words, the agreed points, room for signatures, and who may read it."""

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from app.database import db
from app.pdf.rules import as_lines, in_words, signatories_in
from app.pdf.texts import day_clause
from forums.decisions.models import Decision
from forums.papers.records.models import AgreementRecord
from tests.factories import PersonFactory
from tests.forums.papers.scenes import approved, circulated, held

PAGE, PAPER = "forums.records.agreement_record", "forums.records.agreement_record_pdf"


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (24, "dua puluh empat"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (210, "dua ratus sepuluh"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2026, "dua ribu dua puluh enam"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_numbers_in_indonesian_words(number, words):
    assert in_words(number) == words


def test_signatories_are_entered_one_per_line():
    text = "Sri; Kepala; Dinas Kesehatan\n\n ; ;PT Mitra\nBudi"
    found = signatories_in(text)
    assert found == [
        {"name": "Sri", "position": "Kepala", "organisation": "Dinas Kesehatan"},
        {"name": "", "position": "", "organisation": "PT Mitra"},
        {"name": "Budi", "position": "", "organisation": ""},
    ]
    assert signatories_in(as_lines(found)) == found


@pytest.mark.one_database
def test_the_date_is_spelled_out_as_offices_do(app):
    clause = day_clause(date(2026, 9, 24), "Balai Kota", "id")
    assert clause == (
        "Pada hari ini, Kamis, tanggal dua puluh empat bulan September tahun dua ribu dua puluh enam, "
        "bertempat di Balai Kota,"
    )
    assert day_clause(date(2026, 9, 24), "", "en") == "On this day, Thursday, 24 September 2026,"


def typed(decision, **changes):
    return {
        "version": "0",
        "number": "DEMO/BA/09/2026",
        "dated": "26 November 2026",
        "place": "Balai Kota",
        "opening": "kami menyepakati:",
        "points": decision.id.hex,
        "closing": "Demikian.",
        "signatories": "Kepala JSC; Kepala; BLUD Jakarta Smart City\n; ; PT Mitra Solusi Kota (Contoh)",
        **changes,
    }


@pytest.mark.one_database
def test_a_record_names_points_and_parties_in_order_and_keeps_its_bytes(as_user, read, forget_papers, clock):
    it = held()
    circulated(it)
    decision = db.session.scalars(select(Decision)).one()
    where = {"session_id": it.session.id}
    as_user(it.coordinator).post(PAGE, typed(decision), **where)
    answer = as_user(it.coordinator).get(PAPER, **where)
    assert "Berita-Acara_forum-lintas-sektor_2026-11-26_v1.pdf" in answer.headers["Content-Disposition"]
    paper = read(answer)
    assert "Tagged:          yes" in paper.tool("pdfinfo")
    assert (
        paper.out_of_order(
            "BERITA ACARA KESEPAKATAN",
            "Nomor DEMO/BA/09/2026",
            "Pada hari ini, Kamis, tanggal dua puluh enam bulan November tahun dua ribu dua puluh enam",
            "bertempat di Balai Kota, kami menyepakati:",
            "Daftar layanan diterbitkan setelah pemeriksaan acak. (KEP-2026-011)",
            "Demikian.",
            "Para pihak",
            "BLUD Jakarta Smart City,",
            "Kepala JSC",
            "PT Mitra Solusi Kota (Contoh),",
        )
        is None
    )
    assert "(....." in paper.words
    assert "DRAF" not in paper.words
    decision = db.session.scalars(select(Decision)).one()
    decision.text, it.session.place = "Teks lain", "Tempat lain"
    db.session.commit()
    clock.shift(timedelta(days=3))
    forget_papers()
    assert as_user(it.coordinator).get(PAPER, **where).get_data() == paper.content
    assert "KEP-2026-011" in as_user(it.coordinator).get(PAGE, **where).soup.select_one("main aside").text


@pytest.mark.one_database
def test_signatures_begin_on_the_page_of_what_is_signed(as_user, read):
    it = held()
    circulated(it)
    decision = db.session.scalars(select(Decision)).one()
    parties = "\n".join(f"; ; Instansi {number}" for number in range(1, 13))
    as_user(it.coordinator).post(PAGE, typed(decision, signatories=parties), session_id=it.session.id)
    paper = read(as_user(it.coordinator).get(PAPER, session_id=it.session.id))
    first, second = (page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.content)).pages)
    assert "Instansi 1," in first
    assert "Instansi 4," in first
    assert "Instansi 12," in second


@pytest.mark.one_database
def test_the_form_begins_with_all_decisions_and_those_who_attended(as_user, read):
    it = held()
    approved(it)
    page = as_user(it.coordinator).get(PAGE, session_id=it.session.id)
    assert [box.has_attr("checked") for box in page.soup.select("input[name=points]")] == [True]
    lines = page.soup.select_one("textarea[name=signatories]").text.strip().splitlines()
    assert [line.split("; ")[0] for line in lines] == ["Kepala JSC", "Narahubung Dinkes", "Staf Mitra Solusi"]
    paper = read(as_user(it.coordinator).get(PAPER, session_id=it.session.id))
    assert "DRAF" in paper.words
    assert "Berita acara belum bernomor." in paper.words


@pytest.mark.one_database
def test_parties_read_a_record_with_a_number_and_others_never(as_user, clock, app):
    it = held()
    approved(it)
    stranger = PersonFactory()
    where = {"session_id": it.session.id}
    as_user(it.member).get(PAPER, status=403, **where)
    decision = db.session.scalars(select(Decision)).one()
    as_user(it.coordinator).post(PAGE, typed(decision), **where)
    as_user(it.member).get(PAPER, **where)
    as_user(it.member).get(PAGE, status=403, **where)
    as_user(stranger).get(PAPER, status=404, **where)
    menu = " ".join(
        part.text for part in as_user(it.member).get("forums.sessions.show", **where).soup.select(".menu-part")
    )
    assert "Berita acara kesepakatan (PDF)" in menu
    assert "Tulis berita acara" not in menu


@pytest.mark.one_database
def test_a_record_is_refused_before_the_session_and_on_a_stale_version(as_user, clock, app):
    it = held()
    approved(it)
    decision = db.session.scalars(select(Decision)).one()
    sent = typed(decision)
    it.session.opened_at = None
    db.session.commit()
    where = {"session_id": it.session.id}
    answer = as_user(it.coordinator).post(PAGE, sent, status=409, **where)
    assert "Berita acara dibuat setelah sesi dibuka" in answer.words
    assert "kami menyepakati:" in answer.soup.select_one("textarea[name=opening]").text
    it.session.opened_at = it.session.starts_at
    db.session.commit()
    as_user(it.coordinator).post(PAGE, sent, **where)
    as_user(it.coordinator).post(PAGE, sent, status=409, **where)
    assert db.session.scalars(select(AgreementRecord)).one().version == 1
    answer = as_user(it.coordinator).post(PAGE, {**sent, "version": "1", "points": []}, status=422, **where)
    assert "Pilih sedikitnya satu keputusan" in answer.words


@pytest.mark.one_database
def test_programs_read_and_change_the_record(as_program, app):
    it = held()
    approved(it)
    program, path = as_program(it.coordinator), f"/sessions/{it.session.id}/agreement-record"
    assert program.get(path).json["number"] == ""
    changed = program.patch(path, {"number": "DEMO/BA/09/2026"}).json
    assert changed["number"] == "DEMO/BA/09/2026"
    assert [point["code"] for point in changed["points"]] == ["KEP-2026-011"]
    assert program.get(f"{path}/pdf").get_data().startswith(b"%PDF")
