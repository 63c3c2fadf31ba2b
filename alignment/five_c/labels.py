"""Labels of the 5C review."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask
from flask_babel import lazy_gettext as _l

from alignment.five_c.rules import Aspect


class AspectLabel(NamedTuple):
    """The name of an aspect, its English name in the protocol, and the question that it answers."""

    name: Any
    term: str
    question: Any


ASPECTS = {
    Aspect.CONTENT: AspectLabel(_l("Content"), "Content", _l("Are goals, rules and the division of work clear?")),
    Aspect.CONTEXT: AspectLabel(_l("Context"), "Context", _l("Do law, budget and institutions support it?")),
    Aspect.COMMITMENT: AspectLabel(_l("Commitment"), "Commitment", _l("Is what was promised carried out?")),
    Aspect.CAPACITY: AspectLabel(_l("Capacity"), "Capacity", _l("Are people, data and technology sufficient?")),
    Aspect.COALITIONS: AspectLabel(
        _l("Clients and coalitions"),
        "Clients and coalitions",
        _l("Do those who are affected take part in deciding?"),
    ),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(aspect_label=ASPECTS.__getitem__)
