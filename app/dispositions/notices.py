"""Mails about dispositions. They go only to people of the organisation who may read what was passed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.accounts.models import Person
from app.dispositions.matters import matter_of
from app.dispositions.models import Disposition
from app.dispositions.rules import above
from app.mail import outbox
from app.mail.links.registry import page_of
from app.web.external_urls import external
from app.web.i18n import force_locale


def given(disposition: Disposition, thing: Any) -> None:
    """Ask the receiver to take it; the mail has a second link, to the thing itself."""
    _send("dispositions/given", disposition, thing, disposition.receiver, by=disposition.giver)


def replaced(disposition: Disposition, thing: Any, *, by: Person) -> None:
    """Notify the receiver of a disposition that another one took its place."""
    if disposition.receiver_id != by.id:
        _send("dispositions/news", disposition, thing, disposition.receiver, by=by)


def ended(disposition: Disposition, chain: Sequence[Disposition], thing: Any, *, by: Person) -> None:
    """Notify who gave it, and who gave the dispositions before it that were passed on, of its answer."""
    newest_first = [one for one in chain if one.given_at <= disposition.given_at]
    for person in dict.fromkeys(one.giver for one in above(newest_first)):
        if person.id != by.id:
            _send("dispositions/news", disposition, thing, person, by=by)


def _send(kind: str, disposition: Disposition, thing: Any, to: Person, *, by: Person) -> None:
    matter = matter_of(thing)
    if to.suspended_at or to.organisation_id != disposition.organisation_id or not matter.may_read(to, thing):
        return
    with force_locale(to.language):
        title = matter.title(thing)
    linked = [thing] if kind == "dispositions/given" and page_of(type(thing).__name__) else []
    outbox.enqueue(
        kind,
        to,
        about=disposition,
        lists=linked,
        link=external("dispositions.show", disposition_id=disposition.id),
        disposition=disposition,
        title=title,
        word=matter.word,
        thing=thing,
        by=by,
    )
