"""Visitors that report how a request was answered: allowed, denied, hidden or sent to sign in."""

from typing import Any

from flask import Flask

from app.api.access import PREFIX
from tests.support.programs import Program
from tests.support.visitors import Visitor


class Probe(Visitor):
    """A person, or a stranger, with a CSRF token (`token`, a header) and an API token."""

    def __init__(self, app: Flask, person: Any = None) -> None:
        super().__init__(app, person)
        self.token = {"X-CSRFToken": self.csrf_token()}
        self.program = Program(app, person)

    def outcome(self, method: str, path: str) -> str:
        """Return "may", "sign in", "403", "404" or the status of a crash; addresses of the API are asked by token."""
        if path.startswith(f"{PREFIX}/"):
            headers = self.program.headers | {"If-Match": "*"}
            answer = self.program.client.open(path, method=method, headers=headers)
        else:
            answer = self.client.open(path, method=method, headers=self.token)
        if answer.status_code == 401 or (answer.status_code == 302 and "/sign-in" in (answer.location or "")):
            return "sign in"
        return str(answer.status_code) if answer.status_code in {403, 404} or answer.status_code >= 500 else "may"
