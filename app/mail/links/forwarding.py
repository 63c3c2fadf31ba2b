"""Passes what a mail asks on to a colleague. Apart from the other actions, which the outbox uses itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app import audit
from app.accounts.models import Person
from app.errors import RuleViolation
from app.mail.links import codes, notices
from app.mail.links.models import MailLink
from app.mail.links.registry import LinkPage


def pass_on(link: MailLink, subject: Any, page: LinkPage, to: Person, *, at: datetime) -> None:
    """Mail `to` a link of their own. Raises RuleViolation if they may not read the object, or after too many mails."""
    if not page.view.policy(to, subject):  # type: ignore[attr-defined]
        raise RuleViolation(
            _("%(name)s may not read this. Ask the person who sent the mail to name them.", name=to.name),
            field="person",
        )
    codes.refuse_haste(link, at=at)
    notices.passed_on(subject, page, to, by=link.person)
    audit.record("mail_link.passed_on", link, by=link.person, at=at, personal={"to": str(to.id)})
