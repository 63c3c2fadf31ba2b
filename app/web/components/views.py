"""The page that shows every component in every state."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.web import status_labels
from app.web.components import policies
from app.web.components.samples import SampleForm
from app.web.policies import guarded
from app.web.written_times import read_date

bp = Blueprint("design", __name__)

DAYS = {"start": -32, "first": -20, "late": -6, "done": -8, "soon": 3}
"""Sample dates, in days from today."""


@bp.get("/settings/components")
@guarded(policies.read_components)
def components() -> ResponseReturnValue:
    """Show every component with sample content: normal, refused, empty and long."""
    now = clock.utc_now()
    return render_template(
        "design/components.html",
        sample=SampleForm(),
        refused=SampleForm.refused_example(),
        kinds=status_labels.KINDS,
        moments={"soon": now + timedelta(days=2, hours=3), "past": now - timedelta(days=20), "now": now},
        days={name: clock.today() + timedelta(days=away) for name, away in DAYS.items()},
    )


@bp.post("/settings/components/preview")
@guarded(policies.read_components)
def preview() -> ResponseReturnValue:
    """Return the live preview of the sample form: the HTML fragment for its region."""
    try:
        due = read_date(request.form.get("sample-due", "").strip(), today=clock.today())
    except ValueError:
        due = None
    return render_template("design/preview.html", due=due)


@bp.get("/settings/components/clock")
@guarded(policies.read_components)
def hour() -> ResponseReturnValue:
    """Return the sample of a self-updating region: the current minute, with an ETag for each."""
    minute = clock.utc_now().replace(second=0, microsecond=0)
    response = make_response(render_template("design/clock.html", minute=minute))
    response.set_etag(minute.isoformat())
    return response.make_conditional(request)
