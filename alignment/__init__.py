"""Alignment: who does what, and where parties see it differently.

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
    from alignment.barriers.models import Barrier
    from alignment.capacity import api as capacity_api
    from alignment.capacity import handlers as capacity_handlers  # noqa: F401
    from alignment.capacity import jobs as capacity_jobs  # noqa: F401
    from alignment.capacity import labels as capacity_labels
    from alignment.capacity import panels as capacity_panels
    from alignment.capacity import training_views as training_views
    from alignment.capacity import views as capacity
    from alignment.capacity.models import Training
    from alignment.home import policies as home_policies
    from alignment.home import views as home
    from alignment.navigation import SECTIONS
    from alignment.roles import api, labels, panels
    from alignment.roles import handlers as handlers
    from alignment.roles import views as roles
    from alignment.roles.models import RoleMatrix
    from app.organisations.models import Organisation
    from app.web import panels as registered
    from forums.scheduling.models import Forum

    parent = Blueprint("alignment", __name__)
    parent.register_blueprint(home.bp)
    parent.register_blueprint(roles.bp)
    parent.register_blueprint(capacity.bp)
    app.register_blueprint(parent)
    api.api.init_app(app)
    capacity_api.api.init_app(app)
    labels.init_app(app)
    capacity_labels.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    guides.register(app)
    mails.init_app(app)
    registered.add_address(app, RoleMatrix, "alignment.roles.show", role_matrix_id="id")
    registered.add_panel(app, "aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)
    registered.add_address(app, Training, "alignment.capacity.show_training", training_id="id")
    registered.add_panel(app, "aside", Organisation, capacity_panels.of_organisation)
    registered.add_panel(app, "forum:aside", Forum, capacity_panels.of_forum)
    registered.add_panel(app, "aside", Barrier, capacity_panels.of_barrier)
    registered.registry(app).navigation.append(
        registered.Entry(
            "alignment.home.index",
            _l("Alignment"),
            "align",
            75,
            lambda user: user.is_authenticated and home_policies.read_home(user),
            extra=True,
            section="alignment.",
            children=SECTIONS,
        )
    )
