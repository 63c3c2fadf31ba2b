"""Parses what the address of the list asks for besides its filters."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.arguments import member_of
from commitments.listing.rules import Group

BY_DUE = ("due", "-due")
FILTERS = (
    "state",
    "mine",
    "to-verify",
    "waiting",
    "report-due",
    "circle",
    "sector",
    "responsible",
    "plan",
    "funds",
    "q",
)
PARAMETERS = (*FILTERS, "group", "sort")
"""The parameters of the address that a saved view keeps."""


def group_of(query: Mapping[str, str], order: str) -> Group:
    """Return by what rows are grouped: by default when they are due, unless they are sorted by something else."""
    return member_of(Group, query.get("group")) or (Group.DUE if order in BY_DUE else Group.NONE)


def tab_of(query: Mapping[str, str]) -> str:
    """Return the tab to which an address belongs: open, overdue, waiting, report-due, all, or "" for other states."""
    state = query.get("state", "open")
    if "report-due" in query:
        return "report-due" if state == "open" else ""
    if "waiting" in query:
        return "waiting" if state == "open" else ""
    return state if state in {"open", "overdue", "all"} and "to-verify" not in query else ""
