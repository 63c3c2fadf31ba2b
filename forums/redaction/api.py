"""The API of redactions."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload

from app.accounts.models import Person
from app.api import Api
from forums.minutes.models import Minutes
from forums.minutes.policies import publish_minutes
from forums.redaction import policies, views
from forums.redaction.forms import MarksForm, RefuseForm
from forums.redaction.models import Redaction
from forums.redaction.schemas import RedactionSchema

api = Api("redactions", area="forums", tag="Minutes")
REDACTIONS = "/minutes/<uuid:minutes_id>/redactions"
REDACTION = "/redactions/<uuid:redaction_id>"


@api.list(REDACTIONS, publish_minutes, RedactionSchema, sorts={"begun_at": (Redaction.begun_at, Redaction.id)})
def redactions(minutes: Minutes) -> Select[Redaction]:
    """List what the editions of published minutes withhold, and the open request."""
    named = load_only(Person.name), lazyload(Person.organisation)
    found = select(Redaction).where(Redaction.minutes_id == minutes.id)
    return found.options(
        joinedload(Redaction.marked_by).options(*named),
        joinedload(Redaction.decided_by).options(*named),
        selectinload(Redaction.withholdings),
    )


api.resource(REDACTION, policies.read_redaction, RedactionSchema, summary="Read one redaction.")
api.act(
    REDACTIONS,
    views.mark,
    takes=MarksForm,
    example={"marks": [], "kept": ["Sari Wulandari"]},
    gives=RedactionSchema,
    creates=True,
    summary="Save what the public does not read of minutes; with “ask”, request approval from “approver”.",
)
api.act(
    f"{REDACTION}/approve",
    views.approve,
    gives=RedactionSchema,
    summary="Approve what is withheld, which publishes the rest of the minutes.",
)
api.act(f"{REDACTION}/refuse", views.refuse, takes=RefuseForm, gives=RedactionSchema)
api.act(f"{REDACTION}/withdraw", views.withdraw, gives=RedactionSchema)
api.act(f"{REDACTION}/discard", views.discard, gives=RedactionSchema)
