"""Labels of invitations and answers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.audit import labels
from app.clock import utc_now
from app.web.external_urls import external
from app.web.i18n import force_locale, hour, zone_name
from app.web.status_labels import status_label
from forums.invitations.links import answer_link
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.invitations.notices import language_of
from forums.invitations.queries import Roll
from forums.scheduling.google import google_link
from forums.scheduling.labels import session_span, summary
from forums.scheduling.models import Session

VIAS = {
    Via.LINK: _l("by link"),
    Via.REPLY: _l("by mail"),
    Via.APP: _l("in Selaras"),
    Via.ON_BEHALF: _l("recorded"),
}

SOURCE_WORDS = {
    "telephone": _l("by telephone"),
    "message": _l("by message"),
    "letter": _l("by letter"),
    "mail": _l("by mail"),
    "in_person": _l("in person"),
}


def sending_rule() -> str:
    """Return when the invitations to the sessions of a forum are sent."""
    days = current_app.extensions["settings"].invitation_days
    return ngettext(
        "Invitations are sent automatically %(num)d day before each session, or earlier if an organiser sends them.",
        "Invitations are sent automatically %(num)d days before each session, or earlier if an organiser sends them.",
        days,
    )


def soon_sending_rule() -> str:
    """Return when the invitations to a session that is closer than that are sent."""
    return _("For a session that is sooner, they are sent automatically within the hour, from 06.00 to 20.00.")


def sending_label(session: Session) -> str:
    """Return when the invitations to a planned session that nobody is invited to yet are sent."""
    days = current_app.extensions["settings"].invitation_days
    if session.starts_at <= utc_now():
        return _("This session is over or was cancelled, so no more invitations are sent.")
    if session.starts_at - utc_now() > timedelta(days=days):
        return sending_rule()
    return _(
        "Invitations are sent automatically within the hour, from 06.00 to 20.00, "
        "or earlier if an organiser sends them."
    )


def init_app(app: Flask) -> None:
    """Register the labels as template globals and with the audit log."""
    app.jinja_env.globals.update(
        session_hours=session_hours,
        event_name=summary,
        google_link=google_link,
        answer_label=answer_label,
        answer_state=lambda state: status_label("answer", state).word,
        sending_rule=sending_rule,
        sending_label=sending_label,
        soon_sending_rule=soon_sending_rule,
        invitee=invitee,
        invitee_name=invitee_name,
        answer_via=VIAS.__getitem__,
        whatsapp=whatsapp,
        external_address=lambda session: external("forums.sessions.show", session_id=session.id),
        answer_source_label=answer_source_label,
        counts=counts,
    )
    labels.call(Invitation, _l("invitation"))
    labels.call(Answer, _l("answer"))
    labels.describe("session.invited", _l("sent the invitations"))
    labels.describe("session.reminded", _l("reminded those who had not answered"))
    labels.describe("invitation.answered", _l("answered an invitation"))
    labels.describe("invitation.link_revoked", _l("revoked an answer link"))
    labels.describe("invitation.renewed", _l("replaced an answer link"))
    labels.describe("series.answered", _l("answered for all sessions of a series"))
    labels.describe("person.named", _l("was named when an invitation was passed on"))
    labels.describe("feed.opened", _l("opened a calendar feed"))
    labels.describe("feed.closed", _l("closed a calendar feed"))


def session_hours(session: Session) -> str:
    """Return "pukul 09.00–11.00 WIB", in the session's time zone."""
    local = session.starts_at.astimezone(session.zone)
    starts, ends = hour(session.starts_at, session.timezone), hour(session.ends_at, session.timezone)
    return _("%(hours)s %(zone)s", hours=f"{starts}–{ends}", zone=zone_name(local))


def answer_label(answer: Answer | None) -> str:
    """Return the label of an answer with the representative: "Diwakilkan oleh Ani, Analis"."""
    if answer is None:
        return str(status_label("answer", "needs_action").word)
    words_of_state = str(status_label("answer", answer.answer).word)
    named = ", ".join(part for part in (answer.representative, answer.representative_position) if part)
    return f"{words_of_state}: {named}" if named else words_of_state


def contact_text(invitation: Invitation, session: Session) -> str:
    """Return a message to someone who has not answered, in their language, with their own link."""
    spoken = language_of(invitation)
    with force_locale(spoken):
        return _(
            "Will you come to %(name)s, %(span)s? Please answer here, without a password: %(link)s",
            name=summary(session),
            span=session_span(session),
            link=answer_link(invitation, language=spoken),
        )


def whatsapp(phone: str | None) -> str:
    """Return the WhatsApp link of a phone number, by default Indonesian; "" without a number."""
    digits = re.sub(r"\D", "", phone or "")
    if not digits:
        return ""
    return "https://wa.me/" + ("62" + digits[1:] if digits.startswith("0") else digits)


def invitee_name(invitation: Invitation) -> str:
    """Return the invitee's name: a person, or the secretariat of an organisation."""
    person = invitation.person
    return invitee(person and person.name, invitation.seat.organisation.name)


def invitee(person: str | None, organisation: str) -> str:
    """Return the invitee from two names: the person, or the secretariat of the organisation."""
    return person or _("Secretariat of %(organisation)s", organisation=organisation)


def counts(roll: Roll) -> list[tuple[str, int, str]]:
    """Return the number of invitees per answer."""
    given = Counter(one.state for one in roll.invited)
    coming = given[AnswerState.ATTENDING_IN_PERSON] + given[AnswerState.ATTENDING_ONLINE]
    online = given[AnswerState.ATTENDING_ONLINE]
    how = ngettext("%(num)d of them online", "%(num)d of them online", online) if online else ""
    unsure = given[AnswerState.TENTATIVE]
    doubt = ngettext("%(num)d more is not sure", "%(num)d more are not sure", unsure) if unsure else ""
    return [
        (_("Will come"), coming, how),
        (_("Will be represented"), given[AnswerState.REPRESENTED], ""),
        (_("Are excused"), given[AnswerState.EXCUSED], ""),
        (_("Have not answered"), given[AnswerState.NEEDS_ACTION], doubt),
    ]


def answer_source_label(source: str) -> str:
    """Return the source of a recorded answer: "melalui telepon: Ani, 24 November"."""
    kind, _colon, note = source.partition(": ")
    words_of_kind = str(SOURCE_WORDS.get(kind, kind))
    return f"{words_of_kind}: {note}" if note else words_of_kind
