"""Menus of a list's filters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from app.design.addresses import here
from app.remembered import remembered


def chip_menu(label: str, parameter: str, entries: Iterable[tuple[str, Any]]) -> Markup:
    """Return a filter as a menu of its values, each with its label; or the chosen value, to be taken away."""
    chosen = request.args.get(parameter)
    without = here(**{parameter: None})
    parts: Any = current_app.jinja_env.get_template("components/lists.html").module
    if chosen:
        for value, name in entries:
            if value == chosen:
                return remembered(parts.chosen_menu, [(without, str(name))])
    address = f"{without}{'&' if '?' in without else '?'}{parameter}="
    menu = (address, str(label), tuple((value, str(name)) for value, name in entries))
    return remembered(parts.open_menu, [menu])
