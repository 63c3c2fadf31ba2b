"""Checks that use the database. `SCHEMA` comes first: without it the others are not run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.people.queries import active_administrators
from app.checks.findings import Check, Finding, Severity, Surroundings
from app.database import db, schema
from app.database.commands import name_of, service_error_cause
from app.jobs.queries import SILENCE, last_beat
from app.mail.outbox import queries as outbox
from app.mail.outbox.models import MailState
from app.settings.queries import instance
from config import DEFAULT_UNIT

MIGRATE = _l("Run: script/flask db upgrade")
TOLERANCE = timedelta(seconds=30)
"""Difference of two clocks from which links expire early and messages are late."""


def schema_present(_given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if the database cannot be used, is empty, or is not at the newest revision of this release."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():  # connecting would create it
        yield _empty()
        return
    try:
        revision = schema.revision_of(db.session.connection())
    except (SQLAlchemyError, OSError) as error:
        db.session.rollback()
        yield _unusable(service_error_cause(error))
        return
    yield from _of_revision(revision)


def _of_revision(revision: str | None) -> Iterator[Finding]:
    """Yield what is wrong with a database at this revision."""
    if revision is None:
        yield _empty()
    elif revision in schema.TOO_OLD:
        yield _unusable(f"it {schema.too_old(revision)}")
    elif not schema.is_known(schema.present_name(revision)):
        yield _unusable(f"it was migrated by a newer release, to revision {revision}")
    elif revision != schema.newest_revision():
        yield Finding(
            Severity.FAULT,
            _l(
                "The database %(name)s is at revision %(revision)s, this release needs %(newest)s.",
                name=name_of(db.engine.url),
                revision=revision,
                newest=schema.newest_revision(),
            ),
            MIGRATE,
            stops_start=True,
        )


def _empty() -> Finding:
    problem = _l("The database %(name)s is empty.", name=name_of(db.engine.url))
    return Finding(Severity.FAULT, problem, MIGRATE, stops_start=True)


def _unusable(reason: str) -> Finding:
    name = name_of(db.engine.url)
    problem = _l("The database %(name)s cannot be used: %(reason)s.", name=name, reason=reason.rstrip(".?"))
    remedy = _l("Check DATABASE_URL, and that the database server is running.")
    return Finding(Severity.FAULT, problem, remedy, stops_start=True)


def clock(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if this machine and the database server, or the scheduler, disagree about the time."""
    difference = max(_difference_to_server(given.now), (last_beat() or given.now) - given.now)
    if difference > TOLERANCE:
        yield Finding(
            Severity.FAULT,
            lazy_ngettext(
                "The clocks of this machine and of the database or scheduler differ by %(num)d second.",
                "The clocks of this machine and of the database or scheduler differ by %(num)d seconds.",
                int(difference.total_seconds()),
            ),
            _l("Synchronise the clocks; on each machine: timedatectl set-ntp true"),
        )


def scheduler(given: Surroundings) -> Iterator[Finding]:
    """Yield a finding if no scheduler runs."""
    beat = last_beat()
    if beat is None or given.now - beat > timedelta(seconds=SILENCE):
        problem = _l("The scheduler does not run.") if beat else _l("The scheduler has never run.")
        remedy = _l("Start it: systemctl start selaras-scheduler, or script/flask scheduler run")
        yield Finding(given.in_production, problem, remedy)


def letterhead(given: Surroundings) -> Iterator[Finding]:
    """Yield a finding if letters carry the name that a new instance begins with."""
    if instance().unit == DEFAULT_UNIT:
        yield Finding(
            given.in_production,
            _l("Pages, letters and mails name the default unit, %(unit)s.", unit=DEFAULT_UNIT),
            _l("Enter the name of the unit under Settings, Organisation and letterhead."),
        )


def administrators(given: Surroundings) -> Iterator[Finding]:
    """Yield a finding if nobody, or only one person, can administer this instance."""
    count = active_administrators()
    if count == 0:
        yield Finding(
            given.in_production,
            _l("Nobody can administer this instance."),
            _l("Run: script/flask accounts create-administrator you@your-domain"),
        )
    elif count == 1:
        yield Finding(
            Severity.ADVICE,
            _l("Only one person can administer this instance."),
            _l("Make a second person an administrator, under People and accounts."),
        )


def outgoing_mail(given: Surroundings) -> Iterator[Finding]:
    """Yield a finding if messages could not be delivered."""
    counts = outbox.counts()
    stuck = counts[MailState.FAILED] + counts[MailState.DEAD]
    if stuck:
        yield Finding(
            Severity.ADVICE,
            lazy_ngettext("%(num)d message could not be delivered.", "%(num)d messages could not be delivered.", stuck),
            _l("Settings, Outgoing mail lists them with the replies of the mail server."),
        )


def _difference_to_server(now: datetime) -> timedelta:
    """Return by how much the clock of the database server differs; SQLite has none of its own."""
    if db.engine.dialect.name == "sqlite":
        return timedelta(0)
    server: datetime = db.session.execute(select(func.clock_timestamp())).scalar_one()
    return abs(server - now)


SCHEMA = Check("database", _l("Database"), _l("It holds all data."), schema_present)
CHECKS = (
    Check("clock", _l("Clock"), _l("Links, reminders and records depend on the time."), clock),
    Check("scheduler", _l("Scheduler"), _l("It sends mail and reminders, and runs nightly jobs."), scheduler),
    Check("letterhead", _l("Name of the unit"), _l("Letters, documents and mails show it."), letterhead),
    Check(
        "administrators", _l("Administrators"), _l("They invite people and restore access to accounts."), administrators
    ),
    Check("outgoing-mail", _l("Outgoing mail"), _l("Messages should reach the people they are for."), outgoing_mail),
)
