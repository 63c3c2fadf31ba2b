"""Agreements: registry, parties, clauses with their obligations and rights, documents, expiry notices.

Other packages can add panels with `panels.add_panel(app, place, Agreement, panel)`, in these places:

    agreement:main  below the clauses on the page "Obligations of the parties"
    agreement:aside in the sidebar, below the dates
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


def init_app(app: Flask) -> None:
    """Register the pages, API, jobs, labels and panels of agreements."""
    from agreements import api, audit_labels, by_link, guides, labels, mails, panels
    from agreements.amendments import labels as amendment_labels
    from agreements.amendments import views as amendments
    from agreements.amendments.models import Addendum
    from agreements.clauses import jobs as clause_jobs  # noqa: F401 - registers its job
    from agreements.clauses import views as clauses
    from agreements.documents import views as documents
    from agreements.parties import views as parties
    from agreements.registry import charges
    from agreements.registry import handlers as handlers
    from agreements.registry import jobs as jobs
    from agreements.registry import views as registry
    from agreements.renewals import jobs as renewal_jobs  # noqa: F401 - registers its job
    from agreements.renewals import views as renewals
    from app.web.panels import add_address

    parent = Blueprint("agreements", __name__)
    for slice_ in (registry, parties, clauses, documents, amendments, renewals):
        parent.register_blueprint(slice_.bp)
    app.register_blueprint(parent)
    api.init_app(app)
    labels.init_app(app)
    amendment_labels.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    panels.init_app(app)
    guides.register(app)
    mails.init_app(app)
    charges.register(app)
    add_address(app, Addendum, "agreements.amendments.show", amendment_id="id")
    _register_places(app)


def _register_places(app: Flask) -> None:
    """Register the page address, navigation and creation entries and quick lookup of agreements."""
    from agreements.clauses.lookup import CLAUSES, OBLIGATIONS, RIGHTS
    from agreements.documents.lookup import DOCUMENTS
    from agreements.registry import policies
    from agreements.registry.lookup import AGREEMENTS, NUMBERS
    from agreements.registry.models import Agreement
    from app.search import sources
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
    sources.register(app, AGREEMENTS, NUMBERS, CLAUSES, OBLIGATIONS, RIGHTS, DOCUMENTS)
