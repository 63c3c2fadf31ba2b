"""The kinds of paper that features give out: what each is called, and where its subject has its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Flask, current_app
from flask_babel import LazyString

from app.web.status_labels import StatusLabel, look


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of paper. `states` names its states in app/web/status_labels.py.

    `address` returns the page of a subject's id.
    """

    name: str
    label: LazyString
    states: str
    address: Callable[[UUID], str]

    def look(self, state: str) -> StatusLabel:
        """Return how a state of this kind looks. Raises KeyError for one that it does not have."""
        return look(self.states, state)


def add_kind(app: Flask, kind: Kind) -> None:
    """Let papers of `kind` be registered and verified."""
    _kinds(app)[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Return the kind that a feature added. Raises KeyError."""
    return _kinds(current_app)[name]


def _kinds(app: Flask) -> dict[str, Kind]:
    found: dict[str, Kind] = app.extensions.setdefault("paper_kinds", {})
    return found
