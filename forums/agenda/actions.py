"""Actions on agendas: prepare, propose, answer, order, discuss and carry over items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, RuleViolation
from app.events import emit
from app.organisations.models import Organisation
from forums.agenda import notices, queries
from forums.agenda.events import ItemContinued
from forums.agenda.models import AgendaItem, ItemState, Purpose, Resolution
from forums.agenda.rules import LAST, minutes_used, place_after, reordered, swapped
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session, SessionState
from forums.scheduling.session_actions import open_

OPEN = (ItemState.PROPOSED, ItemState.ACCEPTED, ItemState.DEFERRED)
REASONS = {
    Resolution.KEEP: _l("Write why it stays on the agenda"),
    Resolution.REFER: _l("Write who takes it on"),
    Resolution.DROP: _l("Write why it is dropped"),
}
"""The message if a choice lacks its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The details of an item. `minutes` are allotted; at most one kind of presenter is given."""

    title: str
    purpose: Purpose
    minutes: int
    presenter_person: Person | None = None
    presenter_organisation: Organisation | None = None
    presenter_name: str = ""
    question: str = ""


def prepare(session: Session, *, at: datetime) -> None:
    """Create a session's agenda from the forum's template, once, and add items left over from earlier sessions."""
    queries.lock(session)
    if not queries.has_agenda(session.id):
        _copy_template(session, at=at)
    _bring_back(session, at=at)


def propose(session: Session, draft: Draft, *, by: Person, at: datetime, accepted: bool) -> AgendaItem:
    """Add an item, as accepted or as a proposal, which is late once the agenda has closed.

    Raises NotNow unless the session is planned.
    """
    _require_ahead(session)
    closes = None if accepted else queries.closes_at(session)
    prepare(session, at=at)
    item = AgendaItem(
        session=session,
        position=place_after(queries.positions(session.id)),
        state=ItemState.ACCEPTED if accepted else ItemState.PROPOSED,
        proposed_by=by,
        proposed_at=at,
        late=closes is not None and at > closes,
    )
    _write(item, draft)
    db.session.add(item)
    _note("agenda_item.proposed", item, by=by, at=at, accepted=accepted, late=item.late)
    if not accepted:
        notices.proposed(item, by=by)
    return item


def copy(session: Session, items: Sequence[AgendaItem], *, by: Person, at: datetime) -> None:
    """Add accepted copies of items of earlier sessions, before the closing item."""
    _require_ahead(session)
    prepare(session, at=at)
    for item in items:
        made = AgendaItem(session=session, state=ItemState.ACCEPTED, proposed_by=by, proposed_at=at, **_content(item))
        made.position = place_after(queries.positions(session.id))
        db.session.add(made)
        db.session.flush()
        _note("agenda_item.proposed", made, by=by, at=at, accepted=True)


def change(item: AgendaItem, draft: Draft, *, by: Person, at: datetime) -> None:
    """Change an item. Raises NotNow if it was declined, discussed or carried over."""
    _require(item, *OPEN)
    _write(item, draft)
    _note("agenda_item.changed", item, by=by, at=at)


def accept(item: AgendaItem, *, by: Person, at: datetime) -> None:
    """Accept an item, including one deferred or declined earlier, and notify the proposer.

    Raises NotNow for late items, which are accepted with a reason, and for those that ask for a choice.
    """
    _require(item, ItemState.PROPOSED, ItemState.DEFERRED, ItemState.DECLINED)
    if item.late:
        raise NotNow(_l("This item was proposed after the agenda closed. Accept it with a reason"))
    _require_resolved(item)
    _answer(item, ItemState.ACCEPTED, by=by, at=at, reason="")


def accept_late(item: AgendaItem, *, by: Person, at: datetime, reason: str) -> None:
    """Accept an item that was proposed after the agenda had closed, with the reason, and notify the proposer."""
    _require(item, ItemState.PROPOSED, ItemState.DEFERRED, ItemState.DECLINED)
    _require_resolved(item)
    _answer(item, ItemState.ACCEPTED, by=by, at=at, reason=reason)


def resolve(item: AgendaItem, resolution: Resolution, *, by: Person, at: datetime, reason: str) -> None:
    """Choose what happens to an item that was carried over several times.

    It stays on the agenda to be decided or to be kept, or leaves it. All but the first need `reason`, for referred
    items the group that takes it on: raises RuleViolation. Raises NotNow if the item does not ask for a choice.
    """
    _require(item, *OPEN)
    if not item.asks_for_resolution:
        raise NotNow(_l("This item needs no choice now"))
    stays = resolution in (Resolution.DECIDE, Resolution.KEEP)
    if not stays:
        _require_not_begun(item)
    if resolution is not Resolution.DECIDE and not reason:
        raise RuleViolation(REASONS[resolution], field="reason")
    item.resolution = resolution
    item.state = ItemState.ACCEPTED if stays else ItemState.DECLINED
    item.reason = reason
    _note("agenda_item.resolved", item, by=by, at=at, resolution=resolution, reason=reason)
    notices.answered(item, by=by)


def defer(item: AgendaItem, *, by: Person, at: datetime, reason: str) -> None:
    """Defer an item to the next session, where it returns as a proposal."""
    _require_not_begun(item)
    _require_resolved(item)
    _answer(item, ItemState.DEFERRED, by=by, at=at, reason=reason)


def decline(item: AgendaItem, *, by: Person, at: datetime, reason: str) -> None:
    """Decline an item, with the reason."""
    _require_not_begun(item)
    _answer(item, ItemState.DECLINED, by=by, at=at, reason=reason)


def move(item: AgendaItem, *, up: bool, by: Person, at: datetime) -> None:
    """Swap an item with its neighbour; does nothing at the end of the agenda."""
    _require_ahead(item.session)
    order = queries.in_order(item.session_id)
    places = swapped([each.position for each in order], order.index(item), up=up)
    for each, position in zip(order, places, strict=True):
        if each.position != position:
            each.position = position
    _note("agenda_item.moved", item, by=by, at=at, up=up)


def reorder(session: Session, item_ids: Sequence[UUID], *, by: Person, at: datetime) -> None:
    """Put the items of a session in the given order.

    Raises RuleViolation (409) if the ids are not exactly those of the agenda, which someone else has changed meanwhile.
    """
    _require_ahead(session)
    queries.lock(session)
    order = queries.in_order(session.id)
    places = reordered([item.id for item in order], item_ids, [item.position for item in order])
    if places is None:
        words = _l("The agenda was changed meanwhile. Reload the page, then order the items again")
        raise RuleViolation(words, status=409)
    moved = [(item, place) for item, place in zip(order, places, strict=True) if item.position != place]
    for item, place in moved:
        item.position = place
    if moved:
        audit.record("session.agenda_ordered", session, by=by, at=at, items=len(moved))


def start(item: AgendaItem, *, by: Person, at: datetime) -> None:
    """Start discussing an item, and finish the current one. Opens the session if it is not open yet."""
    _require(item, ItemState.ACCEPTED)
    if item.started_at is not None:
        raise NotNow(_l("This item was begun already"))
    running = queries.under_discussion(item.session_id)
    if running:
        _finish(running, by=by, at=at)
    open_(item.session, by=by, at=at)
    item.started_at = at
    _note("agenda_item.started", item, by=by, at=at)


def finish(item: AgendaItem, *, by: Person, at: datetime) -> None:
    """End the discussion of an item, and record how long it took."""
    _require_ahead(item.session)
    if not item.is_under_discussion:
        raise NotNow(_l("This item is not being discussed"))
    _finish(item, by=by, at=at)


def carry(item: AgendaItem, *, by: Person, at: datetime) -> None:
    """Mark an item, started or not, as carried over; it is added to the next session when this one closes.

    Raises NotNow for an item that was carried over several times until a resolution was chosen.
    """
    _require(item, ItemState.ACCEPTED)
    _require_resolved(item)
    _carry(item, by=by, at=at)


def conclude(session: Session, *, by: Person, at: datetime) -> None:
    """Close the agenda with its session: items not discussed are carried over to the next session.

    Raises NotNow while one of them asks for a choice.
    """
    running = queries.under_discussion(session.id)
    if running:
        _finish(running, by=by, at=at)
    for item in queries.items_in(session.id, ItemState.ACCEPTED):
        _require_resolved(item)
        _carry(item, by=by, at=at)
    db.session.flush()
    following = queries.session_after(session)
    if following:
        prepare(following, at=at)


def take_back(session: Session, *, by: Person, at: datetime) -> None:
    """Return items that were carried over but not started to a reopened session.

    Their copies in the next session are declined unless they are in the forum's template. Items whose copy was started
    or changed there are not returned.
    """
    carried = queries.items_in(session.id, ItemState.CARRIED)
    copies = queries.come_back([item.id for item in carried])
    for item in carried:
        copy = copies.get(item.id)
        if item.started_at is not None or (copy and (copy.state is not ItemState.ACCEPTED or copy.started_at)):
            continue
        item.state = ItemState.ACCEPTED
        _note("agenda_item.taken_back", item, by=by, at=at)
        if copy:
            _leave_to(session, copy, by=by, at=at)


def _leave_to(session: Session, copy: AgendaItem, *, by: Person, at: datetime) -> None:
    copy.carried_from_id, copy.carried_times = None, 0
    if copy.title.casefold() in {entry["title"].casefold() for entry in session.forum.agenda_template}:
        return
    copy.state = ItemState.DECLINED
    copy.reason = str(_l("%(session)s takes it up again", session=session_label(session)))
    audit.record("agenda_item.declined", copy, by=by, at=at, circle_id=session.circle_id, reason=copy.reason)


def hand_over(session: Session, into: Session, *, at: datetime) -> None:
    """Move the open items of a merged session to a later one; items of the template are not duplicated."""
    prepare(into, at=at)
    db.session.flush()
    present = {item.title.casefold() for item in queries.in_order(into.id)}
    for item in queries.in_order(session.id):
        own = item.proposed_by_id is not None or item.title.casefold() not in present
        if item.state in OPEN and own:
            item.position = place_after(queries.positions(into.id))
            item.session_id = into.id
            db.session.flush()


def _copy_template(session: Session, *, at: datetime) -> None:
    template = session.forum.agenda_template
    for place, entry in enumerate(template, 1):
        item = AgendaItem(
            session_id=session.id,
            position=LAST if place == len(template) > 1 else place,
            title=entry["title"],
            purpose=Purpose(entry["purpose"]),
            minutes=int(entry["minutes"]),
            state=ItemState.ACCEPTED,
            proposed_at=at,
        )
        db.session.add(item)


def _finish(item: AgendaItem, *, by: Person, at: datetime) -> None:
    _stop(item, at=at)
    item.state = ItemState.DISCUSSED
    _note("agenda_item.discussed", item, by=by, at=at, minutes=item.minutes_used)


def _carry(item: AgendaItem, *, by: Person, at: datetime) -> None:
    if item.is_under_discussion:
        _stop(item, at=at)
    item.state = ItemState.CARRIED
    _note("agenda_item.carried", item, by=by, at=at)


def _stop(item: AgendaItem, *, at: datetime) -> None:
    item.ended_at = at
    item.minutes_used = minutes_used(item.started_at or at, at)


def _bring_back(session: Session, *, at: datetime) -> None:
    """Add items left over from earlier sessions; an item with the same title is linked to the earlier one instead."""
    db.session.flush()
    own = [item for item in queries.in_order(session.id) if item.carried_from_id is None]
    present = {item.title.casefold(): item for item in own if item.state is not ItemState.DECLINED}
    for left in queries.left_over(session):
        same = present.pop(left.title.casefold(), None)
        if same:
            same.carried_from_id = left.id
            same.carried_times = left.carried_times + 1 if same.proposed_by_id else 0
            emit(ItemContinued(earlier=left, item=same))
            continue
        item = AgendaItem(
            session_id=session.id,
            position=place_after(queries.positions(session.id)),
            **_content(left),
            state=ItemState.ACCEPTED if left.state is ItemState.CARRIED else ItemState.PROPOSED,
            proposed_by_id=left.proposed_by_id,
            proposed_at=at,
            carried_from_id=left.id,
            carried_times=left.carried_times + 1,
        )
        db.session.add(item)
        db.session.flush()
        emit(ItemContinued(earlier=left, item=item))


def _content(item: AgendaItem) -> dict[str, Any]:
    """Return the columns that a copy of an item repeats."""
    presenter = ("presenter_person_id", "presenter_organisation_id", "presenter_name")
    names = ("title", "question", "purpose", "minutes", *presenter)
    return {name: getattr(item, name) for name in names}


def _write(item: AgendaItem, draft: Draft) -> None:
    item.title = draft.title
    item.question = draft.question
    item.purpose = draft.purpose
    item.minutes = draft.minutes
    item.presenter_person = draft.presenter_person
    item.presenter_organisation = draft.presenter_organisation
    item.presenter_name = draft.presenter_name


def _answer(item: AgendaItem, state: ItemState, *, by: Person, at: datetime, reason: str) -> None:
    item.state = state
    item.reason = reason
    _note(f"agenda_item.{state.value}", item, by=by, at=at, reason=reason)
    notices.answered(item, by=by)


def _note(action: str, item: AgendaItem, *, by: Person, at: datetime, **details: Any) -> None:
    audit.record(action, item, by=by, at=at, circle_id=item.session.circle_id, **details)


def _require_not_begun(item: AgendaItem) -> None:
    _require(item, *OPEN)
    if item.started_at is not None:
        raise NotNow(_l("This item is being discussed: finish it, or leave it to the next session"))


def _require_resolved(item: AgendaItem) -> None:
    if item.asks_for_resolution:
        words = _l(
            "“%(title)s” was carried over %(times)s times. Choose on the agenda what happens to it",
            title=item.title,
            times=item.carried_times,
        )
        raise NotNow(words)


def _require(item: AgendaItem, *states: ItemState) -> None:
    _require_ahead(item.session)
    if item.state not in states:
        raise NotNow(_l("This is no longer possible: the item has moved on. Reload the page to see where."))


def _require_ahead(session: Session) -> None:
    if session.state is not SessionState.PLANNED:
        raise NotNow(_l("The session is over or was cancelled: its agenda can no longer be changed"))
