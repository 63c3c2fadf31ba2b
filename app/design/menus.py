"""Menus of a list's filters, and tabs between pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from markupsafe import Markup

from app.design.addresses import here
from app.remembered import drawn_row


def chip_menu(label: str, parameter: str, entries: Iterable[tuple[str, Any]]) -> Markup:
    """Return a filter as a menu of its values, each with its label; or the chosen value, to be taken away."""
    chosen = request.args.get(parameter)
    without = here(**{parameter: None})
    if chosen:
        for value, name in entries:
            if value == chosen:
                return drawn_row("components/lists.html", "chosen_menu", (without, str(name)))
    address = f"{without}{'&' if '?' in without else '?'}{parameter}="
    menu = (address, str(label), tuple((value, str(name)) for value, name in entries))
    return drawn_row("components/lists.html", "open_menu", menu)


def tabs(entries: Iterable[tuple[Any, str, bool]], label: str) -> Markup:
    """Return links to pages beside this one: of each its label, its address, and whether it is this one."""
    row = (str(label), tuple((str(name), href, bool(current)) for name, href, current in entries))
    return drawn_row("components/page.html", "tab_list", row)
