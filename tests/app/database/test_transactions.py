"""GET requests that write: they take SQLite's write lock before their first query."""

import pytest
from sqlalchemy import event

from app.accounts import passwords
from app.accounts.models import Person
from app.database import db
from app.database.transactions import let_write
from tests.factories import PersonFactory

PASSWORD = "kuda terbang di Ancol"


@pytest.fixture
def signed_in(as_user):
    """A visitor who signed in with the form, so with a session that lasts."""
    person = PersonFactory(password_hash=passwords.hashed(PASSWORD), language="id")
    visitor = as_user()
    visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    return visitor, person.id


@pytest.mark.one_database
def test_a_page_that_stores_the_language_waits_for_other_writers(app, signed_in):
    visitor, person_id = signed_in
    begun = []

    def note(_connection, _cursor, statement, *_more):
        begun.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        visitor.get("/?lang=en")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert begun[0] == "BEGIN IMMEDIATE"
    assert db.session.get_one(Person, person_id).language == "en"


@pytest.mark.parametrize("path", ["/setup/unknown", "/test-mail/unknown"])
def test_pages_behind_unknown_links_answer_people_who_are_signed_in(as_user, path):
    as_user(PersonFactory()).get(path, status=410)


def test_what_has_read_cannot_be_let_write(app):
    with app.test_request_context("/"):
        db.session.execute(db.select(Person.id))
        with pytest.raises(RuntimeError):
            let_write()
        db.session.rollback()
        let_write()


@pytest.mark.one_database
def test_tests_fail_a_page_that_writes_without_being_let(signed_in, monkeypatch):
    visitor, _person_id = signed_in
    monkeypatch.setattr("app.web.i18n.let_write", lambda: None)
    visitor.get("/?lang=en", status=500)
