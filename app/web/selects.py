"""Selects with hundreds of options: the page contains the first ones, and the rest are loaded when the user searches.

For a long select the page gives its own URL with `?options=` and the name of the select as the URL of all options.
Without scripts a button submits the form with `whole`: the page is returned with its values and all options, and no
action is performed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice, SelectField

LONG, FIRST = 100, 50
"""Maximum number of options on the page, and the number of options of a longer select on the page."""
OPTIONS, WHOLE = "options", "whole"


def shortened(field: SelectField) -> str | None:
    """Shorten a long select to its first options and the selected one; return the URL of all options.

    Return None if the select is short.
    """
    choices = _offered(field)
    if len(choices) <= LONG or WHOLE in request.values or field.name != field.short_name:
        return None
    field.choices = [one for place, one in enumerate(choices) if place < FIRST or one.value == str(field.data)]
    return f"{request.path}?{urlencode({**request.args, OPTIONS: field.name})}"


def whole_list(field: SelectField) -> str:
    """Return the URL to which the form is submitted to get all options of a select."""
    return f"{request.full_path}#{field.id}"


def wants_all_options() -> bool:
    """Whether the form was submitted only to get all options."""
    return WHOLE in request.form


def all_options(form: Any) -> ResponseReturnValue | None:
    """Return the options of the select in ?options= as JSON [[value, label, data-of], …]; None without that parameter.

    Aborts with 404 if the form has no such select.
    """
    name = request.args.get(OPTIONS) if request.method == "GET" else None
    if name is None:
        return None
    field = next((one for one in form if one.name == name), None)
    if not isinstance(field, SelectField):
        abort(404)
    response = jsonify([_listed(one) for one in _offered(field)])
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _listed(choice: SelectChoice) -> list[str]:
    """Return value and label of an option, and its attribute data-of if it has one."""
    of = (choice.render_kw or {}).get("data-of")
    return [str(choice.value), str(choice.label), *([of] if of else [])]


def _offered(field: SelectField) -> list[SelectChoice]:
    """Return the options of a select in a uniform format; none if its options are grouped."""
    if isinstance(field.choices, dict):
        return []
    return [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in field.choices or ()]
