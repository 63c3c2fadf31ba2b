"""The API of decisions."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from marshmallow import fields, validate
from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload

from app.accounts.models import Person
from app.api import Api, Query, member, query_args
from app.api.operations import refused
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.pages import done
from app.web.policies import guarded
from commitments.registry.models import Commitment
from commitments.registry.schemas import CommitmentSchema
from forums.agenda.models import AgendaItem
from forums.decisions import actions, policies, queries, views
from forums.decisions.forms import CommitmentForm, DecisionForm, NewDecisionForm, SupersedeForm
from forums.decisions.models import Decision, DecisionVote
from forums.decisions.queries import Filters
from forums.decisions.rules import FollowUp
from forums.decisions.schemas import DecisionSchema
from forums.scheduling.models import DecisionRule, Forum, Session

api = Api("decisions", area="forums", tag="Decisions", about="Decisions taken in sessions.")
PATH = "/decisions/<uuid:decision_id>"
SORTS = {"decided_at": (Decision.decided_at, Decision.id), "code": (Decision.code,)}


class DecisionQuery(Query):
    """Query arguments for listing decisions."""

    forum = fields.String(metadata={"description": "Only decisions of the forum with this slug."})
    session = fields.UUID(metadata={"description": "The id of the session in which they were taken."})
    how = member(DecisionRule)
    year = fields.Integer(validate=validate.Range(1970, 2199))
    without_commitment = fields.Boolean(
        load_default=False, metadata={"description": "Only decisions without follow-up, as `follow_up=none`."}
    )
    follow_up = member(FollowUp, metadata={"description": "What became of them, by their commitments."})
    superseded = fields.Boolean(
        load_default=False, metadata={"description": "Only decisions that a later one supersedes."}
    )
    without_quorum = fields.Boolean(
        load_default=False, metadata={"description": "Only decisions that were taken without a quorum."}
    )


@api.list("/decisions", policies.list_decisions, DecisionSchema, sorts=SORTS, query=DecisionQuery)
def index() -> Select[Decision]:
    """List the decisions that the user may read."""
    wanted = query_args()
    filters = Filters(
        text=wanted.get("q", ""),
        how=wanted.get("how"),
        year=wanted.get("year"),
        follow_up=FollowUp.NONE if wanted["without_commitment"] else wanted.get("follow_up"),
        without_quorum=wanted["without_quorum"],
        superseded=wanted["superseded"],
    )
    found = queries.found(current_user, filters, today()).outerjoin(Decision.forum)
    if "forum" in wanted:
        found = found.where(Forum.slug == wanted["forum"])
    if "session" in wanted:
        found = found.where(Decision.session_id == wanted["session"])
    carrying = selectinload(Decision.commitments).options(
        load_only(Commitment.code, Commitment.title, Commitment.delivery, Commitment.visibility), lazyload("*")
    )
    recorder = joinedload(Decision.recorded_by).options(load_only(Person.name), lazyload(Person.organisation))
    forum = load_only(Forum.slug, Forum.name), lazyload(Forum.circle)
    session = joinedload(Decision.session).lazyload(Session.forum)
    votes = selectinload(Decision.votes).joinedload(DecisionVote.seat)
    return found.options(contains_eager(Decision.forum).options(*forum), session, votes, carrying, recorder)


@guarded(policies.record_decision)
def record(session: Session) -> ResponseReturnValue:
    """Record a decision with the quorum when it was taken; without one, only if confirmed with a reason."""
    form = NewDecisionForm.of_session(session)
    if form.validate_on_submit():
        try:
            item = db.session.get(AgendaItem, form.item.data) if form.item.data else None
            now, confirmed = utc_now(), form.confirmation()
            taken = actions.decide(
                session, form.details(), item=item, by=current_user, at=now, without_quorum=confirmed
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("%(code)s was recorded.", code=taken.code), to=taken)
    return refused(form)


api.resource(PATH, policies.read_decision, DecisionSchema, summary="Read one decision.")
api.act(
    "/sessions/<uuid:session_id>/decisions",
    record,
    takes=NewDecisionForm,
    example={
        "text": "Formulir izin disatukan mulai Januari",
        "without_quorum": True,
        "no_quorum_reason": "Disepakati semua yang hadir",
    },
    gives=DecisionSchema,
    creates=True,
)
api.act(PATH, views.edit, takes=DecisionForm, gives=DecisionSchema, method="PATCH")
api.act(
    f"{PATH}/supersedes",
    views.supersede,
    takes=SupersedeForm,
    gives=DecisionSchema,
    summary="Set the earlier decisions that a decision supersedes.",
)
api.act(
    f"{PATH}/commitments",
    views.commit,
    takes=CommitmentForm,
    example={"title": "Satu formulir untuk semua loket", "criteria": "Formulir dipakai di kelima wilayah"},
    optional=("title",),
    gives=CommitmentSchema,
    creates=True,
)
