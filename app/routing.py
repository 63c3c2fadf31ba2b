"""Addresses of pages, put together from their routes: a list names dozens, and Werkzeug looks at each at length."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask, has_request_context, request
from werkzeug.routing import Rule

from app.arguments import AskedFor

_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")


class LateRule(Rule):
    """A rule that learns to write addresses when it is first asked for one.

    Learning is most of what adding a route costs, and most processes ask few of them.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        def build(_rule: Rule, **values: Any) -> tuple[str, str]:
            learnt = super(LateRule, self)._compile_builder(append_unknown).__get__(self, None)
            setattr(self, "_build_unknown" if append_unknown else "_build", learnt)
            return learnt(**values)

        return build


class RoutedFlask(Flask):
    """Flask whose `url_for` is quick for what templates ask all the time: a route, its variables, a plain query."""

    url_rule_class = LateRule
    request_class = AskedFor

    def __init__(self, *names: Any, **options: Any) -> None:
        super().__init__(*names, **options)
        self._routes: dict[str, tuple[str, frozenset[str]] | None] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a view or hook as it is: none of ours is asynchronous, and Flask would look at each of a dozen."""
        return func

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Return the address of `endpoint`, as Flask says it."""
        is_usual = has_request_context() and not (_method or _scheme or _external)
        if is_usual and (_anchor is None or _is_plain(_anchor)) and (address := self._address(endpoint, values)):
            return address if _anchor is None else f"{address}#{_anchor}"
        return super().url_for(
            endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
        )

    def _address(self, endpoint: str, values: dict[str, Any]) -> str | None:
        """Return the address of an endpoint, its variables and query as they are given; None if it is not as simple."""
        asked = request._get_current_object()  # type: ignore[attr-defined]
        if endpoint[0] == "." and asked.blueprint:
            endpoint = f"{asked.blueprint}{endpoint}"
        if endpoint not in self._routes:
            self._routes[endpoint] = self._route(endpoint)
        route = self._routes[endpoint]
        if route is None or not values.keys() >= route[1] or not all(map(_is_plain, values.values())):
            return None
        address: str = asked.script_root + route[0].format_map(values)
        if len(values) == len(route[1]):
            return address
        return f"{address}?{'&'.join(f'{name}={value}' for name, value in values.items() if name not in route[1])}"

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
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return isinstance(value, UUID) or (type(value) is int and value >= 0)
