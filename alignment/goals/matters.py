"""What shared goals give to the first page of alignment: parties that differ, and those that have not answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from alignment.goals import queries
from alignment.goals.labels import PARTS, QUESTIONS
from alignment.goals.queries import Overview
from alignment.home.rules import Matter, Summary
from alignment.roles.queries import led_by
from app.accounts.models import Person
from app.clock import local_date

MOST_GOALS = 100
"""Maximum number of goals that are looked at."""
DIFFERS = 200
"""Weight of a difference before its days; each day that an answer is missing weighs one."""


def matters(reader: Person, today: date, circle_id: UUID | None = None) -> list[Matter]:
    """Return where parties differ without an outcome, and which have not answered for too many days.

    With `circle_id`, only those of this circle.
    """
    goals = queries.readable_in([circle_id] if circle_id else None, reader, today, MOST_GOALS)
    led = led_by(reader) if not reader.is_coordinator else frozenset()
    found = queries.overviews(goals, today)
    made = [one for it in found for one in [*_differences(it, reader, led), *_silences(it, reader)]]
    return sorted(made, key=lambda one: -one.weight)


def summaries(circle_ids: Collection[UUID], reader: Person, today: date) -> dict[UUID, Summary]:
    """Return how many parties of each forum and agreement acknowledge its goal, and whether one differs."""
    goals = queries.readable_in(circle_ids, reader, today, MOST_GOALS)
    return {it.goal.circle_id: _summary(it) for it in queries.overviews(goals, today)}


def _summary(it: Overview) -> Summary:
    href, stands = url_for("alignment.goals.show", shared_goal_id=it.goal.id), it.standing
    if stands.by_all:
        return Summary(_("All acknowledge"), href, "good", "done")
    text = _("%(some)s of %(all)s acknowledge", some=len(stands.acknowledging), all=stands.parties)
    return Summary(text, href, *(("warn", "swap") if stands.differing else ("none", "wait")))


def _differences(it: Overview, reader: Person, led: Collection[UUID]) -> Iterator[Matter]:
    """Yield the open differences; `led` are the circles whose differences the reader mediates, except its own."""
    href = url_for("alignment.goals.show", shared_goal_id=it.goal.id)
    for one in it.open:
        own = one.organisation_id == reader.organisation_id
        mediates = reader.is_coordinator or (it.goal.circle_id in led and not own)
        days = (it.today - local_date(one.opened_at)).days
        title = _(
            "%(party)s differs about the shared goal of %(circle)s: %(part)s",
            party=one.organisation.label,
            circle=it.goal.circle.name,
            part=PARTS[one.part],
        )
        yield Matter(
            tone="bad",
            mark=ngettext("%(num)d day", "%(num)d days", days),
            icon="swap",
            title=title,
            href=f"{href}#difference-{one.id}",
            note=str(QUESTIONS[one.part]),
            act=_("Mediate") if mediates else "",
            act_href=f"{href}#difference-{one.id}" if mediates else "",
            weight=DIFFERS + days,
            circle_id=it.goal.circle_id,
        )


def _silences(it: Overview, reader: Person) -> Iterator[Matter]:
    """Yield the parties whose answer is overdue; members of the party itself are led to its answer."""
    for party, days in it.silent:
        if party.id in it.overdue:
            own = party.id == reader.organisation_id
            title = _(
                "%(party)s has not answered to version %(number)s of the shared goal of %(circle)s",
                party=party.label,
                number=it.version.number,
                circle=it.goal.circle.name,
            )
            yield Matter(
                tone="warn",
                mark=ngettext("%(num)d day", "%(num)d days", days),
                icon="wait",
                title=title,
                href=url_for("alignment.goals.show", shared_goal_id=it.goal.id),
                note="",
                act=_("Acknowledge or differ") if own else _("Contact the contact person"),
                act_href=url_for("alignment.goals.answer", shared_goal_id=it.goal.id)
                if own
                else url_for("organisations.show", organisation_id=party.id),
                weight=days,
                circle_id=it.goal.circle_id,
                waits_for=(party.id,),
            )
