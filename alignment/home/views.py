"""The first page of alignment."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from alignment.home import policies
from app.web.policies import guarded

bp = Blueprint("home", __name__)


@bp.get("/alignment")
@guarded(policies.read_home)
def index() -> ResponseReturnValue:
    """Show where parties are not aligned, and who can help."""
    return render_template("alignment/home/index.html")
