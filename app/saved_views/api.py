"""API of saved views."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, or_, select

from app.api import Api, ApiSchema, Id, Moment
from app.saved_views import policies, views
from app.saved_views.forms import ViewForm
from app.saved_views.models import SavedView

VIEW = "/views/<uuid:saved_view_id>"
api = Api("saved_views", area="people", tag="Saved views", about="Names for filters, order and groups of lists.")


class SavedViewSchema(ApiSchema):
    """A view of a list: its own, or one that is shared with everyone. `query` is the query string of the list."""

    id = Id("the view")
    list_name = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.String(required=True)
    is_shared = fields.Boolean(required=True)
    saved_at = Moment(required=True)


@api.list("/views", policies.save_view, SavedViewSchema, sorts={"saved_at": (SavedView.saved_at, SavedView.id)})
def index() -> Select[SavedView]:
    """List the user's own views and those that are shared."""
    return select(SavedView).where(or_(SavedView.owner_id == current_user.id, SavedView.is_shared))


api.resource(VIEW, policies.read_view, SavedViewSchema, summary="Read one view.")
api.act(
    "/lists/<string:list_name>/views",
    views.save,
    takes=ViewForm,
    optional=("query", "is_shared"),
    example={"name": "Swasta terlambat", "query": "sector=private&state=overdue"},
    gives=SavedViewSchema,
    creates=True,
    summary="Save what a list is asked as a view.",
)
api.act(
    VIEW,
    views.change,
    takes=ViewForm,
    example={"name": "Swasta"},
    gives=SavedViewSchema,
    method="PATCH",
    summary="Rename a view, share it, or change what it asks.",
)
api.act(VIEW, views.delete, method="DELETE", summary="Delete a view.")
