"""API of dispositions."""

from __future__ import annotations

from uuid import UUID

from flask_login import current_user
from sqlalchemy import Select, or_, select, union_all

from app.api import Api
from app.clock import today
from app.dispositions import policies, queries, views
from app.dispositions.forms import AnswerForm, DispositionForm, PassBackForm
from app.dispositions.matters import every_matter
from app.dispositions.models import Disposition
from app.dispositions.schemas import DispositionSchema

api = Api(
    "dispositions",
    area="people",
    tag="Dispositions",
    about="What colleagues of one organisation pass on to each other, with an instruction and a date.",
)
PATH = "/dispositions/<uuid:disposition_id>"
SORTS = {"due": (Disposition.due, Disposition.id), "given_at": (Disposition.given_at, Disposition.id)}


@api.list("/dispositions", policies.list_dispositions, DispositionSchema, sorts=SORTS)
def index() -> Select[Disposition]:
    """List the dispositions that the user gave or received."""
    own = or_(Disposition.giver_id == current_user.id, Disposition.receiver_id == current_user.id)
    wanted = (own, Disposition.organisation_id == current_user.organisation_id)
    mine: Select[UUID] = select(Disposition.subject_id).where(*wanted)
    named = union_all(*(matter.named(current_user, today(), mine) for matter in every_matter())).subquery()
    return select(Disposition).where(*wanted, Disposition.subject_id.in_(select(named.c.id))).options(*queries.names())


api.resource(PATH, policies.read_disposition, DispositionSchema, summary="Read one disposition.")
for view, path, form in (
    (views.take, "take", None),
    (views.answer, "answer", AnswerForm),
    (views.pass_back, "pass-back", PassBackForm),
):
    api.act(f"{PATH}/{path}", view, takes=form, gives=DispositionSchema)
api.act(
    f"{PATH}/pass-on",
    views.pass_on,
    takes=DispositionForm,
    required=("receiver",),
    optional=("due",),
    example={"instruction": "Tolong lanjutkan"},
    gives=DispositionSchema,
    creates=True,
)
