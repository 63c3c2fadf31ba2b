"""Personal links in mails: the recipient can do what the mail asks without signing in.

A link belongs to one person, one object and one mail, and expires. A request by link runs the same views and policies
as the pages of signed-in people, as the person to whom the link was sent. Features register the pages that links open
with `offer`.
"""

from __future__ import annotations

from flask import Flask

from app.accounts import load_person_with
from app.mail.links.access import current_link, is_link_request, person_of
from app.mail.links.registry import LinkAct, offer

__all__ = ["LinkAct", "current_link", "init_app", "is_link_request", "offer", "person_of"]


def init_app(app: Flask) -> None:
    """Register the pages behind links, the administrator's list, and what templates and audit rows know of a link."""
    from app.mail.links import access, admin_views, audit_labels, views
    from app.mail.links import handlers as handlers
    from app.mail.links.rules import masked

    load_person_with(app, person_of)
    app.before_request(access.begin)
    app.jinja_env.globals["current_link"] = current_link
    app.jinja_env.filters["masked"] = masked
    app.register_blueprint(views.bp)
    app.register_blueprint(admin_views.bp)
    audit_labels.describe_acts()
