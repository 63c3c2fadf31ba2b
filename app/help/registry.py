"""Registry of the guides. Upper packages register theirs; the pages of help know none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext
from markupsafe import Markup

EXTENSION = "guides"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Guide:
    """A guide for a role, or for the pages of a feature."""

    name: str
    """Its name in URLs."""
    title: Any
    about: Any
    """One sentence on what it is for."""
    template: str
    order: int
    is_for_role: bool = False
    explains: Mapping[str, str] = field(default_factory=dict)
    """The section that explains a page, by prefix of the page's endpoint; "" is the whole guide."""

    @property
    def href(self) -> str:
        """The URL of the guide."""
        return url_for("help.show", guide=self.name)


def add_guide(app: Flask, guide: Guide) -> None:
    """Register a guide."""
    app.extensions.setdefault(EXTENSION, []).append(guide)


def guides(app: Flask) -> list[Guide]:
    """Return all guides in order."""
    found: list[Guide] = app.extensions.get(EXTENSION, [])
    return sorted(found, key=lambda guide: guide.order)


def explanation_of(app: Flask, endpoint: str) -> tuple[Guide, str] | None:
    """Return the guide that explains the page at `endpoint`, and the section, by the longest prefix; None if none."""
    fitting = [
        (len(prefix), guide, section)
        for guide in guides(app)
        for prefix, section in guide.explains.items()
        if f"{endpoint}.".startswith(f"{prefix}.")
    ]
    if not fitting:
        return None
    _length, guide, section = max(fitting, key=lambda found: found[0])
    return guide, section


def address_for_page() -> str:
    """Return the URL of the help for the page of this request; that of all guides if no guide explains it."""
    found = explanation_of(current_app, request.endpoint or "")
    if found is None:
        return url_for("help.index")
    guide, section = found
    return url_for("help.show", guide=guide.name, _anchor=section or None)


def interface_text(text: str) -> Markup:
    """Return a text of the interface, such as the label of a button, as readers see it there; bold.

    The text is the English one of the source. It is not extracted again: its own package translates it.
    """
    return Markup("<strong>{}</strong>").format(gettext(text))
