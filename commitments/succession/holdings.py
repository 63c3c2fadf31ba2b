"""What organisations pass on to their successors: open commitments that they owe, verify or contribute to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app import audit
from app.accounts.models import Person
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer
from commitments.blockers.models import Blocker
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.handover.actions import withdraw
from commitments.handover.models import Handover, HandoverState
from commitments.registry.models import IS_OPEN, Commitment, contributions
from commitments.registry.queries import visible_to


def _held(organisation: Organisation, reader: Person) -> Sequence[Commitment]:
    contributed = select(contributions.c.commitment_id).where(contributions.c.organisation_id == organisation.id)
    query = select(Commitment).where(
        or_(
            Commitment.responsible_id == organisation.id,
            Commitment.verifier_id == organisation.id,
            Commitment.id.in_(contributed),
        ),
        IS_OPEN,
        visible_to(reader, today()),
    )
    query = query.options(selectinload(Commitment.contributors))
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code)).unique().all()


def _obstacle(commitment: Commitment, organisation: Organisation, successor: Organisation) -> Any:
    """Return why a commitment cannot pass on: an organisation would verify itself."""
    sides = {commitment.responsible_id, commitment.verifier_id}
    if organisation.id in sides and successor.id in sides:
        return _l("%(name)s is the other side, and nobody verifies itself", name=successor.label)
    return None


def _pass_on(commitment: Commitment, transfer: Transfer) -> None:
    """Replace the predecessor by the successor; due dates, progress and history stay."""
    before, after = transfer.predecessor, transfer.successor
    was = {"responsible": before.id} if commitment.responsible_id == before.id else {}
    if was:
        commitment.responsible = after
        contact = commitment.responsible_person
        if contact and contact.organisation_id != after.id:
            commitment.responsible_person = None
    if commitment.verifier_id == before.id:
        commitment.verifier = after
    others = [one for one in commitment.contributors if one.id not in {before.id, after.id}]
    if before in commitment.contributors and after.id not in {commitment.responsible_id, commitment.verifier_id}:
        others.append(after)
    commitment.contributors = others
    _follow(commitment, transfer)
    audit.record(
        "commitment.passed_to_successor",
        commitment,
        by=transfer.by,
        at=transfer.at,
        before=before.id,
        organisation=after,
        basis=transfer.basis,
        was=was,
    )
    text = f"{before.name} → {after.name}: {transfer.basis}"
    add_update(commitment, Act.SUCCEEDED, by=transfer.by, at=transfer.at, text=text)


def _follow(commitment: Commitment, transfer: Transfer) -> None:
    """Let barriers that the predecessor can remove, and an open hand-over to it, name the successor."""
    barriers = select(Blocker).where(
        Blocker.commitment_id == commitment.id,
        Blocker.remover_id == transfer.predecessor.id,
        Blocker.removed_at.is_(None),
    )
    for barrier in db.session.scalars(barriers):
        barrier.remover_id = transfer.successor.id
    asked = select(Handover).where(Handover.commitment_id == commitment.id, Handover.state == HandoverState.ASKED)
    for handover in db.session.scalars(asked):
        giver, receiver = (
            transfer.successor.id if one == transfer.predecessor.id else one
            for one in (handover.from_id, handover.to_id)
        )
        if giver == receiver:
            withdraw(handover, by=transfer.by, at=transfer.at)
        else:
            handover.from_id, handover.to_id = giver, receiver


COMMITMENTS = Holding(
    name="commitments",
    label=_l("Open commitments"),
    held=_held,
    line=lambda commitment: f"{commitment.code} {commitment.title}",
    obstacle=_obstacle,
    pass_on=_pass_on,
)
