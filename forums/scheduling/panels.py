"""Panels about forums on pages of lower packages."""

from __future__ import annotations

from flask import get_template_attribute
from flask_login import current_user
from markupsafe import Markup

from app.clock import today
from app.organisations.models import Organisation
from forums.scheduling.queries import of_organisation


def forums_of(organisation: Organisation) -> Markup | None:
    """Return the panel of forums with a seat of an organisation that the user may read, or None."""
    forums = of_organisation(organisation.id, current_user, today())
    return get_template_attribute("forums/scheduling/organisation.html", "forums_of")(forums) if forums else None
