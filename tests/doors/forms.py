"""Every form that a page of the house shows, found by looking at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException

from app.api.access import PREFIX
from tests.doors.conftest import House
from tests.doors.test_permissions import TABLE, doors

LINES = {"text", "email", "tel", "url", "search", "number", "date", "time"}
"""Types of controls in which a person writes."""


@dataclass(frozen=True)
class Found:
    """A form as a person may send it: where to, by whom, what its controls hold, and in which a person writes."""

    endpoint: str
    action: str
    role: str
    held: dict[str, str]
    written: tuple[str, ...]


def forms_of(house: House, visitors: dict[str, Any]) -> list[Found]:
    """Return every form of every page, once for each set of controls."""
    adapter = house.app.url_map.bind("localhost")
    seen: dict[tuple[Any, ...], Found] = {}
    for path, role in _pages(house):
        answer = visitors[role].client.get(path)
        for form in _forms(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ():
            action = urlsplit(str(form.get("action") or path)).path
            try:
                endpoint, _values = adapter.match(action, method="POST")
            except HTTPException:  # a sample that leads nowhere
                continue
            held, written = controls(form)
            seen.setdefault((endpoint, *sorted(held)), Found(endpoint, action, role, held, written))
    return list(seen.values())


def page_doors(house: House) -> list[Any]:
    """Return the guarded routes of pages, not those for programs."""
    return [door for door in doors(house.app) if not door[0].rule.startswith(PREFIX)]


def unseen(house: House, seen: list[Found]) -> list[Found]:
    """Return the forms that no page of this world shows just now, with all names that any form has."""
    everything = {name: "x" for form in seen for name in form.held if "-" not in name}
    return [
        Found(rule.endpoint, house.world.address(house.app, rule, row.thing), role, everything, ())
        for rule, method, policy in page_doors(house)
        if method == "POST" and rule.endpoint not in {form.endpoint for form in seen}
        for row, role in [who_may(policy.name)]
    ]


def controls(form: Tag) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what the controls of a form hold, by name, and the names of those in which a person writes."""
    named = [one for one in form.find_all(["input", "textarea", "select", "button"]) if one.get("name")]
    held = {str(one["name"]): _held(one) for one in named if one["name"] != "csrf_token" and _counts(one)}
    written = [one for one in named if one.name == "textarea" or _is_line(one)]
    return held, tuple(str(one["name"]) for one in written)


def _pages(house: House) -> Iterator[tuple[str, str]]:
    """Yield every page with a coordinator and with somebody else who may see it; secret things look like others."""
    for rule, method, policy in page_doors(house):
        for row in TABLE[policy.name] if method == "GET" else ():
            if (row.thing or "").startswith(("secret", "elsewhere")):
                continue
            may = [role for role, answer in row.answers.items() if answer == "may"]
            others = [role for role in may if role != "coordinator"]
            path = house.world.address(house.app, rule, row.thing)
            yield from ((path, role) for role in ("coordinator", *others[-1:]) if role in may)


def _forms(page: str) -> list[Tag]:
    soup = BeautifulSoup(page, "html.parser")
    return list((soup.find("main") or soup).find_all("form", attrs={"method": "post"}))


def who_may(policy: str) -> tuple[Any, str]:
    """Return a row of the policy's table and a role that may; the coordinator where there is a choice."""
    return next(
        (row, role) for row in TABLE[policy] for role in ("coordinator", *row.answers) if row.answers[role] == "may"
    )


def _is_line(control: Tag) -> bool:
    return control.name == "input" and control.get("type", "text") in LINES


def _counts(control: Tag) -> bool:
    return control.get("type") not in {"radio", "checkbox"} or control.has_attr("checked")


def _held(control: Tag) -> str:
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
    return control.text if control.name == "textarea" else str(control.get("value", ""))
