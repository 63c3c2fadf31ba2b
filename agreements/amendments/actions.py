"""Actions that draft an amendment, send it to the parties and withdraw it, and positions of the parties.

Nothing here changes the agreement; `applying.apply` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.amendments import notices, queries
from agreements.amendments.models import (
    Addendum,
    AmendmentPosition,
    ClauseChange,
    ObligationChange,
    RightChange,
)
from agreements.amendments.overview import overview_of
from agreements.amendments.records import recorded
from agreements.amendments.rules import AmendmentState, Stance
from agreements.clauses.actions import Duty, Wording
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.queries import clauses_of
from agreements.registry.actions import check_dates
from agreements.registry.models import Agreement, Party
from agreements.registry.rules import Stage
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation
from app.mail.links import current_link
from commitments.delivery.timeline import Behalf
from commitments.registry.actions import check_verifier

DRAFT, NEGOTIATION, OUT = AmendmentState.DRAFT, AmendmentState.NEGOTIATION, AmendmentState.OUT_FOR_SIGNATURE
REASONABLE_DAYS = 366
"""How far ahead of today the effective day of an amendment may lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The party whose position is recorded on its behalf, and how it told the coordinator."""

    party: Party
    behalf: Behalf


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an amendment says of itself; `new_end` counts if `changes_end`, and None is no end."""

    title: str
    rationale: str
    basis: str = ""
    document_id: UUID | None = None
    effective_on: date
    changes_end: bool = False
    new_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The clause of an obligation or right: one of the agreement, or one that the amendment adds."""

    clause: Clause | None = None
    added: ClauseChange | None = None

    @property
    def ids(self) -> dict[str, UUID | None]:
        """Return the foreign keys of the place."""
        return {
            "clause_id": self.clause.id if self.clause else None,
            "clause_change_id": self.added.id if self.added else None,
        }


def begin(agreement: Agreement, frame: Frame, *, by: Person, at: datetime) -> Addendum:
    """Begin the draft of an amendment.

    Raises NotNow unless the agreement is signed and in force, or while another amendment is open; RuleViolation for
    days that do not fit its term.
    """
    _require_signed(agreement)
    if queries.open_amendment(agreement.id):
        raise NotNow(_l("Another amendment of this agreement is open. Finish or withdraw it first"))
    amendment = Addendum(
        agreement_id=agreement.id,
        number=queries.next_number(agreement.id),
        based_on=queries.terms_digest(agreement),
        drafted_by_id=by.id,
        drafted_at=at,
        changed_at=at,
        clauses=[],
        obligations=[],
        rights=[],
    )
    amendment.agreement, amendment.drafted_by = agreement, by
    _write(amendment, frame, at=at)
    db.session.add(amendment)
    db.session.flush()
    _note("amendment.begun", amendment, by=by, at=at)
    return amendment


def change(amendment: Addendum, frame: Frame, *, by: Person, at: datetime) -> None:
    """Change what a draft says of itself. Raises NotNow once it was sent, RuleViolation as `begin`."""
    amendment.require(DRAFT)
    _write(amendment, frame, at=at)
    _touched(amendment, by=by, at=at)


def change_clause(
    amendment: Addendum,
    wording: Wording,
    *,
    clause: Clause | None = None,
    added: ClauseChange | None = None,
    removes: bool = False,
    by: Person,
    at: datetime,
) -> ClauseChange:
    """Draft how a clause will read, that it is removed, or a new clause; `added` is a new one that is changed again.

    Raises NotNow once the amendment was sent, RuleViolation if another clause has the number.
    """
    amendment.require(DRAFT)
    changed = added or next((one for one in amendment.clauses if clause and one.clause_id == clause.id), None)
    if not removes:
        _check_number(amendment, wording.number, clause=clause, changed=changed)
    if changed is None:
        changed = ClauseChange(amendment_id=amendment.id, clause_id=clause.id if clause else None)
        amendment.clauses.append(changed)
    if removes and clause:
        wording = Wording(number=clause.number, heading=clause.heading, text=clause.text)
    changed.number, changed.heading, changed.text = wording.number, wording.heading, wording.text
    changed.removes = removes
    db.session.flush()
    _touched(amendment, by=by, at=at)
    return changed


def change_obligation(
    amendment: Addendum,
    duty: Duty,
    *,
    obligation: Obligation | None = None,
    place: Place = Place(),
    changed: ObligationChange | None = None,
    ends: bool = False,
    by: Person,
    at: datetime,
) -> ObligationChange:
    """Draft how an obligation will be, that it ends, or a new one in `place`; `changed` is drafted again.

    Raises NotNow once the amendment was sent, RuleViolation if a party would verify itself.
    """
    amendment.require(DRAFT)
    check_verifier(duty.verifier.id, duty.debtor.id)
    earlier = (one for one in amendment.obligations if obligation and one.obligation_id == obligation.id)
    changed = changed or next(earlier, None)
    if changed is None:
        changed = ObligationChange(amendment_id=amendment.id)
        if obligation:
            changed.obligation_id, changed.clause_id = obligation.id, obligation.clause_id
        amendment.obligations.append(changed)
    if obligation is None:
        for name, value in place.ids.items():
            setattr(changed, name, value)
    changed.ends = ends and obligation is not None
    changed.text, changed.criteria, changed.frequency = duty.text, duty.criteria, duty.frequency
    changed.debtor_id, changed.verifier_id, changed.first_due = duty.debtor.id, duty.verifier.id, duty.first_due
    db.session.flush()
    _touched(amendment, by=by, at=at)
    return changed


def add_right(amendment: Addendum, place: Place, *, holder: Party, text: str, by: Person, at: datetime) -> RightChange:
    """Draft a new right or benefit of a party. Raises NotNow once the amendment was sent."""
    amendment.require(DRAFT)
    added = RightChange(amendment_id=amendment.id, holder_id=holder.id, text=text, **place.ids)
    amendment.rights.append(added)
    db.session.flush()
    _touched(amendment, by=by, at=at)
    return added


def end_right(amendment: Addendum, right: Right, *, by: Person, at: datetime) -> RightChange:
    """Draft that a right ends. Raises NotNow once the amendment was sent, or if it ends already."""
    amendment.require(DRAFT)
    if any(one.right_id == right.id for one in amendment.rights):
        raise NotNow(_l("The draft ends this right already"))
    ended = RightChange(
        amendment_id=amendment.id,
        right_id=right.id,
        clause_id=right.clause_id,
        holder_id=right.holder_id,
        text=right.text,
        ends=True,
    )
    amendment.rights.append(ended)
    db.session.flush()
    _touched(amendment, by=by, at=at)
    return ended


def take_out(amendment: Addendum, change_id: UUID, *, by: Person, at: datetime) -> None:
    """Take a change out of a draft; what is drafted under a new clause goes with it.

    Raises NotNow once the amendment was sent, RuleViolation if the draft has no such change.
    """
    amendment.require(DRAFT)
    parts: list[Any] = [*amendment.clauses, *amendment.obligations, *amendment.rights]
    found = next((one for one in parts if one.id == change_id), None)
    if found is None:
        raise RuleViolation(_l("The draft has no such change"), field="change")
    if isinstance(found, ClauseChange):
        amendment.obligations = [one for one in amendment.obligations if one.clause_change_id != found.id]
        amendment.rights = [one for one in amendment.rights if one.clause_change_id != found.id]
        db.session.flush()
        amendment.clauses.remove(found)
    elif isinstance(found, ObligationChange):
        amendment.obligations.remove(found)
    else:
        amendment.rights.remove(found)
    db.session.flush()
    _touched(amendment, by=by, at=at)


def send(amendment: Addendum, *, by: Person, at: datetime) -> None:
    """Send a draft to the parties, who are asked for their position.

    Raises NotNow if it was sent already, RuleViolation if it changes nothing.
    """
    amendment.require(DRAFT)
    _require_signed(amendment.agreement)
    if not (amendment.clauses or amendment.obligations or amendment.rights or amendment.changes_end):
        raise RuleViolation(_l("The draft changes nothing yet"))
    gone = {one.clause_id for one in amendment.clauses if one.removes}
    duties = any(not one.ends and one.obligation_id is None and one.clause_id in gone for one in amendment.obligations)
    rights = any(not one.ends and one.clause_id in gone for one in amendment.rights)
    if duties or rights:
        raise RuleViolation(_l("The draft adds something to a clause that it removes. Take one of them out"))
    amendment.state, amendment.sent_at = NEGOTIATION, at
    amendment.based_on = queries.terms_digest(amendment.agreement)
    _note("amendment.sent", amendment, by=by, at=at, draft=amendment.draft)
    notices.sent(amendment, by=by)


def take_back(amendment: Addendum, *, by: Person, at: datetime) -> None:
    """Take an amendment back to change its draft: the positions of the parties end. Raises NotNow otherwise."""
    amendment.require(NEGOTIATION, OUT)
    amendment.state = DRAFT
    amendment.draft += 1
    _note("amendment.taken_back", amendment, by=by, at=at, draft=amendment.draft)


def send_for_signature(amendment: Addendum, *, by: Person, at: datetime) -> None:
    """Send an amendment out for signature.

    Raises NotNow unless it is in negotiation, RuleViolation while a party bargains.
    """
    amendment.require(NEGOTIATION)
    require_unchanged(amendment)
    bargaining = [one for one in queries.positions(amendment).values() if one.stance is Stance.BARGAINS]
    if bargaining:
        raise RuleViolation(_l("A party is still bargaining. Change the draft, or wait until it agrees"))
    amendment.state = OUT
    _note("amendment.sent_for_signature", amendment, by=by, at=at, draft=amendment.draft)


def withdraw(amendment: Addendum, *, reason: str, by: Person, at: datetime) -> None:
    """Withdraw an open amendment, with a reason that the parties are told if they had it. Raises NotNow otherwise.

    What its page showed is kept instead of its changes, so that the text they refer to can change or be removed.
    """
    amendment.require(DRAFT, NEGOTIATION, OUT)
    amendment.record = recorded(overview_of(amendment, local_date(at)))
    amendment.obligations, amendment.rights = [], []
    db.session.flush()
    amendment.clauses = []
    amendment.state, amendment.reason = AmendmentState.WITHDRAWN, reason
    _note("amendment.withdrawn", amendment, by=by, at=at, reason=reason)
    if amendment.sent_at:
        notices.withdrawn(amendment, by=by)


def take_position(
    amendment: Addendum,
    *,
    stance: Stance,
    clause: str = "",
    words: str = "",
    on_behalf: Recorded | None = None,
    by: Person,
    at: datetime,
) -> AmendmentPosition:
    """Record what the party of `by` says of the present draft; its latest position counts, and all are kept.

    With `on_behalf`, it is what another party told the coordinator `by`; that party is told. Raises NotNow unless the
    amendment is in negotiation, RuleViolation if it bargains without words.
    """
    amendment.require(NEGOTIATION)
    party = on_behalf.party if on_behalf else amendment.agreement.side_of(by.organisation_id)
    assert party
    if stance is Stance.BARGAINS and not words:
        raise RuleViolation(_l("Write what you want instead"), field="words")
    position = AmendmentPosition(
        amendment_id=amendment.id,
        party_id=party.id,
        draft=amendment.draft,
        stance=stance,
        clause=clause if stance is Stance.BARGAINS else "",
        words=words,
        by_id=by.id,
        at=at,
        by_link=current_link() is not None,
        source=on_behalf.behalf.source if on_behalf else None,
        said_on=on_behalf.behalf.said_on if on_behalf else None,
    )
    db.session.add(position)
    organisation = party.seat.organisation
    action = "amendment.position_recorded" if on_behalf else "amendment.position_taken"
    source = {"source": on_behalf.behalf.source} if on_behalf else {}
    _note(action, amendment, by=by, at=at, on_behalf_of=organisation, stance=stance, **source)
    notices.position_taken(amendment, position, organisation, by=by)
    return position


def require_unchanged(amendment: Addendum) -> None:
    """Raise NotNow if the agreement changed since the draft was sent."""
    if amendment.based_on != queries.terms_digest(amendment.agreement):
        raise NotNow(
            _l("The agreement has changed since this draft was sent. Take the draft back, check it and send it again")
        )


def _require_signed(agreement: Agreement) -> None:
    if agreement.stage is not Stage.SIGNED:
        raise NotNow(_l("Only a signed agreement is amended"))


def _write(amendment: Addendum, frame: Frame, *, at: datetime) -> None:
    agreement = amendment.agreement
    if agreement.effective_on and frame.effective_on < agreement.effective_on:
        raise RuleViolation(_l("This day lies before the agreement began"), field="effective_on")
    if agreement.expires_on and (frame.effective_on - agreement.expires_on).days > 1:
        raise RuleViolation(
            _l("The agreement ends before this day. An amendment applies while it is in force"), field="effective_on"
        )
    if (frame.effective_on - local_date(at)).days > REASONABLE_DAYS:
        raise RuleViolation(_l("Choose a day within a year"), field="effective_on")
    if frame.changes_end:
        check_end(agreement, frame.new_end, frame.effective_on)
    for name in ("title", "rationale", "basis", "document_id", "effective_on", "changes_end", "new_end"):
        setattr(amendment, name, getattr(frame, name))
    if not frame.changes_end:
        amendment.new_end = None


def check_end(agreement: Agreement, new_end: date | None, effective_on: date) -> None:
    """Raise RuleViolation if the new end is before the effective day, or the present one."""
    if new_end == agreement.expires_on:
        raise RuleViolation(_l("This is the present end"), field="new_end")
    try:
        check_dates(effective_on, new_end)
    except RuleViolation as violation:
        raise RuleViolation(violation.message, field="new_end") from violation


def _check_number(amendment: Addendum, number: str, *, clause: Clause | None, changed: ClauseChange | None) -> None:
    touched = {one.clause_id for one in amendment.clauses}
    staying = [one.number for one in clauses_of(amendment.agreement_id) if one.id not in touched and one != clause]
    drafted = [one.number for one in amendment.clauses if one is not changed and not one.removes]
    if number.casefold() in {one.casefold() for one in (*staying, *drafted)}:
        raise RuleViolation(_l("%(number)s is there already", number=number), field="number")


def _touched(amendment: Addendum, *, by: Person, at: datetime) -> None:
    amendment.changed_at = at
    _note("amendment.changed", amendment, by=by, at=at)


def _note(action: str, amendment: Addendum, *, by: Person, at: datetime, **details: Any) -> None:
    circle_id = amendment.agreement.circle_id
    audit.record(action, amendment, by=by, at=at, circle_id=circle_id, number=amendment.number, **details)
