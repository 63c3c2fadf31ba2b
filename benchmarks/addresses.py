"""The measured pages: each kind with an existing path and a person who has access to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Select, select

from agreements.amendments.models import Addendum
from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier
from alignment.goals.models import SharedGoal
from alignment.regulations.models import Regulation
from alignment.roles.models import RoleMatrix
from alignment.services.models import Service
from app.accounts import tokens
from app.accounts.models import Person, TokenPurpose
from app.accounts.sessions.actions import begin
from app.accounts.sessions.rules import Device
from app.clock import today, utc_now
from app.database import db
from app.database.transactions import transaction
from benchmarks.figures import Bar, at_most
from commitments.registry.models import Commitment
from forums.circular.models import Circular
from forums.decisions.models import Decision
from forums.minutes.models import Minutes, MinutesState
from forums.pack.models import PackVersion
from forums.scheduling.models import Forum, Session
from insights.digests.models import Digest, DigestState

T = TypeVar("T")

CPU_BARS: dict[str, Bar] = {
    "list": at_most(10),
    "detail": at_most(15),
    "feed": at_most(10),
    "home": at_most(25),
    "live": at_most(25),
    "dashboard": at_most(40),
}
"""The bar of each kind of page, as a multiple of the floor."""
QUERY_BARS: dict[str, Bar] = {
    "list": at_most(5),
    "detail": at_most(10),
    "home": at_most(14),
    "live": at_most(14),
    "dashboard": at_most(20),
}
"""The most SQL statements of each kind of page, including those for the session and the signed-in person."""
FORUM = "forum-koordinasi-lintas-sektor"
PUBLIC_FORUM = "diseminasi-dan-dialog-masyarakat"
COMMITMENT = "Memasang penanda pada 24 titik sensor warga"
AGREEMENT = "Data Kualitas Udara Perkotaan"
ROLES = {
    "a coordinator": "koordinator@jsc.example",
    "leadership": "pimpinan@jsc.example",
    "an administrator": "admin@jsc.example",
    "a minute-taker": "notulis@jsc.example",
    "a partner": "narahubung@dinkes.example",
}
"""Objects of the demo, which is part of an instance of any size, so that the same pages are compared."""
LISTS = {
    "forums": "/forums",
    "sessions": "/sessions",
    "calendar, a month": "/calendar?view=month",
    "calendar, a week": "/calendar?view=week",
    "calendar, a year": "/calendar?view=year",
    "commitments": "/commitments",
    "verification": "/commitments/verify",
    "decisions": "/decisions",
    "decisions by follow-up": "/decisions?sort=follow-up",
    "circular decisions": "/circulars",
    "agreements": "/agreements",
    "pipeline": "/agreements/pipeline",
    "requests for cooperation": "/agreements/requests",
    "role matrices": "/alignment/roles",
    "shared goals": "/alignment/goals",
    "regulations": "/alignment/regulations",
    "services": "/alignment/services",
    "barriers": "/alignment/barriers",
    "competences": "/alignment/capacity",
    "notifications": "/notifications",
    "organisations": "/organisations",
    "people": "/people",
    "digests": "/digests",
    "holidays": "/settings/holidays",
    "search": "/search?q=integrasi",
}
"""The measured lists by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as one person requests it, by session `cookie` or API `token`.

    `again`: with the ETag of an earlier response.
    """

    kind: str
    name: str
    path: str
    cookie: str | None = None
    token: str | None = None
    again: bool = False

    def headers(self, etag: str | None = None) -> dict[str, str]:
        """Return the request headers of a browser, which may have the version `etag` of the page."""
        usual = {"Accept": "text/html,application/json", "Accept-Language": "id", "Accept-Encoding": "gzip"}
        own = {
            "Cookie": f"selaras={self.cookie}" if self.cookie else "",
            "Authorization": f"Bearer {self.token}" if self.token else "",
            "If-None-Match": etag or "",
        }
        return {**usual, **{name: value for name, value in own.items() if value}}


class Visitors:
    """Session cookies for people, created with the application's own signing key."""

    def __init__(self, app: Flask) -> None:
        self.signer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]

    def cookie(self, person: Person) -> str:
        """Return the session cookie of a person who has signed in and opened a page."""
        with transaction():
            secret = begin(person, device=Device("", ""), at=utc_now())
        kept = {"_user_id": str(person.id), "account_session": secret, "_fresh": True, "_permanent": True}
        return str(self.signer.dumps({**kept, "csrf_token": secrets.token_hex(20)}))


