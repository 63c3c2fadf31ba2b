"""Queries for received messages. Lists do not load their content."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import defer, joinedload

from app.accounts.models import Person
from app.circles.queries import circles_naming, secret_circles
from app.database import db
from app.mail.inbox.models import IncomingMail, MailStatus

COUNTED = 1000
"""Messages are counted up to this number."""


def mail_for_act(mail_id: UUID) -> IncomingMail | None:
    """Return a message with the person who handled it."""
    handled_by = joinedload(IncomingMail.handled_by).lazyload(Person.organisation)
    return db.session.get(IncomingMail, mail_id, options=[handled_by])


def found(person: Person, status: MailStatus | None = None) -> Select[IncomingMail]:
    """Return the select of messages that an administrator or a coordinator may read, without their content."""
    query = select(IncomingMail).where(_readable(person)).options(defer(IncomingMail.content, raiseload=True))
    return query.where(IncomingMail.standing == status) if status else query


def arrived(person: Person, status: MailStatus, *, limit: int, offset: int) -> Sequence[IncomingMail]:
    """Return messages in a state, newest first."""
    query = found(person, status).order_by(IncomingMail.received_at.desc(), IncomingMail.id)
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def count(person: Person, status: MailStatus) -> int:
    """Return the number of messages in a state, at most `COUNTED` + 1."""
    return db.session.scalar(_count(person, status=status)) or 0


def _count(person: Person, *, status: MailStatus) -> Select[int]:
    some = select(IncomingMail.id).where(_readable(person), IncomingMail.standing == status).limit(COUNTED + 1)
    return select(func.count()).select_from(some.subquery())


def _readable(person: Person) -> ColumnElement[bool]:
    circle = IncomingMail.circle_id
    return or_(circle.is_(None), circle.not_in(secret_circles()), circle.in_(circles_naming(person.id)))
