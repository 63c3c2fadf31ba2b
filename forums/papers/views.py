"""Downloads of a session's papers."""

from __future__ import annotations

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue

from app.clock import utc_now
from app.policy import guarded
from forums.minutes.models import Minutes
from forums.minutes.policies import read_version
from forums.papers import minutes_paper
from forums.papers.languages import asked_language

bp = Blueprint("papers", __name__)


@bp.get("/minutes/<uuid:minutes_id>/pdf")
@guarded(read_version)
def minutes(minutes: Minutes) -> ResponseReturnValue:
    """Download the Notulen of a version."""
    return _download(minutes_paper.pdf(minutes, utc_now(), asked_language()), minutes_paper.name(minutes))


def _download(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
