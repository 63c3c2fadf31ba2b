"""Models of the list of holidays, of Ramadans and of working hours."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.calendars.holidays import HolidayKind
from app.calendars.working_hours import WorkingHours
from app.database import Model


class ListedHoliday(Model):
    """A day off in the administrator's list, which takes precedence over the holidays package.

    Rows from the package keep its original day and name, so that updating the list does not undo a correction or
    removal. A removed day is kept as a row and counts as a working day.
    """

    __tablename__ = "holidays"
    __table_args__ = (
        UniqueConstraint("day", "name", name="one_holiday_per_date_and_name"),
        UniqueConstraint("known_day", "known_name", name="one_row_per_known_holiday"),
    )

    day: Mapped[date] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[HolidayKind]
    estimated: Mapped[bool] = mapped_column(default=False)
    """Computed and not decreed yet: the date may change."""
    removed: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    """Whether the administrator changed the row; such a row is not updated from the package."""
    known_day: Mapped[date | None]
    known_name: Mapped[str | None] = mapped_column(String(200))
    """The name in the package, as `known_day` is its day; None for days that the administrator added."""


class Ramadan(Model):
    """A fasting month, from its first to its last day, as entered by the administrator."""

    __tablename__ = "ramadans"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="ends_after_it_begins"),)

    first_day: Mapped[date] = mapped_column(unique=True)
    last_day: Mapped[date]


class ListedHours(Model):
    """The hours that offices keep free, as entered by the administrator: one row, or none for the defaults."""

    __tablename__ = "working_hours"
    __table_args__ = (CheckConstraint("friday_prayer_ends > friday_prayer_starts", name="ends_after_it_begins"),)

    friday_prayer_starts: Mapped[time] = mapped_column(Time)
    friday_prayer_ends: Mapped[time] = mapped_column(Time)
    ramadan_day_ends: Mapped[time] = mapped_column(Time)
    quiet_starts: Mapped[time] = mapped_column(Time)
    quiet_ends: Mapped[time] = mapped_column(Time)

    @property
    def hours(self) -> WorkingHours:
        """The hours for use in rules."""
        return WorkingHours(
            friday_prayer_starts=self.friday_prayer_starts,
            friday_prayer_ends=self.friday_prayer_ends,
            ramadan_day_ends=self.ramadan_day_ends,
            quiet_starts=self.quiet_starts,
            quiet_ends=self.quiet_ends,
        )
