"""Saved views: a name for what the address of a list asks for, as a tab of the list; of one person, or for everyone.

A feature registers a list with `add_list`, and shows its tabs with the macros of templates/saved_views/parts.html. A
view gives no access: whoever opens it sees what they may read.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.saved_views.lists import SavedList, add_list

__all__ = ["SavedList", "add_list", "init_app"]


def init_app(app: Flask) -> None:
    """Register the pages, the labels of the audit trail, and the functions of templates."""
    from app.saved_views import api, lists, views
    from app.saved_views.models import SavedView

    lists.init_app(app)
    app.register_blueprint(views.bp)
    api.api.init_app(app)
    audit.call(SavedView, _l("saved view"))
    audit.describe("saved_view.saved", _l("saved this view"))
    audit.describe("saved_view.changed", _l("changed this view"))
    audit.describe("saved_view.deleted", _l("deleted this view"))
    audit.label_details({"list_name": _l("List"), "is_shared": _l("Shared with everyone")})
