"""Actions: add and remove documents of agenda items, ask a party to prepare something, and hand it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.errors import NotNow, RuleViolation
from app.files.models import StoredFile
from forums.agenda.models import AgendaItem, ItemState
from forums.minutes.locks import refuse_when_locked
from forums.preparation import notices, queries
from forums.preparation.models import AgendaDocument, Preparation
from forums.scheduling.models import Session, SessionState

CLOSED = (ItemState.DECLINED, ItemState.DEFERRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the party of a seat is asked to prepare, and by when."""

    seat: Seat
    what: str
    due: date


def add_document(
    item: AgendaItem, file: StoredFile, *, title: str, by: Person, at: datetime, preparation: Preparation | None = None
) -> AgendaDocument:
    """Add a document to an item. Raises NotNow once the minutes are approved, or if the session was cancelled."""
    item.session.require(SessionState.PLANNED, SessionState.HELD)
    refuse_when_locked(item.session_id)
    document = AgendaDocument(
        agenda_item_id=item.id,
        file_id=file.id,
        preparation_id=preparation.id if preparation else None,
        title=title or file.name,
        added_by_id=by.id,
        added_at=at,
    )
    db.session.add(document)
    db.session.flush()
    circle_id = item.session.circle_id
    audit.record("agenda_item.document_added", item, by=by, at=at, circle_id=circle_id, sha256=file.sha256)
    return document


def remove_document(document: AgendaDocument, *, by: Person, at: datetime) -> None:
    """Remove a document from its item; what was handed in with it alone is awaited again.

    Raises NotNow once the minutes are approved, or if the session was cancelled.
    """
    item = document.item
    item.session.require(SessionState.PLANNED, SessionState.HELD)
    refuse_when_locked(item.session_id)
    sha256 = document.file.sha256
    if document.preparation_id and not queries.still_handed_in(document.preparation_id, besides=document.id):
        db.session.get_one(Preparation, document.preparation_id).received_at = None
    db.session.delete(document)
    audit.record("agenda_item.document_removed", item, by=by, at=at, circle_id=item.session.circle_id, sha256=sha256)


def ask(item: AgendaItem, wanted: Wanted, *, by: Person, at: datetime) -> Preparation:
    """Ask a party to prepare something for an item, and mail its participants.

    Raises RuleViolation if the date is past or after the session, NotNow if the item is not on the agenda.
    """
    session = item.session
    _require_planned(session)
    if item.state in CLOSED:
        raise NotNow(_l("This item is not on the agenda of the session"))
    if not at.astimezone(session.zone).date() <= wanted.due <= session.day:
        raise RuleViolation(_l("Choose a date from today to the day of the session"), field="due")
    preparation = Preparation(
        agenda_item_id=item.id, seat_id=wanted.seat.id, what=wanted.what, due=wanted.due, asked_by_id=by.id, asked_at=at
    )
    preparation.item, preparation.seat, preparation.asked_by = item, wanted.seat, by
    db.session.add(preparation)
    db.session.flush()
    audit.record(
        "agenda_item.preparation_asked",
        item,
        by=by,
        at=at,
        circle_id=session.circle_id,
        organisation=wanted.seat.organisation.label,
        due=wanted.due,
    )
    notices.asked(preparation, by=by)
    return preparation


def withdraw(preparation: Preparation, *, by: Person, at: datetime) -> None:
    """Withdraw a request. Raises NotNow once something was handed in for it."""
    item = preparation.item
    _require_planned(item.session)
    if preparation.received_at:
        raise NotNow(_l("Something was handed in for this already"))
    label = preparation.seat.organisation.label
    db.session.delete(preparation)
    circle_id = item.session.circle_id
    audit.record("agenda_item.preparation_withdrawn", item, by=by, at=at, circle_id=circle_id, organisation=label)


def hand_in(preparation: Preparation, file: StoredFile, *, title: str, by: Person, at: datetime) -> AgendaDocument:
    """Hand in a document for a preparation, which is received with the first one."""
    document = add_document(preparation.item, file, title=title, by=by, at=at, preparation=preparation)
    preparation.received_at = preparation.received_at or at
    return document


def continue_with(earlier: AgendaItem, item: AgendaItem) -> None:
    """Take the documents of an item, and what is still awaited for it, along to the item that continues it."""
    for document in db.session.scalars(queries.documents(earlier)).all():
        copy = AgendaDocument(
            agenda_item_id=item.id,
            file_id=document.file_id,
            title=document.title,
            added_by_id=document.added_by_id,
            added_at=document.added_at,
        )
        db.session.add(copy)
    for preparation in db.session.scalars(queries.preparations(earlier)).all():
        if preparation.received_at is None:
            preparation.agenda_item_id = item.id
    db.session.flush()


def _require_planned(session: Session) -> None:
    if session.state is not SessionState.PLANNED:
        raise NotNow(_l("The session is over or was cancelled: its agenda can no longer be changed"))
