"""Passing an invitation to a session, or a directive, on to a colleague, with an instruction.

A disposition of a session is the instruction beside its invitation: who attends is answered with the invitation.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the parts of pages, and sessions and directives as something to pass on."""
    from app.dispositions import add_matter
    from app.web import panels
    from forums.directives.models import Directive
    from forums.dispositions import answer_views, matters, views
    from forums.invitations.queries import Invited
    from forums.scheduling.models import Session

    parent.register_blueprint(views.bp)
    parent.register_blueprint(answer_views.bp)
    panels.add_panel(app, "answer:below", Invited, answer_views.panel)
    panels.add_panel(app, "session:aside", Session, views.session_panel)
    panels.add_panel(app, "aside", Directive, views.directive_panel)
    add_matter(app, matters.SESSIONS)
    add_matter(app, matters.DIRECTIVES)
