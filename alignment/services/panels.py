"""Panels of services on the pages of commitments, forums and agreements."""

from __future__ import annotations

from flask import get_template_attribute, url_for
from flask_login import current_user
from markupsafe import Markup

from agreements.registry.models import Agreement
from alignment.services import queries
from app.clock import today
from commitments.registry.models import Commitment
from forums.scheduling.models import Forum, ForumRole
from forums.scheduling.queries import involvement


def of_commitment(commitment: Commitment) -> Markup | None:
    """Return the services that a commitment serves, with the way to link one for those who may."""
    found = queries.beside_commitment(commitment.id, current_user.organisation_id)
    links = current_user.is_coordinator or any(one.owner_id == current_user.organisation_id for one in found)
    linked = [one for one in found if one.linked]
    if not linked and not links:
        return None
    href = url_for("alignment.service_links.link_commitment", commitment_id=commitment.id)
    return _draw("beside_commitment", linked, href if links else "")


def of_forum(forum: Forum) -> Markup | None:
    """Return how many services of a forum are integrated."""
    here = url_for("alignment.service_links.of_forum", slug=forum.slug)
    leads = involvement(current_user, forum).role in (ForumRole.CHAIR, ForumRole.FACILITATOR)
    return _of_place(forum, here, url_for("alignment.service_links.link_forum", slug=forum.slug), leads=leads)


def of_agreement(agreement: Agreement) -> Markup | None:
    """Return how many services of an agreement are integrated."""
    here = url_for("alignment.service_links.of_agreement", agreement_id=agreement.id)
    return _of_place(agreement, here, url_for("alignment.service_links.link_agreement", agreement_id=agreement.id))


def _of_place(about: Forum | Agreement, here: str, link: str, *, leads: bool = False) -> Markup | None:
    """Return the panel of a circle; without a service, the way to link one for those who may."""
    linked = queries.beside_known_circle(about.circle_id, current_user, today())
    if not linked and not (leads or current_user.is_coordinator):
        return None
    return _draw("beside_place", linked, here if linked else link)


def _draw(macro: str, linked: list[queries.Linked], href: str) -> Markup:
    draw = get_template_attribute("alignment/services/panel.html", macro)
    made: Markup = draw(linked, href)
    return made
