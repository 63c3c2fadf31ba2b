"""Health checks: liveness, readiness, and metrics for monitoring."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.audit.chain import unsealed_count
from app.database import db, schema
from app.jobs import queries as jobs
from app.mail.outbox import queries as outbox
from app.mail.outbox.models import LEAVES_AT, Mail, MailState
from app.web.policies import public
from app.web.security import came_from_this_machine

blueprint = Blueprint("health", __name__)

GRACE = 30
"""Seconds after the start of this process during which the scheduler may still be starting."""

_began = time.monotonic()


def init_app(app: Flask) -> None:
    """Register /healthz, /readyz and /metrics."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Return "ok" while this process responds."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Return the status of each component; the response is 503 if any is not ready."""
    parts = {"database": _database, "migrations": _migrations, "scheduler": _scheduler}
    states = {name: _state(check) for name, check in parts.items()}
    response = jsonify(states)
    response.status_code = 200 if all(state in WELL for state in states.values()) else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Return metrics in Prometheus' text format, to requests from this machine or with METRICS_TOKEN."""
    if not _may_measure():
        abort(404)
    waits = outbox.counts()
    oldest = db.session.scalar(select(func.min(LEAVES_AT)).where(Mail.state == MailState.WAITING))
    beat = jobs.last_beat()
    now = datetime.now(UTC)
    lines = [
        "# HELP selaras_mails Messages that have not left, by state.",
        "# TYPE selaras_mails gauge",
        *(f'selaras_mails{{state="{state.value}"}} {count}' for state, count in waits.items()),
        *_gauge("selaras_mail_delay_seconds", "How late the oldest waiting message is.", _seconds(oldest, now) or 0),
        *_gauge("selaras_audit_unsealed", "Rows of the record that no seal covers yet.", unsealed_count()),
        *_gauge("selaras_scheduler_silence_seconds", "Age of the scheduler's heartbeat.", _seconds(beat, now)),
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


WELL = {"ok", "starting"}


def _state(check: Callable[[], str]) -> str:
    try:
        return check()
    except SQLAlchemyError:
        db.session.rollback()
        return "unreachable"


def _database() -> str:
    db.session.execute(text("SELECT 1"))
    return "ok"


def _migrations() -> str:
    """Compare the revision of the database with the newest migration of this release."""
    current = schema.revision_of(db.session.connection())
    return "ok" if current == schema.newest_revision() else "behind"


def _scheduler() -> str:
    if jobs.is_alive(jobs.last_beat(), datetime.now(UTC)):
        return "ok"
    return "starting" if time.monotonic() - _began < GRACE else "silent"


def _may_measure() -> bool:
    """Whether the request comes directly from this machine, or carries the token."""
    token = current_app.extensions["settings"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return came_from_this_machine()


def _gauge(name: str, meaning: str, value: float | None) -> list[str]:
    """Return the lines of a metric, none if its value is unknown."""
    return [] if value is None else [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {value:g}"]


def _seconds(since: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - since).total_seconds()) if since else None
