"""What the pages of compliance show, put together from rows: charts with their words, figures of the parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from agreements.compliance import labels
from agreements.compliance.across import Band, Scale, across_chart
from agreements.compliance.balance import Balance, balance_chart
from agreements.compliance.rows import HeldRight, PartyRow, PartySide
from agreements.compliance.rules import (
    MOST_BANDS,
    MOST_DRAWN,
    MOST_ROWS,
    Counts,
    Owed,
    Window,
    chosen,
    count,
    drawn_as,
    leaning,
    months,
    window,
)
from agreements.compliance.timeline import Frame, Line, timeline
from agreements.registry.models import Agreement
from app.charts.specs import Spec

WIDE, SLIM = 960, 326
"""Widths of the drawings in pixels: of the page on a desk, and of a phone of 360 pixels."""
STEPS = {False: 1, True: 3}
"""Months between the lines of a wide and of a slim drawing, where the window has no more than `LONG` days."""
LONG = 430


@dataclass(frozen=True, slots=True)
class InTime:
    """The chart of a year: its rows (`owed`) in full, those that are drawn, its words, and its specifications."""

    year: int
    owed: Sequence[Owed]
    drawn: Sequence[Owed]
    counts: Counts
    window: Window
    title: str
    key: Sequence[labels.KeyEntry]
    wide: Spec
    slim: Spec


class Ends(NamedTuple):
    """The dates of an agreement that its chart shows: its last day, and the last day for notice."""

    last_day: date | None
    notice_on: date | None


def in_time(
    ends: Ends,
    sides: Sequence[PartySide],
    owed: Sequence[Owed],
    *,
    year: int,
    today: date,
    whole: bool,
    dated: bool = False,
) -> InTime:
    """Return the chart of what was first due in `year`; `whole`: with more rows than fit at a glance.

    `dated`: the line of `today` has the date, for documents that are read later.
    """
    own = [one for one in owed if one.first_due.year == year]
    drawn = chosen(own, MOST_DRAWN if whole else MOST_ROWS)
    days = [day for one in drawn for day in (one.due, one.met_on, one.delivered_on) if day]
    shown, counts = window(year, days, ends.last_day), count(own)
    names = {one.id: one.label for one in sides}
    lines = [_line(one, names[one.debtor_id], today) for one in drawn]
    description = labels.described(counts)
    wide, slim = (
        timeline(
            description,
            lines,
            _frame(ends, shown, today, slim=is_slim, dated=dated),
            width=SLIM if is_slim else WIDE,
            slim=is_slim,
        )
        for is_slim in (False, True)
    )
    return InTime(year, own, drawn, counts, shown, labels.chart_title(counts), labels.key_of(drawn), wide, slim)


def _line(owed: Owed, debtor: str, today: date) -> Line:
    return Line(
        owed,
        label=labels.named(owed, debtor),
        short_label=labels.named(owed, debtor, short=True),
        said=labels.said(owed, today),
        href=url_for("commitments.registry.show", commitment_id=owed.commitment_id),
    )


def _frame(dates: Ends, shown: Window, today: date, *, slim: bool, dated: bool) -> Frame:
    step = STEPS[slim] * (1 if (shown.end - shown.start).days <= LONG else 3)
    ends, notice = shown.ends_on, dates.notice_on
    return Frame(
        window=shown,
        months=[
            (day, labels.month_name(day, begins=day == shown.start)) for day in months(shown.start, shown.end, step)
        ],
        today=today,
        today_said=labels.day_and_month(today) if dated else _("Today"),
        notice_on=notice if notice and ends else None,
        notice_said=_("Notice %(day)s", day=labels.day_and_month(notice)) if notice else "",
        ends_said=(_("Ends") if slim else _("Ends %(day)s", day=labels.day_and_month(ends))) if ends else "",
    )


def party_rows(sides: Sequence[PartySide], owed: Sequence[Owed], rights: Sequence[HeldRight]) -> list[PartyRow]:
    """Return the figures of each party, in the order of the text."""
    return [_party_row(side, owed, [one for one in rights if one.holder_id == side.id]) for side in sides]


def _party_row(side: PartySide, owed: Sequence[Owed], rights: Sequence[HeldRight]) -> PartyRow:
    return PartyRow(
        side,
        count(one for one in owed if one.debtor_id == side.id),
        rights=len(rights),
        received=sum(one.received_on is not None for one in rights),
        missing=sum(one.is_missing for one in rights),
        on_behalf=sum(one.source is not None for one in rights),
    )


@dataclass(frozen=True, slots=True)
class Across:
    """The chart of all agreements in a year: the rows of its table, how many are drawn, its words, its drawings.

    `rows` are agreements with their obligations of the year, the most pressing first. `number` is that of the
    obligations which the drawing counts.
    """

    rows: Sequence[tuple[Agreement, Sequence[Owed], Counts]]
    drawn: int
    number: int
    title: str
    key: Sequence[labels.KeyEntry]
    wide: Spec
    slim: Spec


def across(found: Sequence[tuple[Agreement, Sequence[Owed]]], *, year: int, today: date) -> Across:
    """Return the chart of agreements with what was first due under each in `year`; those without are left out."""
    rows = [(agreement, owed, count(owed)) for agreement, owed in found if any(drawn_as(one.outcome) for one in owed)]
    rows.sort(key=lambda row: (-row[2].late_now, -row[2].late, -row[2].open, row[0].title))
    everything = [one for _agreement, owed, _counts in rows for one in owed]
    bands = [
        Band(
            owed,
            label=f"{agreement.title}: {labels.row_words(counts)}",
            short_label=agreement.title,
            said=labels.described(counts),
            href=url_for("agreements.compliance.show", agreement_id=agreement.id, year=year),
        )
        for agreement, owed, counts in rows[:MOST_BANDS]
    ]
    described = labels.described(count(everything))
    wide, slim = (
        across_chart(described, bands, _scale(year, months, today), width=width)
        for width, months in ((WIDE, 1), (SLIM, 3))
    )
    outcomes = [drawn_as(one.outcome) for one in everything]
    return Across(
        rows,
        drawn=len(bands),
        number=sum(one is not None for one in outcomes),
        title=labels.chart_title(count(everything)),
        key=[entry for outcome, entry in labels.ACROSS_KEY.items() if outcome in outcomes],
        wide=wide,
        slim=slim,
    )


def _scale(year: int, months: int, today: date) -> Scale:
    here = (today.month - 1) // months if today.year == year else None
    return Scale(months=months, names=labels.periods_of(year, months), today=here, today_said=_("Today"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """The chart of obligations and rights: its finding, its rows, and its specification for every width."""

    title: str
    rows: Sequence[tuple[PartySide, int, int]]
    spec: Spec


def weighed(sides: Sequence[PartySide], duties: dict[UUID, int], rights: Sequence[HeldRight]) -> Weighed:
    """Return the balance of an agreement: numbers of obligations in the text, and of rights."""
    held = Counter(one.holder_id for one in rights)
    rows = [(side, duties.get(side.id, 0), held[side.id]) for side in sides]
    lean = leaning([(side.id, owes, has) for side, owes, has in rows])
    description = labels.balance_words([(side.name, owes, has) for side, owes, has in rows])
    spec = balance_chart(description, [Balance(side.name, owes, has) for side, owes, has in rows])
    return Weighed(labels.leaning_words(lean, list(sides)), rows, spec)
