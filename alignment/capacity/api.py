"""API of competences, levels and training."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select

from alignment.capacity import policies, queries, training_views, trainings, views
from alignment.capacity.forms import AskForm, CompetenceForm, EvaluationForm, FillForm, PlanForm, PurposeForm, RaiseForm
from alignment.capacity.models import Competence, CompetenceLevel, Training
from app.api import Api, ApiSchema, Id, Moment
from app.clock import today
from app.organisations.models import Organisation

api = Api("alignment.capacity", area="alignment", tag="Alignment", about="Who does what, and where parties differ.")
LEVELS = "/organisations/<uuid:organisation_id>/competences"
TRAINING = "/alignment/trainings/<uuid:training_id>"
SOURCE = "Telepon narahubung, 24 November"


class CompetenceSchema(ApiSchema):
    """A competence that organisations need."""

    id = Id("the competence")
    name = fields.String(required=True)
    position = fields.Integer(required=True)
    archived_at = Moment(required=True, allow_none=True)


class LevelSchema(ApiSchema):
    """What an organisation needs and has of a competence, from 0 to 4. `source`: how a coordinator knows it."""

    id = Id("the level")
    organisation_id = Id("the organisation")
    competence_id = Id("the competence")
    needed = fields.Integer(required=True)
    held = fields.Integer(required=True)
    source = fields.String(required=True, attribute="public_source")
    at = Moment(required=True)


class TrainingSchema(ApiSchema):
    """A session of a training forum and the competence that it teaches."""

    id = Id("the training")
    session_id = Id("the session")
    competence_id = Id("the competence")
    seats = fields.Integer(required=True, allow_none=True)


@api.list(
    "/alignment/competences",
    policies.list_competences,
    CompetenceSchema,
    sorts={"position": (Competence.position, Competence.id)},
)
def index() -> Select[Competence]:
    """List competences."""
    return select(Competence)


@api.list(
    LEVELS,
    policies.read_levels,
    LevelSchema,
    sorts={"at": (CompetenceLevel.at, CompetenceLevel.id)},
)
def levels(organisation: Organisation) -> Select[CompetenceLevel]:
    """List the levels of an organisation that count."""
    return queries.counting_levels(organisation.id)


@api.list(
    "/alignment/trainings",
    policies.list_competences,
    TrainingSchema,
    sorts={"planned_at": (Training.planned_at, Training.id)},
)
def list_trainings() -> Select[Training]:
    """List the trainings in forums that the user may read."""
    return trainings.readable(current_user, today())


api.resource(TRAINING, policies.read_training, TrainingSchema, summary="Read one training.")
api.act(
    "/alignment/competences",
    views.competences,
    takes=CompetenceForm,
    gives=CompetenceSchema,
    creates=True,
    summary="Add a competence.",
)
api.resource(
    "/alignment/competences/<uuid:competence_id>",
    policies.read_competence,
    CompetenceSchema,
    summary="Read one competence.",
)
api.act(
    "/alignment/competences/<uuid:competence_id>",
    views.edit_competence,
    takes=CompetenceForm,
    gives=CompetenceSchema,
    method="PATCH",
    summary="Rename, move or archive a competence.",
)
api.act("/alignment/competences/ask", views.ask, takes=AskForm, changes=False)
api.act(
    LEVELS,
    views.fill,
    takes=FillForm,
    example={"source": SOURCE},
    changes=False,
    summary="Fill in the levels of an organisation.",
)
api.act(
    "/alignment/trainings",
    training_views.plan,
    takes=PlanForm,
    example={"session": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
    gives=TrainingSchema,
    creates=True,
    summary="Plan a training in a planned session or in a new one.",
)
api.act(
    TRAINING,
    training_views.edit_training,
    takes=PurposeForm,
    gives=TrainingSchema,
    method="PATCH",
    summary="Change what a training teaches.",
)
api.act(
    TRAINING,
    training_views.remove_training,
    method="DELETE",
    summary="Let the session of a training be a training no longer; it stays planned.",
)
api.act(
    f"{TRAINING}/raise",
    training_views.raise_levels,
    takes=RaiseForm,
    example={"source": SOURCE},
    gives=TrainingSchema,
    changes=False,
)
api.act(
    f"{TRAINING}/evaluate",
    training_views.evaluate,
    takes=EvaluationForm,
    example={"score": "4"},
    gives=TrainingSchema,
    changes=False,
    summary="Evaluate a training that one took part in.",
)
