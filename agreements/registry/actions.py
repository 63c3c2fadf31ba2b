"""Actions: create, change, move, sign and cancel an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.clauses.actions import Carried, begin_obligations, follow_last_day, take_over
from agreements.parties.actions import Side, arrange
from agreements.registry import notices, queries
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import MAKING, MOVES, Renewal, Stage
from agreements.signing import queries as signing
from agreements.signing.rules import last_signed
from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.circles.actions import classify, name_people, open_circle
from app.circles.models import CircleKind, Classification
from app.circles.queries import is_named
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Values of an agreement without its parties. Both days are inclusive; no end: valid until terminated."""

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


LASTING = ("kind", "title", "purpose", "parent_id", "renewal")
"""Fields that an agreement copies from the contract and that can be changed after signature."""
PLAIN = (*LASTING, "effective_on", "expires_on", "notice_days")
"""Fields that an agreement copies from the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """When and where all parties had signed, and the first and last day in force."""

    signed_on: date
    place: str = ""
    effective_on: date
    expires_on: date | None
    gap: str = ""
    """Why the signing log lacks the signature of a party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Dates of a signed agreement. Both days of its term are inclusive; no end: valid until terminated."""

    signed_on: date
    effective_on: date
    expires_on: date | None
    notice_days: int


DATES = {
    "signed_on": "agreement.signature_day_changed",
    "effective_on": "agreement.start_changed",
    "expires_on": "agreement.end_changed",
    "notice_days": "agreement.notice_changed",
}
"""Audit action for the change of each date."""


def create(
    contract: Contract,
    sides: Sequence[Side],
    *,
    by: Person,
    at: datetime,
    renews: Agreement | None = None,
    carried: Carried | None = None,
) -> Agreement:
    """Create an agreement as a draft, with the clauses of the one that it `renews`, or only what is `carried` over.

    Raises RuleViolation as `arrange` does, if the end is before the start, and if an agreement is never renewed.
    """
    if renews and renews.renewal is Renewal.NEVER:
        raise RuleViolation(_l("The parties agreed that this agreement is not renewed"))
    check_dates(contract.effective_on, contract.expires_on)
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
        take_over(renews, agreement, carried, by=by, at=at)
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
    """Change an agreement; its parties and dates only before signature (later, `change_dates` changes the dates).

    Raises RuleViolation, or Conflict if `version` is stale.
    """
    require_version(agreement, version)
    check_dates(contract.effective_on, contract.expires_on)
    if sides is not None:
        agreement.require(*MAKING)
        arrange(agreement, sides, at=at)
    keep_named(agreement)
    _check_secret(agreement, contract, by)
    facts = agreement.facts
    names = PLAIN if agreement.is_being_made else LASTING
    changed = [name for name in names if getattr(agreement, name) != getattr(contract, name)]
    for name in changed:
        setattr(agreement, name, getattr(contract, name))
    if agreement.circle.classification is not contract.classification:
        changed.append("classification")
    agreement.circle.name = contract.title
    classify(agreement.circle, contract.classification, by=by, at=at)
    agreement.version += 1  # so that concurrent changes of the parties conflict
    was = differing(facts, agreement.facts)
    audit.record("agreement.changed", agreement, by=by, at=at, changed=changed, was=was)


def move(agreement: Agreement, stage: Stage, *, by: Person, at: datetime) -> None:
    """Move an agreement to another stage before signature. Raises RuleViolation for any other move."""
    if stage not in MAKING or stage not in MOVES[agreement.stage]:
        raise RuleViolation(
            _l("An agreement at this stage cannot move there. Reload the page to see its current stage"), field="stage"
        )
    before = agreement.stage
    agreement.enter(stage, local_date(at))
    was = {"stage": before}
    audit.record(f"agreement.moved_to_{stage.value}", agreement, by=by, at=at, before=before, was=was)


def sign(agreement: Agreement, signature: Signature, *, by: Person, at: datetime) -> None:
    """Record that all parties have signed: obligations become commitments, and the agreement it renews is renewed.

    Raises RuleViolation if it is not out for signature, the signature is in the future or before the last one in the
    signing log, the log lacks one without a reason, or the end is before the start.
    """
    agreement.require(Stage.OUT_FOR_SIGNATURE)
    check_signed_on(signature.signed_on, local_date(at))
    check_dates(signature.effective_on, signature.expires_on)
    _check_log(agreement, signature)
    facts = agreement.facts
    agreement.enter(Stage.SIGNED, local_date(at))
    agreement.signed_on = signature.signed_on
    agreement.signed_at_place = signature.place
    agreement.effective_on = signature.effective_on
    agreement.expires_on = signature.expires_on
    agreement.keeper_id = by.id
    for party in agreement.parties:
        party.signed_as = party.seat.organisation.name
    do_not_announce_past_end(agreement, at)
    keep_named(agreement)
    was = differing(facts, agreement.facts)
    audit.record("agreement.signed", agreement, by=by, at=at, signed_on=signature.signed_on, gap=signature.gap, was=was)
    _renew(agreement, by=by, at=at)
    begin_obligations(agreement, by=by, at=at)


def change_dates(
    agreement: Agreement, dates: Dates, *, reason: str, version: str | int | None, by: Person, at: datetime
) -> None:
    """Change the dates of a signed agreement, notify its parties, and adjust its periods to the new last day.

    Raises RuleViolation if it is not signed or is terminated, the signature is in the future, the end is before the
    start, or nothing changes; and Conflict if `version` is stale.
    """
    agreement.require(Stage.SIGNED, Stage.RENEWED)
    require_version(agreement, version)
    check_signed_on(dates.signed_on, local_date(at))
    check_dates(dates.effective_on, dates.expires_on)
    before = {name: getattr(agreement, name) for name in DATES}
    changed = [name for name in DATES if before[name] != getattr(dates, name)]
    if not changed:
        raise RuleViolation(_l("These are its present dates. Change at least one"), field="expires_on")
    ended = agreement.last_day
    for name in changed:
        facts, after = agreement.facts, getattr(dates, name)
        setattr(agreement, name, after)
        audit.record(
            DATES[name],
            agreement,
            by=by,
            at=at,
            before=_or_dash(before[name]),
            after=_or_dash(after),
            reason=reason,
            was=differing(facts, agreement.facts),
        )
    agreement.version += 1  # so that concurrent changes of the same date conflict
    do_not_announce_past_end(agreement, at)
    follow_last_day(agreement, ended, by=by, at=at)
    notices.dates_changed(agreement, before, reason=reason, by=by)


def object_to_end(agreement: Agreement, *, text: str, by: Person, at: datetime) -> None:
    """Record that the party of `by` objects to what happens at the end of the agreement; replaces an earlier objection.

    Raises NotNow unless the agreement is signed and its end lies ahead.
    """
    if agreement.stage is not Stage.SIGNED or not agreement.expires_on or agreement.expires_on < local_date(at):
        raise NotNow(_l("An objection can be made until a signed agreement ends"))
    party = next(one for one in agreement.parties if one.seat.organisation_id == by.organisation_id)
    party.objection, party.objected_to = text, agreement.expires_on
    audit.record("agreement.objected", agreement, by=by, at=at, expires_on=agreement.expires_on)


def cancel(agreement: Agreement, *, reason: str, by: Person, at: datetime) -> None:
    """Cancel an agreement before it is signed. Raises RuleViolation afterwards."""
    agreement.require(*MAKING)
    was = {"stage": agreement.stage}
    _end(agreement, Stage.CANCELLED, local_date(at), reason, at=at)
    audit.record("agreement.cancelled", agreement, by=by, at=at, reason=reason, was=was)


def _end(agreement: Agreement, stage: Stage, last_day: date, reason: str, *, at: datetime) -> None:
    agreement.enter(stage, local_date(at))
    agreement.ended_on = last_day
    agreement.end_reason = reason


def _renew(agreement: Agreement, *, by: Person, at: datetime) -> None:
    earlier = db.session.get(Agreement, agreement.renews_id) if agreement.renews_id else None
    if earlier and Stage.RENEWED in MOVES[earlier.stage]:
        was = {"stage": earlier.stage}
        earlier.enter(Stage.RENEWED, local_date(at))
        audit.record("agreement.renewed", earlier, by=by, at=at, was=was)


def _or_dash(value: date | int | None) -> date | int | str:
    return "–" if value is None else value


def do_not_announce_past_end(agreement: Agreement, at: datetime) -> None:
    """Count an end that has passed as announced."""
    if agreement.expires_on and agreement.expires_on < local_date(at):
        agreement.notified_for = agreement.expires_on


def _check_log(agreement: Agreement, signature: Signature) -> None:
    """Raise RuleViolation if the signing log lacks a party without a reason, or has a later signature."""
    missing = signing.unsigned(agreement)
    if missing and not signature.gap:
        names = ", ".join(party.seat.organisation.name for party in missing)
        raise RuleViolation(
            _l("The signing log lacks: %(names)s. Add it there, or write why it is missing", names=names), field="gap"
        )
    last = last_signed(one.line for one in signing.signings_of(agreement).values())
    if last and last > signature.signed_on:
        raise RuleViolation(_l("The signing log has a later signature"), field="signed_on")


def check_signed_on(signed_on: date, today: date) -> None:
    """Raise RuleViolation if the signature is in the future."""
    if signed_on > today:
        raise RuleViolation(_l("This day has not come yet"), field="signed_on")


def check_dates(effective_on: date | None, expires_on: date | None) -> None:
    """Raise RuleViolation if an agreement would end before it begins."""
    if effective_on and expires_on and expires_on < effective_on:
        raise RuleViolation(_l("It cannot end before it begins"), field="expires_on")


def _check_secret(agreement: Agreement, contract: Contract, by: Person) -> None:
    """Raise RuleViolation if `by` would make the agreement secret and could not read it afterwards."""
    if contract.classification is Classification.SECRET and not is_named(by.id, agreement.circle_id):
        raise RuleViolation(
            _l("Only the people who are named read a secret agreement, and you are not. Choose another level"),
            field="classification",
        )


def keep_named(agreement: Agreement) -> None:
    """Set the named people of the circle: the keeper of the agreement and the present contacts of its parties."""
    db.session.flush()
    name_people(agreement.circle_id, queries.people_to_name(agreement))
