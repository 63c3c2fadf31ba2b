"""Panels about requests on the pages of agreements, sessions and organisations, and below the sign-in form."""

from __future__ import annotations

from flask import Flask, render_template
from flask_login import current_user
from markupsafe import Markup

from agreements.registry.models import Agreement
from app.organisations.models import Organisation
from app.web import panels
from config import Settings
from cooperation.requests import queries
from cooperation.requests.policies import list_requests, read_request
from forums.scheduling.models import ForumKind, Session


def init_app(app: Flask) -> None:
    """Register the panels."""
    panels.add_panel(app, "agreement:aside", Agreement, _origin)
    panels.add_panel(app, "session:aside", Session, _audiences)
    panels.add_panel(app, "main", Organisation, _of_organisation)
    panels.add_panel(app, "sign-in:below", Settings, _way_in)


def _origin(agreement: Agreement) -> Markup | None:
    """Return from which request an agreement came, to those who read the agreement; its number alone to others."""
    found = queries.origin_of(agreement.id)
    if found is None or not current_user.is_authenticated:
        return None
    reads = read_request(current_user, found)
    return Markup(render_template("cooperation/requests/origin.html", found=found, reads=reads))  # noqa: S704


def _audiences(session: Session) -> Markup | None:
    """Return the requests whose audience is in a session of business audiences, for coordinators and leadership."""
    if session.forum.kind is not ForumKind.BUSINESS_AUDIENCE:
        return None
    if not current_user.is_authenticated or not list_requests(current_user):
        return None
    found = queries.of_session(session.id)
    return Markup(render_template("cooperation/requests/audiences.html", found=found)) if found else None  # noqa: S704


def _of_organisation(organisation: Organisation) -> Markup | None:
    """Return the requests of an organisation that the reader may read."""
    found = queries.of_organisation(organisation.id, current_user)
    return Markup(render_template("cooperation/requests/of_organisation.html", found=found)) if found else None  # noqa: S704


def _way_in(_settings: Settings) -> Markup:
    """Return the link to the public form, below the sign-in form."""
    return Markup(render_template("cooperation/public/way_in.html"))  # noqa: S704
