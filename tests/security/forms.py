"""Every form of the application, found by opening its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException

from tests.permissions.matrix import MATRIX, allowed
from tests.permissions.routes import guarded_pages
from tests.support.world.instance import Instance

LINES = {"text", "email", "tel", "url", "search", "number", "date", "time"}
"""Types of inputs that hold a line of text."""


@dataclass(frozen=True)
class Form:
    """A form that `role` may send to `action`: the values of its controls by name, and the names of its text fields."""

    endpoint: str
    action: str
    role: str
    values: dict[str, str]
    text_fields: tuple[str, ...]


def forms_of(instance: Instance, visitors: dict[str, Any]) -> list[Form]:
    """Return every form of every page, once for each set of controls."""
    adapter = instance.app.url_map.bind("localhost")
    seen: dict[tuple[Any, ...], Form] = {}
    for path, role in _pages(instance):
        answer = visitors[role].client.get(path)
        for form in _forms(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ():
            action = urlsplit(str(form.get("action") or path)).path
            try:
                endpoint, _values = adapter.match(action, method="POST")
            except HTTPException:  # the form of an example, which has no view
                continue
            values, text_fields = controls(form)
            key = (endpoint, *sorted(values))
            seen.setdefault(key, Form(endpoint, action, role, values, text_fields))
    return list(seen.values())


def unseen(instance: Instance, seen: list[Form]) -> list[Form]:
    """Return the forms that no page of this world shows, with every name that any form has."""
    everything = {name: "x" for form in seen for name in form.values if "-" not in name}
    return [
        Form(rule.endpoint, instance.world.address(instance.app, rule, row.target), role, everything, ())
        for rule, method, policy in guarded_pages(instance.app)
        if method == "POST" and rule.endpoint not in {form.endpoint for form in seen}
        for row, role in [allowed(policy.name)]
    ]


def controls(form: Tag) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the values of the controls of a form by name, and the names of its text fields."""
    named = [one for one in form.find_all(["input", "textarea", "select", "button"]) if one.get("name")]
    values = {str(one["name"]): _value(one) for one in named if one["name"] != "csrf_token" and _counts(one)}
    text_fields = [one for one in named if one.name == "textarea" or _is_line(one)]
    return values, tuple(str(one["name"]) for one in text_fields)


def _pages(instance: Instance) -> Iterator[tuple[str, str]]:
    """Yield every page with a coordinator and another role that may open it; those of secret objects look the same."""
    for rule, method, policy in guarded_pages(instance.app):
        for row in MATRIX[policy.name] if method == "GET" else ():
            if (row.target or "").startswith(("secret", "elsewhere")):
                continue
            may = [role for role, answer in row.answers.items() if answer == "may"]
            others = [role for role in may if role != "coordinator"]
            path = instance.world.address(instance.app, rule, row.target)
            yield from ((path, role) for role in ("coordinator", *others[-1:]) if role in may)


def _forms(page: str) -> list[Tag]:
    """Return the POST forms in the main part of a page, or in all of it without one; others need no parsing."""
    main = page[max(page.find("<main"), 0) :].partition("</main>")[0]
    if 'method="post"' not in main:
        return []
    return list(BeautifulSoup(main, "html.parser").find_all("form", attrs={"method": "post"}))


def _is_line(control: Tag) -> bool:
    return control.name == "input" and control.get("type", "text") in LINES


def _counts(control: Tag) -> bool:
    return control.get("type") not in {"radio", "checkbox"} or control.has_attr("checked")


def _value(control: Tag) -> str:
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
    return control.text if control.name == "textarea" else str(control.get("value", ""))
