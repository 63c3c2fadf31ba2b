"""Who may read and change the list of holidays."""

from __future__ import annotations

from uuid import UUID

from app.accounts.models import Person
from app.calendars.models import ListedHoliday
from app.database import db
from app.web.policies import loads, policy


@loads("holiday_id", ListedHoliday)
def _holiday(identity: UUID) -> ListedHoliday | None:
    return db.session.get(ListedHoliday, identity)


@policy("holiday:list", opened_by=("administrator", "coordinator"))
def list_holidays(user: Person) -> bool:
    """Administrators and coordinators: the list determines when sessions are proposed to move."""
    return user.is_administrator or user.is_coordinator


@policy("holiday:edit", opened_by=("administrator",))
def edit_holidays(user: Person) -> bool:
    """Administrators."""
    return user.is_administrator


@policy("holiday:read", ListedHoliday)
def read_holiday(user: Person, _holiday: ListedHoliday) -> bool:
    """Administrators and coordinators."""
    return list_holidays(user)


@policy("holiday:change", ListedHoliday, hidden_unless=read_holiday, opened_by=("administrator",))
def change_holiday(user: Person, _holiday: ListedHoliday) -> bool:
    """Administrators."""
    return edit_holidays(user)
