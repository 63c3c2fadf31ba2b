"""Pages on which services are linked with commitments, forums and agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.registry.models import Agreement
from alignment.services import actions, policies, queries
from alignment.services.forms import LinkForm
from alignment.services.models import Service
from alignment.services.queries import Linked
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.registry.models import Commitment
from forums.scheduling.models import Forum

bp = Blueprint("service_links", __name__)

COMMITMENT = "/commitments/<uuid:commitment_id>/services"
FORUM = "/forums/<string:slug>/services"
AGREEMENT = "/agreements/<uuid:agreement_id>/services"

Act = Callable[..., None]


@bp.route(COMMITMENT, methods=["GET", "POST"])
@guarded(policies.link_commitment)
def link_commitment(commitment: Commitment) -> ResponseReturnValue:
    """Record that a commitment serves the integration of a service."""
    own = queries.beside_commitment(commitment.id, None)
    return _page(
        commitment,
        own,
        actions.link_commitment,
        url_for("alignment.service_links.unlink_commitment", commitment_id=commitment.id),
    )


@bp.post(f"{COMMITMENT}/remove")
@guarded(policies.link_commitment)
def unlink_commitment(commitment: Commitment) -> ResponseReturnValue:
    """Record that a commitment serves the integration of a service no longer."""
    own = queries.beside_commitment(commitment.id, None)
    return _page(commitment, own, actions.unlink_commitment)


@bp.get(FORUM)
@guarded(policies.read_forum_services)
def of_forum(forum: Forum) -> ResponseReturnValue:
    """Show the services that a forum is about."""
    return _shown(
        forum,
        link=url_for("alignment.service_links.link_forum", slug=forum.slug),
        may=policies.link_forum(current_user, forum),
    )


@bp.route(f"{FORUM}/link", methods=["GET", "POST"])
@guarded(policies.link_forum)
def link_forum(forum: Forum) -> ResponseReturnValue:
    """Link a service with a forum."""
    own = queries.beside_circle(forum.circle_id)
    return _page(forum, own, actions.link_place, url_for("alignment.service_links.unlink_forum", slug=forum.slug))


@bp.post(f"{FORUM}/remove")
@guarded(policies.link_forum)
def unlink_forum(forum: Forum) -> ResponseReturnValue:
    """End the link of a service with a forum."""
    return _page(forum, queries.beside_circle(forum.circle_id), actions.unlink_place)


@bp.get(AGREEMENT)
@guarded(policies.read_agreement_services)
def of_agreement(agreement: Agreement) -> ResponseReturnValue:
    """Show the services that an agreement is about."""
    link = url_for("alignment.service_links.link_agreement", agreement_id=agreement.id)
    return _shown(agreement, link=link, may=policies.link_agreement(current_user, agreement))


@bp.route(f"{AGREEMENT}/link", methods=["GET", "POST"])
@guarded(policies.link_agreement)
def link_agreement(agreement: Agreement) -> ResponseReturnValue:
    """Link a service with an agreement."""
    own = queries.beside_circle(agreement.circle_id)
    return _page(
        agreement,
        own,
        actions.link_place,
        url_for("alignment.service_links.unlink_agreement", agreement_id=agreement.id),
    )


@bp.post(f"{AGREEMENT}/remove")
@guarded(policies.link_agreement)
def unlink_agreement(agreement: Agreement) -> ResponseReturnValue:
    """End the link of a service with an agreement."""
    return _page(agreement, queries.beside_circle(agreement.circle_id), actions.unlink_place)


def _shown(about: Forum | Agreement, *, link: str, may: bool) -> ResponseReturnValue:
    linked = queries.beside_circle(about.circle_id)
    return page("alignment/services/of_place.html", about=about, linked=linked, link=link if may else "")


def _page(about: Any, linked: list[Linked], act: Act, remove: str = "") -> ResponseReturnValue:
    """Show the form that links a service, or ends a link, and act on the service that was chosen."""
    form = LinkForm()
    known, ends = {str(one.id) for one in linked}, act in {actions.unlink_commitment, actions.unlink_place}
    own = queries.choices(current_user)
    form.offer([one for one in own if (one[0] in known) is ends])
    if form.validate_on_submit():
        try:
            act(db.session.get_one(Service, form.service.data), about, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The link was removed.") if ends else _("The service was linked."), to=about)
    return page("alignment/services/link.html", form, about=about, linked=linked, remove=remove, own=dict(own))
