"""Commitments of organisations: what is due, by when, who verifies it and whether it was kept."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.accounts.duties import add_duty
from app.accounts.models import Person
from app.web import panels

PARTS = (
    *("imports", "disputes", "handover", "watching", "dispositions"),
    *("receipts", "milestones", "particulars", "waiting"),
)
"""Slices with an `init_app(app, parent)` that registers their pages on `parent`."""


def init_app(app: Flask) -> None:
    """Register the pages, API, jobs, labels and panels of commitments."""
    from commitments import api, audit_labels, by_link, guides, mails, status_labels
    from commitments.blockers import views as blockers
    from commitments.bulk import labels as refusals
    from commitments.bulk import views as bulk
    from commitments.contact import views as contact
    from commitments.delivery import views as delivery
    from commitments.extensions import views as extensions
    from commitments.listing import labels as listing
    from commitments.registry import handlers as handlers
    from commitments.registry import views as registry
    from commitments.reminders import jobs as jobs
    from commitments.reminders import views as reminders
    from commitments.summaries import jobs as summary_jobs  # noqa: F401 - registers its job
    from commitments.summaries import views as summaries
    from commitments.verification import views as verification

    parent = Blueprint("commitments", __name__)
    for slice_ in (registry, delivery, verification, extensions, blockers, reminders, summaries, contact, bulk):
        parent.register_blueprint(slice_.bp)
    for name in PARTS:
        import_module(f"commitments.{name}").init_app(app, parent)
    app.register_blueprint(parent)
    api.init_app(app)
    status_labels.init_app(app)
    listing.init_app(app)
    refusals.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    guides.register(app)
    mails.init_app(app)
    _offer(app)
    _add_entries(app)


def _offer(app: Flask) -> None:
    """Register what other parts show of commitments: panels, page addresses, holdings, the search and the list."""
    from app.organisations.succession.holdings import add_holding
    from app.saved_views import add_list
    from app.search import sources
    from commitments.contact import charges
    from commitments.contact import views as contact
    from commitments.delivery.lookup import EVIDENCE, REPORTS
    from commitments.listing.filters import PARAMETERS
    from commitments.registry import queries
    from commitments.registry.lookup import COMMITMENTS
    from commitments.registry.models import Commitment
    from commitments.succession.holdings import COMMITMENTS as HELD
    from commitments.summaries.models import Summary
    from commitments.summaries.views import panel

    add_duty(app, queries.verifies_something)
    panels.add_panel(app, "aside", Commitment, contact.panel)
    panels.add_address(app, Summary, "commitments.summaries.choose")
    panels.add_panel(app, "profile:aside", Person, panel)
    panels.add_panel(app, "notifications", Person, panel)
    charges.register(app)
    add_holding(app, HELD)
    panels.add_address(app, Commitment, "commitments.registry.show", commitment_id="id")
    sources.register(app, COMMITMENTS, REPORTS, EVIDENCE)
    add_list(app, "commitments", _l("Commitments"), "commitments.registry.index", *PARAMETERS)


def _add_entries(app: Flask) -> None:
    """Register the entries in the navigation and in the menu of what can be created."""
    found = panels.registry(app)
    found.navigation.append(
        panels.Entry(
            "commitments.registry.index",
            _l("Commitments"),
            "commitment",
            40,
            lambda user: user.is_authenticated,
            section="commitments",
        )
    )
    found.creation.append(
        panels.Entry(
            "commitments.registry.begin",
            _l("Commitment"),
            "commitment",
            30,
            lambda user: user.is_authenticated and user.roles != ["administrator"],
        )
    )
