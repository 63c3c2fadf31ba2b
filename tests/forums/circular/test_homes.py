"""Home pages name circulars to vote on, and those that end soon."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.database import db
from tests.forums.circular.conftest import END, circulated, vote


def home(as_user, person):
    return as_user(person).get("/")


def test_a_party_is_asked_to_vote_until_it_has(it, as_user):
    path = f"/circulars/{it.circular.id}/vote"
    assert home(as_user, it.member).soup.find("a", href=path)
    assert not home(as_user, it.observer).soup.find("a", href=path)
    assert not home(as_user, it.coordinator).soup.find("a", href=path)
    vote(it, "agency", "agree")
    assert not home(as_user, it.member).soup.find("a", href=path)


def test_those_who_organise_are_told_that_a_vote_ends(it, as_user, clock):
    assert "Segera berakhir" not in home(as_user, it.coordinator).words
    clock.move_to(END - timedelta(days=1))
    assert "3 pihak belum bersuara" in home(as_user, it.coordinator).words
    assert "Segera berakhir" not in home(as_user, it.member).words


@pytest.fixture
def statements(app):
    """The statements executed since it was cleared."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["/circulars", "/circulars/{id}", "/forums/{slug}", "/"])
def test_no_page_issues_more_statements_as_circulars_and_votes_grow(it, as_user, statements, path):
    address = path.format(id=it.circular.id, slug=it.forum.slug)
    visitor = as_user(it.coordinator)
    visitor.get(address)
    statements.clear()
    visitor.get(address)
    before = len(statements)
    first = it.circular
    for seat in ("secretariat", "agency", "company"):
        vote(it, seat, "agree_with_note", "Catatan.")
    for _ in range(3):
        it.circular = circulated(it)
        vote(it, "agency", "discuss", "Siapa?")
    it.circular = first
    statements.clear()
    visitor.get(address)
    assert len(statements) <= before


@pytest.mark.parametrize("who, most", [("coordinator", 10), ("member", 11), ("observer", 10)])
def test_the_page_takes_few_statements(it, as_user, queries, who, most):
    vote(it, "agency", "agree")
    visitor = as_user(getattr(it, who))
    visitor.get("forums.circular.show", circular_id=it.circular.id)
    with queries(at_most=most):
        visitor.get("forums.circular.show", circular_id=it.circular.id)
