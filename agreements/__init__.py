"""The registry of agreements: parties, clauses, obligations, what expires.

Places that other packages fill, each with `panels.add_panel(app, place, Agreement, panel)`:

    agreement:main  below the clauses on the page "Who promises what"
    agreement:aside beside them, under the dates
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_pgettext

from app import panels
from app.translation import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Register pages, jobs and the places where agreements show."""
    from agreements import api, record, shown, words
    from agreements.clauses import jobs as clause_jobs  # noqa: F401 - registers its job
    from agreements.clauses import views as clauses
    from agreements.documents import views as documents
    from agreements.parties import views as parties
    from agreements.registry import jobs as jobs
    from agreements.registry import reactions as reactions
    from agreements.registry import views as registry

    parent = Blueprint("agreements", __name__)
    for slice_ in (registry, parties, clauses, documents):
        parent.register_blueprint(slice_.bp)
    app.register_blueprint(parent)
    api.init_app(app)
    words.init_app(app)
    record.describe_acts()
    shown.init_app(app)
    _register_places(app)


def _register_places(app: Flask) -> None:
    """Let agreements be reached from the rail, the menu of new things and the lookup."""
    from agreements.registry import policies, queries
    from agreements.registry.models import Agreement

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
    found.searches.append(panels.Lookup(queries.looked_up, _hit))


def _hit(row: Any) -> panels.Hit:
    """Return an agreement that the quick lookup found, under the number by which the reader knows it."""
    from agreements.registry.models import AgreementKind
    from agreements.words import KINDS

    href = url_for("agreements.registry.show", agreement_id=row.key)
    return panels.Hit(KINDS[AgreementKind(row.more)], row.code or None, row.title, href)
