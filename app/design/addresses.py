"""Addresses of the page being read, with other filters, another order, another language."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from flask import request


def here(**changes: object) -> str:
    """Return this page's address with parts of its query changed; None takes a part away.

    The rest of the query stays, except the page number: a changed list begins at its beginning.
    """
    read = request._get_current_object()  # type: ignore[attr-defined]
    args = read.args
    query = {name: values for name, values in args.lists() if name != "page"} if args else {}
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    path = read.script_root + read.path
    parts = [_part(name, value) for name, values in query.items() for value in values]
    return f"{path}?{'&'.join(parts)}" if parts else path


@lru_cache(maxsize=1024)
def _part(name: str, value: str) -> str:
    return urlencode({name: value})
