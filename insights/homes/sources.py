"""Sources of the action items on each role's home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from insights.homes.agreement_tasks import amendments_to_answer, ending, in_hand
from insights.homes.commitment_tasks import owed, stuck, to_verify
from insights.homes.cooperation_tasks import cooperation
from insights.homes.digest_tasks import digests_to_release, to_decide, to_follow_up
from insights.homes.forum_tasks import agendas, dates_to_decide, minutes_behind, to_approve
from insights.homes.invitation_tasks import quorum_at_risk, to_answer
from insights.homes.organising_tasks import organising
from insights.homes.other_tasks import dead_mail, lost_mail, mail_aside
from insights.homes.redaction_tasks import redactions
from insights.homes.role_tasks import roles_to_confirm
from insights.homes.tasks import COUNTED, KINDS, ActionItem, Kind, Reader, Source
from insights.homes.version_tasks import minutes_to_move_on

ABOUT: dict[Source, set[Kind]] = {
    owed: {Kind.ASKED, Kind.LATE, Kind.RETURNED, Kind.SOON, Kind.DISPOSITION},
    to_verify: {Kind.VERIFICATION, Kind.LATER_DATE},
    agendas: {Kind.AGENDA, Kind.PREPARATION},
    organising: {Kind.BASIS, Kind.DIRECTIVE, Kind.VOTE, Kind.CIRCULAR},
    stuck: {Kind.ANOTHER_DATE},
    dates_to_decide: {Kind.MOVE, Kind.ANOTHER_TIME},
    quorum_at_risk: {Kind.QUORUM},
    redactions: {Kind.REDACTION, Kind.WITHHELD},
    minutes_to_move_on: {Kind.OPINION, Kind.PUBLICATION},
    minutes_behind: {Kind.APPROVAL, Kind.AWAITING},
    ending: {Kind.ENDING},
    in_hand: {Kind.IN_HAND},
    amendments_to_answer: {Kind.AMENDMENT},
    cooperation: {Kind.OBJECTION, Kind.REQUEST},
    to_approve: {Kind.APPROVAL},
    to_follow_up: {Kind.TO_FOLLOW_UP},
    to_answer: {Kind.INVITATION},
    roles_to_confirm: {Kind.ROLE},
}
"""Kinds of action item of the sources that may have more than a home page shows."""


def gathered(reader: Reader) -> list[ActionItem]:
    """Return the reader's action items, most urgent first; the first of each kind, and an item that counts the rest."""
    found = [item for source in sources(reader.person) for item in source(reader)]
    return list(_with_others(sorted(found, key=lambda item: item.urgency)))


def all_of(kind: Kind, reader: Reader) -> list[ActionItem]:
    """Return the reader's action items of a kind, most urgent first; `COUNTED` at most."""
    selected = [source for source in sources(reader.person) if kind in ABOUT.get(source, ())]
    found = [item for source in selected for item in source(replace(reader, most=COUNTED)) if item.kind is kind]
    return sorted(found, key=lambda item: item.urgency)


def _with_others(found: list[ActionItem]) -> Iterator[ActionItem]:
    """Yield the items and, after the last one of a kind, an item with the number of those not shown."""
    shown = Counter(item.kind for item in found)
    last = {item.kind: item for item in found}
    for item in found:
        yield item
        if item is last[item.kind] and item.total > shown[item.kind]:
            yield _others(item, shown[item.kind])


def _others(item: ActionItem, shown: int) -> ActionItem:
    more = item.total - shown
    many = _("more than %(num)d others", num=COUNTED - shown)
    return item._replace(
        total=more,
        word=str(KINDS[item.kind]),
        title=many if item.total > COUNTED else ngettext("%(num)d other", "%(num)d others", more),
        href=url_for("insights.homes.home", needs=item.kind.value),
        is_rest=True,
        acts=(),
    )


def sources(person: Person) -> list[Source]:
    """Return the sources for a person's roles; what a member of an organisation has to do concerns everyone.

    Roles add up: a person with two gets the action items of both.
    """
    selected: list[Source] = [owed, to_verify, agendas, redactions, organising, minutes_to_move_on]
    selected += [in_hand, amendments_to_answer]
    if person.is_coordinator:  # minutes_behind includes those that they approve themselves
        selected += [stuck, dates_to_decide, quorum_at_risk, minutes_behind, digests_to_release, to_follow_up]
        selected += [cooperation, lost_mail]
    else:
        selected.append(to_approve)
    if person.roles != ["coordinator"]:
        selected.append(to_answer)
        if person.roles:  # the home page of partners lists their agreements
            selected.append(ending)
    if person.is_leadership:
        selected.append(to_decide)
    if person.is_administrator:
        selected += [dead_mail, mail_aside, roles_to_confirm]
    return selected
