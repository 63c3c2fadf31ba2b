"""API of the draft of an agreement."""

from __future__ import annotations

from agreements.drafting import views
from app.api import Api

api = Api("agreements.drafting", area="agreements", tag="Agreements")
DRAFT = "/agreements/<uuid:agreement_id>/draft"

api.download(f"{DRAFT}/pdf", views.draft_pdf)
api.download(f"{DRAFT}/word", views.draft_word)
