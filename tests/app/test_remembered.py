"""Rows that are drawn once: what changes is seen at once, and nothing is drawn twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app import remembered
from app.database import db
from tests.factories import ClauseFactory, CoordinatorFactory, SessionFactory

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def listed(as_user, clock):
    """Return what reads the one row of the list of sessions, as text."""
    visitor = as_user(CoordinatorFactory())

    def read(address="/sessions"):
        return visitor.get(address).soup.select_one("main tbody").get_text(" ", strip=True)

    return read


@pytest.fixture
def session(app):
    return SessionFactory(starts_at=NOW + timedelta(days=6), title="Air bersih", forum__name="Forum Banjir")


def test_a_row_that_changed_is_drawn_anew(listed, session):
    assert "Forum Banjir" in listed()
    session.forum.name = "Forum <Rob>"
    assert "Forum <Rob>" in listed()
    session.title = ""
    assert "Air bersih" not in listed()


def test_a_row_says_how_far_it_is_from_this_day(listed, session):
    assert "6 hari lagi" in listed()
    with time_machine.travel(NOW + timedelta(days=1)):
        assert "5 hari lagi" in listed()


def test_a_row_is_under_way_when_its_hour_comes(listed, session):
    assert "Direncanakan" in listed()
    with time_machine.travel(session.starts_at + timedelta(minutes=1)):
        assert "Berlangsung" in listed("/sessions?state=all")


def test_a_row_speaks_the_language_of_its_page(listed, session):
    assert "6 hari lagi" in listed()
    assert "in 6 days" in listed("/sessions?lang=en")


def test_a_row_is_drawn_once_for_all(app, listed, session, monkeypatch):
    listed()
    monkeypatch.setattr(remembered, "str", lambda _drawn: pytest.fail("drawn again"), raising=False)
    assert "Air bersih" in listed("/sessions?page=1")
    session.title = "Sampah"
    db.session.flush()
    with pytest.raises(pytest.fail.Exception):
        listed()


def test_no_more_rows_are_kept_than_a_process_can_bear(app, listed, monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 3)
    for one in app.jinja_env.speaking.values():
        one.rows.clear()
    sessions = SessionFactory.create_batch(9, starts_at=NOW + timedelta(days=6))
    for number in range(5):
        for one in sessions:
            one.title = f"Sesi yang ke-{number}"
        listed()
    assert max(len(one.rows) for one in app.jinja_env.speaking.values()) < 2 * len(sessions)


def test_forms_in_rows_carry_the_token_of_whoever_reads(app, as_user):
    clause = ClauseFactory()
    ClauseFactory(agreement=clause.agreement, number="Pasal 9", position=2)
    tokens = []
    for _reader in range(2):
        page = as_user(CoordinatorFactory()).get("agreements.registry.show", agreement_id=clause.agreement_id).soup
        assert page.select("main ol.rows form")
        tokens.append({one["value"] for one in page.select("input[name=csrf_token]")})
        assert remembered.FORM_TOKEN not in str(page)
    assert [len(one) for one in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
