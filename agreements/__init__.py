"""Agreements: registry, making, parties, clauses with their obligations and rights, documents, expiry notices.

Other packages can add panels with `panels.add_panel(app, place, Agreement, panel)`, in these places:

    agreement:main  below the clauses on the page "Obligations of the parties"
    agreement:aside in the sidebar, below the dates
    agreement:compliance above the chart on the page "Compliance"
    agreement:chain at the end of the chain of agreements on that page, as list items
    agreements:tabs above the list of agreements; its object is the unit that runs the instance
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


def init_app(app: Flask) -> None:
    """Register the pages, API, jobs, labels and panels of agreements."""
    from agreements import api, audit_labels, by_link, guides, labels, mails, panels
    from agreements.amendments import labels as amending
    from agreements.amendments.models import Addendum
    from agreements.clauses import jobs as clause_jobs  # noqa: F401 - registers its job
    from agreements.compliance import documents as evaluations
    from agreements.compliance import labels as compliance
    from agreements.documents import verification
    from agreements.imports import jobs as import_jobs  # noqa: F401 - registers its jobs
    from agreements.imports import labels as imports
    from agreements.making import labels as making
    from agreements.particulars import labels as particulars
    from agreements.parties.holdings import PARTIES
    from agreements.registry import charges
    from agreements.registry import handlers as handlers
    from agreements.registry import jobs as jobs
    from agreements.registry.filters import PARAMETERS
    from agreements.renewals import jobs as renewal_jobs  # noqa: F401 - registers its job
    from agreements.signing import labels as signing
    from app.organisations.succession.holdings import add_holding
    from app.saved_views import add_list
    from app.web.panels import add_address

    app.register_blueprint(_pages())
    api.init_app(app)
    for words in (labels, amending, compliance, imports, making, particulars, signing):
        words.init_app(app)
    evaluations.init_app(app)
    verification.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    panels.init_app(app)
    guides.register(app)
    mails.init_app(app)
    charges.register(app)
    add_holding(app, PARTIES)
    add_address(app, Addendum, "agreements.amendments.show", amendment_id="id")
    add_list(app, "agreements", _l("Agreements"), "agreements.registry.index", *PARAMETERS)
    _register_places(app)


def _pages() -> Blueprint:
    """Return the blueprint with the pages of every slice."""
    from agreements.amendments import views as amendments
    from agreements.boilerplates import views as boilerplates
    from agreements.clauses import views as clauses
    from agreements.compliance import views as compliance
    from agreements.documents import views as documents
    from agreements.drafting import views as drafting
    from agreements.imports import views as imports
    from agreements.making import views as making
    from agreements.particulars import views as particulars
    from agreements.parties import views as parties
    from agreements.registry import views as registry
    from agreements.renewals import views as renewals
    from agreements.signing import views as signing

    parent = Blueprint("agreements", __name__)
    made = (making, signing, boilerplates, drafting, particulars, imports, amendments, renewals)
    for slice_ in (registry, parties, clauses, compliance, documents, *made):
        parent.register_blueprint(slice_.bp)
    return parent


def _register_places(app: Flask) -> None:
    """Register the page address, navigation and creation entries and quick lookup of agreements."""
    from agreements.boilerplates.models import Boilerplate
    from agreements.clauses.lookup import CLAUSES, OBLIGATIONS, RIGHTS
    from agreements.documents.lookup import DOCUMENTS
    from agreements.registry import policies
    from agreements.registry.lookup import AGREEMENTS, NUMBERS
    from agreements.registry.models import Agreement
    from app.search import sources
    from app.web import panels

    panels.add_address(app, Agreement, "agreements.registry.show", agreement_id="id")
    panels.add_address(app, Boilerplate, "agreements.boilerplates.show", boilerplate_id="id")
    found = panels.registry(app)
    found.navigation.append(
        panels.Entry(
            "agreements.registry.index",
            _l("Agreements"),
            "agreement",
            50,
            lambda user: user.is_authenticated,
            extra=True,
            section=("agreements.", "cooperation."),
        )
    )
    found.creation.append(
        panels.Entry(
            "agreements.registry.create", lazy_pgettext("menu", "Agreement"), "agreement", 40, policies.create_agreement
        )
    )
    sources.register(app, AGREEMENTS, NUMBERS, CLAUSES, OBLIGATIONS, RIGHTS, DOCUMENTS)
