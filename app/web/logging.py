"""Structured logs: one JSON line per event, with a request id and without personal data."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

SECRET_PATHS = (
    "address/confirm",
    "address/stop",
    "answer",
    "by-link",
    "calendar",
    "check-in",
    "invitation",
    "notifications/off",
    "password/reset",
    "public/request/own",
    "register/own",
    "setup",
    "sign-in/link",
    "suggestions/own",
    "test-mail",
)
"""Path prefixes whose next segment is a secret. deploy/nginx.conf has the same list."""

SERVERS = ("gunicorn.access", "gunicorn.error", "werkzeug")
"""Loggers of the HTTP servers, which log URLs."""

_SLASH = "(?:/|%2[Ff])"
_SECRET = re.compile(f"({_SLASH}(?:{'|'.join(SECRET_PATHS).replace('/', _SLASH)}){_SLASH})[^\\s/?#&\"']+")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def init_app(app: Flask) -> None:
    """Configure logging.

    Each request is logged with its route (never the URL, which may contain a token) and status.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _hide_secrets,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr)
        if app.testing
        else structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for name in SERVERS:
        logging.getLogger(name).addFilter(_hide_in_record)
    app.before_request(_begin)
    app.after_request(_end)


def without_secrets(text: str) -> str:
    """Return a text in which the secrets of all URLs are replaced by "-"."""
    return _SECRET.sub(r"\1-", text)


def _hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove secrets from the strings of an event, including tracebacks."""
    return {name: without_secrets(value) if isinstance(value, str) else value for name, value in event.items()}


def _hide_in_record(record: logging.LogRecord) -> bool:
    """Remove secrets from the message of a log record. Returns True, so that no record is filtered out."""
    record.msg, record.args = without_secrets(record.getMessage()), None
    return True


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers["X-Request-ID"] = g.request_id
    if request.endpoint != "static":
        structlog.get_logger().info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.began) * 1000, 1),
        )
    return response
