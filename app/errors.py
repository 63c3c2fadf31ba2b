"""Exceptions for refused actions, and the error handlers that render them as pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException

from app.database import db, service_errors

log = structlog.get_logger()


class RuleViolation(Exception):
    """A valid request breaks a rule. `message` is one translated sentence, `field` the form field at fault.

    `status` is the HTTP status of the response.
    """

    def __init__(self, message: Any, *, field: str | None = None, status: int = 422) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.status = status


class NotNow(RuleViolation):
    """A rule forbids the action at this time or in the object's current state: the response has status 409."""

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message, field=field, status=409)


class Conflict(Exception):
    """Someone else changed the object first. `theirs` and `ours` are the texts to show side by side, if any."""

    def __init__(self, *, theirs: str | None = None, ours: str | None = None) -> None:
        super().__init__("changed by someone else")
        self.theirs = theirs
        self.ours = ours


def require_version(obj: Any, seen: str | int | None, *, theirs: str | None = None, ours: str | None = None) -> None:
    """Raise Conflict unless `seen`, the version submitted with the form, is still the version of `obj`."""
    if str(seen) != str(obj.version):
        raise Conflict(theirs=theirs, ours=ours)


def bad_request(advice: Any) -> BadRequest:
    """Return the exception for a malformed request; `advice` is one sentence for the user."""
    error = BadRequest()
    error.advice = advice  # type: ignore[attr-defined]
    return error


TITLES = {
    400: lazy_gettext("The request could not be understood"),
    403: lazy_gettext("You do not have permission to do this"),
    404: lazy_gettext("This page was not found"),
    405: lazy_gettext("This page cannot be used in that way"),
    409: lazy_gettext("Someone else changed this first"),
    410: lazy_gettext("This link no longer works"),
    413: lazy_gettext("The file is too large"),
    414: lazy_gettext("The address is too long"),
    422: lazy_gettext("This could not be done"),
    429: lazy_gettext("Too many attempts"),
    500: lazy_gettext("Something went wrong on our side"),
    503: lazy_gettext("Selaras is not ready yet"),
    507: lazy_gettext("There is no space left to save this"),
}

NOT_NOW = lazy_gettext("This is not possible now")
"""Title of the error page for NotNow."""

ADVICE = {
    400: lazy_gettext("Go back, reload the page and try again."),
    403: lazy_gettext("Your role does not include this."),
    404: lazy_gettext("The address may be mistyped, or you may not have access to the page."),
    405: lazy_gettext("Go back and use the buttons on the page."),
    409: lazy_gettext("Nothing that you wrote was lost: go back, read the newer text and save again."),
    410: lazy_gettext("Ask the sender for a new one."),
    413: lazy_gettext("Choose a smaller file, or add a link to it instead."),
    414: lazy_gettext("Go back and use fewer filters or a shorter search."),
    422: lazy_gettext("Go back and try again."),
    429: lazy_gettext("Wait a moment, then try again."),
    500: lazy_gettext("The error has been recorded. Nothing that you had saved was lost."),
    503: lazy_gettext("Try again in a minute."),
    507: lazy_gettext("Nothing was changed. Go back to keep what you wrote, and tell the administrator."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The content of an error response: see `error_page`.

    `field` is the form field that a rule refused, "" when it refused the action as a whole, None for other errors.
    """

    status: int
    detail: Any = None
    field: str | None = None
    theirs: str | None = None
    ours: str | None = None


Renderer = Callable[[Failure], Response]


def render_with(app: Flask, start: str, renderer: Renderer) -> None:
    """Use `renderer` instead of error pages for all paths that begin with `start`."""
    app.extensions["error_renderers"][start] = renderer


def init_app(app: Flask) -> None:
    """Register error handlers that answer every error with a page that says what to do next."""
    app.extensions["error_renderers"] = {}
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(StaleDataError, lambda _error: error_page(409))
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(RuleViolation, _rule_violation)
    app.register_error_handler(Exception, _crash)


def error_page(
    status: int,
    *,
    title: Any = None,
    detail: Any = None,
    field: str | None = None,
    theirs: str | None = None,
    ours: str | None = None,
) -> Response:
    """Roll back the transaction and return the error page for `status`.

    `detail` (one sentence) replaces the usual advice. `ours` is the text that the user typed and that was not saved,
    `theirs` the text that someone else saved in the meantime.
    """
    db.session.rollback()
    if render := _renderer():
        return render(Failure(status=status, detail=detail, field=field, theirs=theirs, ours=ours))
    body = render_template(
        "errors/error.html",
        status=status,
        title=title or TITLES.get(status, TITLES[400]),
        detail=detail or ADVICE.get(status, ADVICE[400]),
        theirs=theirs,
        ours=ours,
    )
    return make_response(body, status)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    response = error_page(error.code, detail=getattr(error, "advice", None))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _expired_form(_error: CSRFError) -> Response:
    return error_page(
        400,
        detail=_("The form has expired, or was sent from elsewhere. Go back, reload it and send it again."),
    )


def _conflict(conflict: Conflict) -> Response:
    return error_page(409, theirs=conflict.theirs, ours=conflict.ours)


def _rule_violation(violation: RuleViolation) -> Response:
    title = NOT_NOW if isinstance(violation, NotNow) else None
    return error_page(violation.status, detail=violation.message, field=violation.field or "", title=title)


def _renderer() -> Renderer | None:
    """Return the renderer registered for errors of the requested path, or None."""
    renderers: dict[str, Renderer] = current_app.extensions["error_renderers"]
    return next((render for start, render in renderers.items() if request.path.startswith(start)), None)


def _crash(error: Exception) -> Response:
    status = service_errors.status_of(error)
    if status is None:
        log.exception("request.crashed", kind=type(error).__name__)
        return error_page(500)
    why = getattr(error, "orig", None) or error
    log.error("request.outage", kind=type(error).__name__, status=status, why=str(why).partition("\n")[0])
    service_errors.stop_using_database()
    response = error_page(status)
    response.headers["Retry-After"] = "60"
    return response