def every_page(app: Flask) -> list[Page]:
    """Return the pages to measure, the same ones on an instance of any size.

    Stores sessions, and tokens for a feed and for the API. Needs an application context.
    """
    visitors = Visitors(app)
    coordinator = visitors.cookie(_person("koordinator@jsc.example"))
    found = [Page(kind=kind, name=name, path=path, cookie=coordinator) for kind, name, path in _of_a_coordinator()]
    found += [
        Page(kind="home", name=f"home of {name}", path="/", cookie=visitors.cookie(_person(email)))
        for name, email in ROLES.items()
    ]
    found += [Page(kind=kind, name=name, path=path) for kind, name, path in _of_anyone()]
    token = _token("koordinator@jsc.example", TokenPurpose.API)
    found += [Page(kind="api", name=name, path=f"/api/v1{path}", token=token) for name, path in _of_programs()]
    return [*found, *(_again(page) for page in found if page.kind in {"feed", "part"})]


def _again(page: Page) -> Page:
    """Return a page with an ETag as a conditional request."""
    return replace(page, kind="unchanged", name=f"{page.name}, unchanged", again=True)


def _of_a_coordinator() -> Iterator[tuple[str, str, str]]:
    session = session_with_minutes()
    commitment = _commitment()
    agreement = first(select(Agreement).where(Agreement.title == AGREEMENT))
    decision = first(select(Decision).where(Decision.session_id == session.id).order_by(Decision.code))
    digest = first(select(Digest).where(Digest.state == DigestState.RELEASED).order_by(Digest.code))
    sitting, public = f"/sessions/{session.id}", _minutes(MinutesState.PUBLISHED, PUBLIC_FORUM)
    yield from (
        *(("list", name, path) for name, path in LISTS.items()),
        ("detail", "forum", f"/forums/{session.forum.slug}"),
        ("detail", "session", sitting),
        ("detail", "agenda", f"{sitting}/agenda"),
        ("detail", "attendance", f"{sitting}/attendance"),
        ("detail", "invitations", f"{sitting}/invitations"),
        ("detail", "minutes", f"{sitting}/minutes"),
        ("detail", "agreement of parties", f"/sessions/{_minutes(MinutesState.CIRCULATED).session_id}/minutes"),
        ("detail", "comparison of versions", f"{sitting}/minutes/compare"),
        ("detail", "file of a session", f"{sitting}/file"),
        ("detail", "meeting pack", f"/sessions/{first(select(PackVersion)).session_id}/pack"),
        ("detail", "circular decision", f"/circulars/{first(select(Circular).order_by(Circular.code)).id}"),
        ("detail", "commitment", f"/commitments/{commitment.id}"),
        ("detail", "reminders of a commitment", f"/commitments/{commitment.id}/reminders"),
        ("detail", "decision", f"/decisions/{decision.id}"),
        ("detail", "agreement", f"/agreements/{agreement.id}"),
        *(("detail", name, path) for name, path in _of_an_agreement(agreement)),
        *(("detail", name, path) for name, path in _of_alignment()),
        ("detail", "organisation", f"/organisations/{commitment.responsible_id}"),
        ("detail", "person", f"/people/{commitment.responsible_person_id}"),
        ("detail", "digest", f"/digests/{digest.id}"),
        *_of_a_meeting(sitting),
        ("dashboard", "dashboard", "/dashboard"),
        ("dashboard", "dashboard, 12 months", "/dashboard?days=365"),
        ("dashboard", "two-way voices", "/alignment/voices"),
        ("past", "dashboard of a past day", f"/dashboard?on={today() - timedelta(days=90)}"),
        ("review", "evaluation of all agreements", "/agreements/evaluations"),
        ("review", "alignment", "/alignment"),
        ("review", "5C review", f"/alignment/five-c?circle={session.forum.circle_id}"),
        ("form", "new forum", "/forums/new"),
        ("form", "new commitment", f"/commitments/new/{session.forum.circle_id}"),
        ("form", "withhold parts of minutes", f"/minutes/{public.id}/redact"),
        ("form", "check-in code", f"{sitting}/check-in-code"),
        ("form", "profile", "/profile"),
    )


