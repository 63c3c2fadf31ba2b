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
from sqlalchemy import Select

from app.web.external_urls import external

Panel = Callable[[Any], Markup | str | None]


class Hit(NamedTuple):
    """Something that search found. `word` says what it is, `facts` tell it apart from others of the same title.

    Both are in the reader's language.
    """

    word: str
    code: str | None
    title: str
    href: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """How a kind of thing is searched.

    `find(person, text, today)` selects those that contain a text and that a person may read, in order; `hits(query,
    person)` makes hits of such a query once it is cut. `keys` are the columns by which programs page: unique together
    and never null. `may` says who finds any at all.
    """

    kind: str
    """Its name in addresses."""
    label: Any
    """What many of them are called."""
    find: Callable[[Any, str, Any], Select[Any]]
    hits: Callable[[Select[Any], Any], list[Hit]]
    keys: tuple[Any, ...]
    descending: bool = False
    may: Callable[[Any], bool] = lambda _person: True


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
