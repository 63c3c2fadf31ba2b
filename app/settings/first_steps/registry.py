"""Registry of the steps. Upper packages register theirs; the checklist knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from sqlalchemy import ColumnElement

EXTENSION = "first_steps"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """A step on the way to the first digest.

    `done` is an SQL condition without a FROM clause, such as `exists()`: all steps are checked in one statement.
    `policy` names who may open the page at `endpoint`, and `role` the platform role whose task the step is.
    """

    order: int
    title: Any
    about: Any
    endpoint: str
    policy: str
    role: str
    done: ColumnElement[bool]
    note: Callable[[], Any] = lambda: None
    """Returns a sentence on what this instance needs before the step can be done, or how it is done here, or None."""
    is_possible: Callable[[], bool] = lambda: True
    """Returns whether the step can be done on this instance now; if not, `note` says what is missing."""
    sheet: str = ""
    """The endpoint of a page where the step is done for many at once by a spreadsheet, if there is one."""

    @property
    def href(self) -> str:
        """The URL of the page where the step is done."""
        return url_for(self.endpoint)

    @property
    def sheet_href(self) -> str:
        """The URL of the page for a spreadsheet; "" if there is none."""
        return url_for(self.sheet) if self.sheet else ""


def add_step(app: Flask, step: Step) -> None:
    """Register a step."""
    app.extensions.setdefault(EXTENSION, []).append(step)


def steps(app: Flask) -> list[Step]:
    """Return all steps in order."""
    found: list[Step] = app.extensions.get(EXTENSION, [])
    return sorted(found, key=lambda step: step.order)