def _of_a_meeting(sitting: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is open while a session is held; `sitting` is its path."""
    yield "live", "live session", f"{sitting}/live"
    yield "live", "room", f"{sitting}/room"
    yield "part", "room board", f"{sitting}/room/board"
    yield "part", "live agenda", f"{sitting}/live/agenda"
    yield "part", "live notes", f"{sitting}/live/notes"


def _of_an_agreement(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Yield the pages of an agreement beside the first one, and its amendment."""
    at = f"/agreements/{agreement.id}"
    yield "fulfilment", f"{at}/fulfilment"
    yield "rights of parties", f"{at}/rights"
    yield "evaluation of a year", f"{at}/evaluation"
    yield "value, risks, contacts", f"{at}/particulars"
    yield "making of an agreement", f"{at}/making"
    yield "files of an agreement", f"{at}/documents"
    yield "history of an agreement", f"{at}/history"
    amendment = first(select(Addendum).where(Addendum.agreement_id == agreement.id).order_by(Addendum.number))
    yield "amendment", f"/agreements/amendments/{amendment.id}"


def _of_alignment() -> Iterator[tuple[str, str]]:
    """Yield what the demo has first in each register: what was entered first is part of an instance of any size."""
    yield "role matrix", f"/alignment/roles/{first(select(RoleMatrix).order_by(RoleMatrix.created_at)).id}"
    yield "shared goal", f"/alignment/goals/{first(select(SharedGoal).order_by(SharedGoal.created_at)).id}"
    yield "regulation", f"/alignment/regulations/{first(select(Regulation).order_by(Regulation.created_at)).id}"
    yield "service", f"/alignment/services/{first(select(Service).order_by(Service.created_at)).id}"
    yield "barrier", f"/alignment/barriers/{first(select(Barrier).order_by(Barrier.raised_at)).id}"


def session_with_minutes() -> Session:
    """Return the latest session of the demo's largest forum whose minutes are approved."""
    return db.session.get_one(Session, _minutes(MinutesState.APPROVED).session_id)


def _minutes(state: MinutesState, slug: str = FORUM) -> Minutes:
    """Return the latest minutes of a forum in a state, by default of the demo's largest one."""
    query = select(Minutes).join(Minutes.session).join(Session.forum)
    return first(query.where(Forum.slug == slug, Minutes.state == state).order_by(Session.starts_at.desc()))


def _commitment() -> Commitment:
    return first(select(Commitment).where(Commitment.title == COMMITMENT).order_by(Commitment.code.desc()))


def _of_anyone() -> Iterator[tuple[str, str, str]]:
    secret = _token("narahubung@dinkes.example", TokenPurpose.FEED)
    yield from (
        ("public", "sign-in", "/sign-in"),
        ("feed", "own calendar", f"/calendar/{secret}.ics"),
        ("feed", "own calendar of one forum", f"/calendar/{secret}.ics?forum={FORUM}"),
        ("feed", "public calendar", "/public/calendar.ics"),
        ("feed", "calendar of one forum", f"/public/forums/{PUBLIC_FORUM}.ics"),
    )


def _of_programs() -> Iterator[tuple[str, str]]:
    session = session_with_minutes()
    commitment = _commitment()
    yield from (
        ("100 sessions as JSON", "/sessions?limit=100"),
        ("100 commitments as JSON", "/commitments?limit=100"),
        ("people as JSON", "/people"),
        ("organisations as JSON", "/organisations"),
        ("forums as JSON", "/forums"),
        ("a session as JSON", f"/sessions/{session.id}"),
        ("a commitment as JSON", f"/commitments/{commitment.id}"),
    )


def _token(email: str, purpose: TokenPurpose) -> str:
    with transaction():
        return tokens.issue(_person(email), purpose, at=utc_now(), lifetime=None)


def _person(email: str) -> Person:
    return first(select(Person).where(Person.email == email))


def first(query: Select[T]) -> T:
    """Return the first row. Raises LookupError when there is none."""
    found = db.session.scalars(query.limit(1)).first()
    if found is None:
        raise LookupError(f"the instance has nothing to measure: {query}")
    return found
