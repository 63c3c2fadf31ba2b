"""Extension points of pages for upper packages: navigation, panels on an object's page, home page cards.

An upper package registers a function for a place and a model; the page calls the registered functions without knowing
their packages. Places: "aside" and "main" of an object's page, and "home".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, g, request, url_for
from flask_login import current_user
from markupsafe import Markup

from app.web.external_urls import external

Panel = Callable[[Any], Markup | str | None]


class Part(NamedTuple):
    """A page of a section, listed under its entry while the section is open."""

    href: str
    label: Any
    current: bool


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An entry of the navigation or of the "+ New" menu.

    `order` sorts entries; `may` returns whether a user sees it.
    """

    endpoint: str
    label: Any
    icon: str
    order: int
    may: Callable[[Any], bool]
    extra: bool = False
    """Whether the entry moves to the "More" menu on a phone."""
    section: str | tuple[str, ...] = ""
    """Endpoint prefixes for which the entry is current; the endpoint's blueprint by default."""
    children: Sequence[tuple[str, Any]] = ()
    """The endpoint and label of the pages of the section beside its first one, in order."""

    @property
    def href(self) -> str:
        return url_for(self.endpoint)

    def holds(self, endpoint: str) -> bool:
        """Whether a page belongs to this entry."""
        return endpoint.startswith(self.section or self.endpoint.rpartition(".")[0])

    @property
    def current(self) -> bool:
        return self.holds(request.endpoint or "")

    @property
    def parts(self) -> list[Part]:
        """The pages of the section; the one whose blueprint holds the page of this request is current."""
        here = (request.endpoint or "").rpartition(".")[0]
        return [Part(url_for(it), label, here == it.rpartition(".")[0]) for it, label in self.children]


@dataclass(slots=True)
class Registry:
    """Everything that features registered on an application."""

    navigation: list[Entry]
    creation: list[Entry]
    panels: dict[tuple[str, type[Any]], list[Panel]]
    addresses: dict[type[Any], Callable[[Any], str]]


def init_app(app: Flask) -> Registry:
    """Create the registry of `app`, and register the template functions that read it."""
    registry = Registry([], [], {}, {})
    app.extensions["panels"] = registry
    app.jinja_env.globals.update(
        navigation=lambda: allowed(registry.navigation),
        creation=lambda: allowed(registry.creation),
        panels=lambda place, obj: list(shown(app, place, obj)),
        address=lambda obj: address(app, obj),
        linked_page=linked_page,
        external=external,
    )
    return registry


def registry(app: Flask) -> Registry:
    """Return the registry of `app`."""
    found: Registry = app.extensions["panels"]
    return found


def add_panel(app: Flask, place: str, model: type[Any], panel: Panel) -> None:
    """Show the result of `panel(obj)` (markup, or None for nothing) at `place` on the page of every `model`."""
    registry(app).panels.setdefault((place, model), []).append(panel)


def shown(app: Flask, place: str, obj: object) -> Iterator[Markup | str]:
    """Yield the non-empty panels for `obj`."""
    for panel in registry(app).panels.get((place, type(obj)), []):
        if content := panel(obj):
            yield content


def add_address(app: Flask, model: type[Any], endpoint: str, **parameters: str) -> None:
    """Register the endpoint of a `model`'s page; `parameters` maps URL parameters to attributes."""
    registry(app).addresses[model] = lambda obj: url_for(
        endpoint, **{name: getattr(obj, attribute) for name, attribute in parameters.items()}
    )


def address(app: Flask, obj: object) -> str:
    """Return the URL of the page of `obj`; in a request by link, that of the link for the object it is about.

    Raises KeyError if its model has no page.
    """
    return linked_page(obj) or page_address(app, obj)


def page_address(app: Flask, obj: object) -> str:
    """Return the URL of the page of `obj` for people who are signed in. Raises KeyError if its model has none."""
    return registry(app).addresses[type(obj)](obj)


def linked_page(obj: object) -> str | None:
    """Return the URL of the link with which this request was made, if the link is about `obj`, else None."""
    about = (type(obj).__name__, getattr(obj, "id", None))
    return str(g.link_page[2]) if "link_page" in g and g.link_page[:2] == about else None


def allowed(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return the entries that the current user may see, in order."""
    return tuple(sorted((entry for entry in entries if entry.may(current_user)), key=lambda entry: entry.order))
