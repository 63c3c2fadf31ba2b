"""Error responses of the API: problem details (RFC 9457) with the path of every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from flask_babel import lazy_gettext as _l

from app.database import db
from app.errors import Failure

ADVICE = {
    400: _l("The body is not JSON that could be read."),
    401: _l("Send a valid token: “Authorization: Bearer …”."),
    403: _l("The person of this token may not do this, or the token lacks the scope."),
    404: _l("There is no such thing, or it is not shared with the person of this token."),
    405: _l("This address does not know this method."),
    409: _l("Someone else changed this at the same time. Read it again, then repeat."),
    412: _l("This changed since you read it. Read it again, then repeat with its new ETag."),
    413: _l("The body is too large."),
    415: _l("Send the body as application/json."),
    422: _l("Some of what was sent cannot be accepted; `errors` names each part."),
    428: _l("Say which version you read: send its ETag as If-Match."),
    429: _l("Too many requests. Wait as long as Retry-After says."),
    500: _l("It was recorded and will be looked at. Nothing was changed."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A validation error.

    `path` is a JSON pointer into the body ("/places/0/person"), or the name of a parameter or header. `location` is
    "body", "query" or "header".
    """

    path: str
    detail: str
    location: str = "body"


class Unacceptable(Exception):
    """The input of a request is not acceptable; the response has problem details that list the faults."""

    def __init__(self, *faults: Fault, status: int = 422) -> None:
        super().__init__(f"{status}: {len(faults)} faults")
        self.faults = faults
        self.status = status


def problem(
    status: int,
    *,
    detail: Any = None,
    faults: Iterable[Fault] = (),
    theirs: str | None = None,
    ours: str | None = None,
) -> Response:
    """Roll back the transaction and return the problem details for `status`.

    `ours` is the input that was not saved, `theirs` what someone else saved in the meantime.
    """
    db.session.rollback()
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(detail or ADVICE.get(status) or HTTPStatus(status).description),
    }
    if listed := [asdict(fault) for fault in faults]:
        body["errors"] = listed
    body |= {name: text for name, text in (("theirs", theirs), ("ours", ours)) if text is not None}
    response = current_app.response_class(
        current_app.json.dumps(body), status=status, mimetype="application/problem+json"
    )
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def faults_in(messages: Any, *, location: str = "body", path: str = "") -> Iterator[Fault]:
    """Yield the faults in nested messages by field and position, in the formats of forms and of schemas.

    Of several messages about one field only the last is used: a field's own rules come after those of its type.
    """
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            deeper = path if name in (None, "", "_schema") else f"{path}/{name}" if location == "body" else str(name)
            yield from faults_in(inner, location=location, path=deeper)
    elif isinstance(messages, (list, tuple)):
        texts = [inner for inner in messages if not isinstance(inner, (Mapping, list, tuple))]
        for position, inner in enumerate(messages):
            if isinstance(inner, (Mapping, list, tuple)):
                yield from faults_in(inner, location=location, path=f"{path}/{position}")
        yield from (Fault(path, str(text), location) for text in texts[-1:])
    else:
        yield Fault(path, str(messages), location)


def render_failure(failure: Failure) -> Response:
    """Return the problem details of an error."""
    faults = []
    if failure.field is not None:
        faults.append(Fault(f"/{failure.field}" if failure.field else "", str(failure.detail)))
    return problem(failure.status, detail=failure.detail, faults=faults, theirs=failure.theirs, ours=failure.ours)


def render_unacceptable(refused: Unacceptable) -> Response:
    """Return the problem details of a refused request; for a conflict (409) the message is also the detail."""
    detail = refused.faults[0].detail if refused.status == HTTPStatus.CONFLICT and refused.faults else None
    return problem(refused.status, detail=detail, faults=refused.faults)
