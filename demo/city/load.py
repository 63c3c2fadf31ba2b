"""Loading a city on top of the demo: what lies back comes in the order of time, so that codes count with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import func, select, text

from app.accounts.models import Person
from app.audit.chain import seal
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from commitments.registry.models import Commitment
from demo.city import agreements, record
from demo.city.chance import Chance
from demo.city.commitments import Course, Proposed
from demo.city.forums import Room, Sitting, convene, held_since, known_rooms
from demo.city.making import Making, day_of, spread
from demo.city.minutes import Decided, decide, minute
from demo.city.offices import Office, found, known_offices
from demo.city.rows import Rows
from demo.city.sittings import Held, take_place
from demo.city.words import CRITERIA, PLACES, TASKS
from forums.decisions.models import decision_commitments
from forums.scheduling.models import Session

SEED = 2026
IN_AGREEMENTS = 0.12
"""The share of commitments that follow from agreements."""
FROM_DECISIONS = 0.6
"""The share of a session's commitments that carry out what it decided."""

CACHE = 150_000
"""KiB of SQLite's cache while loading."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is in the end, the demo's own included; less than the demo has adds nothing."""

    sessions: int = 0
    commitments: int = 0
    people: int = 0

    def missing(self) -> Size:
        """Return what is not there yet."""
        count = {model: db.session.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED}
        return Size(
            sessions=max(0, self.sessions - count[Session]),
            commitments=max(0, self.commitments - count[Commitment]),
            people=max(0, self.people - count[Person]),
        )


COUNTED = (Session, Commitment, Person)


class Moment(NamedTuple):
    """Something that happened, or will, and how to add it."""

    at: datetime
    order: int
    add: Callable[[], None]


def load(size: Size, say: Say) -> None:
    """Add what `size` lacks, in several transactions; `say` is told how far it is. Repeats itself within a day."""
    now = utc_now().replace(minute=0, second=0, microsecond=0)
    with transaction():
        _give_room()
        coordinator = db.session.scalars(select(Person.id).where(Person.is_coordinator).order_by(Person.email)).first()
        assert coordinator, "the demo has one"
        making = Making(chance=Chance(SEED), rows=Rows(), now=now, coordinator_id=coordinator)
        missing = size.missing()
        moments = _founded(making, missing, say)
        making.rows.write()
    _happen(making, moments, say)
    say("Writing the record …")
    with transaction():
        making.codes.write()
        rows = record.write()
    say(f"Sealing {rows} acts …")
    with transaction():
        seal()
    say(", ".join(f"{number} {name}" for name, number in sorted(making.rows.written.items())))


def _give_room() -> None:
    """Let SQLite keep more of its trees in memory: rows come in no order of their ids."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"PRAGMA cache_size = -{CACHE}"))


def _founded(making: Making, missing: Size, say: Say) -> list[Moment]:
    """Add organisations, people, forums and agreements; return what happens in them, in the order of time."""
    known = known_offices()
    since = making.now - timedelta(days=3 * 365 + 30)
    say(f"{missing.people} people …")
    fresh = found(making.chance, making.rows, known, missing.people, since)
    making.rows.write()
    say("Forums and agreements …")
    sittings = [
        sitting
        for one in convene(making.chance, making.rows, known, fresh, missing.sessions, making.now)
        for sitting in one
    ]
    owing = agreements.sign(making, known, fresh, round(missing.commitments * IN_AGREEMENTS))
    moments = [Moment(one.at, 0, partial(agreements.fulfil, making, one)) for one in owing]
    moments += _sessions(making, known, sittings, missing.commitments - len(owing))
    return sorted(moments, key=lambda moment: moment.at)


def _sessions(making: Making, known: list[Office], sittings: list[Sitting], commitments: int) -> Iterator[Moment]:
    """Yield the city's sessions, and the demo's that were held, each with its share of the commitments."""
    rooms = known_rooms(known)
    earlier = [(at, rooms[forum_id]) for forum_id, at in held_since(making.now)]
    past = [one for one in sittings if one.proposal.slot + timedelta(minutes=one.room.minutes) < making.now]
    shares = spread(commitments, [making.chance.uniform(0.3, 1.7) for _ in [*earlier, *past]])
    for number, (at, room) in zip(shares, earlier, strict=False):
        yield Moment(at, 1, partial(_commitment, making, room, number, at + timedelta(hours=1)))
    share = dict(zip(map(id, past), shares[len(earlier) :], strict=True))
    for sitting in sittings:
        yield Moment(sitting.proposal.slot, 2, partial(_sit, making, sitting, share.get(id(sitting), 0)))


def _sit(making: Making, sitting: Sitting, commitments: int) -> None:
    """Add a session with its decisions, commitments and minutes. Where none was held, there are commitments still."""
    held = take_place(making, sitting)
    if held is None:
        _commitment(making, sitting.room, commitments, min(sitting.proposal.slot, making.now - timedelta(minutes=1)))
        return
    decisions = decide(making, held)
    by_decision = round(commitments * FROM_DECISIONS)
    for number in range(by_decision):
        _carry_out(making, held, decisions[number % len(decisions)])
    _commitment(making, held.room, commitments - by_decision, held.closed_at)
    minute(making, held, decisions)


def _commitment(making: Making, room: Room, number: int, at: datetime) -> None:
    for _ in range(number):
        proposed = _proposed(making, room, at + timedelta(minutes=making.chance.randint(0, 3 * 24 * 60)))
        Course(making, proposed).play()


def _carry_out(making: Making, held: Held, decided: Decided) -> None:
    course = Course(making, _proposed(making, held.room, decided.at + timedelta(minutes=2)))
    course.play()
    making.rows.add(decision_commitments, decision_id=decided.id, commitment_id=course.row["id"])
    decided.commitments.append(course.told())


def _proposed(making: Making, room: Room, at: datetime) -> Proposed:
    chance = making.chance
    at = min(at, making.now - timedelta(minutes=1))
    responsible, verifier, *others = chance.sample(room.offices, k=min(3, len(room.offices)))
    words = {"field": room.topic, "place": chance.choice(PLACES)}
    return Proposed(
        circle_id=room.circle_id,
        title=chance.choice(TASKS).format(**words),
        criteria=chance.choice(CRITERIA),
        responsible=responsible,
        verifier=verifier,
        due=day_of(at) + timedelta(days=chance.choice((14, 21, 30, 30, 45, 60, 90, 120))),
        at=at,
        by_id=room.minute_taker.id,
        contributors=others if chance.happens(0.1) else (),
    )


def _happen(making: Making, moments: list[Moment], say: Say) -> None:
    """Let everything happen, some thousand rows to a transaction."""
    moments.reverse()
    total = len(moments)
    while moments:
        with transaction():
            while moments and not making.rows.are_many:
                moments.pop().add()
            making.rows.write()
        say(f"{100 * (total - len(moments)) // total} % …")
