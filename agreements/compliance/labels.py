"""Words of compliance in the language of the reader: outcomes, periods, titles of charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from babel.dates import format_date, get_month_names
from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext, pgettext

from agreements.clauses.rules import Frequency
from agreements.compliance.across import cells_of
from agreements.compliance.rows import PartySide
from agreements.compliance.rules import Counts, Finding, Lean, Outcome, Owed, finding, period_number
from app.web.i18n import language
from app.web.status_labels import badge_of

OUTCOMES = {
    Outcome.LATE: ("bad", "late", _l("Late")),
    Outcome.BLOCKED: ("bad", "blocked", _l("Blocked")),
    Outcome.WAITING: ("running", "wait", _l("Awaiting verification")),
    Outcome.OPEN: ("none", "empty", _l("Not due yet")),
    Outcome.UNANSWERED: ("none", "send", _l("Not accepted yet")),
    Outcome.PARTLY_MET: ("warn", "half", _l("Met in part")),
    Outcome.MET_LATE: ("warn", "done", _l("Met late")),
    Outcome.MET: ("good", "done", _l("Met")),
    Outcome.DROPPED: ("none", "no", _l("Not pursued")),
}
"""Tone, icon and label of each outcome."""
LONGEST_NAME = 44
"""Characters of a name that fit into a slim drawing."""
ROMAN = ("", "I", "II", "III", "IV")


class KeyEntry(NamedTuple):
    """An entry of the key of a chart: the shape of its mark (see components/charts.html), its tone, its words."""

    shape: str
    tone: str
    words: Any


KEY = {
    Outcome.MET: KeyEntry("disc", "good", _l("met")),
    Outcome.MET_LATE: KeyEntry("square", "warn", _l("met late")),
    Outcome.PARTLY_MET: KeyEntry("down", "warn", _l("met in part")),
    Outcome.WAITING: KeyEntry("right", "", _l("awaiting verification")),
    Outcome.LATE: KeyEntry("up", "bad", _l("late")),
}
ACROSS_KEY = {
    Outcome.MET: KeyEntry("disc", "good", _l("met by the first due date")),
    Outcome.MET_LATE: KEY[Outcome.MET_LATE],
    Outcome.PARTLY_MET: KEY[Outcome.PARTLY_MET],
    Outcome.OPEN: KeyEntry("circle", "", _l("not finished")),
    Outcome.LATE: KeyEntry("up", "bad", _l("late now")),
}
"""The key of the chart of all agreements, in the order of the columns of its table."""
FIRST_KEY = KeyEntry("circle", "", _l("first due date"))
CURRENT_KEY = KeyEntry("diamond", "", _l("current due date, after an extension"))


def key_of(owed: list[Owed]) -> list[KeyEntry]:
    """Return the key of the marks that a chart of these rows has."""
    moved = [CURRENT_KEY] if any(one.due != one.first_due for one in owed) else []
    found = {one.outcome for one in owed}
    return [FIRST_KEY, *moved, *(entry for outcome, entry in KEY.items() if outcome in found)]


def said(owed: Owed, today: date) -> str:
    """Return what became of an obligation in few words: "Terpenuhi, 23 hari lambat"."""
    if owed.outcome is Outcome.MET_LATE:
        return ngettext("Met, %(num)d day late", "Met, %(num)d days late", owed.days_after_first)
    if owed.outcome is Outcome.LATE:
        return ngettext("%(num)d day late", "%(num)d days late", owed.days_late(today))
    return str(OUTCOMES[owed.outcome][2])


def status_words(owed: Owed, today: date) -> str:
    """Return what became of an obligation, with its day: "Terpenuhi 28 Mar"."""
    if owed.outcome is Outcome.MET and owed.met_on:
        return _("Met on %(day)s", day=short_date(owed.met_on))
    if owed.outcome is Outcome.MET_LATE and owed.met_on:
        return ngettext(
            "Met on %(day)s, %(num)d day after the first due date",
            "Met on %(day)s, %(num)d days after the first due date",
            owed.days_after_first,
            day=short_date(owed.met_on),
        )
    if owed.outcome is Outcome.WAITING and owed.delivered_on:
        return _("Awaiting verification since %(day)s", day=short_date(owed.delivered_on))
    return said(owed, today)


def short_date(day: date) -> str:
    """Return a date such as "28 Mar 2026"."""
    return str(format_date(day, "d MMM y", locale=language()))


def day_and_month(day: date) -> str:
    """Return a date such as "8 Jan"."""
    return str(format_date(day, "d MMM", locale=language()))


def period_of(owed: Owed, *, short: bool = False) -> str:
    """Return the period of an obligation that recurs: "triwulan III", or short "TW III"; "" if it does not."""
    number = period_number(owed.frequency, owed.first_due)
    if owed.frequency is Frequency.MONTHLY:
        return str(format_date(owed.first_due, "MMM y" if short else "MMMM y", locale=language()))
    if owed.frequency is Frequency.YEARLY:
        return str(owed.first_due.year)
    if not number:
        return ""
    numeral = ROMAN[number] if language() == "id" else str(number)
    if owed.frequency is Frequency.HALF_YEARLY:
        words = pgettext("short", "H%(number)s") if short else pgettext("half of a year", "half %(number)s")
    else:
        words = pgettext("short", "Q%(number)s") if short else pgettext("of a year", "quarter %(number)s")
    return words % {"number": numeral}


def named(owed: Owed, debtor: str, *, short: bool = False) -> str:
    """Return what is owed with its period and party: "Aliran data sensor, triwulan I (DLH)".

    A `short` name has at most `LONGEST_NAME` characters unless period and party are long: its text is cut.
    """
    period = period_of(owed, short=short)
    end = f", {period} ({debtor})" if period else f" ({debtor})"
    room = max(12, LONGEST_NAME - len(end)) if short else len(owed.text)
    text = owed.text if len(owed.text) <= room else f"{owed.text[: room - 1].rstrip(' ,')}…"
    return text + end


def chart_title(counts: Counts) -> str:
    """Return the finding of a chart of obligations in time."""
    found = finding(counts)
    if found is Finding.NOTHING:
        return _("Nothing is owed")
    if found is Finding.NOTHING_DUE:
        return ngettext(
            "None of %(num)d obligation has fallen due", "None of %(num)d obligations has fallen due", counts.all
        )
    if found is Finding.ALL_ON_FIRST:
        return ngettext(
            "The only one that fell due was met by its first due date",
            "All %(num)d that fell due were met by their first due dates",
            counts.due,
        )
    if found is Finding.ALL_MET:
        return _("All %(due)s that fell due were met, %(first)s by the first due date", **_numbers(counts))
    if found is Finding.NONE_MET:
        return ngettext("The only one that fell due was not met", "None of %(num)d that fell due was met", counts.due)
    return _("%(met)s of %(due)s that fell due were met, %(first)s by the first due date", **_numbers(counts))


def _numbers(counts: Counts) -> dict[str, int]:
    return {"met": counts.met, "due": counts.due, "first": counts.on_first}


def described(counts: Counts) -> str:
    """Return the text alternative of a chart of obligations in time."""
    return _(
        "%(all)s obligations in time: %(first)s met by the first due date, %(late)s met late, %(now)s late now, "
        "%(open)s not finished",
        all=counts.all,
        first=counts.on_first,
        late=counts.met_late,
        now=counts.late_now,
        open=counts.open,
    )


def row_words(counts: Counts) -> str:
    """Return what became of the obligations of an agreement in few words: "3 dari 5 terpenuhi, 1 kini terlambat"."""
    if not counts.due:
        return _("none has fallen due")
    met = _("%(met)s of %(due)s met", met=counts.met, due=counts.due)
    late = ngettext("%(num)d late now", "%(num)d late now", counts.late_now)
    return f"{met}, {late}" if counts.late_now else met


def periods_of(year: int, months: int) -> list[str]:
    """Return the names of the months of a year, or of its quarters if `months` is 3."""
    if months == 1:
        return [month_name(date(year, month, 1), begins=True) for month in range(1, 13)]
    numbers = ROMAN[1:] if language() == "id" else ("1", "2", "3", "4")
    return [pgettext("short", "Q%(number)s") % {"number": one} for one in numbers]


def outcomes_by_quarter(owed: Sequence[Owed]) -> list[list[str]]:
    """Return what became of the obligations of a year for each quarter: "2 terpenuhi, lambat"."""
    cells = cells_of(owed, 3)
    return [
        [
            f"{cells[period, outcome]} {entry.words}"
            for outcome, entry in ACROSS_KEY.items()
            if (period, outcome) in cells
        ]
        for period in range(4)
    ]


def leaning_words(lean: Lean | None, sides: list[PartySide]) -> str:
    """Return what the balance of obligations and rights says first."""
    if lean is None:
        return _("Each party has as many rights as obligations")
    name = next(one.label for one in sides if one.id == lean.party_id)
    if lean.difference > 0:
        return ngettext(
            "%(party)s has %(num)d obligation more than it has rights",
            "%(party)s has %(num)d obligations more than it has rights",
            lean.difference,
            party=name,
        )
    return ngettext(
        "%(party)s has %(num)d right more than it has obligations",
        "%(party)s has %(num)d rights more than it has obligations",
        -lean.difference,
        party=name,
    )


def balance_words(sides: list[tuple[str, int, int]]) -> str:
    """Return the text alternative of the chart of obligations and rights."""
    parts = [
        _("%(party)s %(duties)s obligations and %(rights)s rights", party=name, duties=duties, rights=rights)
        for name, duties, rights in sides
    ]
    return _("Obligations and rights of each party: %(parties)s", parties="; ".join(parts))


def month_name(day: date, *, begins: bool = False) -> str:
    """Return the short name of a month; with the year if it is January, unless the chart `begins` with it."""
    name: str = get_month_names("abbreviated", locale=language())[day.month]
    return name if day.month > 1 or begins else f"{name} {day.year}"


def outcome_mark(owed: Owed, today: date) -> Any:
    """Return the badge of what became of an obligation."""
    tone, drawing, _word = OUTCOMES[owed.outcome]
    return badge_of(tone, drawing, status_words(owed, today))


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        outcome_mark=outcome_mark,
        period_of=period_of,
        owed_words=status_words,
        outcomes_by_quarter=outcomes_by_quarter,
        quarters_of=lambda year: periods_of(year, 3),
    )
