"""API of the contact of a commitment."""

from __future__ import annotations

from app.api import Api
from commitments.contact import views
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.contact", area="commitments", tag="Commitments")
api.act("/commitments/<uuid:commitment_id>/contact", views.choose, takes=views.ContactForm, gives=CommitmentSchema)
