"""Loads the city: past events are added in the order of time, so that codes count with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text

from app.accounts.models import Person
from app.audit.chain import seal
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.search.index import rebuild
from commitments.registry.models import Commitment
from demo.city import agreements, audit
from demo.city.commitments import CityProposal, History
from demo.city.context import Context, day_of, spread
from demo.city.forums import YEARS, CityForum, add_forums, held_sessions, known_forums
from demo.city.minutes import CityDecision, add_decisions, add_minutes
from demo.city.organisations import add_organisations, known_organisations
from demo.city.randomness import Randomness
from demo.city.rows import Rows
from demo.city.sessions import CitySession, add_contents, settle
from demo.city.words import CRITERIA, PLACES, TASKS
from forums.decisions.models import decision_commitments
from forums.scheduling.models import Session

SEED = 2034
IN_AGREEMENTS = 0.12
"""The share of commitments that follow from agreements."""
FROM_DECISIONS = 0.6
"""The share of a session's commitments that carry out its decisions."""

CACHE = 150_000
"""KiB of SQLite's page cache while loading."""
A_MINUTE = timedelta(minutes=1)

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is in the end, including the demo; less than the demo has adds nothing."""

    sessions: int = 0
    commitments: int = 0
    people: int = 0

    def missing(self) -> Size:
        """Return how much has to be added."""
        count = {model: db.session.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED}
        return Size(
            sessions=max(0, self.sessions - count[Session]),
            commitments=max(0, self.commitments - count[Commitment]),
            people=max(0, self.people - count[Person]),
        )


COUNTED = (Session, Commitment, Person)


class Event(NamedTuple):
    """An event in the past or future, and the function that adds its rows."""

    at: datetime
    order: int
    add: Callable[[], None]


def load(size: Size, report: Report) -> None:
    """Add what `size` lacks, in several transactions; `report` receives the progress. Same day, same data."""
    now = utc_now().replace(minute=0, second=0, microsecond=0)
    with transaction():
        _enlarge_cache()
        coordinator = db.session.scalars(select(Person.id).where(Person.is_coordinator).order_by(Person.email)).first()
        assert coordinator, "the demo has one"
        context = Context(random=Randomness(SEED), rows=Rows(), now=now, coordinator_id=coordinator)
        events = _add_framework(context, size.missing(), report)
        context.rows.write()
    _add_events(context, events, report)
    report("Writing the audit rows …")
    with transaction():
        context.codes.write()
        rows = audit.write()
    report(f"Sealing {rows} audit rows …")
    with transaction():
        seal()
    report("Building the search index …")
    with transaction():
        _enlarge_cache()
        entries = rebuild()
    report(f"{entries} entries of the search index")
    report(", ".join(f"{number} {name}" for name, number in sorted(context.rows.written.items())))


def _enlarge_cache() -> None:
    """Let SQLite keep more pages in memory, because the ids of new rows are in random order."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"PRAGMA cache_size = -{CACHE}"))


def _add_framework(context: Context, missing: Size, report: Report) -> list[Event]:
    """Add organisations, people, forums, sessions and agreements; return the events that follow, by time."""
    known = known_organisations()
    since = context.now - YEARS - timedelta(days=30)
    report(f"{missing.people} people …")
    new = add_organisations(context.random, context.rows, known, missing.people, since)
    context.rows.write()
    report("Forums and agreements …")
    forums, earlier = known_forums(known), held_sessions(context.now)
    sessions = [
        session
        for forum, series, made in add_forums(context, known, new, missing.sessions)
        for session in settle(context, forum, series, made)
    ]
    periods = agreements.add_agreements(context, known, new, round(missing.commitments * IN_AGREEMENTS))
    events = [Event(one.proposal.at, 0, partial(agreements.add_commitment, context, one)) for one in periods]
    rest = missing.commitments - len(periods)
    events += _session_events(context, [(at, forums[forum_id]) for forum_id, at in earlier], sessions, rest)
    return sorted(events, key=lambda event: event.at)


def _session_events(
    context: Context, earlier: Sequence[tuple[datetime, CityForum]], sessions: Sequence[CitySession], commitments: int
) -> Iterator[Event]:
    """Yield the city's sessions, and those of the demo that were held, each with its share of the commitments."""
    past = [one for one in sessions if one.ends_at < context.now]
    shares = spread(commitments, [context.random.uniform(0.3, 1.7) for _ in [*earlier, *past]])
    for number, (at, forum) in zip(shares, earlier, strict=False):
        yield Event(at, 1, partial(_add_commitments, context, forum, number, at + timedelta(hours=1)))
    share: Mapping[UUID, int] = dict(zip([one.id for one in past], shares[len(earlier) :], strict=True))
    for session in sessions:
        yield Event(session.slot, 2, partial(_add_session, context, session, share.get(session.id, 0)))


def _add_session(context: Context, session: CitySession, commitments: int) -> None:
    """Add the contents of a session, its decisions, commitments and minutes; commitments even if it was not held."""
    add_contents(context, session)
    if not session.is_held:
        _add_commitments(context, session.forum, commitments, min(session.slot, context.now - A_MINUTE))
        return
    decisions = add_decisions(context, session)
    by_decision = round(commitments * FROM_DECISIONS)
    for number in range(by_decision):
        _carry_out(context, session, decisions[number % len(decisions)])
    _add_commitments(context, session.forum, commitments - by_decision, session.closed_at)
    add_minutes(context, session, decisions)


def _add_commitments(context: Context, forum: CityForum, number: int, at: datetime) -> None:
    for _ in range(number):
        proposal = _proposal(context, forum, at + timedelta(minutes=context.random.randint(0, 3 * 24 * 60)))
        History(context, proposal).play()


def _carry_out(context: Context, session: CitySession, decision: CityDecision) -> None:
    taken = decision.taken
    history = History(context, _proposal(context, session.forum, taken.decided_at + timedelta(minutes=2)))
    history.play()
    context.rows.add(decision_commitments, decision_id=taken.id, commitment_id=history.row["id"])
    decision.commitments.append(history.at_approval)


def _proposal(context: Context, forum: CityForum, at: datetime) -> CityProposal:
    random = context.random
    at = min(at, context.now - A_MINUTE)
    responsible, verifier, *others = random.sample(forum.organisations, k=min(3, len(forum.organisations)))
    words = {"field": forum.topic, "place": random.choice(PLACES)}
    return CityProposal(
        circle_id=forum.circle_id,
        title=random.choice(TASKS).format(**words),
        criteria=random.choice(CRITERIA),
        responsible=responsible,
        verifier=verifier,
        due=day_of(at) + timedelta(days=random.choice((14, 21, 30, 30, 45, 60, 90, 120))),
        at=at,
        by_id=forum.minute_taker.id,
        contributors=others if random.happens(0.1) else (),
        weight=random.choice((1, 2, 3, 3, 3, 4, 5)),
    )


def _add_events(context: Context, events: list[Event], report: Report) -> None:
    """Add all events, in transactions of one batch of rows each."""
    events.reverse()
    total = len(events)
    while events:
        with transaction():
            while events and not context.rows.is_full:
                events.pop().add()
            context.rows.write()
        report(f"{100 * (total - len(events)) // total} % …")
