"""Template globals of agreements, and their panels on the pages of organisations and commitments."""

from __future__ import annotations

from typing import Any

from flask import Flask, get_template_attribute
from flask_login import current_user
from markupsafe import Markup

from agreements.clauses.queries import origin_of
from agreements.registry.models import Agreement
from agreements.registry.policies import object_to_end, sees_side
from agreements.registry.queries import of_organisation
from agreements.registry.rows import facts_of
from agreements.registry.rules import Stage, Validity
from app.clock import today
from app.organisations.models import Organisation
from app.web import panels
from commitments.registry.models import Commitment


def number_for(person: Any, agreement: Agreement) -> str:
    """Return the agreement's number for `person`: that of their own party, else the first that they may see, or ""."""
    own = agreement.side_of(person.organisation_id)
    if own and own.reference_number:
        return own.reference_number
    seen = (party for party in agreement.in_order if sees_side(person, agreement, party))
    return next((party.reference_number for party in seen if party.reference_number), "")


def _may_object(agreement: Agreement) -> bool:
    """Return whether the current user can object to what happens at the end of an agreement now."""
    coming = facts_of(agreement, today()).validity in {Validity.ACTIVE, Validity.EXPIRING}
    ends = agreement.stage is Stage.SIGNED and agreement.expires_on is not None
    return coming and ends and object_to_end(current_user, agreement)


def init_app(app: Flask) -> None:
    """Register the template globals and the panels."""
    app.jinja_env.globals.update(
        agreement_number=lambda agreement: number_for(current_user, agreement),
        agreement_facts=lambda agreement: facts_of(agreement, today()),
        may_object=_may_object,
    )
    panels.add_panel(app, "main", Organisation, _of_organisation)
    panels.add_panel(app, "origin", Commitment, _origin)


def _of_organisation(organisation: Organisation) -> Markup | None:
    found = of_organisation(organisation.id, current_user, today())
    draw = get_template_attribute("agreements/organisation.html", "agreements_of")
    return draw(organisation.id, found) if found else None


def _origin(commitment: Commitment) -> Markup | None:
    found = origin_of(commitment.id, current_user, today())
    return get_template_attribute("agreements/origin.html", "obliged_by")(found) if found else None
