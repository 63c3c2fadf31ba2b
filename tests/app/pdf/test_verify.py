from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask_babel import lazy_gettext

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.pdf.actions import change_state, register
from app.pdf.canonical import fingerprint, in_groups
from app.pdf.document import PdfDocument
from app.pdf.kinds import Kind, add_kind
from app.pdf.models import Paper
from app.pdf.queries import papers_about
from tests.factories.platform import CircleFactory, CoordinatorFactory, PersonFactory

AT = datetime(2026, 10, 1, 7, 10, tzinfo=UTC)
TITLE = "Notulen Sesi 9 Forum Koordinasi Lintas Sektor"


@pytest.fixture
def minutes(app):
    """A kind of paper, such as a feature adds; the application, which tests share, has its own again afterwards."""
    before = app.extensions["paper_kinds"].copy()
    kind = Kind(name="minutes", label=lazy_gettext("Minutes"), states="minutes", address=lambda id_: f"/sample/{id_}")
    add_kind(app, kind)
    yield kind
    app.extensions["paper_kinds"].update(before)


@pytest.fixture
def circle(app):
    return CircleFactory()


def sheet(classification=Classification.INTERNAL, **changes) -> PdfDocument:
    given = {"title": TITLE, "as_of": AT, "language": "id", "fingerprint": fingerprint(classification)}
    return PdfDocument(classification=classification, **{**given, **changes})


def registered(about, classification=Classification.INTERNAL, **changes) -> Paper:
    given = {"kind": "minutes", "state": "approved", "dated": date(2026, 9, 24), "by": PersonFactory(), "at": AT}
    return register(sheet(classification), about=about, **{**given, **changes})


def test_a_public_paper_is_shown_whole_to_a_stranger(as_user, minutes, circle):
    paper = registered(circle, Classification.PUBLIC)
    answer = as_user().get("documents.verify", sha256=paper.sha256)
    for words in (TITLE, "Notulen", "Kamis, 24 September 2026", "Disetujui", in_groups(paper.sha256)):
        assert words in answer.words
    assert answer.soup.find("a", href=f"/sample/{circle.id}")


@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.RESTRICTED, Classification.SECRET])
def test_of_any_other_paper_a_stranger_learns_kind_date_and_state_only(as_user, minutes, circle, classification):
    paper = registered(circle, classification)
    answer = as_user().get("documents.verify", sha256=paper.sha256)
    for words in ("Notulen", "Kamis, 24 September 2026", "Disetujui"):
        assert words in answer.words
    text = answer.get_data(as_text=True)
    assert TITLE not in text
    assert str(circle.id) not in text


def test_a_paper_can_be_verified_in_english(as_user, minutes, circle):
    paper = registered(circle)
    answer = as_user().get("documents.verify", sha256=paper.sha256, lang="en")
    assert "Minutes" in answer.words
    assert "Thursday, 24 September 2026" in answer.words
    assert "Approved" in answer.words


@pytest.mark.parametrize("wrong", ["0" * 64, "abc", "F" * 64, "x" * 3000])
def test_a_hash_that_no_paper_has_is_a_page_that_says_so(as_user, minutes, circle, wrong):
    registered(circle)
    answer = as_user().get(f"/verify/{wrong}", status=404)
    assert "Tidak ada dokumen" in answer.words


def test_a_hash_copied_from_paper_leads_to_its_page(as_user, minutes, circle):
    paper = registered(circle)
    typed = " ".join(paper.sha256[start : start + 4] for start in range(0, 64, 4)).upper()
    answer = as_user().post("documents.ask", {"sha256": f" {typed} "}, status=303)
    assert answer.location.endswith(f"/verify/{paper.sha256}")


@pytest.mark.parametrize("typed", ["", "bukan sidik", "0" * 63, "0" * 65])
def test_half_a_hash_is_refused_beside_the_field_and_kept(as_user, app, typed):
    answer = as_user().post("documents.ask", {"sha256": typed}, status=422)
    assert answer.soup.find(id="sha256")["value"] == typed
    assert "SHA-256" in answer.soup.find(id="sha256-error").get_text()


def test_verifying_takes_two_statements(as_user, minutes, circle, queries):
    paper = registered(circle, Classification.PUBLIC)
    db.session.commit()
    with queries(at_most=2):
        as_user().get("documents.verify", sha256=paper.sha256)
    with queries(at_most=5):
        as_user(CoordinatorFactory()).get("documents.verify", sha256=paper.sha256)


def test_a_paper_is_registered_once_and_the_record_says_so(minutes, circle):
    first, again = registered(circle), registered(circle)
    db.session.flush()
    assert first is again
    assert db.session.query(AuditRow).filter_by(action="paper.registered", subject_id=circle.id).count() == 1


def test_what_became_of_a_paper_shows_on_its_page(as_user, minutes, circle):
    paper = registered(circle)
    change_state(paper, "amended", about=circle, by=None, at=AT)
    assert "Diubah" in as_user().get("documents.verify", sha256=paper.sha256).words
    assert db.session.query(AuditRow).filter_by(action="paper.changed").one().details["after"] == "amended"


def test_the_papers_about_a_thing_come_latest_first(minutes, circle):
    registered(circle)
    register(
        sheet(version=2, fingerprint=fingerprint(2)),
        kind="minutes",
        state="draft",
        dated=AT.date(),
        about=circle,
        by=None,
        at=AT,
    )
    registered(CircleFactory(), Classification.PUBLIC)
    assert [paper.version for paper in papers_about(circle)] == [2, 1]


def test_a_paper_that_can_still_change_is_not_registered(minutes, circle):
    with pytest.raises(ValueError, match="can still change"):
        register(sheet(fingerprint=None), kind="minutes", state="draft", dated=AT.date(), about=circle, by=None, at=AT)


def test_a_state_that_the_kind_does_not_have_is_a_mistake(minutes, circle):
    with pytest.raises(KeyError):
        registered(circle, state="excused")
    assert not db.session.query(Paper).filter_by(subject_id=circle.id or uuid4()).count()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_behind_a_code_can_be_used_by_everyone(pages, axe, minutes, circle, width):
    address = f"/verify/{registered(circle, Classification.PUBLIC).sha256}"
    page = pages(width=width)
    for path in (address, "/verify", f"{address}?lang=en"):
        page.goto(path)
        axe(page)
