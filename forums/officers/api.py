"""The API of the officers of sessions."""

from __future__ import annotations

from app.api import Api
from forums.officers import views
from forums.officers.forms import OfficersForm
from forums.officers.schemas import OfficersSchema
from forums.scheduling.policies import read_names

api = Api("officers", area="forums", tag="Sessions")
PATH = "/sessions/<uuid:session_id>/officers"

api.resource(
    PATH, read_names, OfficersSchema, summary="Read who presides at a session and takes its minutes, and when."
)
api.act(PATH, views.change, takes=OfficersForm, optional=("presider", "minute_taker"), gives=OfficersSchema)
