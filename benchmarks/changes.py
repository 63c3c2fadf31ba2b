"""A bulk change of a large forum's year: 43 people, 52 sessions, everybody invited to all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from uuid import uuid4

from sqlalchemy import insert, select

from app.accounts.models import Person
from app.circles.actions import open_circle, take_seat
from app.circles.models import Classification, Seat
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from benchmarks.figures import Figure, at_most
from benchmarks.instances import DEMO, Instance
from benchmarks.processes import cpu_seconds
from benchmarks.run import Run
from forums.changes import actions, acts
from forums.changes.models import Change, ChangeKind
from forums.changes.rules import Shift
from forums.invitations import change_notices
from forums.invitations.links import seal
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.scheduling.horizon import make_sessions
from forums.scheduling.models import Forum, ForumKind, Mode, Participant, Series, Session

PEOPLE, WEEKS = 43, 52
BAR = 300
"""The bar for the response to such a change, in milliseconds of CPU; mails are sent by a job."""


def measure(run: Run) -> Iterator[Figure]:
    """Measure on the demo, on each database."""
    for instance in run.instances.of(DEMO):
        yield from _measured(instance, rounds=1 if run.quick else 5)


def _measured(instance: Instance, rounds: int) -> Iterator[Figure]:
    app = instance.application()
    with app.app_context():
        workers = [os.getpid(), *instance.backends()]
        with transaction():
            forum_id, by_id = _built(utc_now())
        spent: dict[str, list[float]] = {"looked at": [], "made": [], "undone": []}
        for _ in range(rounds):
            for name, cost in _round(forum_id, by_id, workers).items():
                spent[name].append(cost)
        for name, costs in spent.items():
            figure = f"{PEOPLE} people, {WEEKS} sessions: {name} ({instance})"
            yield Figure(name=figure, value=median(costs) * 1000, unit="ms CPU", bar=at_most(BAR))
        yield Figure(name=f"telling them, a mail ({instance})", value=_notify(forum_id, by_id, workers), unit="ms CPU")
        db.session.remove()
        db.engine.dispose()


def _round(forum_id: object, by_id: object, workers: list[int]) -> dict[str, float]:
    """Return the CPU seconds of the preview of a shift of all sessions, of the shift, and of undoing it."""
    looked = _shift(forum_id, by_id, workers, keeps=False)
    made = _shift(forum_id, by_id, workers, keeps=True)
    began = cpu_seconds(workers)
    with transaction():
        change = db.session.scalars(select(Change).order_by(Change.at.desc()).limit(1)).one()
        actions.undo(change, by=db.session.get_one(Person, by_id), at=change.at)
    undone = cpu_seconds(workers) - began
    db.session.remove()
    return {"looked at": looked, "made": made, "undone": undone}


def _shift(forum_id: object, by_id: object, workers: list[int], *, keeps: bool) -> float:
    began = cpu_seconds(workers)
    with transaction():
        forum, by, at = db.session.get_one(Forum, forum_id), db.session.get_one(Person, by_id), utc_now()
        first = db.session.scalars(
            select(Session).where(Session.forum_id == forum_id).order_by(Session.starts_at).limit(1)
        ).one()
        actions.attempt(
            forum,
            ChangeKind.SHIFTED,
            lambda: acts.shift(first, None, Shift(days=1), minutes=None, reason="Gedung dipakai", by=by, at=at),
            keeps=lambda _outcome: keeps,
            by=by,
            at=at,
            reason="Gedung dipakai",
        )
    spent = cpu_seconds(workers) - began
    db.session.remove()
    return spent


def _notify(forum_id: object, by_id: object, workers: list[int]) -> float:
    _shift(forum_id, by_id, workers, keeps=True)
    began = cpu_seconds(workers)
    with transaction():
        mails = change_notices.send_pending(forum_id, at=utc_now() + timedelta(minutes=2))  # type: ignore[arg-type]
    return (cpu_seconds(workers) - began) * 1000 / max(1, mails)


def _built(now: datetime) -> tuple[object, object]:
    """Create the forum, its people, a year of sessions and an answer of everybody to each; return who changes it."""
    by = db.session.scalars(select(Person).where(Person.email.is_not(None)).limit(1)).one()
    forum = _forum(now)
    seat = take_seat(forum.circle, by.organisation, since=now.date())
    many = [
        Person(name=f"Peserta {number}", email=f"p{number}-{uuid4()}@contoh.example", organisation=by.organisation)
        for number in range(PEOPLE)
    ]
    db.session.add_all(many)
    db.session.flush()
    db.session.add_all(Participant(forum=forum, seat=seat, person=one, joined_at=now) for one in many)
    _answer([_invited(session, seat, one, now) for session in _wednesdays(forum, now) for one in many], now)
    return forum.id, by.id


def _forum(now: datetime) -> Forum:
    forum = Forum(
        slug=f"forum-besar-{uuid4()}",
        name="Forum Besar",
        kind=ForumKind.CROSS_SECTOR,
        circle=open_circle("Forum Besar", classification=Classification.INTERNAL),
        goal="Terukur",
        timezone="Asia/Jakarta",
        mode=Mode.IN_PERSON,
        place="Balai Kota",
        language="id",
        created_at=now,
    )
    db.session.add(forum)
    return forum


def _wednesdays(forum: Forum, now: datetime) -> list[Session]:
    first = (now + timedelta(days=7 + (2 - now.weekday()) % 7)).replace(hour=9, minute=0, second=0, microsecond=0)
    series = Series(
        forum=forum,
        uid=f"{uuid4()}@selaras.example",
        first_start=first.replace(tzinfo=None),
        timezone="Asia/Jakarta",
        rule="FREQ=WEEKLY;BYDAY=WE",
        minutes=120,
        created_at=now,
    )
    db.session.add(series)
    db.session.flush()
    sessions = make_sessions(series, until=first + timedelta(weeks=WEEKS, hours=-12), at=utc_now())
    for session in sessions:
        session.drop_proposal()
    db.session.flush()
    return sessions


def _invited(session: Session, seat: Seat, person: Person, now: datetime) -> Invitation:
    identity = {"session_id": session.id, "seat_id": seat.id, "person_id": person.id}
    invitation = Invitation(id=uuid4(), **identity, generation=0, sent_at=now)
    seal(invitation)
    db.session.add(invitation)
    return invitation


def _answer(invitations: list[Invitation], now: datetime) -> None:
    db.session.flush()
    same = {"answer": AnswerState.ATTENDING_IN_PERSON, "via": Via.APP, "received_at": now}
    rows = [{"id": uuid4(), "session_id": one.session_id, "person_id": one.person_id, **same} for one in invitations]
    db.session.execute(insert(Answer), rows)
