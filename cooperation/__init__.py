"""Cooperation: requests from outside, their way over an audience to agreements, and the board that shows all of it.

It links forums and agreements, which never import each other.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """Register the pages, API, jobs, labels, links, panels and what can be found."""
    from app.organisations.succession.holdings import add_holding
    from app.search import sources
    from app.settings.rules import InstanceProfile
    from app.web import panels
    from cooperation import by_link, guides, mails
    from cooperation.board import views as board
    from cooperation.requests import api, charges, labels, lookup, public_views
    from cooperation.requests import handlers as handlers
    from cooperation.requests import jobs as jobs
    from cooperation.requests import panels as own_panels
    from cooperation.requests import views as requests
    from cooperation.requests.holdings import REQUESTS
    from cooperation.requests.models import CooperationRequest
    from cooperation.targets import views as targets

    parent = Blueprint("cooperation", __name__)
    for slice_ in (requests, public_views, board, targets):
        parent.register_blueprint(slice_.bp)
    app.register_blueprint(parent)
    api.api.init_app(app)
    labels.init_app(app)
    sources.register(app, lookup.REQUESTS)
    panels.add_address(app, CooperationRequest, "cooperation.requests.show", cooperation_request_id="id")
    panels.add_panel(app, "agreements:tabs", InstanceProfile, board.tabs)
    own_panels.init_app(app)
    by_link.init_app(app)
    guides.register(app)
    mails.init_app(app)
    charges.register(app)
    add_holding(app, REQUESTS)
