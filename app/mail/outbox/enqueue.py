"""Creates messages: rendered in the recipient's language, once per key, in the current transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask import current_app, render_template
from sqlalchemy import delete, or_, select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import Model, db
from app.mail.links import actions as links
from app.mail.links.models import MailLink
from app.mail.links.registry import page_of
from app.mail.outbox.models import Mail, MailState
from app.web.external_urls import external
from app.web.i18n import force_locale


def enqueue(
    template: str,
    to: Person | str,
    *,
    key: str | None = None,
    mail_kind: str | None = None,
    language: str | None = None,
    calendar: bytes | None = None,
    headers: dict[str, str] | None = None,
    attachments: Sequence[UUID] = (),
    about: Model | None = None,
    not_before: datetime | None = None,
    **context: Any,
) -> Mail | None:
    """Queue `mails/<template>.html` and `.txt` for a person or an address; return it, or None without an address.

    The block "subject" of the text template is the subject; `addressee` is the name of a recipient that is given by
    address. If `key` was used before, nothing is queued and the earlier message is returned. `calendar` is an iCalendar
    object (bytes) with a METHOD.

    `mail_kind` is the kind of which `describe` registers the label; the template by default.

    `about` is the object that the mail concerns. If links can open it, the template's `link` is a personal one that
    needs no sign-in (see app/mail/links); it replaces the `link` in `context`, which addresses without a person get.
    """
    address = to.email if isinstance(to, Person) else to.strip().lower()
    if not address:
        return None
    if key and (earlier := db.session.scalar(select(Mail).where(Mail.key == key))):
        return earlier
    settings = current_app.extensions["settings"]
    own_link = _own_link(to, about, sender=context.get("by"))
    if own_link:
        context["link"] = own_link.url
    spoken = language or (to.language if isinstance(to, Person) else settings.languages[0])
    addressee = to.name if isinstance(to, Person) else context.get("addressee")
    mail = Mail(
        key=key,
        message_id=f"<{uuid4()}@{settings.mail_from.rpartition('@')[2]}>",
        recipient=address,
        person_id=to.id if isinstance(to, Person) else None,
        language=spoken,
        kind=mail_kind or template,
        about_type=type(about).__name__ if about else None,
        about_id=about.id if about else None,
        **_rendered(template, spoken, {**context, "recipient": to, "addressee": addressee}),
        headers=headers or {},
        calendar=calendar.decode() if calendar else None,
        attachments=[str(file_id) for file_id in attachments],
        state=MailState.WAITING,
        next_try_at=not_before or utc_now(),
        created_at=utc_now(),
    )
    db.session.add(mail)
    if own_link:
        own_link.row.mail = mail
    return mail


class _OwnLink(NamedTuple):
    row: MailLink
    url: str


def _own_link(to: Person | str, about: Model | None, *, sender: Person | None) -> _OwnLink | None:
    """Return a personal link to the object of a mail, or None if links cannot open it or `to` is no person."""
    if about is None or isinstance(to, str) or page_of(type(about).__name__) is None:
        return None
    row, secret = links.issue(to, about, sender=sender, at=utc_now())
    return _OwnLink(row, external("links.show", token=secret))


def take_back(keys: Collection[str]) -> None:
    """Delete messages that newer ones make obsolete, unless they were sent or are being sent."""
    unclaimed = or_(Mail.claimed_until.is_(None), Mail.claimed_until < utc_now())
    waiting = Mail.key.in_(keys) & (Mail.state != MailState.SENT) & unclaimed
    db.session.execute(delete(Mail).where(waiting))


def forget(beginning: str) -> None:
    """Delete all messages whose key has this prefix, sent or not, so that their recipients are no longer stored."""
    db.session.execute(delete(Mail).where(Mail.key.startswith(beginning, autoescape=True)))


def _rendered(template: str, language: str, context: dict[str, Any]) -> dict[str, str]:
    """Return subject, text and HTML of a mail in a language."""
    with force_locale(language):
        context["subject"] = _subject(template, context)
        return {
            "subject": context["subject"],
            "text": render_template(f"mails/{template}.txt", **context).strip() + "\n",
            "html": render_template(f"mails/{template}.html", **context),
        }


def _subject(template: str, context: dict[str, Any]) -> str:
    text = current_app.jinja_env.get_template(f"mails/{template}.txt")
    return " ".join("".join(text.blocks["subject"](text.new_context(context))).split())[:300]
