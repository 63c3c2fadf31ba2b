"""The first page of alignment."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from alignment.home import policies, queries
from alignment.home.rules import awaited, weighed
from app.clock import today, utc_now
from app.web.arguments import uuid_of
from app.web.pagination import page_of
from app.web.policies import guarded

bp = Blueprint("home", __name__)

SHOWN = 12
"""Maximum number of matters on the page; of one forum or agreement all are shown."""
WAITED = 8
"""Maximum number of organisations that are named as waited for."""


@bp.get("/alignment")
@guarded(policies.read_home)
def index() -> ResponseReturnValue:
    """Show where parties are not aligned, in all that the user may know of or in one forum or agreement."""
    day, circle_id = today(), uuid_of(request.args.get("circle"))
    programmes = queries.programmes(current_user, day)
    chosen = next((one for one in programmes if one.circle_id == circle_id), None)
    listed = page_of([chosen] if chosen else programmes)
    matters = weighed(queries.matters(current_user, day, chosen.circle_id if chosen else None))
    waiting = awaited(matters)
    return render_template(
        "alignment/home/index.html",
        programmes=programmes,
        chosen=chosen,
        listed=listed,
        columns=queries.COLUMNS,
        cells=queries.summaries([one.circle_id for one in listed.rows], current_user, day),
        matters=matters if chosen else matters[:SHOWN],
        number=len(matters),
        waiting=[(one, waiting[one.id]) for one in queries.named(list(waiting)[:WAITED])],
        now=utc_now(),
    )
