"""Every kind of page, with an address that exists on the instance and a person who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Select, func, select

from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.accounts import tokens
from app.accounts.models import Person, TokenPurpose
from app.circles.models import Circle, Classification
from app.clock import utc_now
from app.database import db
from app.transactions import transaction
from benchmarks.figures import Bar, at_most
from commitments.delivery.models import Update
from commitments.registry.models import Commitment
from forums.decisions.models import Decision
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Forum, ForumRole, Participant, Session
from insights.digests.models import Digest, DigestState

T = TypeVar("T")

CPU_BARS: dict[str, Bar] = {
    "list": at_most(2),
    "detail": at_most(4),
    "feed": at_most(4),
    "home": at_most(6),
    "live": at_most(6),
}
"""Times the floor that a kind of page may cost."""
QUERY_BARS: dict[str, Bar] = {"list": at_most(4), "detail": at_most(8), "home": at_most(12), "live": at_most(12)}
"""Statements that a kind of page may issue, those for the session and its person included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as one person asks for it; without a `cookie` a stranger asks."""

    kind: str
    name: str
    path: str
    cookie: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The request headers of a browser on this page."""
        usual = {"Accept": "text/html", "Accept-Language": "id", "Accept-Encoding": "gzip"}
        return {**usual, "Cookie": f"selaras={self.cookie}"} if self.cookie else usual


class Visitors:
    """Sessions of people on an application, made with its own signing key."""

    def __init__(self, app: Flask) -> None:
        self.signer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]

    def cookie(self, person: Person) -> str:
        """Return the session cookie of someone who signed in."""
        return str(self.signer.dumps({"_user_id": person.get_id(), "_fresh": True, "_permanent": True}))


def every_page(app: Flask) -> list[Page]:
    """Return the pages to measure, chosen by the same questions on an instance of any size.

    Writes one row: the token of the feed that is measured. Needs an application context.
    """
    visitors = Visitors(app)
    coordinator = visitors.cookie(_person(Person.is_coordinator))
    found = [Page(kind=kind, name=name, path=path, cookie=coordinator) for kind, name, path in _of_a_coordinator()]
    found += [
        Page(kind="home", name=f"home of {name}", path="/", cookie=visitors.cookie(person))
        for name, person in _roles().items()
    ]
    found += [Page(kind=kind, name=name, path=path) for kind, name, path in _of_anyone()]
    return found


def _of_a_coordinator() -> Iterator[tuple[str, str, str]]:
    session = told_session()
    commitment = first(
        select(Commitment)
        .where(Commitment.id.in_(select(Update.commitment_id).group_by(Update.commitment_id).having(func.count() > 1)))
        .order_by(Commitment.code)
    )
    agreement = first(select(Agreement).where(Agreement.stage == Stage.SIGNED).order_by(Agreement.created_at))
    decision = first(select(Decision).order_by(Decision.code))
    digest = first(select(Digest).where(Digest.state == DigestState.RELEASED).order_by(Digest.code))
    sitting = f"/sessions/{session.id}"
    yield from (
        ("list", "forums", "/forums"),
        ("list", "sessions", "/sessions"),
        ("list", "commitments", "/commitments"),
        ("list", "decisions", "/decisions"),
        ("list", "agreements", "/agreements"),
        ("list", "organisations", "/organisations"),
        ("list", "people", "/people"),
        ("list", "digests", "/digests"),
        ("list", "holidays", "/settings/holidays"),
        ("list", "search", "/search?q=integrasi"),
        ("detail", "forum", f"/forums/{session.forum.slug}"),
        ("detail", "session", sitting),
        ("detail", "agenda", f"{sitting}/agenda"),
        ("detail", "attendance", f"{sitting}/attendance"),
        ("detail", "invitations", f"{sitting}/invitations"),
        ("detail", "minutes", f"{sitting}/minutes"),
        ("detail", "commitment", f"/commitments/{commitment.id}"),
        ("detail", "decision", f"/decisions/{decision.id}"),
        ("detail", "agreement", f"/agreements/{agreement.id}"),
        ("detail", "fulfilment", f"/agreements/{agreement.id}/fulfilment"),
        ("detail", "organisation", f"/organisations/{commitment.responsible_id}"),
        ("detail", "person", f"/people/{commitment.responsible_person_id}"),
        ("detail", "digest", f"/digests/{digest.id}"),
        ("live", "live session", f"{sitting}/live"),
        ("paper", "attendance list, kept", f"{sitting}/attendance-list/pdf"),
        ("paper", "digest, kept", f"/digests/{digest.id}/pdf"),
        ("form", "new forum", "/forums/new"),
        ("form", "new commitment", f"/commitments/new/{session.forum.circle_id}"),
        ("form", "profile", "/profile"),
    )


def told_session() -> Session:
    """Return the latest session whose minutes are approved."""
    minutes = (
        select(Minutes)
        .join(Session, Session.id == Minutes.session_id)
        .where(Minutes.state == MinutesState.APPROVED)
        .order_by(Session.starts_at.desc())
    )
    return db.session.get_one(Session, first(minutes).session_id)


def _of_anyone() -> Iterator[tuple[str, str, str]]:
    public = first(
        select(Forum).join(Circle, Circle.id == Forum.circle_id).where(Circle.classification == Classification.PUBLIC)
    )
    with transaction():
        secret = tokens.issue(_person(Person.is_coordinator), TokenPurpose.FEED, at=utc_now(), lifetime=None)
    yield from (
        ("public", "sign-in", "/sign-in"),
        ("feed", "own calendar", f"/calendar/{secret}.ics"),
        ("feed", "public calendar", "/public/calendar.ics"),
        ("feed", "calendar of one forum", f"/public/forums/{public.slug}.ics"),
    )


def _roles() -> dict[str, Person]:
    minute_takers = select(Participant.person_id).where(Participant.role == ForumRole.MINUTE_TAKER)
    responsible = select(Commitment.responsible_person_id)
    nobody = Person.is_coordinator | Person.is_leadership | Person.is_administrator
    return {
        "a coordinator": _person(Person.is_coordinator),
        "leadership": _person(Person.is_leadership),
        "an administrator": _person(Person.is_administrator),
        "a minute-taker": _person(Person.id.in_(minute_takers)),
        "a partner": _person(Person.id.in_(responsible) & ~nobody),
    }


def _person(condition: Any) -> Person:
    joined = Person.joined_at.is_not(None) & Person.suspended_at.is_(None)
    return first(select(Person).where(joined, condition).order_by(Person.joined_at, Person.email))


def first(query: Select[T]) -> T:
    """Return the first row. Raises LookupError when there is none."""
    found = db.session.scalars(query.limit(1)).first()
    if found is None:
        raise LookupError(f"the instance has nothing to measure: {query}")
    return found
