"""Queries for minutes, passages and corrections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.circles.models import Circle, Classification, Seat
from app.circles.queries import circles_of, is_taken, opened_by_role
from app.database import alphabetical, db
from app.organisations.models import Organisation
from forums.minutes.models import (
    FROM_CIRCULATED,
    LOCKED,
    PUBLISHED,
    Correction,
    CorrectionState,
    EarlierText,
    Minutes,
    MinutesState,
    Passage,
    TextChange,
)
from forums.minutes.rows import CorrectionRow, Newest, PassageRow
from forums.redaction.queries import withheld_decisions
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import taking_part

SERVING = frozenset({ForumRole.CHAIR, ForumRole.FACILITATOR, ForumRole.MINUTE_TAKER})
"""Officers of a forum, who may read minutes in every state."""
WRITING = timedelta(minutes=1)
"""How long after a save someone is shown as writing."""


def versions(session_id: UUID) -> Sequence[Minutes]:
    """Return all versions of a session's minutes, latest first, each with its approver."""
    return db.session.scalars(_versions(session_id)).all()


def _versions(session_id: UUID) -> Select[Minutes]:
    approver = joinedload(Minutes.approved_by).lazyload(Person.organisation)
    query = select(Minutes).where(Minutes.session_id == session_id).options(approver)
    return query.order_by(Minutes.version.desc())


def newest(session_id: UUID, states: Collection[MinutesState]) -> Newest | None:
    """Return the latest version of a session's minutes in one of `states`."""
    found = db.session.execute(_newest(session_id, list(states))).all()
    return Newest._make(found[0]) if found else None


def _newest(session_id: UUID, states: Sequence[MinutesState]) -> Select[UUID, MinutesState, int]:
    query = select(Minutes.id, Minutes.state, Minutes.version)
    query = query.where(Minutes.session_id == session_id, Minutes.state.in_(states))
    return query.order_by(Minutes.version.desc()).limit(1)


def reading(session: Any, person: Person, today: date) -> Mapping[frozenset[MinutesState], ColumnElement[bool]]:
    """Return the condition under which `person` reads the complete minutes of `session` in certain states, by these.

    `session` is the table or an alias. If several conditions hold, the person reads minutes in all their states. The
    same in Python is `policies.readable_states`.
    """
    own = select(Participant.forum_id).where(taking_part(person.id)).correlate(None)
    voting = circles_of(person.organisation_id, today).where(Seat.observer.is_(False))
    open_forums = select(Forum.id).join(Forum.circle).where(Circle.classification != Classification.SECRET)
    seated = open_forums.where(Circle.id.in_(circles_of(person.organisation_id, today)))
    speaking = open_forums.where(Circle.id.in_(voting))

    def of(forums: Select[UUID]) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = session.forum_id.in_(forums.correlate(None))
        return condition

    return {
        frozenset(MinutesState): or_(
            of(own) if person.is_coordinator else false(),
            of(select(Forum.id).where(opened_by_role(Forum.circle_id, person))),
            or_(session.presider_id == person.id, session.minute_taker_id == person.id),
            of(own.where(Participant.role.in_(SERVING))),
        ),
        FROM_CIRCULATED: or_(
            of(own.where(Participant.role == ForumRole.MEMBER)), and_(of(speaking), session.forum_id.not_in(own))
        ),
        LOCKED: or_(of(own), of(seated)),
    }


