"""API of watching and mentions."""

from __future__ import annotations

from app.api import Api
from commitments.registry.schemas import CommitmentSchema
from commitments.watching import views

api = Api("commitments.watching", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"

for view in (views.watch, views.unwatch):
    api.act(f"{PATH}/{view.__name__}", view, gives=CommitmentSchema, changes=False)
api.act(
    f"{PATH}/mention",
    views.mention,
    takes=views.MentionForm,
    required=("person",),
    gives=CommitmentSchema,
    changes=False,
)
