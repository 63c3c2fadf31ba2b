"""Addresses of the page being read, with other filters, another order, another language."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request


def here(**changes: object) -> str:
    """Return this page's address with parts of its query changed; None takes a part away.

    The rest of the query stays, except the page number: a changed list begins at its beginning.
    """
    query = {name: values for name, values in request.args.lists() if name != "page"}
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    path = request.script_root + request.path
    return f"{path}?{urlencode(query, doseq=True)}" if query else path
