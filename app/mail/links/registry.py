"""Registry of the objects whose mails have links, with the pages and acts that a link opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask.typing import ResponseReturnValue

EXTENSION = "mail_links"

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class LinkAct:
    """An act that a link allows: a guarded view that pages use too.

    `binds` marks acts that bind or decide: they ask for a code mailed to the same address, so that a forwarded link
    decides nothing. `uploads` marks forms with files, which browsers do not send twice: the code comes before the form.
    `parameters(subject, part)` returns the view's URL parameters for an act on a part of the object, such as one of its
    documents; it aborts with 404 if the part is not of the object.
    """

    view: View
    binds: bool = False
    uploads: bool = False
    parameters: Callable[[Any, str], dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What links about a model open: a guarded view that shows the object, and the acts on it.

    `label` is a sentence part that names the object in mails, as `label(subject)`; `secret` returns whether the page
    shows nothing before a code was entered.
    """

    model: type[Any]
    parameter: str
    key: str
    view: View
    acts: Mapping[str, LinkAct]
    methods: Mapping[str, frozenset[str]]
    """The HTTP methods of each act: those of its view's routes, so that nothing that needs a POST happens on GET."""
    label: Callable[[Any], str]
    secret: Callable[[Any], bool]
    home: Callable[[Any], str] | None


def offer(
    app: Flask,
    model: type[Any],
    *,
    parameter: str,
    key: str = "id",
    view: View,
    acts: Mapping[str, LinkAct],
    label: Callable[[Any], str],
    secret: Callable[[Any], bool],
    home: Callable[[Any], str] | None = None,
) -> None:
    """Give mails about objects of `model` links that open `view`.

    `parameter` is the view's URL parameter for the object, `key` the attribute that fills it. `home` returns the URL to
    which a link leads its person once they are signed in; by default the page of the object.
    """
    methods = {name: _methods(app, act.view) for name, act in acts.items()}
    found = LinkPage(model, parameter, key, view, acts, methods, label, secret, home)
    app.extensions.setdefault(EXTENSION, {})[model.__name__] = found


def page_of(subject_type: str) -> LinkPage | None:
    """Return what links about a model open, by the name of its class; None if its mails have no links."""
    found: LinkPage | None = current_app.extensions.get(EXTENSION, {}).get(subject_type)
    return found


def _methods(app: Flask, view: View) -> frozenset[str]:
    routes = [rule for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint] is view]
    if not routes:
        raise ValueError(f"{view.__name__} has no route of its own")
    return frozenset().union(*(rule.methods or () for rule in routes))
