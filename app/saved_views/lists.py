"""Registry of the lists that have saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from uuid import UUID

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from app.saved_views import queries
from app.saved_views.models import SavedView
from app.saved_views.policies import change_view
from app.saved_views.rules import as_query, kept

EXTENSION = "saved_views"


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list whose address can be saved; `parameters` are those that a view keeps."""

    name: str
    label: Any
    endpoint: str
    parameters: tuple[str, ...]

    def address(self, query: str) -> str:
        """Return the address of the list with a kept query string."""
        return url_for(self.endpoint, **as_query(query))  # type: ignore[arg-type]

    def asked(self) -> str:
        """Return what the address of this request asks of the list, as a view keeps it."""
        return kept(request.args.items(multi=True), self.parameters)

    def kept(self, query: str) -> str:
        """Return what a query string asks of the list, as a view keeps it."""
        return kept(parse_qsl(query.removeprefix("?")), self.parameters)


class ViewTab(NamedTuple):
    """A saved view as a tab of its list."""

    id: UUID
    name: str
    query: str
    href: str
    current: bool
    may_change: bool


def init_app(app: Flask) -> None:
    """Give templates the tabs of a list, and what its address asks for."""
    app.extensions[EXTENSION] = {}
    app.jinja_env.globals["saved_tabs"] = tabs
    app.jinja_env.globals["asked_of_list"] = lambda name: named(name).asked()


def add_list(app: Flask, name: str, label: Any, endpoint: str, *parameters: str) -> None:
    """Let people save views of the list at an endpoint."""
    app.extensions[EXTENSION][name] = SavedList(name, label, endpoint, parameters)


def find(name: str) -> SavedList | None:
    """Return the list with this name, or None."""
    found: SavedList | None = current_app.extensions[EXTENSION].get(name)
    return found


def named(name: str) -> SavedList:
    """Return the list with this name. Raises KeyError if it is not registered."""
    found: SavedList = current_app.extensions[EXTENSION][name]
    return found


def tabs(name: str) -> Sequence[ViewTab]:
    """Return the saved views of a list that the user may open, by name, as tabs."""
    of, person = named(name), current_user
    asked = of.asked()
    return [_tab(view, of, asked, person) for view in queries.offered(name, person)]


def _tab(view: SavedView, of: SavedList, asked: str, person: Any) -> ViewTab:
    return ViewTab(
        id=view.id,
        name=view.name,
        query=view.query,
        href=of.address(view.query),
        current=view.query == asked,
        may_change=change_view(person, view),
    )
