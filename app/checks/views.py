"""The health page of administrators."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app import __version__
from app.checks import policies
from app.checks.registry import run_checks
from app.web.pages import page
from app.web.policies import guarded

bp = Blueprint("checks", __name__)


@bp.get("/settings/health")
@guarded(policies.read_health)
def index() -> ResponseReturnValue:
    """Show the state of each check, what it is for, and how to correct what it found."""
    return page("settings/health.html", version=__version__, results=run_checks())
