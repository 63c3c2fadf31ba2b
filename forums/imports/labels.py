"""Labels of imports, in the user's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.calendars.entries import Entry
from app.calendars.labels import describe
from app.calendars.recurrence import Recurrence
from app.calendars.rules import parse_rule
from app.web.i18n import hour
from forums.imports.models import Past

PASTS = {
    Past.PLANNED: _l("Import them as planned sessions"),
    Past.HELD: _l("Import them as held sessions"),
    Past.LEFT_OUT: _l("Leave them out"),
}
PARTS = {
    "title": _l("name"),
    "place": _l("place"),
    "link": _l("link"),
    "first_start": _l("time"),
    "timezone": _l("time zone"),
    "minutes": _l("length"),
    "rule": _l("repetition"),
    "more": _l("further dates"),
    "without": _l("excluded dates"),
    "changes": _l("individual dates"),
    "cancelled": _l("cancelled or planned again"),
}
"""Labels of the parts of an event that can differ between two versions."""


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        import_reason=reason, import_repetition=repetition, import_parts=parts, import_hours=hours
    )


def reason(remark: Mapping[str, Any]) -> str:
    """Return why an event was left out."""
    values = {name: reason(one) if isinstance(one, dict) else one for name, one in remark["values"].items()}
    sentence = remark["sentence"]
    return str(_(sentence, **values))


def repetition(entry: Entry) -> str:
    """Return how an event repeats, or ""."""
    if not entry.rule:
        return ""
    rule = parse_rule(entry.rule)
    if rule.count == 1:
        return str(_("On listed dates"))
    return describe(Recurrence(rule, entry.first_start, entry.timezone))


def parts(names: Iterable[str]) -> str:
    """Return the parts of an event that changed: "waktu, tempat"."""
    return ", ".join(str(PARTS[name]) for name in names if name in PARTS)


def hours(entries: Iterable[Entry]) -> str:
    """Return the hours used for all-day events among `entries`: "08.00–16.00"."""
    whole = [entry for entry in entries if "all_day" in entry.assumed]
    shortest = min(whole, key=lambda entry: entry.minutes)
    return "–".join(
        hour(moment, shortest.timezone) for moment in (shortest.starts_at, shortest.starts_at + shortest.length)
    )


def outcome(made: int, changed: int) -> str:
    """Return the result of an import, in one or two sentences."""
    sentences = [ngettext("%(num)d session was imported.", "%(num)d sessions were imported.", made)]
    if changed:
        sentences.append(ngettext("%(num)d event was updated.", "%(num)d events were updated.", changed))
    return " ".join(sentences)
