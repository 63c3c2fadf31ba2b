"""Personal links in queued mails, for tests that open them."""

import re

from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail

LINK = re.compile(r"https?://[^\s/]+(/by-link/[\w-]+)")
CODE = re.compile(r"\b(\d{6})\b")


def mails_to(person) -> list[Mail]:
    """Return the mails queued for a person, oldest first."""
    return list(db.session.scalars(select(Mail).where(Mail.person_id == person.id).order_by(Mail.created_at, Mail.id)))


def link_to(person) -> str:
    """Return the path of the link in the last mail to a person that has one."""
    found = [match[1] for mail in mails_to(person) if (match := LINK.search(mail.text))]
    assert found, f"no mail to {person.name} has a link"
    return found[-1]


def code_to(person) -> str:
    """Return the code in the last mail to a person."""
    mail = next(mail for mail in reversed(mails_to(person)) if mail.kind == "links/code")
    found = CODE.search(mail.text)
    assert found
    return found[1]
