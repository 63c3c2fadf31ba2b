"""Passing a commitment on to a colleague of the same party, with an instruction."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select, true

from app.accounts.models import Person
from app.circles.models import Classification, NamedPerson
from app.database import db
from app.dispositions import Matter, add_matter
from app.web.i18n import plain_day
from commitments.registry.models import Commitment
from commitments.registry.queries import is_party, visible_to


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, the part of a commitment's page, and commitments as something to pass on."""
    from app.web import panels
    from commitments.dispositions import views
    from commitments.registry.policies import read_commitment

    parent.register_blueprint(views.bp)
    panels.add_panel(app, "aside", Commitment, views.panel)
    add_matter(
        app,
        Matter(
            model=Commitment,
            word=_l("commitment"),
            load=lambda commitment_id: db.session.get(Commitment, commitment_id),
            circle=lambda commitment: commitment.circle,
            title=lambda commitment: f"{commitment.code} {commitment.title}",
            may_read=read_commitment,
            among=_among,
            gives=lambda person, commitment: person.id == commitment.responsible_person_id,
            concerns=is_party,
            is_open=lambda commitment: commitment.facts.is_open,
            named=_named,
            facts=_facts,
        ),
    )


def _among(commitment: Commitment) -> ColumnElement[bool]:
    if commitment.circle.classification is not Classification.SECRET:
        return true()
    return Person.id.in_(select(NamedPerson.person_id).where(NamedPerson.circle_id == commitment.circle_id))


def _named(person: Person, today: date, ids: Select[UUID]) -> Select[UUID, str]:
    title = (Commitment.code + " " + Commitment.title).label("title")
    return select(Commitment.id, title).where(Commitment.id.in_(ids), visible_to(person, today))


def _facts(commitment: Commitment) -> list[tuple[str, Any]]:
    return [
        (_("Due"), plain_day(commitment.current_due)),
        (_("Acceptance criteria"), "\n".join(commitment.criteria_lines)),
        (_("Responsible"), commitment.responsible.name),
        (_("Verifier"), commitment.verifier.name),
    ]
