"""How sessions are named: by their number, and outside the schedule by their title."""

import json
from datetime import timedelta

import pytest

from app.database import db
from forums.scheduling.models import Session
from tests.factories import CoordinatorFactory, ForumFactory, SeriesFactory, SessionFactory
from tests.factories.forums import NEXT

pytestmark = pytest.mark.one_database


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


@pytest.fixture
def series(app):
    return SeriesFactory(forum__name="Forum Data")


def heading(page):
    return page.soup.find("h1").get_text(" ", strip=True)


def test_a_session_of_the_schedule_has_its_number_before_its_title(coordinator, series):
    planned = SessionFactory(forum=series.forum, series=series, slot=NEXT, number=11, title="Evaluasi tahunan")
    assert "Sesi 11: Evaluasi tahunan" in heading(coordinator.get(f"/sessions/{planned.id}"))


def test_a_session_outside_the_schedule_is_named_by_its_title_and_keeps_its_number(coordinator, series):
    single = SessionFactory(forum=series.forum, number=23, title="Kunjungan lapangan")
    page = coordinator.get(f"/sessions/{single.id}")
    assert "Kunjungan lapangan" in heading(page)
    assert "Sesi 23" not in heading(page)
    assert "Nomor dalam forum 23" in page.words
    assert "Sesi 23" not in page.words
    for address in ("/sessions", "/calendar?view=week&week=2026-W48", f"/forums/{series.forum.slug}"):
        listed = coordinator.get(address).words
        assert "Kunjungan lapangan" in listed
        assert "Sesi 23" not in listed


def test_without_a_title_it_has_its_number(coordinator, series):
    single = SessionFactory(forum=series.forum, number=23)
    assert "Sesi 23" in heading(coordinator.get(f"/sessions/{single.id}"))


def test_a_new_session_beside_a_schedule_has_a_title_to_start_with(coordinator, series):
    form = coordinator.get("forums.sessions.add", slug=series.forum.slug).soup
    assert form.find("input", {"name": "title"})["value"] == "Sesi tambahan"
    alone = coordinator.get("forums.sessions.add", slug=ForumFactory().slug).soup
    assert not alone.find("input", {"name": "title"}).get("value")


def test_changes_name_sessions_in_the_same_way(coordinator, series):
    single = SessionFactory(forum=series.forum, number=23, title="Kunjungan lapangan", starts_at=NEXT)
    new_day = (NEXT + timedelta(days=1)).date().isoformat()
    answers = {"day": new_day, "time": "10:00", "minutes": "60", "reason": "Aula terpakai", "version": single.version}
    coordinator.post("forums.sessions.move", answers, session_id=single.id)
    (stored,) = db.session.execute(db.select(db.text("sessions")).select_from(db.text("changes"))).scalars()
    stored = json.loads(stored) if isinstance(stored, str) else stored
    assert (stored[0]["title"], stored[0]["series_id"]) == ("Kunjungan lapangan", None)
    assert db.session.get(Session, single.id).number == 23
