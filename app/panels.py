"""What lower pages show of upper packages: navigation, panels on a thing's page, cards of the home page, search.

An upper package registers a function under a place and a model; the lower page asks for what is registered and knows
nothing of who answers. Places: "aside" and "main" of a thing's page, "home".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, String, cast, null

from app.links import external

Panel = Callable[[Any], Markup | str | None]


class Hit(NamedTuple):
    """One answer of the quick lookup: kind (translated), code or None, title and address."""

    kind: Any
    code: str | None
    title: str
    href: str


class Lookup(NamedTuple):
    """How a kind of thing is found: `select(person, sought, today)` gives the first matches that a person may read.

    It selects `found_as(…)`, and `hit` makes an answer of such a row. `may` says who finds any at all. What is selected
    is built once (app/statements.py): `select` only compares what it is given.
    """

    select: Callable[[Any, Any, Any], Select[*tuple[Any, ...]]]
    hit: Callable[[Any], Hit]
    may: Callable[[Any], bool] = lambda _person: True


def found_as(key: Any, title: Any, *, code: Any = None, more: Any = None) -> tuple[ColumnElement[Any], ...]:
    """Return the columns that every kind of thing is found with; `more` is a text that only its `hit` understands."""
    texts = {"title": title, "code": code, "more": more}
    return key.label("key"), *(
        (cast(null(), String) if text is None else text).label(name) for name, text in texts.items()
    )


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A place in the rail or in the "+ New" menu. `order` sorts; `may` decides who sees it."""

    endpoint: str
    label: Any
    icon: str
    order: int
    may: Callable[[Any], bool]
    extra: bool = False
    """Whether it moves into the "More" menu on a phone."""
    section: str | tuple[str, ...] = ""
    """Endpoint prefixes for which the entry counts as current; by default the endpoint's blueprint."""

    @property
    def href(self) -> str:
        return url_for(self.endpoint)

    def holds(self, endpoint: str) -> bool:
        """Whether a page belongs to this entry."""
        return endpoint.startswith(self.section or self.endpoint.rpartition(".")[0])

    @property
    def current(self) -> bool:
        return self.holds(request.endpoint or "")


@dataclass(slots=True)
class Registry:
    """Everything that features registered on one application."""

    navigation: list[Entry]
    creation: list[Entry]
    panels: dict[tuple[str, type[Any]], list[Panel]]
    searches: list[Lookup]
    addresses: dict[type[Any], Callable[[Any], str]]


def init_app(app: Flask) -> Registry:
    """Give `app` an empty registry and the templates its views of it."""
    registry = Registry([], [], {}, [], {})
    app.extensions["panels"] = registry
    app.jinja_env.globals.update(
        navigation=lambda: allowed(registry.navigation),
        creation=lambda: allowed(registry.creation),
        panels=lambda place, thing: list(shown(app, place, thing)),
        address=lambda thing: address(app, thing),
        external=external,
    )
    return registry


def registry(app: Flask) -> Registry:
    """Return what is registered on `app`."""
    found: Registry = app.extensions["panels"]
    return found


def add_panel(app: Flask, place: str, model: type[Any], panel: Panel) -> None:
    """Show what `panel(thing)` returns (markup, or None for nothing) at `place` of every `model`'s page."""
    registry(app).panels.setdefault((place, model), []).append(panel)


def shown(app: Flask, place: str, thing: object) -> Iterator[Markup | str]:
    """Yield the panels that have something to say about `thing`."""
    for panel in registry(app).panels.get((place, type(thing)), []):
        if content := panel(thing):
            yield content


def add_address(app: Flask, model: type[Any], endpoint: str, **parameters: str) -> None:
    """Say where a `model` has its page: URL parameters by the attribute that fills them."""
    registry(app).addresses[model] = lambda thing: url_for(
        endpoint, **{name: getattr(thing, attribute) for name, attribute in parameters.items()}
    )


def address(app: Flask, thing: object) -> str:
    """Return the address of `thing`'s page. Raises KeyError if its model has none."""
    return registry(app).addresses[type(thing)](thing)


def allowed(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return the entries that the reader may see, in their order."""
    return tuple(sorted((entry for entry in entries if entry.may(current_user)), key=lambda entry: entry.order))
