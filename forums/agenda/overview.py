"""The agenda panel on the overview of a session."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.agenda.models import ItemState
from forums.agenda.queries import in_short
from forums.redaction.titles import hidden_titles
from forums.scheduling.models import Session

SHOWN = frozenset({ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED})


def overview(session: Session) -> Markup:
    """Return the panel with the agenda, the minutes allotted, and the number of open proposals."""
    hidden = hidden_titles(current_user, session)
    items = [item._replace(title=hidden.get(item.id, item.title)) for item in in_short(session.id)]
    shown = [item for item in items if item.state in SHOWN]
    return Markup(  # noqa: S704
        render_template(
            "forums/agenda/overview.html",
            session=session,
            items=list(enumerate(shown, 1)),
            minutes=sum(item.minutes for item in shown),
            waiting=sum(item.state is ItemState.PROPOSED for item in items),
        )
    )
