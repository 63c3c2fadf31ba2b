"""Events of agendas."""

from __future__ import annotations

from dataclasses import dataclass

from forums.agenda.models import AgendaItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContinued:
    """An item of an earlier session is continued by an item of a later one."""

    earlier: AgendaItem
    item: AgendaItem
