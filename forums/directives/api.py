"""The API of directives and suggestions."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only

from app.accounts.models import Person
from app.api import Api, Query, member, query_args
from app.clock import today
from commitments.registry.forms import ProposalForm
from forums.directives import policies, queries, views
from forums.directives.forms import DeclineForm, GiveForm, MergeForm, ReplyForm, TakeUpForm
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.directives.schemas import DirectiveSchema
from forums.scheduling.models import Forum

api = Api(
    "directives",
    area="forums",
    tag="Directives",
    about="Directives of leadership and suggestions from outside, and what became of them.",
)
PATH = "/directives/<uuid:directive_id>"
SORTS = {"given_at": (Directive.given_at, Directive.id), "answer_due": (Directive.answer_due, Directive.id)}


class DirectiveQuery(Query):
    """Query arguments for listing directives and suggestions."""

    forum = fields.String(metadata={"description": "Only those of the forum with this slug."})
    kind = member(DirectiveKind)
    state = member(DirectiveState)
    overdue = fields.Boolean(load_default=False, metadata={"description": "Only those whose answer is overdue."})


@api.list("/directives", policies.list_directives, DirectiveSchema, sorts=SORTS, query=DirectiveQuery)
def index() -> Select[Directive]:
    """List the directives and suggestions that the user may read."""
    wanted = query_args()
    found = select(Directive).join(Directive.forum).where(queries.readable(current_user, today()))
    for name in ("kind", "state"):
        if name in wanted:
            found = found.where(getattr(Directive, name) == wanted[name])
    if "forum" in wanted:
        found = found.where(Forum.slug == wanted["forum"])
    if wanted["overdue"]:
        found = found.where(Directive.state == DirectiveState.OPEN, Directive.answer_due < today())
    giver = joinedload(Directive.given_by).options(load_only(Person.name), lazyload(Person.organisation))
    return found.options(contains_eager(Directive.forum), giver)


api.resource(PATH, policies.read_directive, DirectiveSchema, summary="Read one directive or suggestion.")
api.act(
    "/forums/<string:slug>/directives",
    views.give,
    takes=GiveForm,
    optional=("answer_due",),
    example={"text": "Percepat integrasi perizinan; laporkan hambatannya."},
    gives=DirectiveSchema,
    creates=True,
)
for view, path, form, optional in (
    (views.take_up, "take-up", TakeUpForm, ("session", "title", "minutes")),
    (views.reply, "reply", ReplyForm, ()),
    (views.decline, "decline", DeclineForm, ()),
):
    api.act(f"{PATH}/{path}", view, takes=form, optional=optional, gives=DirectiveSchema)
api.act(f"{PATH}/merge", views.merge, takes=MergeForm, required=("into",), gives=DirectiveSchema)
api.act(
    f"{PATH}/commitment",
    views.commit,
    takes=ProposalForm,
    required=("responsible", "verifier"),
    optional=("title",),
    example={"title": "Satu formulir untuk semua loket", "criteria": "Formulir dipakai di kelima wilayah"},
    gives=DirectiveSchema,
)
