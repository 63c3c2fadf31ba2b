"""Finding by name or code."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.forms import tidy
from app.policy import guarded
from app.search import policies
from app.search.lookup import find

bp = Blueprint("search", __name__)

LONGEST = 100
"""Characters of a question that are looked at."""


@bp.get("/search")
@guarded(policies.search)
def results() -> ResponseReturnValue:
    """Show what every feature finds; a whole code leads straight to its thing."""
    text = (tidy(request.args.get("q")) or "")[:LONGEST]
    hits = [hit._replace(kind=str(hit.kind)) for hit in find(current_user, text)] if text else []
    exact = [hit for hit in hits if hit.code and hit.code.casefold() == text.casefold()]
    if len(exact) == 1:
        return redirect(exact[0].href)
    kinds = tuple((kind, tuple(found)) for kind, found in groupby(hits, attrgetter("kind")))
    return render_template("search/results.html", text=text, kinds=kinds, total=len(hits))
