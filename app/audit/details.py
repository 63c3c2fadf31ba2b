"""The details of audit entries in the reader's language: each feature registers the labels of details and values.

A detail is either labelled or declared internal: values for programs, such as ids and earlier values of an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.audit.record import plain
from app.web import i18n
from app.web.arguments import uuid_of

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?")
TIME = re.compile(r"\d\d:\d\d:\d\d")
NAMED = ("person", "organisation", "remover")
"""Details that contain the id of a person or organisation, whose name is shown."""
FIELDS = ("changed", "fields")
"""Details that list the names of changed fields, which are labelled like details."""

_labels: dict[str, Any] = {}
_values: dict[tuple[str, str], dict[str, Any]] = {}
_internal: set[str] = set()


ANY = "*"
"""The subject of labels that apply to all actions."""


def label_details(words: Mapping[str, Any]) -> None:
    """Register the labels of details by name, as lazy translations."""
    _labels.update(words)


def label_values(subject: str, names: tuple[str, ...], words: Mapping[Any, Any]) -> None:
    """Register the labels of the values of the details `names`, in actions on `subject`: the part before the dot.

    Those for `ANY` apply to actions on all subjects.
    """
    for name in names:
        _values.setdefault((subject, name), {}).update({str(plain(value)): label for value, label in words.items()})


def keep_internal(*names: str) -> None:
    """Declare that the details `names` are for programs and not shown to people."""
    _internal.update(names)


def unlabelled(details: Mapping[str, Any]) -> set[str]:
    """Return the names of details, and of changed fields in them, that are neither labelled nor internal."""
    listed = (field for name in FIELDS for field in details.get(name) or ())
    return {*details, *listed, *(details.get("changes") or ())} - _labels.keys() - _internal


def ids_in(details: Mapping[str, Any]) -> Iterator[UUID]:
    """Yield the ids of the people and organisations whose names are shown."""
    return filter(None, (uuid_of(details.get(name)) for name in NAMED))


def described(
    action: str, details: Mapping[str, Any], names: Mapping[UUID, str], *, without: frozenset[str]
) -> list[tuple[str, str]]:
    """Return the labels and texts of the details that people can read, except those in `without`."""
    shown = {name: value for name, value in details.items() if name in _labels and name not in without}
    texts = {name: text_of(action, name, value, names) for name, value in shown.items()}
    return [(str(_labels[name]), text) for name, text in texts.items() if text]


def text_of(action: str, name: str, value: Any, names: Mapping[UUID, str]) -> str:
    """Return a detail as text: labels for enumerations and yes or no, names for ids, and formatted dates."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(filter(None, (_item(action, name, one, names) for one in value)))
    if isinstance(value, dict):
        return "; ".join(_change(action, field, change, names) for field, change in value.items() if field in _labels)
    for subject in (action.partition(".")[0], ANY):
        if label := _values.get((subject, name), {}).get(str(value)):
            return str(label)
    if named := uuid_of(value):
        return names.get(named) or (_("someone") if name in NAMED else "")
    return _date_or_text(str(value))


def _item(action: str, name: str, item: Any, names: Mapping[UUID, str]) -> str:
    if name in FIELDS:
        return str(_labels.get(item, ""))
    return "" if isinstance(item, dict) else text_of(action, name, item, names)


def _change(action: str, field: str, change: Any, names: Mapping[UUID, str]) -> str:
    before, after = (change["before"], change["after"]) if isinstance(change, dict) else change
    texts = [text_of(action, field, value, names) or "–" for value in (before, after)]
    return f"{_labels[field]}: {texts[0]} → {texts[1]}"


def _date_or_text(value: str) -> str:
    if DAY.fullmatch(value):
        return i18n.plain_day(date.fromisoformat(value))
    if MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        return i18n.moment(moment) if moment.tzinfo else i18n.plain_day(moment.date())
    if TIME.fullmatch(value):
        return value[:5].replace(":", "." if i18n.language() == "id" else ":")
    return value
