"""Home pages and digests for leadership."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l

from app.web import panels


def init_app(app: Flask) -> None:
    """Register the pages, API, jobs, commands, links, labels and the PDF kind of digests, and the home pages."""
    from app.pdf.kinds import Kind, add_kind
    from insights import audit_labels, by_link, guides, mails, schedules
    from insights.dashboard import api as dashboard_api
    from insights.dashboard import views as dashboard
    from insights.digests import api, commands
    from insights.digests import jobs as jobs
    from insights.digests import views as digests
    from insights.digests.models import Digest
    from insights.homes import views as homes
    from insights.indicators import commands as indicator_commands
    from insights.indicators import jobs as indicator_jobs  # noqa: F401 registers the job
    from insights.outcomes import api as outcomes_api
    from insights.outcomes import views as outcomes

    parent = Blueprint("insights", __name__)
    parent.register_blueprint(homes.bp)
    parent.register_blueprint(dashboard.bp)
    parent.register_blueprint(digests.bp)
    parent.register_blueprint(outcomes.bp)
    schedules.init_app(app, parent)
    app.register_blueprint(parent)
    api.api.init_app(app)
    dashboard_api.api.init_app(app)
    outcomes_api.api.init_app(app)
    audit_labels.describe_acts()
    by_link.init_app(app)
    app.cli.add_command(commands.group)
    app.cli.add_command(indicator_commands.group)
    panels.add_address(app, Digest, "insights.digests.show", digest_id="id")
    add_kind(app, Kind(name="digest", label=_l("Digest"), states="digest", address=_digest_address))
    guides.register(app)
    mails.init_app(app)
    _add_navigation(app)


def _add_navigation(app: Flask) -> None:
    """Register the entries of the home page, the dashboard and the digests."""
    from insights.dashboard.policies import read_dashboard

    navigation = panels.registry(app).navigation
    navigation.append(
        panels.Entry(
            "insights.homes.home",
            _l("Home"),
            "home",
            10,
            lambda user: user.is_authenticated,
            section="insights.homes",
        )
    )
    navigation.append(
        panels.Entry(
            "insights.dashboard.show",
            _l("Dashboard"),
            "chart",
            15,
            lambda user: user.is_authenticated and read_dashboard(user),
            extra=True,
            section="insights.dashboard",
        )
    )
    navigation.append(
        panels.Entry(
            "insights.digests.index",
            _l("Digests"),
            "digest",
            70,
            lambda user: user.is_authenticated and (user.is_coordinator or user.is_leadership),
            extra=True,
            section=("insights.digests", "insights.outcomes", "insights.schedules"),
        )
    )


def _digest_address(digest_id: UUID) -> str:
    return url_for("insights.digests.show", digest_id=digest_id)
