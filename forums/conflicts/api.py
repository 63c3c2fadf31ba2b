"""The API of conflicts of interest."""

from __future__ import annotations

from sqlalchemy import Select

from app.api import Api
from forums.agenda.models import AgendaItem
from forums.agenda.policies import run_item
from forums.agenda.schemas import AgendaItemSchema
from forums.conflicts import policies, queries, views
from forums.conflicts.forms import ConflictForm
from forums.conflicts.models import ConflictOfInterest
from forums.conflicts.schemas import ConflictSchema

api = Api("conflicts", area="forums", tag="Agenda")
CONFLICTS = "/agenda-items/<uuid:agenda_item_id>/conflicts"
CONFLICT = "/conflicts/<uuid:conflict_id>"


@api.list(
    CONFLICTS, run_item, ConflictSchema, sorts={"declared_at": (ConflictOfInterest.declared_at, ConflictOfInterest.id)}
)
def conflicts(agenda_item: AgendaItem) -> Select[ConflictOfInterest]:
    """List the conflicts of interest on an item, for those who run the session."""
    return queries.on_item(agenda_item)


api.resource(CONFLICT, policies.read_conflict, ConflictSchema, summary="Read one conflict of interest.")
api.act(
    CONFLICTS,
    views.declare,
    takes=ConflictForm,
    example={"text": "Perusahaan kami ikut menawar pekerjaan ini"},
    gives=ConflictSchema,
    creates=True,
)
api.act(f"{CONFLICT}/withdraw", views.withdraw, gives=AgendaItemSchema)
