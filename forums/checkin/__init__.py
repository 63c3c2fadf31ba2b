"""Check-in: people record their own presence at a session by QR code, short code or link, and follow it on a phone."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the parts of other pages, the template globals and the job."""
    from app.web import panels
    from forums.checkin import guest_views, jobs, labels, public_views, views
    from forums.invitations.queries import Invited
    from forums.scheduling.models import Session

    del jobs
    for part in (views.bp, guest_views.bp, public_views.bp):
        parent.register_blueprint(part)
    labels.init_app(app)
    panels.add_panel(app, "session:actions", Session, views.follow_button)
    panels.add_panel(app, "session:banner", Session, guest_views.banner)
    panels.add_panel(app, "session:attendance", Session, guest_views.panel)
    panels.add_panel(app, "session:room", Session, views.room_code)
    panels.add_panel(app, "answer:above", Invited, public_views.offer)
