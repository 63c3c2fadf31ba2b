"""Any two texts of the minutes are compared, by those who may read both."""

import pytest
from sqlalchemy import select

from app.database import db
from forums.minutes.models import Correction, MinutesState
from tests.forums.versions.conftest import REASON


def words(page):
    return page.words


def compare(case, who="member", status=200, **arguments):
    return case.visitor(who).get("forums.versions.compare", session_id=case.session.id, status=status, **arguments)


def test_two_versions_are_compared_word_by_word(case):
    case.second()
    page = compare(case)
    assert [one["value"] for one in page.soup.select("#old-text option[selected]")] == ["1"]
    assert [one["value"] for one in page.soup.select("#new-text option[selected]")] == ["2"]
    removed = [one.get_text() for one in page.soup.select("p.diff del")]
    added = [one.get_text() for one in page.soup.select("p.diff ins")]
    assert any("12" in one for one in removed)
    assert any("14" in one for one in added)
    assert any("diperiksa, lalu" in one for one in added)
    assert "2 dari 3 bagian berubah" in page.words
    assert case.decision.code in page.words


def test_what_is_the_same_is_folded_or_shown(case):
    case.second()
    folded = compare(case).soup.select_one("details.fold")
    assert "Rapat dibuka." in folded.get_text()
    page = compare(case, view="all")
    assert not page.soup.select("main details.fold")
    assert "Rapat dibuka." in page.words


def test_notes_have_the_numbers_of_the_minutes_and_changes_their_source(case):
    made = case.amend()
    note = case.passages(made)[1]
    case.write(note, "Dinkes melaporkan 14 layanan.")
    case.circulate(made)
    asked = {"passage": note.id, "wording": "Dinkes melaporkan 15 layanan.", "text": "Salah hitung"}
    case.visitor("member").post("forums.minutes.correct", asked, minutes_id=made.id)
    correction = db.session.scalars(select(Correction)).one()
    case.visitor("taker").post("forums.minutes.answer", {"verdict": "accepted"}, correction_id=correction.id)
    page = compare(case, "member", old="1", new="2")
    changed = page.soup.select_one(".passage.numbered:has(ins)")
    assert changed.select_one(".nr").get_text() == "1.1"
    assert "diterima" in changed.get_text()
    assert changed.a["href"].endswith(f"#correction-{correction.id}")
    case.approve(made)
    assert not compare(case, "observer", old="1", new="2").soup.select(".passage a[href*=correction]")


def test_the_versions_and_what_comes_next_are_beside_a_comparison(case):
    made = case.amend()
    aside = compare(case, "taker").soup.select_one("main aside")
    assert len(aside.select("ol.timeline > li")) == 3
    assert REASON["reason"] in aside.get_text()
    assert case.first.sha256[:12] in aside.get_text()
    assert aside.select_one("a.btn")["href"].endswith(f"/minutes/{made.id}/circulate")
    case.circulate(made)
    assert not compare(case, "member").soup.select("main aside a.btn")


def test_two_versions_stand_side_by_side(case):
    case.second()
    page = compare(case, view="beside")
    assert not page.soup.select("p.diff")
    columns = [one.get_text(" ", strip=True) for one in page.soup.select(".passage .col-sm-6")]
    assert any("12 layanan" in one for one in columns)
    assert any("14 layanan" in one for one in columns)


def test_notes_are_shown_without_marks_of_markdown(case):
    made = case.amend()
    case.write(case.passages(made)[1], "**Dinkes** melaporkan 14 layanan.")
    assert all("*" not in one.get_text() for one in compare(case, "taker").soup.select("p.diff"))
    beside = compare(case, "taker", view="beside")
    assert [one.get_text() for one in beside.soup.select(".passage strong")] == ["Dinkes"]


def test_the_text_that_was_circulated_is_compared_with_what_was_approved(case):
    page = compare(case)
    assert [one["value"] for one in page.soup.select("#old-text option[selected]")] == ["1-circulated"]
    assert "Kedua teks sama." in page.words


def test_a_text_changed_in_its_window_differs_from_what_was_circulated(case):
    made = case.amend()
    case.circulate(made)
    case.write(case.passages(made)[1], "Dinkes melaporkan 15 layanan.")
    page = compare(case, old="2-circulated", new="2")
    assert any("15" in one.get_text() for one in page.soup.select("p.diff ins"))


def test_each_reader_compares_the_texts_that_they_may_read(case):
    case.amend()
    offered = {
        who: [one["value"] for one in compare(case, who).soup.select("#new-text option")]
        for who in ("taker", "member", "observer")
    }
    assert offered == {"taker": ["1-circulated", "1", "2"], "member": ["1-circulated", "1"], "observer": []}
    compare(case, "member", status=404, new="2")
    compare(case, "observer", status=404, old="1-circulated", new="1")
    assert "Belum ada yang dapat dibandingkan" in compare(case, "observer").words


@pytest.mark.parametrize("asked", [{"old": "9"}, {"new": "x"}, {"old": "1", "new": "3-circulated"}])
def test_unknown_texts_are_not_found(case, asked):
    case.second()
    compare(case, status=404, **asked)


def test_the_history_beside_the_minutes_names_every_version(case):
    case.second()
    page = case.visitor("member").get("forums.minutes.show", session_id=case.session.id)
    aside = page.soup.find("h2", id="versions").find_parent("section").get_text(" ", strip=True)
    for text in ("Versi 2, disetujui", "Versi 1, disetujui", "Edaran versi 1", "Berlaku", "Digantikan"):
        assert text in aside


def test_comparing_takes_the_same_statements_for_long_minutes(case, queries):
    case.second()
    visitor = case.visitor("member")
    visitor.get("forums.versions.compare", session_id=case.session.id)
    with queries(at_most=14):
        visitor.get("forums.versions.compare", session_id=case.session.id)


def test_a_draft_of_a_new_version_stays_with_its_writers(case):
    made = case.amend()
    assert made.state is MinutesState.DRAFT
    case.visitor("member").get(f"/sessions/{case.session.id}/minutes?version=2", status=404)


def test_one_text_makes_no_paper(case):
    path = f"/sessions/{case.session.id}/minutes/compare/pdf"
    page = case.visitor("observer").get(path, status=409)
    assert "baru memiliki satu versi" in page.words
    case.visitor("member").get(f"{path}?old=1&new=7", status=404)
