"""The tabs of a session's page: one per question, each a page of the slice that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from forums.scheduling.models import Session


def everyone(_user: Any, _session: Session) -> bool:
    """Let everyone see the tab who may read the session."""
    return True


@dataclass(frozen=True, slots=True)
class Tab:
    """A page about one session. `endpoint` takes a `session_id`; `may(user, session)` decides who sees it."""

    endpoint: str
    label: Any
    order: int
    may: Callable[[Any, Session], bool] = everyone


def init_app(app: Flask) -> None:
    """Give `app` an empty row of tabs and the templates their view of it."""
    app.extensions["session_tabs"] = []
    app.jinja_env.globals["session_tabs"] = shown


def add_tab(app: Flask, tab: Tab) -> None:
    """Show `tab` on every session's page."""
    app.extensions["session_tabs"].append(tab)


def shown(session: Session) -> list[tuple[Any, str, bool]]:
    """Return label, address and whether it is the current one, of each tab that the reader sees."""
    tabs: list[Tab] = sorted(current_app.extensions["session_tabs"], key=lambda tab: tab.order)
    return [
        (tab.label, url_for(tab.endpoint, session_id=session.id), request.endpoint == tab.endpoint)
        for tab in tabs
        if tab.may(current_user, session)
    ]
