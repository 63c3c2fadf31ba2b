"""Records what an act changes, row by row, so that it can be previewed, stored and undone."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, Select, bindparam, delete, event, false, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.audit.record import plain
from app.circles.models import Seat
from app.database import Model, db
from app.errors import RuleViolation
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.search import index
from forums.agenda.models import AgendaItem
from forums.invitations.change_notices import lapsing
from forums.invitations.models import Answer, AnswerState, ChangeNotice, Invitation
from forums.invitations.rules import PATIENCE
from forums.scheduling.horizon import is_beyond_horizon
from forums.scheduling.models import Forum, Series, Session, SessionState

Rows = dict[tuple[str, str], dict[str, Any]]
"""Rows by table and id, with their column values."""
ONLY_GROWS = {"version", "sequence"}
"""Columns that are never restored."""


class Watched(NamedTuple):
    """A model whose rows schedule changes can modify, its table, a query for the ids of the rows that belong to a
    forum's upcoming sessions, and the columns that can be restored.
    """

    model: type[Model]
    table: Any
    rows: Callable[[UUID, datetime], Select[Any]]
    columns: list[Column[Any]]


def _of_sessions(forum_id: UUID, at: datetime) -> Select[UUID]:
    return select(Session.id).where(Session.forum_id == forum_id, Session.ends_at > at)


FEW = {Forum: {"id", "mode", "place", "link"}, Mail: {"id", "claimed_until"}}
"""For these models, only the listed columns are watched."""


UNCLAIMED = {"claimed_until": None}
"""The values of a mail that no worker has claimed for sending."""
NOTIFIED = _l("The minute is over and invitees have been notified. Make another change instead")
CHANGED = _l("These sessions have changed again since. Undo the later change first")
RUNNING = {"opened_at", "closed_at", "measured_by", "invited_at", "letter_number", "letter_dated"}
"""Columns of a session that record its progress, not its schedule; others may update them during a change."""


def _columns(model: Any) -> list[Column[Any]]:
    names = FEW.get(model) or set(model.__table__.columns.keys()) - ONLY_GROWS - (
        RUNNING if model is Session else set()
    )
    return [column for column in model.__table__.columns if column.name in names]


WATCHED = {
    model.__tablename__: Watched(model, model.__table__, where, _columns(model))
    for model, where in (
        (Forum, lambda forum_id, _at: select(Forum.id).where(Forum.id == forum_id)),
        (Series, lambda forum_id, _at: select(Series.id).where(Series.forum_id == forum_id)),
        (Session, _of_sessions),
        (AgendaItem, lambda forum_id, at: _of_upcoming(AgendaItem, forum_id, at)),
        (ChangeNotice, lambda forum_id, at: _of_upcoming(ChangeNotice, forum_id, at)),
        (Answer, lambda forum_id, _at: select(Answer.id).join(Series).where(Series.forum_id == forum_id)),
        (Mail, lambda _forum_id, _at: select(Mail.id).where(false())),
    )
}
"""In insertion order: dependent tables come after those they reference."""


def _of_upcoming(model: Any, forum_id: UUID, at: datetime) -> Select[UUID]:
    return select(model.id).where(model.session_id.in_(_of_sessions(forum_id, at)))


@dataclass(slots=True)
class Outcome:
    """What an act changed: sessions, rows, and the number of recipients.

    `people` are invitees to notify, `others` mails to people who registered or proposed another time, and `lapsing`
    answers that become invalid when the invitees are notified.
    """

    sessions: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    people: int = 0
    others: int = 0
    lapsing: int = 0

    @property
    def notifies(self) -> bool:
        """Whether anyone is notified."""
        return bool(self.people or self.others)

    @property
    def digest(self) -> str:
        """A digest that identifies the outcome by its sessions and recipients, without generated ids.

        It does not include the reason, which may be entered later.
        """
        values = [
            {name: value for name, value in (one[when] or {}).items() if name != "because"}
            for one in self.sessions
            for when in ("before", "after")
        ]
        shown = [self.people, self.others, [one["number"] for one in self.sessions], values]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


@contextmanager
def watching(forum: Forum, *, at: datetime) -> Iterator[Outcome]:
    """Record what the block changes in a forum's upcoming sessions; locks the forum against other schedule changes.

    Answers, proposed items and sessions opened meanwhile by others are not recorded (`_is_ours`), so that undoing keeps
    them.
    """
    db.session.flush()
    db.session.execute(select(Forum.id).where(Forum.id == forum.id).with_for_update())
    outcome = Outcome()
    before = _present(forum.id, at)
    with _holding_mails(until=at + PATIENCE) as mails, _new_items() as items:
        yield outcome
        db.session.flush()
    outcome.rows = _differences(before, _present(forum.id, at), {item.id for item in items})
    outcome.rows += [
        {"table": Mail.__tablename__, "id": str(one.id), "before": None, "after": UNCLAIMED} for one in mails
    ]
    outcome.sessions = _sessions(outcome.rows)
    outcome.people, outcome.others = _count_notified(outcome.rows), len(mails)
    if any(one["before"] and one["before"]["starts_at"] != one["after"]["starts_at"] for one in outcome.sessions):
        outcome.lapsing = lapsing([UUID(one["id"]) for one in outcome.sessions])


@contextmanager
def _holding_mails(*, until: datetime) -> Iterator[list[Mail]]:
    """Delay all mails that the block enqueues until an instant; yields those mails, so that they can be withdrawn."""
    session, held = db.session(), list[Mail]()

    def hold(flushed: Any, _context: Any, _instances: Any) -> None:
        for mail in [one for one in flushed.new if isinstance(one, Mail)]:
            mail.next_try_at = max(mail.next_try_at, until)
            held.append(mail)

    event.listen(session, "before_flush", hold)
    try:
        yield held
    finally:
        event.remove(session, "before_flush", hold)


@contextmanager
def _new_items() -> Iterator[list[AgendaItem]]:
    """Collect the agenda items that the block adds; another transaction may add some to the same sessions meanwhile."""
    session, added = db.session(), list[AgendaItem]()

    def collect(flushed: Any, _context: Any) -> None:
        added.extend(one for one in flushed.new if isinstance(one, AgendaItem))

    event.listen(session, "after_flush", collect)
    try:
        yield added
    finally:
        event.remove(session, "after_flush", collect)


def put_back(rows: list[dict[str, Any]], *, since: datetime) -> None:
    """Restore rows to their earlier values.

    Raises RuleViolation if one of them was changed since, or new rows reference it.

    Also if someone has answered for a new date after `since`, as that answer would refer to no date.
    """
    db.session.flush()
    for name, watched in WATCHED.items():
        own = [row for row in rows if row["table"] == name]
        _refuse_changed(watched, own)
    _refuse_answered(rows, since)
    try:
        with db.session.begin_nested():
            for name, watched in WATCHED.items():
                _write(watched, [row for row in rows if row["table"] == name and row["before"] is not None])
            for name, watched in reversed(WATCHED.items()):
                made = [UUID(row["id"]) for row in rows if row["table"] == name and row["before"] is None]
                if made:
                    db.session.execute(delete(watched.table).where(watched.table.c.id.in_(made)))
    except IntegrityError as error:
        raise RuleViolation(
            _l("Other records already depend on these sessions. Make another change instead")
        ) from error
    for name, watched in WATCHED.items():
        index.touch(watched.model, [UUID(row["id"]) for row in rows if row["table"] == name])
    db.session.expire_all()


def _write(watched: Watched, rows: list[dict[str, Any]]) -> None:
    """Restore rows, with one statement for all that have the same columns."""
    table, alike = watched.table, defaultdict[tuple[Any, ...], list[dict[str, Any]]](list)
    for row in rows:
        values = {name: _read(table.c[name], value) for name, value in row["before"].items()}
        alike[row["after"] is None, *sorted(values)].append(values | {"row_id": UUID(row["id"])})
    for (vanished, *names), many in alike.items():
        if vanished:
            db.session.execute(insert(table), [{name: one[name] for name in names} for one in many])
            continue
        written = {name: bindparam(f"was_{name}", type_=table.c[name].type) for name in names}
        new_version = {"version": table.c.version + 1} if "version" in table.c else {}
        statement = update(table).where(table.c.id == bindparam("row_id")).values({**written, **new_version})
        given = [{"row_id": one["row_id"], **{f"was_{name}": one[name] for name in names}} for one in many]
        db.session.connection().execute(statement, given)


def _refuse_changed(watched: Watched, rows: list[dict[str, Any]]) -> None:
    table = watched.table
    ids = [UUID(row["id"]) for row in rows]
    query = select(*watched.columns).where(table.c.id.in_(ids)).with_for_update()
    found = db.session.execute(query).mappings() if ids else ()
    present = {str(one["id"]): {name: plain(value) for name, value in one.items()} for one in found}
    for row in rows:
        now, after = present.get(row["id"]), row["after"]
        same = now is None if after is None else now is not None and all(now[key] == after[key] for key in after)
        if not same:
            is_notified = table is Mail.__table__ or (table is ChangeNotice.__table__ and now is None)
            raise RuleViolation(NOTIFIED if is_notified else CHANGED)


def _refuse_answered(rows: list[dict[str, Any]], since: datetime) -> None:
    moved = [
        UUID(row["id"]) for row in rows if row["table"] == Session.__tablename__ and "starts_at" in (row["after"] or ())
    ]
    answered_since = (Answer.received_at > since, Answer.answer != AnswerState.NEEDS_ACTION)
    query = (
        select(Answer.id).join(Session, Session.id == Answer.session_id).where(Session.id.in_(moved), *answered_since)
    )
    if moved and db.session.scalar(query.where(Answer.starts_at == Session.starts_at).limit(1)):
        raise RuleViolation(_l("Someone has already answered for the new date. Make another change instead"))


def _present(forum_id: UUID, at: datetime) -> Rows:
    found: Rows = {}
    for name, watched in WATCHED.items():
        ids = watched.rows(forum_id, at).scalar_subquery()
        names = [column.name for column in watched.columns]
        rows = db.session.execute(select(*watched.columns).where(watched.table.c.id.in_(ids))).all()
        place = names.index("id")
        found |= {(name, str(row[place])): dict(zip(names, row, strict=True)) for row in rows}
    return found


def _differences(before: Rows, after: Rows, new_items: Collection[UUID]) -> list[dict[str, Any]]:
    """Return the differences as JSON values; for a row that still exists only the columns that differ."""
    changed = []
    made_here = {now["id"] for key, now in after.items() if key[0] in MADE and key not in before}
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        names = [name for name in (was or now or {}) if not (was and now) or was[name] != now[name]]
        if not _is_ours(key[0], names, now, made_here, new_items):
            continue
        changed.append(
            {
                "table": key[0],
                "id": key[1],
                "before": {name: plain(was[name]) for name in names} if was else None,
                "after": {name: plain(now[name]) for name in names} if now else None,
            }
        )
    return changed


def _is_ours(
    table: str,
    names: Sequence[str],
    now: dict[str, Any] | None,
    made_here: Collection[UUID],
    new_items: Collection[UUID],
) -> bool:
    """Whether a schedule change makes this modification; others answer, prepare agendas and hold sessions meanwhile.

    Of answers it only transfers those of one series to another. Of agenda items it adds `new_items`, and moves others
    to another session. It never holds a session.
    """
    if now is None:
        return True
    if table == Answer.__tablename__:
        return now["series_id"] in made_here
    if table == AgendaItem.__tablename__:
        return now["id"] in new_items if "id" in names else "session_id" in names
    if table == Session.__tablename__:
        return now["state"] is not SessionState.HELD
    return True


MADE = {Series.__tablename__, Session.__tablename__}
"""Tables whose rows others reference."""
SHOWN = ("state", "starts_at", "ends_at", "mode", "place", "link", "proposed_starts_at", "merge_proposed", "because")


def _sessions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each session concerned with its values before and after, ordered by the new dates; those without last."""
    touched = {UUID(row["id"]): row for row in rows if row["table"] == Session.__tablename__}
    named = (Session.id, Session.number, Session.title, Session.series_id, Session.timezone)
    query = (
        select(*named, *(getattr(Session, name) for name in SHOWN))
        .where(Session.id.in_(touched))
        .order_by(Session.starts_at, Session.number)
    )
    shown = []
    for one in db.session.execute(query).mappings() if touched else ():
        after = {name: plain(one[name]) for name in SHOWN}
        after["beyond_horizon"] = is_beyond_horizon(one["because"])
        row = touched[one["id"]]
        before = None
        if row["before"] is not None:
            before = after | {name: value for name, value in row["before"].items() if name in SHOWN}
        shown.append({**{name.key: plain(one[name.key]) for name in named}, "before": before, "after": after})
    return sorted(shown, key=lambda one: bool(one["after"]["beyond_horizon"]))


def _count_notified(rows: list[dict[str, Any]]) -> int:
    """Return the number of invitees to notify."""
    waiting = [row["id"] for row in rows if row["table"] == ChangeNotice.__tablename__ and row["after"] is not None]
    if not waiting:
        return 0
    invitee = func.coalesce(Invitation.person_id, Invitation.organisation_id)
    query = (
        select(func.count(invitee.distinct()))
        .join(ChangeNotice, ChangeNotice.session_id == Invitation.session_id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(ChangeNotice.id.in_(map(UUID, waiting)), Invitation.withdrawn_at.is_(None))
        .where(
            or_(
                Person.email.is_not(None) & Person.suspended_at.is_(None),
                Invitation.person_id.is_(None) & Organisation.secretariat_email.is_not(None),
            )
        )
    )
    return db.session.scalar(query) or 0


def _read(column: Column[Any], value: Any) -> Any:
    """Return a JSON value as the column's Python type."""
    if value is None:
        return None
    kind = column.type.python_type
    if issubclass(kind, Enum):
        return kind(value)
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return UUID(value) if issubclass(kind, UUID) else value
