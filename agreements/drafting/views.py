"""Downloads of the draft of an agreement."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from agreements.drafting import paper
from agreements.registry.models import Agreement
from agreements.registry.policies import read_whole
from app.clock import utc_now
from app.files import download
from app.pdf.word import MEDIA_TYPE
from app.web.policies import guarded

bp = Blueprint("drafting", __name__)


@bp.get("/agreements/<uuid:agreement_id>/draft/pdf")
@guarded(read_whole)
def draft_pdf(agreement: Agreement) -> ResponseReturnValue:
    """Download the draft as PDF."""
    now = utc_now()
    content = paper.pdf(agreement, current_user, now)
    return download(content, media_type="application/pdf", name=paper.name(agreement, now, "pdf"))


@bp.get("/agreements/<uuid:agreement_id>/draft/word")
@guarded(read_whole)
def draft_word(agreement: Agreement) -> ResponseReturnValue:
    """Download the draft as .docx."""
    now = utc_now()
    content = paper.word(agreement, current_user, now)
    return download(content, media_type=MEDIA_TYPE, name=paper.name(agreement, now, "docx"))
