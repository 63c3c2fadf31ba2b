"""Alignment: who does what and what parties want together, and where they see it differently.

Above forums and agreements, which show what belongs to them by panels.
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Register the pages, API, event handlers, links, labels and panels of alignment."""
    from agreements.registry.models import Agreement
    from alignment import audit_labels, by_link, guides, mails
    from alignment.barriers import models as barriers  # noqa: F401
    from alignment.goals import api as goals_api
    from alignment.goals import handlers as goals_handlers  # noqa: F401
    from alignment.goals import labels as goals_labels
    from alignment.goals import mediation_views as goals_mediation
    from alignment.goals import panels as goals_panels
    from alignment.goals import views as goals
    from alignment.goals.models import SharedGoal
    from alignment.roles import api, labels, panels, policies
    from alignment.roles import handlers as handlers
    from alignment.roles import views as roles
    from alignment.roles.models import RoleMatrix
    from app.web import panels as registered
    from forums.scheduling.models import Forum

    parent = Blueprint("alignment", __name__)
    parent.register_blueprint(roles.bp)
    parent.register_blueprint(goals.bp)
    parent.register_blueprint(goals_mediation.bp)
    app.register_blueprint(parent)
    goals_api.api.init_app(app)
    goals_labels.init_app(app)
    api.api.init_app(app)
    labels.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    guides.register(app)
    mails.init_app(app)
    registered.add_address(app, RoleMatrix, "alignment.roles.show", role_matrix_id="id")
    registered.add_address(app, SharedGoal, "alignment.goals.show", shared_goal_id="id")
    registered.add_panel(app, "forum:aside", Forum, goals_panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, goals_panels.of_agreement)
    registered.add_panel(app, "aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)
    registered.registry(app).navigation.append(
        registered.Entry(
            "alignment.roles.index",
            _l("Alignment"),
            "align",
            75,
            lambda user: user.is_authenticated and policies.list_matrices(user),
            extra=True,
            section="alignment.",
        )
    )
