"""The kinds of objects that can be found, and the sources of their texts. Features register theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, true

from app.accounts.models import Person
from app.database import Model


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of objects in results: its name in URLs, its labels and its icon."""

    name: str
    label: Any
    """The plural, such as "Commitments"."""
    word: Any
    """The singular, such as "Commitment"."""
    icon: str
    href: Callable[[Any], str]
    """The address of the page of an entry's object."""
    states: str = ""
    """The kind of status labels of the state in an entry, such as "delivery"; empty if it has none."""
    dated: Any = "%(day)s"
    """How the date of an entry is told, such as "due %(day)s"."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Rows of a model that can be found, each as one entry of the index.

    `rows()` selects, from rows of `model`, columns labelled `id` and those of COLUMNS that the source has; `object_id`
    is `id` by default. `readable(person, today)` is the condition on `model` that a person may read the text. `follows`
    names, by model, which rows of this source must be indexed again when rows with given ids of another model changed.
    Without `searches_title`, the title is only displayed: it is that of another object to which the text belongs.
    """

    name: str
    kind: Kind
    model: type[Model]
    rows: Callable[[], Select[Any]]
    readable: Callable[[Person, date], ColumnElement[bool]]
    text: Callable[[Any], str] = lambda row: getattr(row, "text", "")
    """The text of a row of `rows()`."""
    follows: Mapping[type[Model], Callable[[Collection[UUID]], Select[UUID]]] = field(default_factory=dict)
    searches_title: bool = True
    circles: Callable[[Person], Select[UUID]] | None = None
    """Circles of which a person need not know to read texts of this source; a search looks into no others."""
    may: Callable[[Person], bool] = lambda _person: True
    """Whether a person may search this source at all."""


def everyone(_person: Person, _today: date) -> ColumnElement[bool]:
    """Return the condition of sources that everyone who may search them may read."""
    return true()


COLUMNS = (
    *("object_id", "circle_id", "code", "names", "title", "about", "text"),
    *("on_date", "state", "sector", "anchor"),
)
"""What a source may tell of a row besides its id. `names` are other names, searched like the title and not shown."""


def init_app(app: Flask) -> None:
    """Create the register of sources."""
    app.extensions["search"] = {}


def register(app: Flask, *sources: Source) -> None:
    """Register sources; their kinds appear in the order of registration."""
    known: dict[str, Source] = app.extensions["search"]
    known.update((source.name, source) for source in sources)


def known() -> Iterable[Source]:
    """Return all sources."""
    found: dict[str, Source] = current_app.extensions["search"]
    return found.values()


def named(name: str) -> Source:
    """Return the source of an entry."""
    found: dict[str, Source] = current_app.extensions["search"]
    return found[name]
