"""The board: requests and agreements as cards in columns, with the days in their stage and the next step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from agreements.labels import STEPS
from agreements.registry.models import AgreementKind
from agreements.registry.rules import MAKING, Stage, Term, Validity
from app.accounts.models import Person
from app.calendars.queries import holiday_lookup
from app.organisations.models import Sector
from app.web.i18n import due, short_day
from app.web.status_labels import KINDS as STATUS_LABELS
from cooperation.board import queries
from cooperation.board.queries import Asked, Made, Side
from cooperation.board.rules import Column, Standing, Wanted, days_past, median_days, next_stage, target_of
from cooperation.requests.rules import UNANSWERED, RequestState, working_days_past
from cooperation.targets.queries import targets
from cooperation.targets.rules import Targets
from forums.agenda.models import ItemState

Mark = tuple[str, str, str]
"""Tone, icon and words of a badge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One cooperation on the board. `since` is the day on which it entered its stage."""

    column: Column
    href: str
    title: str
    sector: Sector
    who: str
    since: date
    days: int
    holder_id: UUID | None
    holder: str
    step: str
    """The next step, in a few words."""
    marks: tuple[Mark, ...]
    late: bool
    """Whether it is past the target of its stage."""

    @property
    def standing(self) -> Standing:
        """Return what filters look at."""
        return Standing(late=self.late, sector=self.sector.value, holder_id=self.holder_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The cards by column, as filtered; the numbers, sectors and holders of all cards; the median until signature."""

    columns: dict[Column, list[Card]]
    targets: dict[Column, int | None]
    total: int
    late: int
    mine: int
    sectors: list[tuple[Sector, int]]
    holders: list[tuple[str, str]]
    median: int | None
    capped: bool


def board(person: Person, wanted: Wanted, today: date) -> Board:
    """Return the board of the requests and agreements that `person` may read."""
    goals = targets()
    asked, made = queries.requests(person, today), queries.agreements(person, today)
    cards = [*_requests(asked, goals, today), *_agreements(made, goals, today)]
    numbers = Counter(card.sector for card in cards)
    holders = {str(card.holder_id): card.holder for card in cards if card.holder_id}
    return Board(
        columns={
            column: [card for card in cards if card.column is column and wanted.admits(card.standing)]
            for column in Column
        },
        targets={column: target_of(column, goals) for column in Column},
        total=len(cards),
        late=sum(card.late for card in cards),
        mine=sum(card.holder_id in {person.id, person.organisation_id} for card in cards),
        sectors=[(sector, numbers[sector]) for sector in Sector if numbers[sector]],
        holders=sorted(holders.items(), key=lambda one: one[1].casefold()),
        median=median_days(queries.spans(person, today)),
        capped=queries.MOST in (len(asked), len(made)),
    )


def _requests(found: list[Asked], goals: Targets, today: date) -> list[Card]:
    earliest = min((one.row.answer_due for one in found), default=today)
    holiday_on = holiday_lookup(min(earliest, today), today)
    return [_request(one, goals, today, holiday_on) for one in found]


def _request(one: Asked, goals: Targets, today: date, holiday_on: Any) -> Card:
    row = one.row
    column = Column.REQUEST if row.state in UNANSWERED else Column.AUDIENCE
    past = 0
    if column is Column.AUDIENCE:
        past = days_past(row.state_since, goals.audience_days, today)
        words = ngettext("%(num)d day past the target", "%(num)d days past the target", past)
    else:
        if row.is_overdue(today):
            past = working_days_past(row.answer_due, today, holiday_on)
        words = ngettext("%(num)d working day overdue", "%(num)d working days overdue", past)
    late = past > 0 or row.is_overdue(today)
    return Card(
        column=column,
        href=url_for("cooperation.requests.show", cooperation_request_id=row.id),
        title=row.title or row.code,
        sector=row.sector,
        who=row.name or _("erased"),
        since=row.state_since,
        days=(today - row.state_since).days,
        holder_id=one.holder_id,
        holder=_("the applicant") if row.state is RequestState.ASKED else row.holder or _("nobody yet"),
        step=_step_of_request(one),
        marks=(("warn", "late", words),) if late else (),
        late=late,
    )


def _step_of_request(one: Asked) -> str:
    if one.row.state is RequestState.RECEIVED:
        return _("Answer by %(day)s", day=short_day(one.row.answer_due))
    if one.row.state is RequestState.ASKED:
        return _("The applicant completes it")
    if one.row.state is RequestState.AGREEMENT:
        return _("Its agreement was abandoned: begin another one")
    if one.starts_at is None:
        return _("Hold the audience")
    if one.item_state is ItemState.DISCUSSED:
        return _("Begin an agreement, or decline it")
    if one.item_state in (ItemState.DECLINED, ItemState.DEFERRED):
        return _("Invite to another audience")
    return _("Audience on %(day)s", day=short_day(one.starts_at, one.timezone))


def _agreements(found: list[Made], goals: Targets, today: date) -> list[Card]:
    sides = queries.sides([one.id for one in found])
    blocked = queries.blocked([one.circle_id for one in found if one.stage is Stage.SIGNED])
    return [_agreement(one, sides.get(one.id, []), blocked.get(one.circle_id, 0), goals, today) for one in found]


def _agreement(one: Made, sides: list[Side], blocked: int, goals: Targets, today: date) -> Card:
    column = _column_of(one)
    since = one.signed_on if one.signed_on and one.stage is Stage.SIGNED else one.stage_since
    past = days_past(since, target_of(column, goals), today)
    others = [side for side in sides if side.organisation_id != one.holder_organisation_id] or sides
    return Card(
        column=column,
        href=url_for("agreements.registry.show", agreement_id=one.id),
        title=one.title,
        sector=others[0].sector if others else Sector.GOVERNMENT,
        who=" · ".join(side.label for side in others),
        since=since,
        days=(today - since).days,
        holder_id=one.holder_id,
        holder=_("the parties") if column is Column.IN_FORCE else one.holder or _("nobody yet"),
        step=_step_of_agreement(one, column),
        marks=tuple(_marks(one, past, blocked, today)),
        late=past > 0,
    )


def _column_of(one: Made) -> Column:
    if one.kind is not AgreementKind.PERJANJIAN_KERJA_SAMA:
        return Column.MEMORANDUM
    return Column.IN_FORCE if one.stage is Stage.SIGNED else Column.DRAFTED


def _step_of_agreement(one: Made, column: Column) -> str:
    following = next_stage(one.stage)
    if following is Stage.SIGNED:
        return _("Record the signature")
    if following:
        return str(STEPS[following])
    if column is Column.MEMORANDUM:
        return _("Draft the cooperation agreement")
    if one.expires_on is None:
        return _("Valid until terminated")
    return _("Ends on %(day)s", day=short_day(one.expires_on))


def _marks(one: Made, past: int, blocked: int, today: date) -> list[Mark]:
    marks: list[Mark] = []
    if one.stage in MAKING:
        label = STATUS_LABELS["agreement"][one.stage.value]
        marks.append((label.tone, label.icon, str(label.word)))
    if past:
        words = ngettext("%(num)d day past the target", "%(num)d days past the target", past)
        marks.append(("warn", "late", words))
    term = Term(stage=one.stage, effective_on=one.effective_on, expires_on=one.expires_on)
    if term.validity(today) is Validity.EXPIRING:
        marks.append(("warn", "clock", _("Ends %(when)s", when=due(one.expires_on))))
    if blocked:
        marks.append(("bad", "blocked", ngettext("%(num)d blocked", "%(num)d blocked", blocked)))
    return marks
