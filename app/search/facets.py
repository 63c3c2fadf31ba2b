"""The choices that narrow results: values of facets with labels and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Circle
from app.database import db
from app.organisations.models import Sector
from app.search import sources
from app.search.results import Results
from app.web.status_labels import sector_name, status_label

SHOWN = 12
"""How many values of a facet are offered, most frequent first; a chosen one always."""


class Choice(NamedTuple):
    """A value of a facet, and how many results it has."""

    value: str
    label: Any
    total: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that results have; `chosen` is the value that narrows them, or None."""

    name: str
    label: Any
    choices: tuple[Choice, ...]
    chosen: Choice | None


LABELS = {
    "kind": _l("Kind"),
    "forum": _l("Forum or agreement"),
    "sector": _l("Sector"),
    "year": _l("Year"),
    "state": _l("Status"),
}


def facets(found: Results, person: Person) -> list[Facet]:
    """Return the facets of results that offer a choice, in one statement for the names of circles."""
    names = _circles(found)
    labels: dict[str, Callable[[str], Any]] = {
        "kind": kinds(person).get,
        "forum": names.get,
        "sector": lambda value: sector_name(Sector(value)),
        "year": str,
        "state": _state,
    }
    made = (_facet(name, found, labels[name]) for name in LABELS if name != "state" or "kind" in found.chosen)
    return [facet for facet in made if facet.chosen or len(facet.choices) > 1]


def kinds(person: Person) -> dict[str, Any]:
    """Return the plural labels of the kinds that a person may search, by name."""
    return {source.kind.name: source.kind.label for source in sources.known() if source.may(person)}


def _facet(name: str, found: Results, label: Callable[[str], Any]) -> Facet:
    chosen = found.chosen.get(name)
    counts: Iterable[tuple[str, int]] = found.counts[name].items()
    choices = [Choice(value, label(value), total) for value, total in _ordered(name, counts)]
    mine = next((one for one in choices if one.value == chosen), None)
    if chosen and mine is None:
        mine = Choice(chosen, _known(label, chosen), 0)
    return Facet(name, LABELS[name], tuple(choices[:SHOWN]), mine)


def _ordered(name: str, counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda one: (-one[1], one[0]))


def _known(label: Callable[[str], Any], value: str) -> Any:
    """Return the label of a value that no result has; values come from the URL, so it may be none at all."""
    try:
        return label(value) or value
    except (KeyError, ValueError):
        return value


def _state(value: str) -> Any:
    kind, _dot, state = value.partition(".")
    states = next((one.kind.states for one in sources.known() if one.kind.name == kind), "")
    return status_label(states, state).word if states else None


def _circles(found: Results) -> dict[str, str]:
    """Return the names of the circles of the results. A chosen circle that no result has stays unnamed."""
    ids = [UUID(value) for value, _total in Counter(found.counts["forum"]).most_common(SHOWN)]
    if not ids:
        return {}
    return {
        str(row.id): row.name for row in db.session.execute(select(Circle.id, Circle.name).where(Circle.id.in_(ids)))
    }
