"""Actions: settle and add items of the checklist, and pass an agreement on to those who have it in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.making import notices, queries
from agreements.making.models import ChecklistItem, Holding
from agreements.making.rules import USUAL, ItemState, Step
from agreements.registry.models import Agreement
from agreements.registry.queries import lock
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation

ACTS = {
    ItemState.DONE: "agreement.item_done",
    ItemState.NOT_NEEDED: "agreement.item_not_needed",
    ItemState.OPEN: "agreement.item_reopened",
}
STEP_OF = {key: step for step, keys in USUAL.items() for key in keys}
MOST_OWN = 50
"""Maximum number of items that can be added to a checklist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What becomes of an item. `done_on` is the day on which it was done, None: today."""

    state: ItemState
    done_on: date | None = None
    note: str = ""
    document_id: UUID | None = None


def settle(agreement: Agreement, key: str, settlement: Settlement, *, by: Person, at: datetime) -> ChecklistItem:
    """Mark an item as done, as not needed, or as open again.

    Raises RuleViolation for an unknown item, a day in the future, and if it is not needed and no reason is given.
    """
    lock(agreement)
    item = queries.item_of(agreement.id, key) or _usual(agreement, key)
    today = local_date(at)
    if settlement.state is ItemState.NOT_NEEDED and not settlement.note:
        raise RuleViolation(_l("Write why it is not needed"), field="note")
    if settlement.done_on and settlement.done_on > today:
        raise RuleViolation(_l("This day has not come yet"), field="done_on")
    is_done = settlement.state is ItemState.DONE
    is_open = settlement.state is ItemState.OPEN
    item.state, item.note = settlement.state, settlement.note
    item.done_on = (settlement.done_on or today) if is_done else None
    item.document_id = settlement.document_id if is_done else None
    item.settled_by_id, item.settled_at = (None, None) if is_open else (by.id, at)
    audit.record(ACTS[settlement.state], agreement, by=by, at=at, item=item.text or key, note=settlement.note)
    return item


def add_item(agreement: Agreement, step: Step, text: str, *, by: Person, at: datetime) -> ChecklistItem:
    """Add an item to a step. Raises RuleViolation if the checklist is full."""
    lock(agreement)
    number = queries.own_items(agreement.id) + 1
    if number > MOST_OWN:
        raise RuleViolation(_l("There is no room for another item"), field="text")
    item = ChecklistItem(agreement_id=agreement.id, key=f"own-{number}", step=step, text=text)
    db.session.add(item)
    audit.record("agreement.item_added", agreement, by=by, at=at, item=text)
    return item


def pass_on(
    agreement: Agreement, organisation: Organisation, *, desk: str = "", word: str, by: Person, at: datetime
) -> list[Person]:
    """Record that an organisation now has the agreement in hand, with a word on what it is asked to do.

    Its contacts are told by mail if they may read the agreement; they are returned. Raises RuleViolation if it has it
    already, at the same desk.
    """
    lock(agreement)
    held = queries.current(agreement.id)
    if held and (held.organisation_id, held.desk) == (organisation.id, desk):
        raise RuleViolation(_l("It is there already. Choose who has it next"), field="organisation")
    if held:
        held.until = at
        db.session.flush()
    holding = Holding(
        agreement=agreement, organisation=organisation, desk=desk, word=word, since=at, passed_by_id=by.id
    )
    db.session.add(holding)
    audit.record("agreement.passed_on", agreement, by=by, at=at, organisation=organisation, word=word)
    return notices.passed_on(holding, by=by)


def _usual(agreement: Agreement, key: str) -> ChecklistItem:
    if key not in STEP_OF:
        raise RuleViolation(_l("Choose an item of the checklist"), field="item")
    item = ChecklistItem(agreement_id=agreement.id, key=key, step=STEP_OF[key], text="")
    db.session.add(item)
    return item
