"""The tabs of a session's page, each a page of another slice."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_login import current_user

from forums.scheduling.models import Session


def everyone(_user: Any, _session: Session) -> bool:
    """Return True: the tab is shown to everyone who may read the session."""
    return True


@dataclass(frozen=True, slots=True)
class Tab:
    """A page about one session. `endpoint` takes a `session_id`; `may(user, session)` decides who sees the tab."""

    endpoint: str
    label: Any
    order: int
    may: Callable[[Any, Session], bool] = everyone


def init_app(app: Flask) -> None:
    """Initialise the tabs of `app` and the template globals."""
    app.extensions["session_tabs"] = []
    app.jinja_env.globals.update(session_tabs=shown, session_tab_label=_label)


def add_tab(app: Flask, tab: Tab) -> None:
    """Add a tab to every session's page."""
    insort(app.extensions["session_tabs"], tab, key=lambda each: each.order)


def shown(session: Session) -> tuple[str, ...]:
    """Return the endpoints of the tabs that the user may see, in order."""
    reader = current_user
    return tuple(tab.endpoint for tab in current_app.extensions["session_tabs"] if tab.may(reader, session))


def _label(endpoint: str) -> Any:
    """Return the label of a tab."""
    return next(tab.label for tab in current_app.extensions["session_tabs"] if tab.endpoint == endpoint)
