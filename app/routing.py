"""Addresses of pages, put together from their routes: a list names dozens, and Werkzeug looks at each at length."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Flask, has_request_context, request

_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")


class RoutedFlask(Flask):
    """Flask whose `url_for` is quick for what templates ask all the time: a route, its variables, nothing else."""

    def __init__(self, *names: Any, **options: Any) -> None:
        super().__init__(*names, **options)
        self._routes: dict[str, tuple[str, frozenset[str]] | None] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the address of `endpoint`, as Flask says it."""
        if not has_request_context():
            return super().url_for(endpoint, **values)
        if endpoint[0] == "." and request.blueprint:
            endpoint = f"{request.blueprint}{endpoint}"
        if endpoint not in self._routes:
            self._routes[endpoint] = self._route(endpoint)
        route = self._routes[endpoint]
        if route is None or values.keys() != route[1] or not all(map(_is_plain, values.values())):
            return super().url_for(endpoint, **values)
        return request.script_root + route[0].format_map(values)

    def _route(self, endpoint: str) -> tuple[str, frozenset[str]] | None:
        """Return the address of an endpoint with `{name}` for each variable, and their names; None if it has several.

        Routes with converters that may write a value in another way than `str` does are left to Werkzeug.
        """
        rules = list(self.url_map.iter_rules(endpoint)) if endpoint in self.view_functions else []
        if len(rules) != 1 or rules[0].defaults or rules[0].host or rules[0].subdomain:
            return None
        kinds = {kind or "string" for kind, _name in _VARIABLE.findall(rules[0].rule)}
        if not kinds <= {"uuid", "string", "int"}:
            return None
        return _VARIABLE.sub(r"{\2}", rules[0].rule), frozenset(rules[0].arguments)


def _is_plain(value: object) -> bool:
    """Whether a value stands in an address as it is."""
    return isinstance(value, UUID) or (isinstance(value, str) and _PLAIN.fullmatch(value) is not None)
