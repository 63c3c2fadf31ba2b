"""Selects of hundreds of options: a page holds the first ones, and the rest are fetched when somebody searches.

A page whose select is long names itself with `?options=` and the select's name as the address of all options. Without
script a button sends the form as `whole`: it comes back as it was filled in, with all options, and nothing is done yet.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice, SelectField

LONG, FIRST = 100, 50
"""How many options a select may hold, and how many a longer one holds."""
OPTIONS, WHOLE = "options", "whole"


def shortened(field: SelectField) -> str | None:
    """Leave a long select its first options and the chosen one; return the address of all, or None if it is short."""
    choices = _offered(field)
    if len(choices) <= LONG or WHOLE in request.values or field.name != field.short_name:
        return None
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
