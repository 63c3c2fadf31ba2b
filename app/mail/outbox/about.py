"""Queries for the mails about an object, and for those about all objects that a coordinator may read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from app.accounts.models import Person
from app.circles.models import Steward
from app.database import db
from app.mail.links.models import MailLink
from app.mail.outbox import labels
from app.mail.outbox.models import Mail, MailState
from app.mail.outbox.rules import Cause, Progress, cause, progress
from app.mail.outbox.subjects import Named, subjects
from app.organisations.models import Organisation

COUNTED = 1000
"""Messages are counted up to this number."""
_SUMMARY = Mail.__table__.alias("summary")
"""The message in which news was sent."""
NOT_TAKEN = (MailState.DEAD, MailState.FAILED)
"""States of a message that the mail server has not taken though it was offered."""
_LOST = select(_SUMMARY.c.id).where(or_(_SUMMARY.c.bounced_at.is_not(None), _SUMMARY.c.state == MailState.DEAD))
UNDELIVERED = or_(Mail.bounced_at.is_not(None), Mail.state == MailState.DEAD, Mail.summary_id.in_(_LOST))


class SentMail(NamedTuple):
    """A mail about an object: its kind, its recipient, and what became of it."""

    kind: str
    recipient: str
    name: str | None
    """The recipient's name; None for an office mailbox."""
    organisation: str | None
    created_at: datetime
    sent_at: datetime | None
    state: MailState
    last_error: str
    bounced_at: datetime | None
    bounce_reason: str
    opened_at: datetime | None
    disowned_at: datetime | None
    about_type: str
    about_id: UUID

    @property
    def progress(self) -> Progress:
        """How far it got."""
        return progress(
            self.state.value, bounced_at=self.bounced_at, opened_at=self.opened_at, disowned_at=self.disowned_at
        )

    @property
    def is_lost(self) -> bool:
        """Whether it did not reach its recipient, at least not yet."""
        return self.progress in {Progress.RETRYING, Progress.GIVEN_UP, Progress.BOUNCED, Progress.DISOWNED}

    @property
    def cause(self) -> Cause:
        """Why it came back."""
        return cause(self.bounce_reason)


def about(subject_type: str, subject_id: UUID, circle_id: UUID | None, reader: Person, *, most: int) -> list[SentMail]:
    """Return the newest mails about an object that a reader of the object may see.

    Coordinators and the stewards of its circle see all, others those to their own organisation.
    """
    found = _mails().where(_concerns(subject_type, subject_id))
    found = found.where(_follows(reader, circle_id))
    return _rows(found.order_by(Mail.created_at.desc(), Mail.id).limit(most))


def latest(subject_type: str, ids: Collection[UUID]) -> dict[UUID, SentMail]:
    """Return the newest mail about each of some objects, by the id of the object."""
    found = _mails().where(Mail.about_type == subject_type, Mail.about_id.in_(ids))
    return {mail.about_id: mail for mail in _rows(found.order_by(Mail.created_at, Mail.id))}


def listed(reader: Person, today: date, *, undelivered: bool, subject: tuple[str, UUID] | None) -> ColumnElement[bool]:
    """Return the condition for the mails about what a coordinator may read: of one object, or those not delivered."""
    conditions = [is_readable(reader, today)]
    if undelivered:
        conditions.append(UNDELIVERED)
    if subject:
        conditions.append(_concerns(*subject))
    return and_(*conditions)


def newest(condition: ColumnElement[bool], *, limit: int, offset: int) -> list[SentMail]:
    """Return the mails that meet a condition, newest first."""
    found = _mails().where(condition).order_by(Mail.created_at.desc(), Mail.id)
    return _rows(found.limit(limit).offset(offset))


def count(condition: ColumnElement[bool]) -> int:
    """Return the number of mails that meet a condition, at most `COUNTED` + 1."""
    some = select(Mail.id).where(condition).limit(COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def unanswerable(reader: Person, today: date, since: datetime) -> int:
    """Return how many mails since a moment required an answer and were not delivered, up to `COUNTED` + 1.

    Those to an address that its owner no longer has are not counted.
    """
    has_address = select(Person.id).where(Person.id == Mail.person_id, Person.email == Mail.recipient).exists()
    return count(
        and_(
            UNDELIVERED,
            Mail.created_at >= since,
            Mail.kind.in_(labels.asking()),
            or_(Mail.person_id.is_(None), has_address),
            is_readable(reader, today),
        )
    )


def _concerns(subject_type: str, subject_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a mail is about an object, or about a part of it."""
    known = subjects().get(subject_type)
    parts = known.parts(subject_id) if known else {}
    return or_(
        and_(Mail.about_type == subject_type, Mail.about_id == subject_id),
        *(and_(Mail.about_type == name, Mail.about_id.in_(ids)) for name, ids in parts.items()),
    )


def _mails() -> Select[*tuple[Any, ...]]:
    office = select(Organisation.name).where(func.lower(Organisation.secretariat_email) == Mail.recipient)
    of_office = office.order_by(Organisation.name).limit(1).correlate(Mail).scalar_subquery()
    return (
        select(
            Mail.kind,
            Mail.recipient,
            Person.name,
            func.coalesce(Organisation.name, of_office),
            Mail.created_at,
            Mail.sent_at,
            case((_SUMMARY.c.state.in_(NOT_TAKEN), _SUMMARY.c.state), else_=Mail.state),
            case((_SUMMARY.c.state.in_(NOT_TAKEN), _SUMMARY.c.last_error), else_=Mail.last_error),
            func.coalesce(_SUMMARY.c.bounced_at, Mail.bounced_at),
            func.coalesce(_SUMMARY.c.bounce_reason, Mail.bounce_reason),
            MailLink.opened_at,
            MailLink.disowned_at,
            Mail.about_type,
            Mail.about_id,
        )
        .outerjoin(Person, Person.id == Mail.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(MailLink, MailLink.mail_id == Mail.id)
        .outerjoin(_SUMMARY, _SUMMARY.c.id == Mail.summary_id)
    )


def _rows(query: Select[*tuple[Any, ...]]) -> list[SentMail]:
    return [SentMail(*row) for row in db.session.execute(query)]


def _follows(reader: Person, circle_id: UUID | None) -> ColumnElement[bool]:
    """Return the condition that a reader of an object in a circle may see a mail about it."""
    if reader.is_coordinator:
        return true()
    own = reader.organisation_id
    mailbox = select(func.lower(Organisation.secretariat_email)).where(Organisation.id == own).scalar_subquery()
    serves = select(Steward.id).where(Steward.circle_id == circle_id, Steward.person_id == reader.id).exists()
    return or_(Person.organisation_id == own, and_(Mail.person_id.is_(None), Mail.recipient == mailbox), serves)


def is_readable(reader: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a mail is about an object that a person may read."""
    each = [
        and_(
            Mail.about_type == name,
            one.readable(reader, today).where(one.model.id == Mail.about_id).correlate(Mail).exists(),
        )
        for name, one in subjects().items()
    ]
    return or_(false(), *each)


def named(things: Collection[tuple[str, UUID]]) -> dict[UUID, Named]:
    """Return the names of objects, each given as in `Mail.about_type` and `about_id`, with one query for each model."""
    found: dict[UUID, Named] = {}
    for name, one in subjects().items():
        if ids := {thing_id for kind, thing_id in things if kind == name}:
            found.update(one.names(ids))
    return found
