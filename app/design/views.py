"""The page that shows every component in every state."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import clock
from app.design import looks, policies
from app.design.samples import SampleForm
from app.policy import guarded

bp = Blueprint("design", __name__)


@bp.get("/settings/components")
@guarded(policies.read_components)
def components() -> ResponseReturnValue:
    """Show every part with made-up content: plain, refused, empty, long."""
    now = clock.utc_now()
    return render_template(
        "design/components.html",
        sample=SampleForm(),
        refused=SampleForm.refused_example(),
        kinds=looks.KINDS,
        moments={"soon": now + timedelta(days=2, hours=3), "past": now - timedelta(days=20), "now": now},
        days={"late": clock.today() - timedelta(days=6), "soon": clock.today() + timedelta(days=3)},
    )
