"""The search page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.search import lookup, policies
from app.search.lookup import Found
from app.web.forms import tidy
from app.web.pagination import Paged, page_number
from app.web.panels import Hit
from app.web.policies import guarded

bp = Blueprint("search", __name__)

LONGEST = 100
"""Maximum length of a search text in characters; the rest is ignored."""


@bp.get("/search")
@guarded(policies.search)
def results() -> ResponseReturnValue:
    """Show the number of results of every kind, and the first of each or a page of one.

    If the text is the whole code of one object, redirect to its page.
    """
    text = (tidy(request.args.get("q")) or "")[:LONGEST]
    counted = lookup.count(current_user, text) if text else []
    chosen = next((one for one in counted if one.kind == request.args.get("kind")), None)
    if chosen:
        return _of_kind(text, counted, chosen)
    found = lookup.first(counted, current_user)
    if exact := _exact(text, found):
        return redirect(exact.href)
    return _shown(text, counted, found=found)


def _of_kind(text: str, counted: Sequence[Found], chosen: Found) -> ResponseReturnValue:
    number = page_number()
    hits, more = lookup.page(chosen, current_user, number)
    listed = Paged(tuple(hits), number, chosen.total, chosen.capped, more)
    return _shown(text, counted, chosen=chosen, listed=listed)


def _exact(text: str, found: Sequence[Found]) -> Hit | None:
    """Return the only hit whose code equals the text, or None."""
    hits = [hit for one in found for hit in one.hits if hit.code and hit.code.casefold() == text.casefold()]
    return hits[0] if len(hits) == 1 else None


def _shown(
    text: str,
    counted: Sequence[Found],
    *,
    found: Sequence[Found] = (),
    chosen: Found | None = None,
    listed: Paged[Hit] | None = None,
) -> ResponseReturnValue:
    return render_template(
        "search/results.html",
        text=text,
        counted=[one for one in counted if one.total],
        total=sum(one.total for one in counted),
        capped=any(one.capped for one in counted),
        found=found,
        chosen=chosen,
        listed=listed,
    )
