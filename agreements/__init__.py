"""The registry of agreements: parties, clauses, obligations, what expires.

Places that other packages fill, each with `panels.add_panel(app, place, Agreement, panel)`:

    agreement:main  below the clauses on the page "Who promises what"
    agreement:aside beside them, under the dates
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


def init_app(app: Flask) -> None:
    """Register pages, jobs and the places where agreements show."""
    from agreements import api, audit_labels, labels, panels
    from agreements.clauses import jobs as clause_jobs  # noqa: F401 - registers its job
    from agreements.clauses import views as clauses
    from agreements.documents import views as documents
    from agreements.parties import views as parties
    from agreements.registry import handlers as handlers
    from agreements.registry import jobs as jobs
    from agreements.registry import views as registry

    parent = Blueprint("agreements", __name__)
    for slice_ in (registry, parties, clauses, documents):
        parent.register_blueprint(slice_.bp)
    app.register_blueprint(parent)
    api.init_app(app)
    labels.init_app(app)
    audit_labels.describe_acts()
    panels.init_app(app)
    _register_places(app)


def _register_places(app: Flask) -> None:
    """Let agreements be reached from the rail, the menu of new things and the lookup."""
    from agreements.registry import lookup, policies
    from agreements.registry.models import Agreement
    from app.web import panels

    panels.add_address(app, Agreement, "agreements.registry.show", agreement_id="id")
    found = panels.registry(app)
    found.navigation.append(
        panels.Entry(
            "agreements.registry.index",
            _l("Agreements"),
            "agreement",
            50,
            lambda user: user.is_authenticated,
            extra=True,
            section="agreements.",
        )
    )
    found.creation.append(
        panels.Entry(
            "agreements.registry.create", lazy_pgettext("menu", "Agreement"), "agreement", 40, policies.create_agreement
        )
    )
    found.searches.append(lookup.AGREEMENTS)
