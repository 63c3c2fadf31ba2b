"""Labels of barriers."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from alignment.barriers.queries import Talk
from alignment.barriers.rules import Standing
from forums.scheduling.labels import session_label


class Look(NamedTuple):
    """Tone, icon and label of where a barrier stands."""

    tone: str
    icon: str
    word: Any


STANDINGS = {
    Standing.RESOLVED: Look("good", "done", _l("Resolved")),
    Standing.DIRECTED: Look("running", "flag", _l("Directive given")),
    Standing.ESCALATED: Look("bad", "flag", _l("Before leadership")),
    Standing.HEAD_TOLD: Look("warn", "bell", _l("Organisation told")),
    Standing.ON_AGENDA: Look("none", "session", _l("On an agenda")),
    Standing.UNOWNED: Look("warn", "question", _l("Nobody owns it")),
    Standing.IN_HAND: Look("none", "half", _l("Being resolved")),
}


def days(number: int) -> str:
    """Return "1 day", "118 days"."""
    return ngettext("%(num)d day", "%(num)d days", number)


def talk_name(talk: Talk) -> str:
    """Return "On the agenda of Session 12"."""
    return _("On the agenda of %(session)s", session=session_label(talk))


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(barrier_standing=STANDINGS.__getitem__, barrier_days=days, talk_name=talk_name)
