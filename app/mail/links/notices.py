"""Mail of links: codes, and reports of recipients about a link."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.people.policies import read_person
from app.accounts.role_holders import holders
from app.database import Model, db
from app.mail import outbox
from app.mail.links.models import MailLink
from app.mail.links.registry import LinkPage
from app.web.external_urls import external


def code(link: MailLink, code: str) -> None:
    """Mail a code to the person of a link."""
    outbox.enqueue("links/code", link.person, urgent=True, code=code)


def disowned(link: MailLink) -> None:
    """Notify the sender that a mail reached the wrong person, so that the address is corrected.

    The coordinators are notified of reminders, and if the sender may not see the person or has no account.
    """
    sender = db.session.get(Person, link.sender_id) if link.sender_id else None
    may_look = sender is not None and sender.is_active and read_person(sender, link.person)
    for person in [sender] if sender and may_look else holders(("coordinator",)):
        page = external("people.show", person_id=link.person_id)
        outbox.enqueue("links/disowned", person, addressed=link.person, sent_at=link.created_at, link=page)


def passed_on(subject: Model, page: LinkPage, to: Person, *, by: Person) -> None:
    """Mail a colleague a link of their own."""
    outbox.enqueue("links/passed-on", to, about=subject, label=page.label(subject), by=by)
