"""Fixtures of the permission tests: an instance with the world in it, and the pages that can be opened there."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.permissions.matrix import MATRIX
from tests.support.visitors import Visitor
from tests.support.world.instance import Instance, empty_papers, instance, visitors

__all__ = ["empty_papers", "instance", "visitors"]

READERS = ("coordinator", "administrator", "leadership", "chair", "responsible", "verifier", "participant", None)
"""The roles that are tried in turn until one may open a page; None is a stranger."""


@pytest.fixture(scope="module")
def plain(empty_papers: None) -> Iterator[None]:
    """Do not render PDFs and pages: what is allowed does not depend on what they contain."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("app.errors", "app.pdf.document", "app.web.pages"):
            patch.setattr(f"{module}.render_template", lambda *_args, **_options: "")
        yield


class OpenPage(NamedTuple):
    """A page and a role that may open it."""

    role: str | None
    path: str


@pytest.fixture(scope="module")
def page_visitors(instance: Instance) -> dict[str | None, Visitor]:
    """A visitor for each of `READERS`."""
    return {role: Visitor(instance.app, instance.world.people.get(role or "")) for role in READERS}


@pytest.fixture(scope="module")
def open_pages(instance: Instance, page_visitors: dict[str | None, Visitor], empty_papers: None) -> list[OpenPage]:
    """Every page of the route map, about an object of its readers' own."""
    targets = {policy: next((row.target for row in rows if row.target), None) for policy, rows in MATRIX.items()}
    found = []
    for rule in sorted(instance.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or set()) or rule.rule.startswith(("/api/v1", "/static")):
            continue
        policy = instance.app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        path = instance.world.address(instance.app, rule, targets.get(policy.name) if policy else None)
        role = next((role for role, visitor in page_visitors.items() if _is_page(visitor, path)), "nobody")
        if role != "nobody":
            found.append(OpenPage(role, path))
    return found


def _is_page(visitor: Visitor, path: str) -> bool:
    with visitor.client.get(path) as answer:  # closes a file
        return answer.status_code == 200 and answer.mimetype == "text/html" and b"<html" in answer.data
