"""The rail and the "+ New" menu, drawn once for all who see the same entries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from markupsafe import Markup

from app import panels
from app.i18n import language


def rail() -> Markup:
    """Return the main navigation of this reader, with the entry of this page marked."""
    return _part("rail", panels.registry(current_app).navigation)


def new_menu() -> Markup:
    """Return the menu of what this reader may create, or nothing."""
    return _part("new_menu", panels.registry(current_app).creation)


def _part(macro: str, entries: list[panels.Entry]) -> Markup:
    seen = panels.allowed(entries)
    current = _marked(seen, request.endpoint or "")
    draw: Any = _drawn.__wrapped__ if current_app.debug else _drawn
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return draw(app, macro, language(), request.script_root, seen, current)


@lru_cache(maxsize=4096)
def _marked(entries: tuple[panels.Entry, ...], endpoint: str) -> tuple[bool, ...]:
    return tuple(entry.holds(endpoint) for entry in entries)


@lru_cache(maxsize=1024)
def _drawn(
    app: Flask, macro: str, _language: str, _root: str, entries: tuple[panels.Entry, ...], _current: tuple[bool, ...]
) -> Markup:
    parts: Any = app.jinja_env.get_template("components/frame.html").module
    return getattr(parts, macro)(entries)
