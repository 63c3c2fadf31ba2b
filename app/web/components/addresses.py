"""Links to the current page with a changed query string."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request


def here(**changes: object) -> str:
    """Return the URL of this page with changed query parameters; None removes a parameter.

    Other parameters are kept, except the page number: a changed list starts at its first page.
    """
    query = {name: values for name, values in request.args.lists() if name != "page"}
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    path = request.script_root + request.path
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def is_filtered() -> bool:
    """Whether the query string has more than the language, so that a list may lack rows because of it."""
    return bool(request.args.keys() - {"lang"})
