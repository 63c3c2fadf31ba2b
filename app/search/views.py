"""The search page, and suggestions while typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from app.accounts.models import Person
from app.clock import today
from app.search import policies, queries, sources, vocabulary
from app.search.facets import facets, kinds
from app.search.models import SearchEntry
from app.search.results import FACETS, Result, Results, ranked
from app.search.snippets import excerpt, highlighted
from app.search.sources import Kind
from app.search.words import Wanted, fold
from app.web.forms import tidy
from app.web.pagination import SIZE, Paged, page_number
from app.web.policies import guarded

bp = Blueprint("search", __name__)

LONGEST = 100
"""Maximum length of a search text in characters; the rest is ignored."""
SUGGESTED = 8
"""How many objects are suggested while typing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as it is displayed."""

    kind: Kind
    entry: SearchEntry
    circle: str | None
    """The name of its forum or agreement."""
    title: Markup
    excerpt: Markup
    parts: int

    @property
    def href(self) -> str:
        """The address of the object's page."""
        return self.kind.href(self.entry)


@bp.get("/search")
@guarded(policies.search)
def results() -> ResponseReturnValue:
    """Show what was found, best or newest first, with counts by kind, forum, sector, year and status.

    If nothing was found, show other searches that find something.
    If the text is the whole code of one object, redirect to its page.
    """
    text = (tidy(request.args.get("q")) or "")[:LONGEST]
    wanted = Wanted.of(text)
    chosen = {facet: value for facet in FACETS if (value := request.args.get(facet, ""))}
    if chosen.get("kind") not in kinds(current_user):
        chosen.pop("kind", None)
    newest = request.args.get("order") == "date"
    found = search(current_user, wanted, chosen, newest=newest)
    number = page_number()
    hits = shown(found.found[(number - 1) * SIZE : number * SIZE], wanted)
    if not chosen and (exact := _exact(text, hits)):
        return redirect(exact.href)
    return render_template(
        "search/results.html",
        text=text,
        found=found,
        newest=newest,
        instead=instead(current_user, wanted, found, chosen),
        facets=facets(found, current_user),
        listed=Paged(tuple(hits), number, found.total, found.capped, number * SIZE < found.total),
    )


@bp.get("/search/suggestions")
@guarded(policies.search)
def suggestions() -> str:
    """Return the objects whose names or codes fit the text of ?q= best, as options of the command palette."""
    wanted = Wanted.of((tidy(request.args.get("q")) or "")[:LONGEST])
    rows = queries.named(current_user, wanted, today()) if wanted else ()
    found = ranked(rows, wanted, today(), chosen={}, capped=False)
    return render_template("search/suggestions.html", hits=shown(found.found[:SUGGESTED], wanted))


def search(person: Person, wanted: Wanted, chosen: Mapping[str, str], *, newest: bool = False) -> Results:
    """Return what a person finds and may read, narrowed by the chosen facets."""
    rows, capped = queries.found(person, wanted, today()) if wanted else ([], False)
    return ranked(rows, wanted, today(), chosen=chosen, capped=capped, newest=newest)


def instead(person: Person, wanted: Wanted, found: Results, chosen: Mapping[str, str]) -> list[str]:
    """Return searches to suggest: none if something was found, or if facets may have excluded it."""
    return [] if found.total or chosen else vocabulary.instead(person, wanted, today())


def shown(found: tuple[Result, ...], wanted: Wanted) -> list[Hit]:
    """Return results as they are displayed, with their texts, in one statement."""
    if not found:
        return []
    texts = queries.entries([one.entry_id for one in found])
    return [_hit(*texts[one.entry_id], wanted, one.parts) for one in found]


def _hit(entry: SearchEntry, circle: str | None, wanted: Wanted, parts: int) -> Hit:
    kind = sources.named(entry.source).kind
    title, text = highlighted(entry.title, wanted), excerpt(entry.text, wanted)
    return Hit(kind=kind, entry=entry, circle=circle, title=title, excerpt=text, parts=parts)


def _exact(text: str, hits: list[Hit]) -> Hit | None:
    """Return the only hit whose code equals the text, or None."""
    same = [hit for hit in hits if hit.entry.code and fold(hit.entry.code) == fold(text)]
    return same[0] if len(same) == 1 else None
