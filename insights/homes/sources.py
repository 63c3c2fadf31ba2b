"""Which questions each role's home page asks."""

from __future__ import annotations

from app.accounts.models import Person
from insights.homes.agreement_needs import ending
from insights.homes.forum_needs import dates_to_decide, minutes_behind, proposals, to_approve
from insights.homes.invitation_needs import quorum_threatened, to_answer
from insights.homes.needs import Need, Reader, Source
from insights.homes.other_needs import dead_mail, digests_to_release, mail_aside, to_decide
from insights.homes.promise_needs import owed, stuck, to_verify


def gathered(reader: Reader) -> list[Need]:
    """Return all that needs the reader, the most urgent first."""
    found = [need for source in sources(reader.person) for need in source(reader)]
    return sorted(found, key=lambda need: need.urgency)


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
