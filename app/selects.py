"""Selects of hundreds of options: put together once, and all but the first fetched when somebody looks for another.

A page whose select is long names itself with `?options=` and the select's name as the address of all options. Without
script a button sends the form as `whole`: it comes back as it was filled in, with all options, and nothing is done yet.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms.fields import SelectChoice, SelectField
from wtforms.fields.choices import Choice
from wtforms.widgets import Select

LONG, FIRST = 100, 50
"""How many options a select may hold, and how many a longer one holds."""
OPTIONS, WHOLE = "options", "whole"


class QuickSelect(Select):  # type: ignore[misc]
    """A select as WTForms writes it."""

    @classmethod
    def render_option(cls, choice: Choice, **attributes: Any) -> Markup:
        """Return an option; plain ones come from those that were written before."""
        if attributes or choice.render_kw:
            return Select.render_option(choice, **attributes)
        return _option(str(choice.value), str(choice.label or choice.value), bool(choice.selected))


QUICK, QUICK_MULTIPLE = QuickSelect(), QuickSelect(multiple=True)


@lru_cache(maxsize=4096)
def _option(value: str, label: str, selected: bool) -> Markup:
    option: Markup = Select.render_option(Choice(value, label, selected, {}))
    return option


def shortened(field: SelectField) -> str | None:
    """Leave a long select its first options and the chosen one; return the address of all, or None if it is short.

    Raises ValueError in a remembered row, which is the same at every address.
    """
    choices = _offered(field)
    if len(choices) <= LONG or WHOLE in request.values or field.name != field.short_name:
        return None
    if getattr(field.meta, "in_row", False):
        raise ValueError(f"{field.name} is too long for a row that is remembered")
    field.choices = [one for place, one in enumerate(choices) if place < FIRST or one.value == str(field.data)]
    return f"{request.path}?{urlencode({**request.args, OPTIONS: field.name})}"


def whole_list(field: SelectField) -> str:
    """Return where this page's form is sent to come back with all options of a select."""
    return f"{request.full_path}#{field.id}"


def asks_for_all() -> bool:
    """Whether the form was sent for the sake of all options, and nothing else is to be done."""
    return WHOLE in request.form


def all_options(form: Any) -> ResponseReturnValue | None:
    """Return the options of the select that the address asks for, as [[value, words], …], or None if it asks for none.

    Answers 404 for what is no select of this form.
    """
    name = request.args.get(OPTIONS) if request.method == "GET" else None
    if name is None:
        return None
    field = next((one for one in form if one.name == name), None)
    if not isinstance(field, SelectField):
        abort(404)
    response = jsonify([(str(one.value), str(one.label)) for one in _offered(field)])
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _offered(field: SelectField) -> list[SelectChoice]:
    """Return the options of a select, however its form wrote them down; none of one whose options stand in groups."""
    if isinstance(field.choices, dict):
        return []
    return [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in field.choices or ()]
