"""Organisations: their sector, kind, parent and contacts."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext

from app.organisations import models as models
from app.organisations.letterheads import models as letterhead_models
from app.organisations.succession import models as succession_models
from app.web.panels import Entry, add_address, add_panel, registry

__all__ = ["init_app", "letterhead_models", "models", "succession_models"]


def init_app(app: Flask) -> None:
    """Register the pages and the API, the entries in the navigation and the "New" menu, and the search."""
    from app.organisations import api, lookup, policies, succession, views
    from app.organisations.forms import KINDS
    from app.organisations.labels import describe_acts
    from app.organisations.letterheads import views as letterheads
    from app.saved_views import add_list
    from app.search import sources

    describe_acts()
    app.jinja_env.globals["organisation_kind"] = lambda kind: KINDS[kind.value]
    app.register_blueprint(views.bp)
    app.register_blueprint(letterheads.bp)
    add_panel(app, "aside", models.Organisation, letterheads.panel)
    succession.init_app(app)
    api.api.init_app(app)
    add_list(app, "organisations", lazy_gettext("Organisations"), "organisations.index", "q", "sector", "archived")
    add_address(app, models.Organisation, "organisations.show", organisation_id="id")
    known = registry(app)
    known.navigation.append(
        Entry(
            "organisations.index",
            lazy_gettext("Organisations"),
            "building",
            order=80,
            may=lambda user: user.is_authenticated,
            extra=True,
            section=("organisations.", "organisation_succession.", "people."),
        )
    )
    known.creation.append(
        Entry(
            "organisations.create",
            lazy_gettext("Organisation"),
            "building",
            order=80,
            may=lambda user: user.is_authenticated and policies.create_organisation(user),
        )
    )
    sources.register(app, lookup.ORGANISATIONS)
