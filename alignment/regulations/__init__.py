"""Regulations: what they block, who can revise them, and how far a revision is."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages, API, event handlers, labels, search, the panel of decisions, and what organisations pass on."""
    from alignment.regulations import api, audit_labels, holdings, labels, lookup, panels, views
    from alignment.regulations import handlers as handlers
    from alignment.regulations import revision_views as revision_views
    from alignment.regulations.models import Regulation
    from alignment.regulations.sheet import PARAMETERS
    from app.organisations.succession.holdings import add_holding
    from app.saved_views import add_list
    from app.search import sources
    from app.web.panels import add_address, add_panel
    from forums.decisions.models import Decision

    parent.register_blueprint(views.bp)
    api.api.init_app(app)
    labels.init_app(app)
    audit_labels.describe_acts()
    add_holding(app, holdings.REGULATIONS)
    add_holding(app, holdings.REVISIONS)
    sources.register(app, lookup.REGULATIONS, lookup.REVISIONS)
    add_address(app, Regulation, "alignment.regulations.show", regulation_id="id")
    add_panel(app, "aside", Decision, panels.of_decision)
    add_list(app, "regulations", _l("Regulations"), "alignment.regulations.index", *PARAMETERS)
