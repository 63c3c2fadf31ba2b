"""What the page of the list shows besides its rows: groups and tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import Person
from app.saved_views.lists import tabs as saved_tabs
from app.saved_views.rules import as_query
from app.web.pagination import COUNTED
from commitments.listing.filters import tab_of
from commitments.listing.queries import surroundings
from commitments.listing.rows import ListedRow
from commitments.listing.rules import Group, Grouped, by_due, due_group, grouped
from commitments.registry.filters import chosen


def in_groups(rows: Sequence[ListedRow], group: Group, order: str, today: date) -> list[Grouped]:
    """Return the rows of a page in their groups."""
    if group is Group.DUE:
        return by_due(rows, lambda row: due_group(row.delivery, row.current_due, today), latest_first=order == "-due")
    keys = {
        Group.CIRCLE: lambda row: row.circle_id,
        Group.RESPONSIBLE: lambda row: row.responsible_id,
        Group.STATE: lambda row: row.delivery,
        Group.NONE: lambda row: None,
    }
    return grouped(rows, keys[group])


def around(person: Person, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the current tab, the saved views, how many commitments the reader finds in each, and the filters."""
    saved = saved_tabs("commitments")
    filters = [chosen(as_query(view.query), person=person, today=today) for view in saved]
    found = surroundings(person, filters, today)
    return {
        "tab": tab_of(query),
        "saved": saved,
        "around": found,
        "saved_counts": dict(zip((view.id for view in saved), found.saved, strict=True)),
        "counted": COUNTED,
    }
