"""A signed-in browser for tests, which takes endpoints and checks the status."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from functools import cached_property, partial
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask, Response, has_app_context, has_request_context, url_for
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from app.accounts.sessions.actions import begin
from app.accounts.sessions.rules import Device
from app.clock import utc_now
from app.database import db
from app.settings.queries import forget_instance


class Answer(Response):
    """A response that can be read as a page."""

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, parsed."""
        return BeautifulSoup(self.get_data(as_text=True), "html.parser")

    @property
    def words(self) -> str:
        """The text of the page's main part with single spaces, as a reader meets it."""
        return " ".join((self.soup.find("main") or self.soup).get_text(" ").split())


class OutsideClient(FlaskClient):
    """A client whose requests share nothing with the test but the database.

    What the test changed is committed first, so that the request sees it; afterwards the test's objects are
    loaded again when they are read.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if has_app_context():  # a followed redirect comes from within the request's own context
            db.session.commit()
            forget_instance()
        options["buffered"] = True
        return Context().run(partial(super().open, *args, **options))


def client_of(app: Flask) -> OutsideClient:
    """Return a client without cookies."""
    return OutsideClient(app, Answer, use_cookies=True)


class Visitor:
    """A person, or a stranger, who opens pages and sends forms.

    `get` and `post` take an endpoint with its URL values, or a path; they fail unless the status is the
    expected one: 200 for a page, a redirect for a form.
    """

    def __init__(self, app: Flask, person: Any = None) -> None:
        self.app = app
        self.client = client_of(app)
        if person is not None:
            secret = begin(person, device=Device("", ""), at=utc_now())
            identity = str(person.id)
            db.session.commit()
            with self.client.session_transaction() as session:
                session.update(_user_id=identity, _fresh=True, account_session=secret)

    def get(self, where: str, *, status: int = 200, follow: bool = False, **values: Any) -> Any:
        """Open a page."""
        answer = self.client.get(self.address(where, values), follow_redirects=follow)
        return self._expected(answer, {status})

    def post(
        self,
        where: str,
        data: dict[str, Any] | None = None,
        *,
        status: int | None = None,
        follow: bool = False,
        **values: Any,
    ) -> Any:
        """Send a form with a valid CSRF token; by default it must be accepted, so answered by a redirect."""
        answer = self.client.post(
            self.address(where, values),
            data=data or {},
            headers={"X-CSRFToken": self.csrf_token()},
            follow_redirects=follow,
        )
        return self._expected(answer, {status} if status else {200} if follow else {302, 303})

    def another_client(self) -> FlaskClient:
        """Return a client with the same session that shares nothing else, for a thread of its own."""
        client = self.app.test_client()
        cookie = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        client.set_cookie(cookie.key, cookie.value)
        return client

    def address(self, where: str, values: dict[str, Any]) -> str:
        """Return the path of an endpoint; a path stays what it is."""
        if where.startswith(("/", "http")):
            return where
        with self.app.test_request_context():
            return url_for(where, **values)

    def csrf_token(self) -> str:
        """Return a token that the forms of this visitor's session carry."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(raw))

    @staticmethod
    def _expected(answer: Any, statuses: set[int]) -> Any:
        if answer.status_code not in statuses:
            where = f"{answer.request.method} {answer.request.path}"
            told = f" to {answer.location}" if answer.location else f": {answer.words[:2000]}"
            raise AssertionError(f"{where} answered {answer.status_code} instead of {sorted(statuses)}{told}")
        return answer


class Statements(list[str]):
    """The SQL statements that requests issued."""


@contextmanager
def counted(engine: Engine, at_most: int | None) -> Iterator[Statements]:
    """Collect the statements that requests issue in the block, and fail above `at_most`."""
    seen = Statements()

    def remember(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if has_request_context() and not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", remember)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    if at_most is not None and len(seen) > at_most:
        listing = "\n".join(f"{number}. {statement}" for number, statement in enumerate(seen, 1))
        raise AssertionError(f"{len(seen)} statements, at most {at_most} are allowed:\n{listing}")
