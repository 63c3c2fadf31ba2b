"""The layout of papers: what a reader sees on the last page, and no marks for what has not taken place."""

import re

import pytest

from app.database import db
from forums.papers.rules import guest_rows
from tests.factories import OrganisationFactory, SeatFactory
from tests.forums.papers.scenes import approved, circulated, held, written
from tests.forums.room import room

FOOT = 3
"""Lines of the footer, on every page."""
FULL, FOOTER = 640, 760
"""Points from the top of a page: where a page is full enough, and where its footer begins."""
ENOUGH = 8
"""Lines below which a page looks empty: a signature alone has four."""


@pytest.fixture
def it(app, clock):
    return room(name="Forum Koordinasi Lintas Sektor", slug="forum-lintas-sektor")


def with_seats(it, count):
    """Give the forum `count` seats."""
    for place in range(len(it.seats), count):
        SeatFactory(circle=it.forum.circle, organisation=OrganisationFactory(name=f"Dinas {place}"), position=place)
    return it


def boxes(paper):
    """Return the words of a paper with their places."""
    assert paper.tool("pdftotext", "-bbox") == ""
    return (paper.folder / "paper.html").read_text()


def lowest(page):
    """Return the lowest place of a word of a page above its footer, in points from the top."""
    return max(place for place in map(float, re.findall(r'yMax="([\d.]+)"', page)) if place < FOOTER)


def body(paper, tmp_path):
    """Return the lines of every page without its footer."""
    laid = paper.tool("pdftotext", "-layout")
    assert laid == ""
    pages = (tmp_path / "paper.txt").read_text().split("\f")[:-1]
    return [[line for line in page.splitlines() if line.strip()][:-FOOT] for page in pages]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "endpoint, seats",
    [("sheet_to_sign", 10), ("sheet_to_sign", 18), ("sheet_with_contacts", 10), ("letter_pdf", 8), ("letter_pdf", 9)],
)
def test_no_page_of_a_list_or_letter_holds_only_a_signature(as_user, it, read, tmp_path, endpoint, seats):
    for place, title in enumerate(["Tindak lanjut", "Status integrasi", "Keamanan", "Rencana pekan depan"]):
        it.item(title=title, position=place)
    with_seats(it, seats)
    paper = read(as_user(it.coordinator).get(f"forums.papers.{endpoint}", session_id=it.session.id))
    assert [len(page) for page in body(paper, tmp_path) if len(page) < ENOUGH] == []


@pytest.mark.parametrize("expected, guests", [(3, 6), (7, 6), (8, 5), (11, 2), (12, 12), (17, 7), (18, 6), (60, 6)])
def test_empty_rows_of_a_list_to_sign_fill_its_pages(expected, guests):
    assert guest_rows(expected) == guests


@pytest.mark.one_database
@pytest.mark.parametrize("seats", [8, 10, 12, 14, 20, 24])
def test_the_first_page_of_a_list_to_sign_is_not_half_empty(as_user, it, read, seats):
    paper = read(
        as_user(with_seats(it, seats).coordinator).get("forums.papers.sheet_to_sign", session_id=it.session.id)
    )
    first, *others = (lowest(page) for page in boxes(paper).split("<page ")[1:])
    assert not others or first > FULL


@pytest.mark.one_database
@pytest.mark.parametrize("items", [1, 4])
def test_no_page_of_minutes_holds_only_the_signatures(as_user, clock, app, read, tmp_path, items):
    it = held()
    for place in range(items):
        it.item(title=f"Acara tambahan {place}", position=place + 2)
    minutes = approved(with_seats(it, 8))
    paper = read(as_user(it.coordinator).get("forums.papers.minutes", minutes_id=minutes.id))
    *inner, last = [len(page) for page in body(paper, tmp_path)]
    assert min(inner) >= 2 * ENOUGH
    assert last > ENOUGH


@pytest.mark.one_database
def test_a_letter_without_a_position_or_a_signatory_leaves_no_dots_for_the_position(as_user, it, read):
    it.session.presider = None
    db.session.commit()
    paper = read(as_user(it.coordinator).get("forums.papers.letter_pdf", session_id=it.session.id))
    assert "…" not in paper.words
    assert "(....." in paper.words
    assert not [page for page in paper.pages if " , " in page]


@pytest.mark.one_database
@pytest.mark.parametrize("make, awaited", [(written, 2), (circulated, 1)])
def test_a_draft_says_which_acts_have_not_taken_place(as_user, clock, app, read, make, awaited):
    it = held()
    minutes = make(it)
    paper = read(as_user(it.taker).get("forums.papers.minutes", minutes_id=minutes.id))
    signatures = paper.words.partition("Pimpinan rapat,")[2].partition("Lampiran")[0]
    assert signatures.count("Belum disetujui") + signatures.count("Belum diedarkan") == awaited
    assert ("Diserahkan secara elektronik" in signatures) is (make is circulated)


@pytest.mark.one_database
def test_minutes_call_the_criteria_of_a_commitment_criteria(as_user, clock, app, read):
    it = held()
    minutes = approved(it)
    paper = read(as_user(it.coordinator).get("forums.papers.minutes", minutes_id=minutes.id))
    table = paper.words.partition("C. Tindak lanjut")[2].partition("D. Penutup")[0]
    assert "Kriteria penerimaan" in table
    assert "Berkas CSV dengan kode baku" in table
    assert "Bukti" not in table
