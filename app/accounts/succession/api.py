"""API of hand-overs of office."""

from __future__ import annotations

from app.accounts.people.schemas import PersonSchema
from app.accounts.succession import views
from app.accounts.succession.forms import HandOverForm
from app.api import Api

api = Api("succession", area="people", tag="People")

api.act(
    "/people/<uuid:person_id>/hand-over",
    views.hand_over,
    takes=HandOverForm,
    gives=PersonSchema,
    summary="Pass on the roles and the open work of a person to a colleague.",
)
