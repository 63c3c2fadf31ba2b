"""The registry of document kinds: their labels, their states, and the pages of their subjects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Flask, current_app
from flask_babel import LazyString

from app import audit
from app.pdf.models import Paper
from app.web.status_labels import KINDS, StatusLabel, status_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document. `states` is its key in app/web/status_labels.py.

    `address` returns the URL of the page of a subject, by its id. `facts` returns what its verification page adds, as
    labels and values that everyone who has the document may read. `is_filed`: documents of this kind were not issued
    here but filed, and the hash is that of the file.
    """

    name: str
    label: LazyString
    states: str
    address: Callable[[UUID], str]
    facts: Callable[[Paper], Sequence[tuple[str, str]]] = lambda _paper: ()
    is_filed: bool = False

    def status_label(self, state: str) -> StatusLabel:
        """Return the status label of a state. Raises KeyError for a state that this kind does not have."""
        return status_label(self.states, state)


def add_kind(app: Flask, kind: Kind) -> None:
    """Allow documents of `kind` to be registered and verified."""
    _kinds(app)[kind.name] = kind
    audit.label_values("paper", ("kind",), {kind.name: kind.label})
    audit.label_values("paper", ("before", "after"), {state: label.word for state, label in KINDS[kind.states].items()})


def kind_named(name: str) -> Kind:
    """Return the kind with this name. Raises KeyError if no feature added it."""
    return _kinds(current_app)[name]


def _kinds(app: Flask) -> dict[str, Kind]:
    found: dict[str, Kind] = app.extensions.setdefault("paper_kinds", {})
    return found
