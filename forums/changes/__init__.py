"""Changes of sessions and schedules: seen before they are made, told a minute later, undone until then.

`actions.attempt(forum, kind, act, …)` tries an act first, and keeps it as a change; `planning` shows it on pages.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages, the job, addresses, and the offer to undo on the page after a change."""
    from forums.changes import finder_views as finder_views
    from forums.changes import jobs as jobs
    from forums.changes import rows, views
    from forums.changes import session_views as session_views  # its routes belong to the pages of sessions
    from forums.changes.models import Change
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(views.bp)
    panels.add_panel(app, "forum:band", Forum, views.undo_band)
    panels.add_panel(app, "session:band", Session, views.undo_band)
    panels.add_address(app, Change, "forums.changes.show", change_id="id")
    app.jinja_env.globals.update(change_kind=rows.kind_words, changes_told=rows.told)
