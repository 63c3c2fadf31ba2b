"""Alignment: who does what, what parties share, and what stands between them and their services.

Above forums and agreements, which show what belongs to them by panels.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """Register the pages, API, event handlers, links, labels and panels of alignment."""
    from agreements.registry.models import Agreement
    from alignment import (
        audit_labels,
        barriers,
        by_link,
        capacity,
        five_c,
        goals,
        guides,
        home,
        mails,
        regulations,
        services,
        voices,
    )
    from alignment.roles import api, labels, panels
    from alignment.roles import handlers as handlers
    from alignment.roles import views as roles
    from alignment.roles.models import RoleMatrix
    from app.web import panels as registered
    from forums.scheduling.models import Forum

    parent = Blueprint("alignment", __name__)
    parent.register_blueprint(roles.bp)
    for part in (home, goals, regulations, services, barriers, capacity, voices, five_c):
        part.init_app(app, parent)
    app.register_blueprint(parent)
    api.api.init_app(app)
    labels.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    guides.register(app)
    mails.init_app(app)
    registered.add_address(app, RoleMatrix, "alignment.roles.show", role_matrix_id="id")
    registered.add_panel(app, "forum:aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)
