"""The first steps of a new instance that concern forums."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, select

from app.accounts.models import HOLDS_A_ROLE, Person
from app.circles.models import Seat
from app.settings.first_steps.registry import Step, add_step
from forums.invitations.models import Invitation
from forums.scheduling.models import Forum


def register(app: Flask) -> None:
    """Register the steps for the first forum and the first invited partner."""
    add_step(
        app,
        Step(
            order=70,
            title=_l("Create the first forum"),
            about=_l("A forum has a goal, a schedule and its participants; a year of sessions is made at once."),
            endpoint="forums.scheduling.create",
            policy="forum:create",
            role="coordinator",
            done=exists(select(Forum.id)),
        ),
    )
    add_step(
        app,
        Step(
            order=80,
            title=_l("Invite the first partner"),
            about=_l(
                "Partners answer from the mail, without an account. Invitations are sent on the page of a session."
            ),
            endpoint="forums.sessions.index",
            policy="session:begin",
            role="coordinator",
            done=_partner_invited(),
        ),
    )


def _partner_invited() -> ColumnElement[bool]:
    """Return the condition that a person outside the coordinators' own organisations was invited to a session."""
    own = select(Person.organisation_id).where(HOLDS_A_ROLE, Person.is_coordinator)
    seats = select(Invitation.id).join(Seat, Seat.id == Invitation.seat_id)
    return exists(seats.where(Seat.organisation_id.not_in(own)))
