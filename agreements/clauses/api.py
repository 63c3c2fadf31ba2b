"""API of clauses, obligations and rights."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from agreements.clauses import policies, views
from agreements.clauses.forms import ClauseForm, ObligationForm, RightForm
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.schemas import ClauseSchema, ObligationSchema, RightSchema
from agreements.registry.models import Agreement
from agreements.registry.policies import read_whole
from app.api import Api
from app.web.policies import guarded

api = Api("agreements.clauses", area="agreements", tag="Agreements")
AGREEMENT = "/agreements/<uuid:agreement_id>"
CLAUSE = "/agreements/clauses/<uuid:clause_id>"
OBLIGATION = "/agreements/obligations/<uuid:obligation_id>"
RIGHT = "/agreements/rights/<uuid:right_id>"


@api.list(f"{AGREEMENT}/clauses", read_whole, ClauseSchema, sorts={"position": (Clause.position, Clause.id)})
def clauses(agreement: Agreement) -> Select[Clause]:
    """List the clauses of an agreement in the order of the text."""
    return select(Clause).where(Clause.agreement_id == agreement.id, Clause.removed_on.is_(None))


@api.list(
    f"{AGREEMENT}/obligations",
    read_whole,
    ObligationSchema,
    sorts={"first_due": (Obligation.first_due, Obligation.id)},
)
def obligations(agreement: Agreement) -> Select[Obligation]:
    """List the obligations of an agreement, with the commitments that follow from them."""
    in_force = Obligation.ended_on.is_(None)
    return select(Obligation).join(Obligation.clause).where(Clause.agreement_id == agreement.id, in_force)


@api.list(f"{AGREEMENT}/rights", read_whole, RightSchema, sorts={"text": (Right.text, Right.id)})
def rights(agreement: Agreement) -> Select[Right]:
    """List the rights and benefits of the parties."""
    return select(Right).join(Right.clause).where(Clause.agreement_id == agreement.id, Right.ended_on.is_(None))


@guarded(policies.change_clause)
def move_up(clause: Clause) -> ResponseReturnValue:
    """Move a clause up by one position."""
    return views.shift(clause, -1)


@guarded(policies.change_clause)
def move_down(clause: Clause) -> ResponseReturnValue:
    """Move a clause down by one position."""
    return views.shift(clause, 1)


api.resource(CLAUSE, policies.read_clause, ClauseSchema, summary="Read one clause.")
api.act(
    f"{AGREEMENT}/clauses",
    views.add,
    takes=ClauseForm,
    example={"number": "Pasal 12", "heading": "Pembiayaan"},
    gives=ClauseSchema,
    creates=True,
)
api.act(
    CLAUSE,
    views.edit,
    takes=ClauseForm,
    example={"heading": "Pembiayaan", "reason": "Salah ketik pada judul."},
    gives=ClauseSchema,
    method="PATCH",
)
api.act(f"{CLAUSE}/move-up", move_up, gives=ClauseSchema)
api.act(f"{CLAUSE}/move-down", move_down, gives=ClauseSchema)
api.act(CLAUSE, views.remove, method="DELETE", summary="Delete a clause with its obligations and rights.")

api.resource(OBLIGATION, policies.read_obligation, ObligationSchema, summary="Read one obligation.")
api.act(
    f"{CLAUSE}/obligations",
    views.add_obligation,
    takes=ObligationForm,
    example={"text": "Menyediakan data layanan", "criteria": "Data tersedia melalui API setiap hari kerja"},
    required=("debtor",),
    gives=ObligationSchema,
    creates=True,
)
api.act(
    OBLIGATION,
    views.edit_obligation,
    takes=ObligationForm,
    example={"criteria": "Data tersedia melalui API setiap hari kerja"},
    gives=ObligationSchema,
    method="PATCH",
)
api.act(OBLIGATION, views.remove_obligation, method="DELETE", summary="Delete an obligation.")

api.resource(RIGHT, policies.read_right, RightSchema, summary="Read one right.")
api.act(
    f"{CLAUSE}/rights",
    views.add_right,
    takes=RightForm,
    example={"text": "Memakai data layanan"},
    required=("holder",),
    gives=RightSchema,
    creates=True,
)
api.act(RIGHT, views.remove_right, method="DELETE")
