"""The API for running the agenda of a session in progress."""

from __future__ import annotations

from app.api import Api
from forums.agenda.schemas import AgendaItemSchema
from forums.live import views

api = Api("live", area="forums", tag="Agenda")

for view in (views.start, views.finish, views.carry):
    api.act(f"/agenda-items/<uuid:agenda_item_id>/{view.__name__}", view, gives=AgendaItemSchema)
