"""Policies of dispositions. Who may give one is decided by the policies of what is passed on, with `may_give`."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.dispositions import queries
from app.dispositions.matters import matter_named, matter_of, thing_of
from app.dispositions.models import Disposition
from app.dispositions.queries import Standing
from app.organisations.queries import those_with_accounts
from app.web.policies import policy


@policy("disposition:list")
def list_dispositions(user: Person) -> bool:
    """Everyone signed in; the page lists those that the user gave or received."""
    return user.is_active


@policy("disposition:read", Disposition)
def read_disposition(user: Person, disposition: Disposition) -> bool:
    """People of the organisation within which it was given, if they may read what was passed on."""
    if user.organisation_id != disposition.organisation_id:
        return False
    thing = thing_of(disposition)
    return thing is not None and matter_named(disposition.subject_type).may_read(user, thing)


def receiver(reader: Person, disposition: Disposition) -> list[tuple[Person, Any]]:
    """Return the receiver, for readers of the disposition."""
    return [(disposition.receiver, disposition.receiver.position)] if read_disposition(reader, disposition) else []


@policy("disposition:act", Disposition, hidden_unless=read_disposition, held_by=receiver)
def act_on_disposition(user: Person, disposition: Disposition) -> bool:
    """Its receiver."""
    return user.id == disposition.receiver_id


def may_give(user: Person, thing: Any, standing: Standing | None = None) -> bool:
    """Return whether a person may pass a thing on within their organisation; `standing` is loaded if needed.

    They hold an office in it, are a contact of an organisation that it concerns, or received a disposition of it.
    """
    matter = matter_of(thing)
    if matter.gives(user, thing):
        return True
    if not matter.concerns(user, thing):
        return False
    known = standing or queries.standing_of(thing, user)
    return known.is_contact or any(one.is_open and one.receiver_id == user.id for one in known.chain)


def givers(reader: Person, thing: Any) -> list[tuple[Person, Any]]:
    """Return those of the reader's organisation who may pass a thing on."""
    own = those_with_accounts(reader.organisation_id)
    return [(one, one.position) for one in own if may_give(one, thing)]
