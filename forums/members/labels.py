"""Labels of seats and participants."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.web.i18n import force_locale, plain_day
from forums.members.models import Arrival
from forums.scheduling.models import Capacity, Forum

CAPACITIES = {
    Capacity.OWN: _l("Participant"),
    Capacity.ALTERNATE: _l("Permanent alternate"),
    Capacity.ACTING: _l("Acting official (Plt.)"),
    Capacity.ACTING_DAILY: _l("Daily acting official (Plh.)"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals and with the audit log."""
    app.jinja_env.globals.update(period=period, welcome_text=welcome_text, capacity_name=CAPACITIES.__getitem__)
    audit.call(Arrival, _l("participant to come"))
    audit.describe("seat.taken", _l("gave %(organisation)s a seat from %(since)s"))
    audit.describe("seat.passed_on", _l("passed a seat on to %(organisation)s: %(basis)s"))
    audit.describe("seat.ended", _l("gave the seat of %(organisation)s its last day, %(last_day)s"))
    audit.describe("participant.entered", _l("entered %(person)s as a participant from %(since)s"))
    audit.describe("participant.ended", _l("gave %(person)s their last day, %(last_day)s"))
    audit.describe("participant.succeeded", _l("gave the place of %(person)s to %(successor)s"))
    audit.describe("participant.taken_back", _l("took the entry of %(person)s as a participant back"))


def welcome_text(person: Person, forum: Forum) -> str:
    """Return the opening of a message to a person about a forum, in their language."""
    with force_locale(person.language):
        return _("Dear %(name)s, about %(forum)s:", name=person.name, forum=forum.name)


def period(first: date, last: date | None) -> str:
    """Return "sejak 1 Januari 2026" or "1 Januari 2026 sampai 31 Maret 2026"; the last day is included."""
    if last is None:
        return _("since %(day)s", day=plain_day(first))
    if first == last:
        return plain_day(first)
    return _("%(first)s to %(last)s", first=plain_day(first), last=plain_day(last))
