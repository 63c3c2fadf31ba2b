"""API of role matrices."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, select

from alignment.agenda import AgendaForm
from alignment.roles import policies, queries, views
from alignment.roles.forms import AskForm, CirculateForm, ConsentForm, FillForm, MatrixForm, SettleForm
from alignment.roles.models import RoleActivity, RoleAssignment, RoleMatrix
from alignment.roles.rules import Role
from app.api import Api, ApiSchema, Id, Moment, NamedCircle, member
from app.circles.queries import knows_of
from app.clock import today

api = Api("alignment.roles", area="alignment", tag="Alignment", about="Who does what, and where parties differ.")
MATRIX = "/alignment/roles/<uuid:role_matrix_id>"
ACTIVITY = "/alignment/roles/activities/<uuid:role_activity_id>"


class RoleCellSchema(ApiSchema):
    """The role of an organisation."""

    organisation_id = Id("the organisation")
    role = member(Role, required=True)


class RoleActivitySchema(ApiSchema):
    """An activity with the roles that are proposed."""

    id = Id("the activity")
    text = fields.String(required=True)
    roles = fields.List(fields.Nested(RoleCellSchema), required=True)

    def read_roles(self, activity: RoleActivity) -> list[RoleAssignment]:
        """Return the assignments by organisation."""
        return sorted(activity.assignments, key=lambda one: str(one.organisation_id))


class ListedMatrixSchema(ApiSchema):
    """A role matrix in a list. `number` is that of the version circulated last; 0: none was."""

    id = Id("the role matrix")
    circle = fields.Nested(NamedCircle, required=True)
    number = fields.Integer(required=True)
    asked_at = Moment(required=True, allow_none=True)
    fill_until = fields.Date(required=True, allow_none=True)


class MatrixSchema(ListedMatrixSchema):
    """A role matrix with its activities in order."""

    activities = fields.List(fields.Nested(RoleActivitySchema), required=True)

    def read_activities(self, matrix: RoleMatrix) -> list[RoleActivity]:
        """Return the activities in order."""
        return list(queries.whole(matrix.id))


@api.list(
    "/alignment/roles",
    policies.list_matrices,
    ListedMatrixSchema,
    sorts={"created_at": (RoleMatrix.created_at, RoleMatrix.id)},
)
def index() -> Select[RoleMatrix]:
    """List role matrices."""
    return select(RoleMatrix).where(knows_of(RoleMatrix.circle_id, current_user, today()))


api.resource(MATRIX, policies.read_matrix, MatrixSchema, summary="Read one role matrix.")
api.act(
    "/forums/<string:slug>/roles",
    views.begin_for_forum,
    gives=MatrixSchema,
    creates=True,
    summary="Begin the role matrix of a forum.",
)
api.act(
    "/agreements/<uuid:agreement_id>/roles",
    views.begin_for_agreement,
    gives=MatrixSchema,
    creates=True,
    summary="Begin the role matrix of an agreement.",
)
api.act(
    MATRIX, views.edit, takes=MatrixForm, gives=MatrixSchema, method="PATCH", summary="Write the activities and roles."
)
api.act(
    f"{MATRIX}/view", views.fill, takes=FillForm, gives=MatrixSchema, summary="Give the view of one's organisation."
)
api.act(f"{MATRIX}/ask", views.ask, takes=AskForm, example={"until": "2026-12-11"}, gives=MatrixSchema)
api.act(
    f"{MATRIX}/circulate",
    views.circulate,
    takes=CirculateForm,
    example={"note": "Satu kegiatan baru"},
    gives=MatrixSchema,
)
api.act(f"{MATRIX}/consent", views.consent, takes=ConsentForm, example={"agrees": "yes"}, gives=MatrixSchema)
api.act(f"{ACTIVITY}/agenda", views.put_on_agenda, takes=AgendaForm, gives=MatrixSchema, changes=False)
api.act(
    f"{ACTIVITY}/settle",
    views.settle,
    takes=SettleForm,
    example={"organisation": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "words": "Disepakati di sesi 9"},
    gives=MatrixSchema,
    changes=False,
)
