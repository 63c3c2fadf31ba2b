"""What the page of capacity shows, put together from rows: the finding, the chart, and the table of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from alignment.capacity import queries
from alignment.capacity.gaps import gaps_chart
from alignment.capacity.rows import LevelRow, NamedOrganisation
from alignment.capacity.rules import Standing, most_lacking, widest_first
from app.charts.drawing import Drawing, drawn
from app.web.i18n import number
from app.web.pagination import Paged

WIDE, SLIM = 560, 326
"""Widths of the drawings in pixels."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is needed and what there is: the finding in words, the rows, and a drawing if there are averages."""

    title: str
    standings: Sequence[Standing]
    drawing: Drawing | None
    averaged: bool
    most: int
    """The largest number of organisations that filled in a competence."""


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in the table, with its level in each competence, None where it did not fill one in."""

    organisation: NamedOrganisation
    levels: Sequence[LevelRow | None]


def gaps() -> Gaps:
    """Return the gaps over all organisations; averages only of competences that enough of them filled in."""
    standings = queries.standings()
    averaged = widest_first(standings)
    drawing = _drawn(averaged) if averaged else None
    most = max((one.count for one in standings), default=0)
    return Gaps(_title(averaged, standings), standings, drawing, bool(averaged), most)


def _title(averaged: Sequence[Standing], standings: Sequence[Standing]) -> str:
    if averaged and averaged[0].gap:
        worst = averaged[0]
        return _(
            "%(name)s is lacking most: needed %(needed)s, there is %(held)s",
            name=worst.name,
            needed=number(worst.mean_needed),
            held=number(worst.mean_held),
        )
    if found := most_lacking(standings):
        return ngettext(
            "%(name)s: lacking in %(num)d of %(all)s organisation",
            "%(name)s: lacking in %(num)d of %(all)s organisations",
            found.lacking,
            name=found.name,
            all=found.count,
        )
    return _("Needed and available competences")


def _drawn(averaged: Sequence[Standing]) -> Drawing | None:
    rows = [(one, said(one)) for one in averaged]
    each = "; ".join(f"{one.name} {words}" for one, words in rows)
    description = _("Levels that are needed and held: %(each)s", each=each)
    wide, slim = (gaps_chart(description, rows, width=width) for width in (WIDE, SLIM))
    return drawn(wide, slim)


def said(standing: Standing) -> str:
    """Return the gap of a competence in words."""
    return _("lacks %(gap)s", gap=number(standing.gap)) if standing.gap else _("sufficient")


def lines(organisations: Paged[NamedOrganisation], standings: Sequence[Standing]) -> list[Line]:
    """Return the rows of the table, with a level or None for each competence."""
    levels = queries.levels_of([one.id for one in organisations.rows])
    return [Line(one, _levels(one.id, levels, standings)) for one in organisations.rows]


def _levels(
    organisation_id: UUID, levels: dict[tuple[UUID, UUID], LevelRow], standings: Sequence[Standing]
) -> list[LevelRow | None]:
    return [levels.get((organisation_id, one.id)) for one in standings]
