"""Creates messages: rendered in the recipient's language, once per key, in the current transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import current_app, render_template
from sqlalchemy import delete, or_, select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import Model, db
from app.mail.links import actions as links
from app.mail.links.models import MailLink
from app.mail.links.registry import page_of
from app.mail.notifications.links import address_for, headers_for
from app.mail.notifications.models import Rhythm
from app.mail.notifications.queries import chosen, next_summary_of
from app.mail.notifications.topics import topic_of
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
    lists: Collection[Model] = (),
    not_before: datetime | None = None,
    urgent: bool | datetime = False,
    link_until: datetime | None = None,
    **context: Any,
) -> Mail | None:
    """Queue `mails/<template>.html` and `.txt` for a person or an address; return it, or None without an address.

    News about a topic that a person gets in summaries, or in the app alone, is kept in that rhythm and does not leave.

    The block "subject" of the text template is the subject; `addressee` names a recipient given by address. If `key`
    was used before, nothing is queued and the earlier message is returned. `calendar` is an iCalendar object with a
    METHOD. `mail_kind` is a kind that `describe` labels; the template by default. `about` is the object of the mail: if
    links can open it, a person gets a personal one in place of the `link` in `context`, with `anchor` as its fragment;
    and one to each of `lists`, in `links` by their ids. `link_until` is the end of a `link` that the caller made.
    `urgent` mail does not wait for the end of quiet hours, or no longer than until a moment.
    """
    topic = topic_of(mail_kind or template)
    rhythm = _rhythm_of(to, topic)
    if not _address_of(to) or _is_unwanted(to, rhythm):
        return None
    if key and (earlier := db.session.scalar(select(Mail).where(Mail.key == key))):
        return earlier
    if isinstance(to, Person) and rhythm:
        return _keep(template, to, rhythm, context, key=key, kind=mail_kind or template, **_subject_of(about))
    issued = [_issue_link(to, about, context, link_until), *_issue_links(to, lists, context)]
    columns = {"key": key, "kind": mail_kind or template, **_subject_of(about)}
    columns["urgent_from"] = utc_now() if urgent is True else urgent or None
    columns["headers"] = {**_unsubscribing(to, topic, context), **(headers or {})}
    columns |= {"calendar": calendar.decode() if calendar else None, "attachments": [str(one) for one in attachments]}
    return _stored(columns | _addressed(template, to, language, context), issued, not_before)


def _stored(columns: dict[str, Any], issued: Iterable[MailLink | None], not_before: datetime | None) -> Mail:
    """Add a mail that may leave at once or at `not_before`, with the links that were issued for it."""
    mail = Mail(message_id=_new_message_id(), next_try_at=not_before or utc_now(), created_at=utc_now(), **columns)
    db.session.add(mail)
    for link in filter(None, issued):
        link.mail = mail
    return mail


def _keep(template: str, to: Person, rhythm: Rhythm, context: dict[str, Any], **columns: Any) -> Mail:
    """Add news, by its subject alone, that waits for the summary of a person or is read in the app alone."""
    now = utc_now()
    with force_locale(to.language):
        subject = _subject(template, {**context, "recipient": to, "addressee": to.name, "links": {}})
    in_app = rhythm is Rhythm.APP
    mail = Mail(
        message_id=_new_message_id(),
        recipient=_address_of(to),
        person_id=to.id,
        language=to.language,
        subject=subject,
        text="",
        html="",
        state=MailState.IN_APP if in_app else MailState.HELD,
        is_unread=True,
        next_try_at=now if in_app else next_summary_of(to.id, rhythm, now),
        created_at=now,
        **columns,
    )
    db.session.add(mail)
    return mail


def _rhythm_of(to: Person | str, topic: str | None) -> Rhythm | None:
    """Return how a person is told about a topic; None if by a mail at once."""
    return chosen(to.id).get(topic) if topic is not None and isinstance(to, Person) else None


def _is_unwanted(to: Person | str, rhythm: Rhythm | None) -> bool:
    """Return whether a person without an account, who reads nothing in the app, switched off the topic of a mail."""
    return rhythm is Rhythm.APP and isinstance(to, Person) and not to.is_active


def _unsubscribing(to: Person | str, topic: str | None, context: dict[str, Any]) -> dict[str, str]:
    """Return the headers with which a person switches off the topic of a mail, and put the address into `context`."""
    if topic is None or isinstance(to, str):
        return {}
    context["unsubscribe"] = address_for(to, topic)
    return headers_for(to, topic)


def _address_of(to: Person | str) -> str | None:
    return to.email if isinstance(to, Person) else to.strip().lower()


def _new_message_id() -> str:
    sender: str = current_app.extensions["settings"].mail_from
    return f"<{uuid4()}@{sender.rpartition('@')[2]}>"


def _subject_of(about: Model | None) -> dict[str, Any]:
    """Return the columns that name the object of a mail."""
    return {"about_type": type(about).__name__, "about_id": about.id} if about else {}


def _addressed(template: str, to: Person | str, language: str | None, context: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that depend on the recipient: address, person, language, and the texts in it."""
    person = to if isinstance(to, Person) else None
    spoken = language or (person.language if person else current_app.extensions["settings"].languages[0])
    addressee = person.name if person else context.get("addressee")
    texts = _rendered(template, spoken, {**context, "recipient": to, "addressee": addressee})
    columns = {"recipient": _address_of(to), "person_id": person.id if person else None, "language": spoken}
    return {**columns, "is_unread": person is not None, **texts}


def _issue_link(
    to: Person | str, about: Model | None, context: dict[str, Any], until: datetime | None
) -> MailLink | None:
    """Replace the link in `context` by a personal one to the object of a mail, and return its row.

    Returns None if links cannot open the object, or `to` is no person.
    """
    if about is None or isinstance(to, str):
        return None
    if until:
        return links.keep(to, about, until=until, sender=context.get("by"), at=utc_now())
    if page_of(type(about).__name__) is None:
        return None
    row, secret = links.issue(to, about, sender=context.get("by"), at=utc_now())
    place = f"#{context['anchor']}" if context.get("anchor") else ""
    context["link"] = external("links.show", token=secret) + place
    return row


def _issue_links(to: Person | str, lists: Collection[Model], context: dict[str, Any]) -> list[MailLink]:
    """Put personal links to several objects into `context`, by their ids, and return their rows; none for a mailbox."""
    context["links"] = {}
    if isinstance(to, str):
        return []
    rows = []
    for obj in lists:
        row, secret = links.issue(to, obj, sender=context.get("by"), at=utc_now())
        context["links"][obj.id] = external("links.show", token=secret)
        rows.append(row)
    return rows


def take_back(keys: Collection[str]) -> None:
    """Delete messages that newer ones make obsolete, unless they were sent or are being sent."""
    unclaimed = or_(Mail.claimed_until.is_(None), Mail.claimed_until < utc_now())
    waiting = Mail.key.in_(keys) & Mail.state.not_in((MailState.SENT, MailState.SUMMARISED)) & unclaimed
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
