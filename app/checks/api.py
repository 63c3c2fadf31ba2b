"""The health of an instance for programs."""

from __future__ import annotations

from typing import Any

from app import __version__
from app.api import Api
from app.checks import policies
from app.checks.registry import run_checks
from app.checks.schemas import HealthSchema
from app.web.policies import guarded

api = Api("health", area="health", tag="Health", about="Whether this instance works.")


@guarded(policies.read_health)
def show() -> Any:
    """Run all checks of this instance, and return its version."""
    return {"version": __version__, "items": run_checks()}


api.act("/health", show, gives=HealthSchema, method="GET")
