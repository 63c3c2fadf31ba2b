"""Queries of the checklist and of the test mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Select, String, and_, bindparam, exists, select

from app.accounts.models import HOLDS_A_ROLE, Person, Token, TokenPurpose
from app.accounts.people.queries import ACCOUNTS, ROLES
from app.accounts.tokens import digest
from app.database import db
from app.mail.outbox import Way, mail_way
from app.organisations.models import Organisation
from app.settings.first_steps.registry import Step, steps
from app.settings.models import Instance


class StepRow(NamedTuple):
    """A step, and whether it is done."""

    step: Step
    done: bool


def checklist(person: Person) -> list[StepRow]:
    """Return the steps that concern a person: all for administrators, their own for coordinators, in one statement."""
    wanted = [step for step in steps(current_app) if person.is_administrator or step.role in person.roles]
    if not wanted:
        return []
    states = db.session.execute(_states(wanted)).all()[0]
    return [StepRow(step, bool(done)) for step, done in zip(wanted, states, strict=True)]


def unfinished(person: Person) -> list[StepRow]:
    """Return the checklist while any of it remains to be done, for home pages; none in the demo."""
    if current_app.extensions["settings"].demo:
        return []
    lines = checklist(person)
    return [] if all(line.done for line in lines) else lines


def _states(wanted: Sequence[Step]) -> Select[*tuple[bool, ...]]:
    return select(*(step.done.label(f"step_{number}") for number, step in enumerate(wanted)))


def has_letterhead() -> ColumnElement[bool]:
    """Return the condition that the letterhead has an address and the place of letters; the name it always has."""
    return exists(select(Instance.id).where(Instance.city != "", Instance.address != ""))


def has_holders(role: str, *, least: int = 1) -> ColumnElement[bool]:
    """Return the condition that at least this many people with an active account hold a platform role."""
    held = select(Person.id).where(HOLDS_A_ROLE, ROLES[role], ACCOUNTS["active"])
    return exists(held.offset(least - 1).limit(1))


def has_organisations(*, least: int) -> ColumnElement[bool]:
    """Return the condition that there are at least this many organisations that are not archived."""
    return exists(select(Organisation.id).where(Organisation.archived_at.is_(None)).offset(least - 1).limit(1))


def token_name() -> str:
    """Return the name of the tokens of test mails: where mail goes, "" if it leaves by a mail server."""
    way = mail_way()
    return "" if way is Way.SERVER else way.value


def test_mail_arrived() -> ColumnElement[bool]:
    """Return the condition that somebody opened the link of a test mail that left as mail leaves now.

    One that was read from a file shows nothing about a mail server that was set later.
    """
    return exists(select(Token.id).where(_is_test_mail(), Token.used_at.is_not(None)))


def _is_test_mail() -> ColumnElement[bool]:
    present = bindparam("present_way", callable_=token_name, type_=String, unique=True)
    return and_(Token.purpose == TokenPurpose.TEST_MAIL, Token.name == present)


def test_mail(secret: str) -> Token | None:
    """Return the token of a test mail's link, in any state, or None."""
    return db.session.scalar(
        select(Token).where(Token.digest == digest(secret), Token.purpose == TokenPurpose.TEST_MAIL)
    )


def latest_test_mail(person: Person) -> Token | None:
    """Return the token of the latest test mail to a person that left as mail leaves now, or None."""
    own = select(Token).where(Token.person_id == person.id, _is_test_mail())
    return db.session.scalar(own.order_by(Token.created_at.desc(), Token.id).limit(1))
