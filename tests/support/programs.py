"""A client of the API, whose responses are validated against the OpenAPI description."""

import json
from datetime import timedelta
from functools import cache
from typing import Any

import jsonschema_rs
from flask import Flask

from app.accounts.models import TokenPurpose
from app.accounts.tokens import issue
from app.api.access import PREFIX
from app.api.description import described
from app.clock import utc_now
from app.database import db
from tests.support.visitors import client_of


class Program:
    """A client with a token of a person, or without a token.

    `get`, `post` and `patch` take a path below /api/v1 and return the response, whose `json` was validated;
    they fail unless the status is the expected one. Changes send `If-Match: *` unless `match` is another version.
    """

    def __init__(self, app: Flask, person: Any = None, *, scopes: tuple[str, ...] = (), days: int = 30) -> None:
        self.app = app
        self.client = client_of(app)
        self.headers = {}
        if person is not None:
            secret = issue(
                person,
                TokenPurpose.API,
                at=utc_now(),
                lifetime=timedelta(days=days),
                name="a program under test",
                scopes=scopes,
            )
            db.session.commit()
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, *, status: int = 200, headers: dict[str, str] | None = None, **query: Any) -> Any:
        """Send GET."""
        return self.ask("GET", path, status=status, headers=headers, query_string=query)

    def post(self, path: str, body: Any = None, *, status: int = 200, **options: Any) -> Any:
        """Send POST."""
        return self._change("POST", path, body, status=status, **options)

    def patch(self, path: str, body: Any, *, status: int = 200, **options: Any) -> Any:
        """Send PATCH."""
        return self._change("PATCH", path, body, status=status, **options)

    def delete(self, path: str, *, status: int = 204, **options: Any) -> Any:
        """Send DELETE."""
        return self._change("DELETE", path, None, status=status, **options)

    def ask(self, method: str, path: str, *, status: int, headers: dict[str, str] | None = None, **sent: Any) -> Any:
        """Send a request with any method."""
        answer = self.client.open(PREFIX + path, method=method, headers=self.headers | (headers or {}), **sent)
        if answer.status_code != status:
            told = answer.get_data(as_text=True)[:2000]
            raise AssertionError(f"{method} {path} answered {answer.status_code} instead of {status}: {told}")
        check(self.app, method, path, answer)
        return answer

    def _change(
        self,
        method: str,
        path: str,
        body: Any,
        *,
        status: int,
        match: str | None = "*",
        headers: dict[str, str] | None = None,
    ) -> Any:
        named = ({"If-Match": match} if match else {}) | (headers or {})
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.ask(method, path, status=status, headers=named, **sent)


def check(app: Flask, method: str, path: str, answer: Any) -> None:
    """Fail unless the description documents the response: its status, its type and its schema."""
    rule, _values = app.url_map.bind("localhost").match(
        PREFIX + path.partition("?")[0], method=method, return_rule=True
    )
    foreseen = _description(app)["paths"][_path_of(rule.rule)][method.lower()]["responses"]
    told = foreseen.get(str(answer.status_code))
    assert told is not None, f"{method} {path}: {answer.status_code} is not described"
    if "$ref" in told:
        told = _description(app)["components"]["responses"][told["$ref"].rpartition("/")[2]]
    contents = told.get("content", {})
    if not answer.get_data():
        assert not contents
        return
    if "*/*" in contents:
        return
    assert answer.mimetype in contents, f"{method} {path}: {answer.mimetype} is not described"
    if not answer.is_json:
        return
    schema = contents[answer.mimetype]["schema"] | {"components": _description(app)["components"]}
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(answer.json)


def _path_of(rule: str) -> str:
    return (
        rule.removeprefix(PREFIX)
        .replace("<uuid:", "{")
        .replace("<string:", "{")
        .replace("<int:", "{")
        .replace(">", "}")
    )


@cache
def _description(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return described(app)
