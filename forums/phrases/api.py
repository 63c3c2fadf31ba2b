"""The API of standard phrases."""

from __future__ import annotations

from app.api import Api
from forums.phrases import views
from forums.phrases.forms import PhrasesForm
from forums.scheduling.schemas import ForumSchema

api = Api("phrases", area="forums", tag="Minutes")
api.act(
    "/forums/<string:slug>/phrases",
    views.edit,
    takes=PhrasesForm,
    gives=ForumSchema,
    method="PATCH",
    summary="Set the standard phrases of a forum, one a line.",
)
