"""Error responses of the API: problem details (RFC 9457) with the path of every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

from app.database import db
from app.errors import Failure

TITLES = {
    400: _l("Bad request"),
    401: _l("Not authenticated"),
    403: _l("Forbidden"),
    404: _l("Not found"),
    405: _l("Method not allowed"),
    409: _l("Conflict"),
    412: _l("Version out of date"),
    413: _l("Body too large"),
    414: _l("Address too long"),
    415: _l("Unsupported media type"),
    422: _l("Invalid input"),
    428: _l("Version required"),
    429: _l("Too many requests"),
    500: _l("Internal error"),
    503: _l("Temporarily unavailable"),
    507: _l("No storage space left"),
}
REFUSED = _l("The request was refused")
"""Title and detail of the problem details for other statuses."""
ADVICE = {
    400: _l("The request could not be understood."),
    401: _l("Send a valid token: “Authorization: Bearer …”."),
    403: _l("The owner of this token may not do this, or the token lacks the scope."),
    404: _l("There is no such object, or the owner of this token may not know of it."),
    405: _l("This address does not support this method."),
    409: _l("Someone else changed this at the same time. Read it again, then repeat the request."),
    412: _l("This has changed since you read it. Read it again, then repeat the request with the new ETag."),
    413: _l("Send a smaller body: JSON of at most 1 MB, or smaller files."),
    414: _l("Shorten the path or the query string."),
    415: _l("Send the body as application/json, or as multipart/form-data if it contains files."),
    422: _l("The input is invalid; `errors` lists what is wrong."),
    428: _l("Send the ETag of the version that you read as If-Match."),
    429: _l("Wait as many seconds as Retry-After says."),
    500: _l("The error was recorded. Nothing was changed."),
    503: _l("Repeat the request in a minute."),
    507: _l("Nothing was changed. Tell the administrator."),
}
NO_JSON = _l("The body is not valid JSON.")


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
        "title": str(TITLES.get(status, REFUSED)),
        "status": status,
        "detail": str(detail or ADVICE.get(status, REFUSED)),
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


def render_stale(_error: StaleDataError) -> Response:
    """Return the problem details for an object that another request changed meanwhile: 412 if If-Match was sent."""
    return problem(HTTPStatus.PRECONDITION_FAILED if "If-Match" in request.headers else HTTPStatus.CONFLICT)


def render_unacceptable(refused: Unacceptable) -> Response:
    """Return the problem details of a refused request; for a conflict (409) the message is also the detail."""
    detail = refused.faults[0].detail if refused.status == HTTPStatus.CONFLICT and refused.faults else None
    return problem(refused.status, detail=detail, faults=refused.faults)
