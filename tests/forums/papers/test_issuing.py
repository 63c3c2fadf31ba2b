"""Records of agreement and reports in the register: the page behind a QR code tells nothing of their content."""

import re

import pytest
from sqlalchemy import select

from app.circles.actions import classify
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.pdf.models import Paper
from forums.decisions.models import Decision
from forums.minutes import actions
from tests.forums.papers.scenes import APPROVED_AT, approved, circulated, held
from tests.forums.papers.test_records import typed
from tests.forums.papers.test_reports import TYPED

RECORD, RECORD_PAPER = "forums.records.agreement_record", "forums.records.agreement_record_pdf"
REPORT, REPORT_PAPER = "forums.reports.report", "forums.reports.report_pdf"
pytestmark = pytest.mark.one_database


@pytest.fixture
def it(app, clock):
    return held(circle__classification=Classification.PUBLIC)


def printed_hash(paper):
    """Return the SHA-256 printed at the end of a paper, or None."""
    found = re.search(r"SHA-256 isinya: ((?:[0-9a-f]{4} ?){16})", paper.words)
    return found[1].replace(" ", "") if found else None


def registered(kind):
    query = select(Paper).where(Paper.kind == kind).order_by(Paper.version)
    return list(db.session.scalars(query))


def write_record(it, as_user, **changes):
    decision = db.session.scalars(select(Decision)).one()
    as_user(it.coordinator).post(RECORD, typed(decision, **changes), session_id=it.session.id)


def test_the_code_of_a_record_leads_to_its_kind_date_and_version_only(it, as_user, read):
    circulated(it)
    write_record(it, as_user)
    paper = read(as_user(it.coordinator).get(RECORD_PAPER, session_id=it.session.id))
    sha256 = printed_hash(paper)
    assert sha256 == registered("agreement_record")[0].sha256
    assert "INTERNAL" in paper.words
    english = read(as_user(it.coordinator).get(RECORD_PAPER, session_id=it.session.id, lang="en"))
    assert sha256 in english.words.replace(" ", "")
    page = as_user().get("documents.verify", sha256=sha256)
    assert page.soup.h1.text.strip().startswith("Berita acara kesepakatan")
    for told in ("Terbit", "26 November 2026", "Versi ini"):
        assert told in page.words
    for secret in (it.forum.name, "DEMO/BA/09/2026", "Daftar layanan", "PT Mitra Solusi Kota"):
        assert secret not in page.words


def test_a_later_version_replaces_the_earlier_one_and_a_draft_withdraws_it(it, as_user):
    circulated(it)
    write_record(it, as_user)
    write_record(it, as_user, version="1", place="Ruang lain")
    first, second = registered("agreement_record")
    assert (first.state, second.state, first.version, second.version) == ("replaced", "issued", 1, 2)
    words = as_user().get("documents.verify", sha256=first.sha256).words
    assert "Diganti versi yang lebih baru" in words
    assert "Versi yang lebih baru" in words
    write_record(it, as_user, version="2", number="")
    db.session.expire_all()
    assert [one.state for one in registered("agreement_record")] == ["replaced", "withdrawn"]
    assert "Tidak ada" in as_user().get("documents.verify", sha256=second.sha256).words


def test_a_draft_has_no_code(it, as_user, read):
    circulated(it)
    write_record(it, as_user, number="")
    assert printed_hash(read(as_user(it.coordinator).get(RECORD_PAPER, session_id=it.session.id))) is None
    assert registered("agreement_record") == []


def test_a_report_is_registered_once_its_minutes_are_approved(it, as_user, read):
    minutes = circulated(it)
    as_user(it.coordinator).post(REPORT, TYPED, session_id=it.session.id)
    assert registered("session_report") == []
    actions.approve(minutes, by=it.chair, at=APPROVED_AT)
    db.session.commit()
    (paper,) = registered("session_report")
    assert printed_hash(read(as_user(it.coordinator).get(REPORT_PAPER, session_id=it.session.id))) == paper.sha256
    as_user(it.coordinator).post(REPORT, {**TYPED, "version": "1", "remarks": ""}, session_id=it.session.id)
    db.session.expire_all()
    assert [one.state for one in registered("session_report")] == ["replaced", "issued"]
    words = as_user().get("documents.verify", sha256=paper.sha256).words
    assert "Nota dinas" in words
    assert TYPED["number"] not in words


def test_a_forum_that_is_closed_takes_its_papers_along(it, as_user):
    approved(it)
    write_record(it, as_user)
    classify(it.forum.circle, Classification.SECRET, by=it.coordinator, at=utc_now())
    db.session.commit()
    assert [one.classification for one in registered("agreement_record")] == [Classification.SECRET]
