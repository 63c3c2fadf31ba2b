"""Labels of the review of minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forums.review.models import Source

SOURCES = {
    Source.TELEPHONE: _l("By telephone"),
    Source.MESSAGE: _l("By message"),
    Source.LETTER: _l("By letter"),
    Source.MAIL: _l("By e-mail"),
    Source.IN_PERSON: _l("In person"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(consent_source=SOURCES.__getitem__, answered_by=answered_by)


def answered_by(content: Mapping[str, Any], answer: str) -> list[str]:
    """Return the names of the parties that gave an answer, from the content of minutes, and who recorded it for them.

    "outdated" are those that agreed before the last change of the text, "agreed" the others that did.
    """
    return [_named(party) for party in content.get("parties", ()) if _answer(party) == answer]


def _named(party: Mapping[str, Any]) -> str:
    """Return the name of a party; minutes approved before `recorded_by` was kept say only how it agreed."""
    name, source = party["organisation"], party.get("recorded")
    if not source:
        return str(name)
    how, by = str(SOURCES[Source(source)]).lower(), party.get("recorded_by")
    if by:
        return _("%(party)s (recorded by %(name)s, %(how)s)", party=name, name=by, how=how)
    return _("%(party)s (recorded, %(how)s)", party=name, how=how)


def _answer(party: Mapping[str, Any]) -> str:
    return "outdated" if party.get("before_last_change") else str(party["answer"])
