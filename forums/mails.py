"""Mails about forums, sessions, invitations and minutes: their labels, and the lists on pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import db
from app.mail import notifications, outbox
from app.web import panels
from app.web.i18n import plain_day
from forums.agenda.models import AgendaItem
from forums.basis.models import Basis
from forums.circular.models import Circular
from forums.circular.queries import is_readable as circular_is_readable
from forums.decisions.forms import shortened
from forums.directives.models import Directive
from forums.directives.queries import readable as readable_directives
from forums.invitations.models import Invitation
from forums.minutes.models import Minutes
from forums.pack.models import PackVersion
from forums.preparation.models import Preparation
from forums.redaction.models import Redaction
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import readable_forums

LABELS = {
    "agenda/answered": _l("Agenda proposal answered"),
    "agenda/proposed": _l("Agenda proposed"),
    "basis/ending": _l("Basis of a forum ends"),
    "circular/circulated": _l("Circular decision to vote on"),
    "circular/closed": _l("Outcome of a circular decision"),
    "circular/extended": _l("Circular decision extended"),
    "circular/objected": _l("Question or disagreement on a circular decision"),
    "circular/recorded": _l("Vote recorded on behalf"),
    "circular/reminded": _l("Reminder to vote"),
    "circular/replied": _l("Answer on a circular decision"),
    "circular/withdrawn": _l("Circular decision withdrawn"),
    "directives/answered": _l("Directive or suggestion answered"),
    "directives/given": _l("Directive or suggestion"),
    "directives/received": _l("Suggestion received"),
    "invitations/changed": _l("Session changed"),
    "invitations/invited": _l("Invitation"),
    "invitations/recorded": _l("Answer recorded on behalf"),
    "invitations/reminded": _l("Reminder to answer"),
    "invitations/withdrawn": _l("Invitation withdrawn"),
    "minutes/approved": _l("Minutes approved"),
    "minutes/circulated": _l("Minutes to check"),
    "minutes/correction-answered": _l("Correction answered"),
    "minutes/correction-asked": _l("Correction requested"),
    "review/approvable": _l("Minutes to approve"),
    "review/opinion-asked": _l("Opinion on a correction requested"),
    "review/opinion-given": _l("Opinion on a correction"),
    "review/passage-changed": _l("Minutes changed after agreement"),
    "review/recorded": _l("Agreement with minutes recorded"),
    "review/reminded": _l("Reminder to check minutes"),
    "review/text-changed": _l("Minutes changed after agreement, to agree again"),
    "pack/circulated": _l("Meeting pack"),
    "pack/shared": _l("Meeting pack for a guest"),
    "pack/reminded": _l("Reminder to read the meeting pack"),
    "redaction/decided": _l("Withheld parts decided"),
    "redaction/expired": _l("Withheld beyond the last day"),
    "redaction/proposed": _l("Withheld parts to approve"),
    "replies/declined": _l("Proposed time declined"),
    "preparation/asked": _l("Preparation requested"),
    "preparation/reminded": _l("Reminder to prepare"),
    "scheduling/joined": _l("Made a participant"),
}
ASKING = {
    *("agenda/proposed", "directives/given", "invitations/changed", "invitations/invited", "invitations/reminded"),
    *("circular/circulated", "circular/objected", "circular/reminded"),
    *("basis/ending", "minutes/circulated", "minutes/correction-asked", "redaction/proposed"),
    *("preparation/asked", "preparation/reminded"),
    *("review/approvable", "review/opinion-asked", "review/reminded", "review/text-changed"),
}
"""Mails that ask for an answer."""
APPROVALS = notifications.Topic(
    "approvals",
    _l("Approved minutes"),
    _l("When minutes of your forums are approved; they stay on the page of the session."),
)

PROPOSALS = notifications.Topic(
    "proposals",
    _l("Answers to what I proposed"),
    _l("What became of a correction of minutes, a suggestion to a forum, or a directive of leadership."),
)

CIRCULARS = notifications.Topic(
    "circulars",
    _l("Outcome of circular decisions"),
    _l("How the vote ended, and answers to questions. Requests to vote always come."),
)

PACKS = notifications.Topic(
    "packs", _l("Reminders to read meeting packs"), _l("The pack itself always comes before the session.")
)


def init_app(app: Flask) -> None:
    """Register the labels, and the lists of mails on the pages of forums, sessions, preparations and minutes."""
    from app.mail.outbox.about_views import panel

    for kind, label in LABELS.items():
        outbox.describe(f"forums/{kind}", label, asks=kind in ASKING)
    notifications.add_topic(APPROVALS, "forums/minutes/approved")
    notifications.add_topic(PROPOSALS, "forums/minutes/correction-answered", "forums/directives/answered")
    notifications.add_topic(CIRCULARS, "forums/circular/closed", "forums/circular/replied")
    notifications.add_topic(PACKS, "forums/pack/reminded")
    outbox.add_subject(app, outbox.Subject(Forum, _forums, _names_of_forums, _parts_of_forum))
    outbox.add_subject(app, outbox.Subject(Basis, _bases, _names_of_bases))
    outbox.add_subject(app, outbox.Subject(Directive, _directives, _names_of_directives))
    outbox.add_subject(app, outbox.Subject(Circular, _circulars, _names_of_circulars))
    outbox.add_subject(app, outbox.Subject(Session, _sessions, _names_of_sessions, _parts_of_session))
    outbox.add_subject(app, outbox.Subject(Minutes, _minutes, _names_of_minutes, _parts_of_minutes))
    outbox.add_subject(app, outbox.Subject(Redaction, _redactions, _names_of_redactions))
    outbox.add_subject(app, outbox.Subject(Invitation, _invitations, _names_of_invitations))
    outbox.add_subject(app, outbox.Subject(PackVersion, _packs, _names_of_packs))
    outbox.add_subject(app, outbox.Subject(Preparation, _preparations, _names_of_preparations))
    panels.add_panel(app, "forum:aside", Forum, panel)
    panels.add_panel(app, "session:aside", Session, panel)
    panels.add_panel(app, "aside", Preparation, panel)
    panels.add_panel(app, "aside", Minutes, panel)
    panels.add_panel(app, "aside", Directive, panel)
    panels.add_panel(app, "aside", Circular, panel)
    panels.add_panel(app, "aside", PackVersion, panel)


def _forums(person: Person, today: date) -> Select[UUID]:
    return select(Forum.id).where(readable_forums(person, today))


def _bases(person: Person, today: date) -> Select[UUID]:
    return select(Basis.id).join(Basis.forum).where(readable_forums(person, today))


def _parts_of_forum(forum_id: UUID) -> dict[str, Select[UUID]]:
    return {"Basis": select(Basis.id).where(Basis.forum_id == forum_id)}


def _parts_of_session(session_id: UUID) -> dict[str, Select[UUID]]:
    return {"Invitation": select(Invitation.id).where(Invitation.session_id == session_id)}


def _parts_of_minutes(minutes_id: UUID) -> dict[str, Select[UUID]]:
    return {"Redaction": select(Redaction.id).where(Redaction.minutes_id == minutes_id)}


def _directives(person: Person, today: date) -> Select[UUID]:
    return select(Directive.id).join(Directive.forum).where(readable_directives(person, today))


def _circulars(person: Person, today: date) -> Select[UUID]:
    return select(Circular.id).join(Circular.forum).where(circular_is_readable(person, today))


def _sessions(person: Person, today: date) -> Select[UUID]:
    return select(Session.id).join(Session.forum).where(readable_forums(person, today))


def _minutes(person: Person, today: date) -> Select[UUID]:
    return select(Minutes.id).join(Minutes.session).join(Session.forum).where(readable_forums(person, today))


def _redactions(person: Person, today: date) -> Select[UUID]:
    query = select(Redaction.id).join(Redaction.minutes).join(Minutes.session).join(Session.forum)
    return query.where(readable_forums(person, today))


def _invitations(person: Person, today: date) -> Select[UUID]:
    return select(Invitation.id).join(Invitation.session).join(Session.forum).where(readable_forums(person, today))


def _packs(person: Person, today: date) -> Select[UUID]:
    query = select(PackVersion.id).join(PackVersion.session).join(Session.forum)
    return query.where(readable_forums(person, today))


def _preparations(person: Person, today: date) -> Select[UUID]:
    query = select(Preparation.id).join(Preparation.item).join(AgendaItem.session).join(Session.forum)
    return query.where(readable_forums(person, today))


NAME = (Forum.name, Session.starts_at, Session.timezone, Session.id.label("session_id"))


def _named(query: Select[*tuple[Any, ...]], endpoint: str) -> dict[UUID, outbox.Named]:
    """Return the names of the sessions in rows of an id and NAME, with links to a page about each."""
    return {
        row.id: outbox.Named(
            f"{row.name}, {plain_day(row.starts_at, row.timezone)}", url_for(endpoint, session_id=row.session_id)
        )
        for row in db.session.execute(query)
    }


def _names_of_forums(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Forum.id, Forum.name, Forum.slug).where(Forum.id.in_(ids)))
    return {row.id: outbox.Named(row.name, url_for("forums.scheduling.show", slug=row.slug)) for row in rows}


def _names_of_bases(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Basis.id, Forum.name, Forum.slug).join(Basis.forum).where(Basis.id.in_(ids)))
    return {row.id: outbox.Named(row.name, url_for("forums.basis.index", slug=row.slug)) for row in rows}


def _names_of_directives(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Directive.id, Directive.text).where(Directive.id.in_(ids)))
    return {
        row.id: outbox.Named(shortened(row.text), url_for("forums.directives.show", directive_id=row.id))
        for row in rows
    }


def _names_of_circulars(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    rows = db.session.execute(select(Circular.id, Circular.code, Circular.title).where(Circular.id.in_(ids)))
    return {
        row.id: outbox.Named(f"{row.code} {row.title}", url_for("forums.circular.show", circular_id=row.id))
        for row in rows
    }


def _names_of_sessions(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(Session.id, *NAME).join(Session.forum).where(Session.id.in_(ids))
    return _named(query, "forums.sessions.show")


def _names_of_minutes(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(Minutes.id, *NAME).join(Minutes.session).join(Session.forum).where(Minutes.id.in_(ids))
    return _named(query, "forums.minutes.show")


def _names_of_redactions(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(Redaction.id, *NAME).join(Redaction.minutes).join(Minutes.session).join(Session.forum)
    return _named(query.where(Redaction.id.in_(ids)), "forums.minutes.show")


def _names_of_invitations(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(Invitation.id, *NAME).join(Invitation.session).join(Session.forum).where(Invitation.id.in_(ids))
    return _named(query, "forums.invitations.show")


def _names_of_packs(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(PackVersion.id, *NAME).join(PackVersion.session).join(Session.forum)
    return _named(query.where(PackVersion.id.in_(ids)), "forums.pack.show")


def _names_of_preparations(ids: Collection[UUID]) -> dict[UUID, outbox.Named]:
    query = select(Preparation.id, *NAME).join(Preparation.item).join(AgendaItem.session).join(Session.forum)
    return _named(query.where(Preparation.id.in_(ids)), "forums.agenda.show")
