"""API of reminders."""

from __future__ import annotations

from app.api import Api
from commitments.registry.schemas import CommitmentSchema
from commitments.reminders import views

api = Api("commitments.reminders", area="commitments", tag="Commitments")
api.act("/commitments/<uuid:commitment_id>/remind", views.remind, gives=CommitmentSchema, changes=False)
