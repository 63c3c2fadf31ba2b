"""Which questions each role's home page asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from insights.homes.agreement_tasks import ending
from insights.homes.commitment_tasks import owed, stuck, to_verify
from insights.homes.forum_tasks import dates_to_decide, minutes_behind, proposals, to_approve
from insights.homes.invitation_tasks import quorum_threatened, to_answer
from insights.homes.other_tasks import dead_mail, digests_to_release, mail_aside, to_decide
from insights.homes.tasks import COUNTED, KINDS, ActionItem, Kind, Reader, Source

ABOUT: dict[Source, set[Kind]] = {
    owed: {Kind.ASKED, Kind.LATE, Kind.RETURNED, Kind.SOON},
    to_verify: {Kind.VERIFICATION, Kind.LATER_DATE},
    proposals: {Kind.AGENDA},
    stuck: {Kind.ANOTHER_DATE},
    dates_to_decide: {Kind.MOVE, Kind.ANOTHER_TIME},
    quorum_threatened: {Kind.QUORUM},
    minutes_behind: {Kind.APPROVAL, Kind.AWAITING},
    ending: {Kind.ENDING},
    to_approve: {Kind.APPROVAL},
    to_answer: {Kind.INVITATION},
}
"""What the questions are about whose answers may be more than a home page shows."""


def gathered(reader: Reader) -> list[ActionItem]:
    """Return what needs the reader, the most urgent first; of a kind the first few, and how many others there are."""
    found = [need for source in sources(reader.person) for need in source(reader)]
    return list(_with_others(sorted(found, key=lambda need: need.urgency)))


def all_of(kind: Kind, reader: Reader) -> list[ActionItem]:
    """Return everything of a kind that needs the reader, the most urgent first; up to a hundred things."""
    asked = [source for source in sources(reader.person) if kind in ABOUT.get(source, ())]
    found = [need for source in asked for need in source(replace(reader, most=COUNTED)) if need.kind is kind]
    return sorted(found, key=lambda need: need.urgency)


def _with_others(found: list[ActionItem]) -> Iterator[ActionItem]:
    """Yield needs, and behind the last one of a kind how many of it are not shown."""
    shown = Counter(need.kind for need in found)
    last = {need.kind: need for need in found}
    for need in found:
        yield need
        if need is last[need.kind] and need.total > shown[need.kind]:
            yield _others(need, shown[need.kind])


def _others(need: ActionItem, shown: int) -> ActionItem:
    more = need.total - shown
    many = _("more than %(num)d others", num=COUNTED - shown)
    return need._replace(
        total=more,
        word=str(KINDS[need.kind]),
        title=many if need.total > COUNTED else ngettext("%(num)d other", "%(num)d others", more),
        href=url_for("insights.homes.home", needs=need.kind.value),
        is_rest=True,
        acts=(),
    )


def sources(person: Person) -> list[Source]:
    """Return the questions that a person's roles ask; every member of an organisation owes and verifies.

    Who only administers manages accounts and settings, and is asked for nothing of the content.
    """
    if person.roles == ["administrator"]:
        return [dead_mail, mail_aside]
    asked: list[Source] = [owed, to_verify, proposals]
    if person.is_coordinator:  # minutes_behind includes those that they approve themselves
        asked += [stuck, dates_to_decide, quorum_threatened, minutes_behind, digests_to_release]
    else:
        asked += [ending, to_approve, to_answer]
    if person.is_leadership:
        asked.append(to_decide)
    if person.is_administrator:
        asked.append(dead_mail)
    return asked
