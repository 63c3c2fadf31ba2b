"""Agreements are made, move from stage to stage, bind and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements.clauses.actions import begin_obligations, take_over
from agreements.parties.actions import Side, arrange
from agreements.registry import queries
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import MAKING, MOVES, Renewal, Stage
from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.circles.actions import classify, name_people, open_circle
from app.circles.models import CircleKind, Classification
from app.circles.queries import is_named
from app.clock import local_date
from app.database import db
from app.errors import Refusal, require_version
from app.translation import lazy_gettext as _l


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What an agreement says of itself, its parties apart. Both days are included; no end: valid until terminated."""

    kind: AgreementKind
    title: str
    purpose: str = ""
    classification: Classification = Classification.INTERNAL
    parent_id: UUID | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    notice_days: int = 30
    renewal: Renewal = Renewal.EXPRESS
    language: str = "id"


PLAIN = ("kind", "title", "purpose", "parent_id", "effective_on", "expires_on", "notice_days", "renewal")
"""What an agreement keeps as the contract says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """When and where all sides had signed, and from when until when it holds."""

    signed_on: date
    place: str = ""
    effective_on: date
    expires_on: date | None


def create(
    contract: Contract, sides: Sequence[Side], *, by: Person, at: datetime, renews: Agreement | None = None
) -> Agreement:
    """Begin an agreement as a draft, with the clauses of the one that it `renews`.

    Raises Refusal as `arrange` does, and for dates that cross.
    """
    _check_dates(contract.effective_on, contract.expires_on)
    agreement = Agreement(
        circle=open_circle(contract.title, kind=CircleKind.AGREEMENT, classification=contract.classification),
        renews_id=renews.id if renews else None,
        language=contract.language,
        keeper_id=by.id,
        created_at=at,
        parties=[],
        **{name: getattr(contract, name) for name in PLAIN},
    )
    db.session.add(agreement)
    arrange(agreement, sides, at=at)
    keep_named(agreement)
    audit.record("agreement.created", agreement, by=by, at=at, kind=contract.kind)
    if renews:
        take_over(renews, agreement, by=by, at=at)
    return agreement


def change(
    agreement: Agreement,
    contract: Contract,
    sides: Sequence[Side] | None,
    *,
    version: str | int | None,
    by: Person,
    at: datetime,
) -> None:
    """Correct an agreement; its parties too while it is being made. Raises Refusal, and Conflict when stale."""
    require_version(agreement, version)
    _check_dates(contract.effective_on, contract.expires_on)
    if sides is not None:
        agreement.require(*MAKING)
        arrange(agreement, sides, at=at)
    keep_named(agreement)
    _check_secret(agreement, contract, by)
    facts = agreement.facts
    changed = [name for name in PLAIN if getattr(agreement, name) != getattr(contract, name)]
    for name in changed:
        setattr(agreement, name, getattr(contract, name))
    if agreement.circle.classification is not contract.classification:
        changed.append("classification")
    agreement.circle.name = contract.title
    classify(agreement.circle, contract.classification, by=by, at=at)
    agreement.version += 1  # two who change the parties at once meet here
    was = differing(facts, agreement.facts)
    audit.record("agreement.changed", agreement, by=by, at=at, changed=changed, was=was)


def move(agreement: Agreement, stage: Stage, *, by: Person, at: datetime) -> None:
    """Move an agreement among the stages before signature. Raises Refusal for any other move."""
    if stage not in MAKING or stage not in MOVES[agreement.stage]:
        raise Refusal(
            _l("An agreement at this stage cannot go there. Reload the page to see where it stands"), field="stage"
        )
    before, agreement.stage = agreement.stage, stage
    was = {"stage": before}
    audit.record(f"agreement.moved_to_{stage.value}", agreement, by=by, at=at, before=before, was=was)


def sign(agreement: Agreement, signature: Signature, *, by: Person, at: datetime) -> None:
    """Record that all sides have signed: obligations become promises, and what it renews is renewed.

    Raises Refusal unless it is out for signature, for a day to come, and for dates that cross.
    """
    agreement.require(Stage.OUT_FOR_SIGNATURE)
    today = local_date(at)
    if signature.signed_on > today:
        raise Refusal(_l("This day has not come yet"), field="signed_on")
    _check_dates(signature.effective_on, signature.expires_on)
    facts = agreement.facts
    agreement.stage = Stage.SIGNED
    agreement.signed_on = signature.signed_on
    agreement.signed_at_place = signature.place
    agreement.effective_on = signature.effective_on
    agreement.expires_on = signature.expires_on
    agreement.keeper_id = by.id
    if signature.expires_on and signature.expires_on < today:
        agreement.notified_for = signature.expires_on  # recorded after its end: there is nothing to announce any more
    keep_named(agreement)
    was = differing(facts, agreement.facts)
    audit.record("agreement.signed", agreement, by=by, at=at, signed_on=signature.signed_on, was=was)
    _renew(agreement, by=by, at=at)
    begin_obligations(agreement, by=by, at=at)


def terminate(agreement: Agreement, *, last_day: date, reason: str, by: Person, at: datetime) -> None:
    """End a signed agreement before its time. Raises Refusal for a day before it began."""
    agreement.require(Stage.SIGNED)
    if agreement.effective_on and last_day < agreement.effective_on:
        raise Refusal(_l("This day lies before the agreement began"), field="last_day")
    was = {"stage": agreement.stage}
    _end(agreement, Stage.TERMINATED, last_day, reason)
    audit.record("agreement.terminated", agreement, by=by, at=at, last_day=last_day, reason=reason, was=was)


def cancel(agreement: Agreement, *, reason: str, by: Person, at: datetime) -> None:
    """Give up an agreement before it is signed."""
    agreement.require(*MAKING)
    was = {"stage": agreement.stage}
    _end(agreement, Stage.CANCELLED, local_date(at), reason)
    audit.record("agreement.cancelled", agreement, by=by, at=at, reason=reason, was=was)


def _end(agreement: Agreement, stage: Stage, last_day: date, reason: str) -> None:
    agreement.stage = stage
    agreement.ended_on = last_day
    agreement.end_reason = reason


def _renew(agreement: Agreement, *, by: Person, at: datetime) -> None:
    earlier = db.session.get(Agreement, agreement.renews_id) if agreement.renews_id else None
    if earlier and Stage.RENEWED in MOVES[earlier.stage]:
        was, earlier.stage = {"stage": earlier.stage}, Stage.RENEWED
        audit.record("agreement.renewed", earlier, by=by, at=at, was=was)


def _check_dates(effective_on: date | None, expires_on: date | None) -> None:
    if effective_on and expires_on and expires_on < effective_on:
        raise Refusal(_l("It cannot end before it begins"), field="expires_on")


def _check_secret(agreement: Agreement, contract: Contract, by: Person) -> None:
    """Refuse to hide an agreement from the person who does it: nobody else could open it again."""
    if contract.classification is Classification.SECRET and not is_named(by.id, agreement.circle_id):
        raise Refusal(
            _l("Only the people who are named read a secret agreement, and you are not. Choose another level"),
            field="classification",
        )


def keep_named(agreement: Agreement) -> None:
    """Keep the named people of the circle: whoever keeps the agreement, and the contacts that its parties have now."""
    db.session.flush()
    name_people(agreement.circle_id, queries.people_to_name(agreement))
