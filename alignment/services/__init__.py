"""Services of agencies: how far they are integrated, what data they exchange, and the way to their target."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, API, labels, panels, search, and what organisations pass on."""
    from agreements.registry.models import Agreement
    from alignment.services import api, labels, link_views, panels, views
    from alignment.services.holdings import SERVICES
    from alignment.services.lookup import EXCHANGES, STEPS
    from alignment.services.lookup import SERVICES as FOUND_SERVICES
    from alignment.services.models import Service
    from app.organisations.succession.holdings import add_holding
    from app.search import sources
    from app.web import panels as registered
    from commitments.registry.models import Commitment
    from forums.scheduling.models import Forum

    parent.register_blueprint(views.bp)
    parent.register_blueprint(link_views.bp)
    api.api.init_app(app)
    labels.init_app(app)
    add_holding(app, SERVICES)
    sources.register(app, FOUND_SERVICES, EXCHANGES, STEPS)
    registered.add_address(app, Service, "alignment.services.show", service_id="id")
    registered.add_panel(app, "aside", Commitment, panels.of_commitment)
    registered.add_panel(app, "forum:aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)
