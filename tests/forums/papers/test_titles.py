"""Papers name a session outside the schedule by its title, and others by their number."""

import pytest

from app.database import db
from forums.dossier import roll_paper
from forums.pack import content, paper
from tests.factories import SeriesFactory
from tests.factories.forums import NEXT
from tests.forums.papers.scenes import approved, circulated, held

TITLE = "Kunjungan ke mal pelayanan"
pytestmark = pytest.mark.one_database


@pytest.fixture
def it(app, clock):
    made = held()
    made.session.title, made.session.series_id = TITLE, None
    db.session.commit()
    return made


def test_papers_of_a_single_session_name_its_title_once(it, as_user, read):
    minutes = approved(it)
    where = {"session_id": it.session.id}
    for endpoint, values in (
        ("forums.papers.minutes", {"minutes_id": minutes.id}),
        ("forums.papers.decisions", {"minutes_id": minutes.id}),
        ("forums.papers.attendance_list", where),
        ("forums.papers.running_order_pdf", where),
        ("forums.papers.letter_pdf", where),
        ("forums.records.agreement_record_pdf", where),
        ("forums.reports.report_pdf", where),
        ("forums.dossier.roll", where),
    ):
        words = read(as_user(it.coordinator).get(endpoint, **values)).words
        assert f"{TITLE}, Forum Koordinasi Lintas Sektor" in words, endpoint
        assert "esi 9" not in words, endpoint


def test_a_session_of_a_series_keeps_its_number(it, as_user, read):
    minutes = circulated(it)
    it.session.series_id = SeriesFactory(forum=it.forum).id
    db.session.commit()
    words = read(as_user(it.coordinator).get("forums.papers.minutes", minutes_id=minutes.id)).words
    assert "Notulen Sesi 9, Forum Koordinasi Lintas Sektor" in words
    assert TITLE in words


def test_packs_name_it_too(it):
    made = paper.job(content.content_of(it.session), 1, NEXT)
    assert made.own.title.startswith(f"Bahan rapat {TITLE}, ")
    assert roll_paper.job(it.session, NEXT, "en").title.startswith(f"Invitations to {TITLE}, ")
