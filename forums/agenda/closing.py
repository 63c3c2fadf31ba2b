"""What closing a session does with its agenda, for the page that asks for confirmation."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from forums.agenda.models import ItemState
from forums.agenda.queries import in_order, items_in, session_after
from forums.scheduling.models import Session


def consequences(session: Session) -> Markup:
    """Return where items that were not discussed go, which of them continue an item there, and which need a choice."""
    left = [item for item in items_in(session.id, ItemState.ACCEPTED) if not item.is_under_discussion]
    following = session_after(session)
    return Markup(  # noqa: S704 - a template escapes
        render_template(
            "forums/agenda/closing.html",
            session=session,
            items=left,
            undecided=[item for item in left if item.asks_for_resolution],
            following=following,
            continued=[item.title for item in left if following and item.title.casefold() in _titles(following)],
        )
    )


def _titles(session: Session) -> set[str]:
    """Return the titles that the agenda of a session has, or gets from the template of the forum."""
    items = in_order(session.id)
    titles = [one.title for one in items if one.state is not ItemState.DECLINED]
    return {title.casefold() for title in titles or [one["title"] for one in session.forum.agenda_template]}
