"""Changes of sessions and schedules: previewed first, announced a minute later, and undoable until then.

`actions.attempt(forum, kind, act, …)` runs an act in a savepoint and stores it as a change; `planning` previews it on
pages.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the job, the address of a change, and the undo banner on forums and sessions."""
    from forums.changes import finder_views as finder_views
    from forums.changes import jobs as jobs
    from forums.changes import rows, views
    from forums.changes import session_views as session_views  # its routes are on the blueprint of sessions
    from forums.changes.models import Change
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(views.bp)
    panels.add_panel(app, "forum:banner", Forum, views.undo_banner)
    panels.add_panel(app, "session:banner", Session, views.undo_banner)
    panels.add_address(app, Change, "forums.changes.show", change_id="id")
    app.jinja_env.globals.update(change_kind=rows.change_kind_label, notified_people=rows.notified_people)