def reads_whole(session: Any, person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` reads the complete minutes of `session`: `policies.reads_whole` in SQL."""
    return or_(*reading(session, person, today).values())


def decided_in_whole(session: Any, person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read all decisions of `session`, as a reader of complete minutes."""
    every = frozenset(MinutesState)
    return or_(
        *(
            condition if states == every else and_(condition, _has_minutes(session, states))
            for states, condition in reading(session, person, today).items()
        )
    )


def decided_for(session: Any, decision_id: Any, person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a decision of `session`, the table or an alias.

    `decision_id` is the column with the id of the decision, which may be withheld from those who read only the
    published minutes. The same condition in Python is `forums.decisions.policies.read_decision`.
    """
    public = select(Forum.id).join(Forum.circle).where(Circle.classification == Classification.PUBLIC)
    published = and_(
        session.forum_id.in_(public.correlate(None)),
        _has_minutes(session, PUBLISHED),
        decision_id.not_in(withheld_decisions()),
    )
    return or_(decided_in_whole(session, person, today), published)


def _has_minutes(session: Any, states: Collection[MinutesState]) -> ColumnElement[bool]:
    reached = select(Minutes.id).where(Minutes.session_id == session.id, Minutes.state.in_(states))
    return reached.correlate(session).exists()


def correctable_by(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person`, without a platform role, may ask for corrections to circulated minutes.

    It is a condition on `Session`. The same condition in Python is `policies.correct_minutes`.
    """
    own = select(Participant.forum_id).where(taking_part(person.id))
    voting = circles_of(person.organisation_id, today).where(Seat.observer.is_(False))
    speaking = select(Forum.id).join(Forum.circle).where(Circle.classification != Classification.SECRET)
    return or_(
        Session.forum_id.in_(own.where(Participant.role != ForumRole.OBSERVER)),
        and_(Session.forum_id.in_(speaking.where(Circle.id.in_(voting))), Session.forum_id.not_in(own)),
    )


def latest(session_id: UUID) -> Minutes | None:
    """Return the latest version of a session's minutes."""
    query = select(Minutes).where(Minutes.session_id == session_id)
    return db.session.scalars(query.order_by(Minutes.version.desc()).limit(1)).first()


def has_locked(session_id: UUID) -> bool:
    """Whether a version of a session's minutes was approved."""
    query = select(Minutes.id).where(Minutes.session_id == session_id, Minutes.state.in_(LOCKED))
    return db.session.scalar(query.limit(1)) is not None


def held_fast(session_id: UUID, *, to_change: bool = False) -> Minutes | None:
    """Return the latest version, refreshed and locked, so that it cannot be approved before the transaction ends.

    The lock is shared, or exclusive with `to_change`.
    """
    newest = select(Minutes.id).where(Minutes.session_id == session_id).order_by(Minutes.version.desc()).limit(1)
    minutes_id = db.session.scalar(newest.with_for_update(read=not to_change))
    if minutes_id is None:
        return None
    minutes = db.session.get_one(Minutes, minutes_id)
    db.session.refresh(minutes, [column.key for column in Minutes.__mapper__.column_attrs])
    return minutes


def lock_session(session_id: UUID) -> None:
    """Lock the session row, so that no concurrent transaction creates its minutes."""
    db.session.execute(select(Session.id).where(Session.id == session_id).with_for_update())


def minutes_for_act(minutes_id: UUID) -> Minutes | None:
    """Return minutes with their session, its presider and its minute-taker."""
    session = joinedload(Minutes.session)
    options = [
        session.joinedload(Session.presider),
        session.joinedload(Session.minute_taker),
        joinedload(Minutes.approved_by),
    ]
    return db.session.get(Minutes, minutes_id, options=options)


def correction_for_act(correction_id: UUID) -> Correction | None:
    """Return a correction with its minutes and session."""
    options = [
        joinedload(Correction.minutes).joinedload(Minutes.session),
        joinedload(Correction.by),
        joinedload(Correction.seat),
    ]
    return db.session.get(Correction, correction_id, options=options)


def passage_to_read(passage_id: UUID) -> Passage | None:
    """Return a passage with its author and its last writer."""
    return db.session.get(Passage, passage_id, options=[joinedload(Passage.author), joinedload(Passage.written_by)])


def passages(minutes_id: UUID) -> list[PassageRow]:
    """Return the passages of minutes in order."""
    return [PassageRow._make(row) for row in db.session.execute(_passages(minutes_id)).all()]


def _passages(minutes_id: UUID) -> Select[Any]:
    author, writer = aliased(Person), aliased(Person)
    shown: tuple[Any, ...] = (Passage.id, Passage.part, Passage.agenda_item_id, Passage.text, Passage.version)
    query = select(*shown, author.id, author.name, writer.id, writer.name, Passage.written_at, Passage.origin_id)
    query = query.join(author, Passage.author).join(writer, Passage.written_by)
    return query.where(Passage.minutes_id == minutes_id).order_by(Passage.position, Passage.at, Passage.id)


def passage_to_write(passage_id: UUID) -> Passage | None:
    """Return a passage, refreshed and locked until the transaction ends."""
    query = select(Passage).where(Passage.id == passage_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def next_position(minutes_id: UUID) -> int:
    """Return the position for a new passage."""
    last = db.session.scalar(select(func.max(Passage.position)).where(Passage.minutes_id == minutes_id))
    return (last or 0) + 1


def writing_now(written: Sequence[PassageRow], now: datetime, *, except_for: Person) -> dict[UUID | None, list[str]]:
    """Return who saved a passage within the last minute, except one person: names by agenda item id."""
    names: dict[UUID | None, list[str]] = {}
    for each in written:
        if each.written_at > now - WRITING and each.written_by_id != except_for.id:
            here = names.setdefault(each.agenda_item_id, [])
            if each.written_by not in here:
                here.append(each.written_by)
    return names


def was_saved(passage_id: UUID, text: str, *, since: int) -> bool:
    """Whether a passage had this text in a version after `since`."""
    query = select(EarlierText.id).where(EarlierText.passage_id == passage_id, EarlierText.version > since)
    return db.session.scalar(query.where(EarlierText.text == text).limit(1)) is not None


def earlier_texts(passage_id: UUID) -> Sequence[EarlierText]:
    """Return the earlier texts of a passage, latest first."""
    query = select(EarlierText).where(EarlierText.passage_id == passage_id).options(joinedload(EarlierText.written_by))
    return db.session.scalars(query.order_by(EarlierText.version.desc())).all()


def corrections(minutes_id: UUID) -> list[CorrectionRow]:
    """Return the corrections of minutes, in the order in which they were requested."""
    return [CorrectionRow._make(row) for row in db.session.execute(_corrections(minutes_id)).all()]


def _corrections(minutes_id: UUID) -> Select[Any]:
    seated, own, answerer = aliased(Organisation), aliased(Organisation), aliased(Person)
    party = (func.coalesce(seated.name, own.name), func.coalesce(Seat.sector, own.sector))
    shown: tuple[Any, ...] = (Correction.id, *party, Person.name, Correction.at, Correction.passage_id)
    request = (Correction.text, Correction.wording, Correction.original)
    answered = (Correction.state, Correction.answer, answerer.name, Correction.answered_at)
    query = select(*shown, *request, *answered).join(Correction.by).join(own, own.id == Person.organisation_id)
    query = query.outerjoin(Correction.seat).outerjoin(seated, seated.id == Seat.organisation_id)
    query = query.outerjoin(answerer, answerer.id == Correction.answered_by_id)
    return query.where(Correction.minutes_id == minutes_id).order_by(Correction.at, Correction.id)


def unannounced_change(minutes_id: UUID, subject_id: UUID) -> TextChange | None:
    """Return the direct change of a passage or decision of which the parties were not notified yet, or None."""
    query = select(TextChange).where(TextChange.minutes_id == minutes_id, TextChange.subject_id == subject_id)
    return db.session.scalar(query.where(TextChange.announced_at.is_(None)))


def number_changed(minutes_id: UUID) -> int:
    """Return how many notes and decisions were changed directly after the minutes were circulated."""
    query = select(func.count(TextChange.subject_id.distinct())).where(TextChange.minutes_id == minutes_id)
    return db.session.scalar(query) or 0


def has_open_corrections(minutes_id: UUID) -> bool:
    """Whether a correction has not been answered yet."""
    query = select(Correction.id).where(Correction.minutes_id == minutes_id, Correction.state == CorrectionState.OPEN)
    return db.session.scalar(query.limit(1)) is not None


def session_after(session: Session) -> Session | None:
    """Return the forum's next session, held or planned."""
    query = select(Session).where(
        Session.forum_id == session.forum_id,
        Session.starts_at > session.starts_at,
        Session.state.in_((SessionState.PLANNED, SessionState.HELD)),
    )
    return db.session.scalar(query.order_by(Session.starts_at).limit(1))


def seat_of(person: Person, session: Session) -> Seat | None:
    """Return the seat that a person represents in the session's forum: their own, else that of their organisation."""
    own = select(Participant.seat_id).where(
        Participant.forum_id == session.forum_id, Participant.person_id == person.id, Participant.left_at.is_(None)
    )
    day = session.starts_at.astimezone(session.zone).date()
    query = (
        select(Seat)
        .where(
            Seat.circle_id == session.circle_id,
            or_(Seat.id.in_(own), (Seat.organisation_id == person.organisation_id) & is_taken(day)),
        )
        .order_by(Seat.id.in_(own).desc(), Seat.position)
    )
    return db.session.scalars(query.limit(1)).first()


def readers(forum_id: UUID, *, observers: bool) -> list[Person]:
    """Return all participants of a forum with an e-mail address, once each."""
    query = select(Participant).join(Participant.person).options(contains_eager(Participant.person))
    query = query.where(Participant.forum_id == forum_id, Participant.left_at.is_(None), Person.email.is_not(None))
    if not observers:
        query = query.join(Participant.seat).where(Participant.role != ForumRole.OBSERVER, Seat.observer.is_(False))
    return list(dict.fromkeys(each.person for each in db.session.scalars(query.order_by(alphabetical(Person.name)))))
