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
    from alignment.roles import api, labels, panels, policies
    from alignment.roles import handlers as handlers
    from alignment.roles import views as roles
    from alignment.roles.models import RoleMatrix
    from alignment.services import api as services_api
    from alignment.services import labels as service_labels
    from alignment.services import link_views as service_links
    from alignment.services import panels as service_panels
    from alignment.services import views as services
    from alignment.services.holdings import SERVICES
    from alignment.services.models import Service
    from app.organisations.succession.holdings import add_holding
    from app.web import panels as registered
    from commitments.registry.models import Commitment
    from forums.scheduling.models import Forum

    parent = Blueprint("alignment", __name__)
    parent.register_blueprint(roles.bp)
    parent.register_blueprint(services.bp)
    parent.register_blueprint(service_links.bp)
    app.register_blueprint(parent)
    api.api.init_app(app)
    services_api.api.init_app(app)
    labels.init_app(app)
    service_labels.init_app(app)
    add_holding(app, SERVICES)
    audit_labels.describe_acts()
    by_link.init_app(app)
    guides.register(app)
    mails.init_app(app)
    registered.add_address(app, RoleMatrix, "alignment.roles.show", role_matrix_id="id")
    registered.add_panel(app, "aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)
    registered.add_address(app, Service, "alignment.services.show", service_id="id")
    registered.add_panel(app, "aside", Commitment, service_panels.of_commitment)
    registered.add_panel(app, "aside", Forum, service_panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, service_panels.of_agreement)
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
