"""Panels of shared goals on the pages of forums and agreements."""

from __future__ import annotations

from flask import get_template_attribute, url_for
from flask_login import current_user
from markupsafe import Markup

from agreements.registry.models import Agreement
from alignment.goals import queries
from app.circles.models import Circle
from app.clock import today
from forums.scheduling.models import Forum


def of_forum(forum: Forum) -> Markup | None:
    """Return the panel on the page of a forum, for those who may know of its goal."""
    return _panel(forum.circle, url_for("alignment.goals.of_forum", slug=forum.slug))


def of_agreement(agreement: Agreement) -> Markup | None:
    """Return the panel on the page of an agreement."""
    return _panel(agreement.circle, url_for("alignment.goals.of_agreement", agreement_id=agreement.id))


def _panel(circle: Circle, href: str) -> Markup | None:
    """Return the panel of a circle: how many parties acknowledge its goal, or that one can be begun."""
    found = queries.panel_of(circle.id, current_user, today())
    if found is None or (found.goal_id is None and not (found.leads or current_user.is_coordinator)):
        return None
    draw = get_template_attribute("alignment/goals/panel.html", "goal_panel")
    return draw(found, href)
