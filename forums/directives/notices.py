"""Mail about directives and suggestions: to those who answer them, and to those who gave them."""

from __future__ import annotations

from uuid import uuid4

from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.web.external_urls import external
from forums.directives.links import own_link
from forums.directives.models import Directive
from forums.scheduling.recipients import organisers


def given(directive: Directive, *, by: Person | None) -> None:
    """Notify those who organise the forum of a new directive or suggestion."""
    for person in organisers(directive.forum):
        if by is None or person.id != by.id:
            _notify("given", directive, person, by=by)


def answered(directive: Directive, *, by: Person) -> None:
    """Notify who gave it of what became of it."""
    giver = directive.given_by
    if giver is not None and giver.id != by.id:
        _notify("answered", directive, giver, by=by)
    elif directive.email and directive.forum.circle.classification in (Classification.PUBLIC, Classification.INTERNAL):
        _write("answered", directive)


def received(directive: Directive) -> None:
    """Acknowledge a suggestion, with the link to what becomes of it."""
    _write("received", directive)


def _notify(template: str, directive: Directive, person: Person, *, by: Person | None) -> None:
    if not may_be_notified_of(person, directive.forum.circle):
        return
    outbox.enqueue(
        f"forums/directives/{template}",
        person,
        directive=directive,
        forum=directive.forum,
        about=directive,
        by=by,
        link=external("forums.directives.show", directive_id=directive.id),
    )


def _write(template: str, directive: Directive) -> None:
    """Write to the sender of a suggestion. The key lets the mail be forgotten when the sender is erased."""
    assert directive.email is not None, "only a suggestion whose sender is known is answered by mail"
    outbox.enqueue(
        f"forums/directives/{template}",
        directive.email,
        key=f"suggestion:{directive.id}:{uuid4()}",
        language=directive.language,
        addressee=directive.name,
        directive=directive,
        forum=directive.forum,
        by=None,
        link=own_link(directive),
    )
