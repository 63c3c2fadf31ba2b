"""Panels of role matrices on the pages of forums and agreements."""

from __future__ import annotations

from flask import get_template_attribute, url_for
from flask_login import current_user
from markupsafe import Markup

from agreements.registry.models import Agreement
from alignment.roles import policies, queries
from alignment.roles.board import board_of
from app.circles.models import Circle
from app.circles.queries import knows
from app.clock import today
from forums.scheduling.models import Forum


def of_forum(forum: Forum) -> Markup | None:
    """Return the panel on the page of a forum, for those who may know of its role matrix."""
    return _panel(forum.circle, url_for("alignment.roles.of_forum", slug=forum.slug))


def of_agreement(agreement: Agreement) -> Markup | None:
    """Return the panel on the page of an agreement."""
    return _panel(agreement.circle, url_for("alignment.roles.of_agreement", agreement_id=agreement.id))


def _panel(circle: Circle, href: str) -> Markup | None:
    """Return the panel of a circle: what its matrix lacks, or that one can be begun."""
    if not knows(current_user, circle, today()):
        return None
    matrix = queries.of_circle(circle.id)
    if matrix is None and not policies.leads(current_user, circle):
        return None
    draw = get_template_attribute("alignment/roles/panel.html", "roles_panel")
    return draw(board_of(matrix, today()) if matrix else None, href)
