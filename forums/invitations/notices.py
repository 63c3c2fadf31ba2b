"""Mail about invitations: to one invitee, in their language, with their own link and calendar object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from app.accounts.models import Person
from app.calendars.invitations import Event
from app.mail import outbox
from app.web.i18n import force_locale
from forums.agenda.models import AgendaItem
from forums.agenda.rows import TemplateItem
from forums.invitations import calendars
from forums.invitations.links import answer_link, reply_address
from forums.invitations.models import Answer, AnswerState, Invitation
from forums.invitations.rules import OFF, SOON, answer_by
from forums.scheduling.models import ForumRole, Session

SHOWN_ITEMS = 4
"""The number of agenda items listed in a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The reason for mails about a session: `kind` is "invited", "left", "reminded", or a value of `rules.news_kind`.

    `before` is the earlier start, `by_name` is shown as the sender of the invitation.
    """

    session: Session
    kind: str
    sequence: int
    at: datetime
    by_name: str = ""
    reason: str = ""
    before: datetime | None = None
    roles: Mapping[UUID, ForumRole] = field(default_factory=dict)
    agenda: Sequence[AgendaItem | TemplateItem] = ()
    passed_on_by: str = ""
    attachments: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class News:
    """A change of a session to notify one invitee of, with their effective answer."""

    occasion: Occasion
    to: Invitation
    answer: AnswerState
    replaced: calendars.Replaced | None = None

    @property
    def session(self) -> Session:
        """The session concerned."""
        return self.occasion.session

    @property
    def is_off(self) -> bool:
        """Whether the session is removed from calendars."""
        return self.occasion.kind in OFF


def send_changes(news: Sequence[News]) -> None:
    """Notify one invitee of all changes in one mail, with the calendar objects needed."""
    first = next((one for one in news if not one.is_off), news[0])
    with force_locale(language_of(first.to)):
        calendar = _calendar_of(news)
    if len(news) == 1:
        template = "withdrawn" if first.is_off else "invited"
        _send(template, first.occasion, first.to, calendar=calendar, answer=first.answer)
        return
    links = [answer_link(one.to, language=language_of(one.to)) for one in news]
    _send(
        "changed",
        first.occasion,
        first.to,
        calendar=calendar,
        answer=first.answer,
        urgent=min(filter(None, (_urgent_from(one.occasion) for one in news)), default=None),
        news=list(zip(news, links, strict=True)),
    )


def _calendar_of(news: Sequence[News]) -> bytes:
    """Return the calendar objects for one invitee, in the active locale."""
    requests: list[Event] = []
    withdrawals: list[Event] = []
    for one in news:
        occasion = one.occasion
        if one.is_off:
            answer, description = AnswerState.NEEDS_ACTION, ""
        else:
            answer, description = one.answer, _description(occasion)
        event = calendars.event(
            one.session, one.to, _role(occasion, one.to), answer, occasion.sequence, description, occasion.at
        )
        (withdrawals if one.is_off else requests).append(event)
        if one.replaced:
            withdrawals.append(calendars.replaced_event(one.session, one.replaced, one.to, occasion.at))
    return calendars.stream(requests, withdrawals, sent_at=news[0].occasion.at)


def ask(occasion: Occasion, to: Invitation, *, answer: AnswerState = AnswerState.NEEDS_ACTION) -> None:
    """Send the current invitation, with a calendar object that replaces the earlier one."""
    description = _description(occasion)
    with force_locale(language_of(to)):
        calendar = calendars.invitation(
            occasion.session,
            to,
            role=_role(occasion, to),
            answer=answer,
            sequence=occasion.sequence,
            description=description,
            at=occasion.at,
        )
    _send("invited", occasion, to, calendar=calendar, answer=answer)


def withdraw(occasion: Occasion, to: Invitation) -> None:
    """Send the withdrawal of an invitation, which removes the event from the invitee's calendar."""
    with force_locale(language_of(to)):
        calendar = calendars.withdrawal(
            occasion.session, to, role=_role(occasion, to), sequence=occasion.sequence, at=occasion.at
        )
    _send("withdrawn", occasion, to, calendar=calendar)


def remind(occasion: Occasion, to: Invitation, *, step: str, answer: AnswerState) -> None:
    """Send a reminder; the same step ("T-3") for the same date is sent only once."""
    session = occasion.session
    key = f"answer:{session.id}:{session.starts_at:%Y%m%dT%H%M}:{step}:{to.invitee_id}"
    _send("reminded", occasion, to, key=key, answer=answer)


def recorded(invitation: Invitation, answer: Answer, *, by: Person, at: datetime) -> None:
    """Notify a party of the answer recorded on its behalf, with the link for changing it."""
    occasion = Occasion(session=invitation.session, kind="recorded", sequence=0, at=at, by_name=by.name)
    _send("recorded", occasion, invitation, answer=answer)


def language_of(to: Invitation) -> str:
    """Return the language for mails to an invitee; offices get the instance's default language."""
    return to.person.language if to.person else str(current_app.extensions["settings"].languages[0])


def _urgent_from(occasion: Occasion) -> datetime | None:
    """Return the moment `SOON` before a session begins, or would have begun before it was moved; None if it began."""
    starts = {occasion.session.starts_at, occasion.before or occasion.session.starts_at}
    return min((start - SOON for start in starts if start > occasion.at), default=None)


def _description(occasion: Occasion) -> str:
    return "\n".join(f"{number}. {item.title}" for number, item in enumerate(occasion.agenda, 1))


def _role(occasion: Occasion, to: Invitation) -> ForumRole | None:
    return occasion.roles.get(to.person_id) if to.person_id else None


def _send(
    template: str,
    occasion: Occasion,
    to: Invitation,
    *,
    calendar: bytes | None = None,
    key: str | None = None,
    urgent: datetime | None = None,
    **context: Any,
) -> None:
    address = to.address
    if not address:
        return
    session, spoken = occasion.session, language_of(to)
    reply_to = reply_address(calendars.uid_of(session), to.invitee_id)
    with force_locale(spoken):
        office = _("Secretariat of %(organisation)s", organisation=to.seat.organisation.name)
    outbox.enqueue(
        f"forums/invitations/{template}",
        to.person or address,
        language=spoken,
        key=key,
        calendar=calendar,
        headers={"From": session.forum.name.replace("@", " "), "Reply-To": reply_to},
        attachments=occasion.attachments,
        addressee=office,
        about=to,
        session=session,
        occasion=occasion,
        invitation=to,
        agenda=occasion.agenda[:SHOWN_ITEMS],
        more_items=max(0, len(occasion.agenda) - SHOWN_ITEMS),
        link=answer_link(to, language=spoken),
        link_in_english=answer_link(to, language="en"),
        link_until=session.ends_at,
        urgent=urgent or _urgent_from(occasion) or False,
        until=answer_by(session.starts_at, session.zone),
        **context,
    )
