"""Applying an amendment: the text, the dates, the obligations and their commitments change in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.amendments import notices, queries
from agreements.amendments.actions import require_unchanged
from agreements.amendments.models import Addendum, ClauseChange
from agreements.amendments.overview import overview, plan, removed
from agreements.amendments.records import recorded
from agreements.amendments.rules import AmendmentState, Effect, Fate, ObligationEffect, Outcome, Terms, numbered
from agreements.clauses import queries as clauses
from agreements.clauses import versioning
from agreements.clauses.actions import Wording, propose_period, set_wording
from agreements.clauses.models import Clause, Obligation, Right
from agreements.registry.actions import check_signed_on, do_not_announce_past_end
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.clock import local_date
from app.database import db
from app.errors import NotNow
from app.web.forms import ANY_OUTCOME
from commitments.extensions import actions as extensions
from commitments.extensions.queries import open_request
from commitments.registry import amending
from commitments.registry.models import Commitment


def apply(amendment: Addendum, *, signed_on: date, seen: str | None, by: Person, at: datetime) -> None:
    """Record that all parties signed an amendment, and change what its page showed.

    `seen` is the digest of the effects that the user saw, or `ANY_OUTCOME`. Raises NotNow unless it is out for
    signature, if the agreement changed since it was sent, or if a commitment moved on since `seen`; RuleViolation for
    a signature in the future.
    """
    agreement = amendment.agreement
    amendment.require(AmendmentState.OUT_FOR_SIGNATURE)
    if agreement.stage is not Stage.SIGNED:
        raise NotNow(_l("Only a signed agreement is amended"))
    check_signed_on(signed_on, local_date(at))
    require_unchanged(amendment)
    found = plan(amendment, local_date(at))
    shown = overview(amendment, found)
    if seen not in (shown.digest, ANY_OUTCOME):
        raise NotNow(_l("A commitment has moved on in the meantime. Read the effects again, then confirm"))
    amendment.record = recorded(shown)
    amendment.state, amendment.signed_on = AmendmentState.APPLIED, signed_on
    amendment.applied_by_id, amendment.applied_at = by.id, at
    facts = agreement.facts
    if amendment.changes_end:
        agreement.expires_on = amendment.new_end
        do_not_announce_past_end(agreement, at)
    agreement.version += 1  # so that concurrent changes of the agreement conflict
    db.session.flush()
    added = _change_text(amendment, by=by, at=at)
    _Execution(amendment, added, by=by, at=at).carry_out(found.effects)
    _change_rights(amendment, added)
    details: dict[str, Any] = {"number": amendment.number, "effective_on": amendment.effective_on}
    audit.record("agreement.amended", agreement, by=by, at=at, was=differing(facts, agreement.facts), **details)
    audit.record("amendment.applied", amendment, by=by, at=at, circle_id=agreement.circle_id, number=amendment.number)
    notices.applied(amendment, shown, by=by)


def _change_text(amendment: Addendum, *, by: Person, at: datetime) -> dict[UUID, Clause]:
    """Change, remove and add clauses; return the new ones by the id of their change."""
    text = {one.id: one for one in clauses.clauses_of(amendment.agreement_id)}
    since, added = amendment.effective_on, {}
    for change in amendment.clauses:
        if change.clause_id is None:
            clause = added[change.id] = _new_clause(amendment.agreement, change)
        else:
            clause = text[change.clause_id]
            clause.agreement = amendment.agreement
            versioning.keep_first(clause, at=at)
            if change.removes:
                clause.removed_on = since
                continue
            set_wording(clause, Wording(number=change.number, heading=change.heading, text=change.text))
        versioning.keep(clause, since=since, amendment_id=amendment.id, by=by, at=at)
    return added


def _new_clause(agreement: Agreement, change: ClauseChange) -> Clause:
    """Add a clause after the last one with a lower number."""
    text = list(clauses.clauses_of(agreement.id))
    lower = [place for place, one in enumerate(text) if numbered(one.number) < numbered(change.number)]
    clause = Clause(agreement=agreement, number=change.number, heading=change.heading, text=change.text, position=0)
    text.insert(lower[-1] + 1 if lower else len(text), clause)
    db.session.add(clause)
    for position, one in enumerate(text, 1):
        one.position = position
    db.session.flush()
    return clause


def _change_rights(amendment: Addendum, added: Mapping[UUID, Clause]) -> None:
    for change in amendment.rights:
        if change.ends and change.right_id:
            db.session.get_one(Right, change.right_id).ended_on = amendment.effective_on
        else:
            clause_id = added[change.clause_change_id].id if change.clause_change_id else change.clause_id
            db.session.add(Right(clause_id=clause_id, holder_id=change.holder_id, text=change.text))
    for clause_id in removed(amendment):
        for right in clauses.rights_of(clause_id):
            right.ended_on = amendment.effective_on


class _Execution:
    """Carries out the effects that the rules decided, and nothing else."""

    def __init__(self, amendment: Addendum, added: Mapping[UUID, Clause], *, by: Person, at: datetime) -> None:
        self.amendment, self.agreement = amendment, amendment.agreement
        self.added, self.by, self.at = added, by, at
        self.parties = {one.id: one for one in self.agreement.parties}
        self.obligations = {one.id: one for one in clauses.obligations_in(self.agreement.id)}
        self.changes = {one.id: one for one in amendment.obligations}
        self.commitments: dict[UUID, Commitment] = {}

    def carry_out(self, found: Sequence[ObligationEffect]) -> None:
        """Carry out every effect."""
        self.commitments = queries.commitments_by_id([it.id for one in found for it in one.outcomes])
        for effect in found:
            self._one(effect)

    @property
    def reason(self) -> str:
        return _reason(self.amendment)

    def _one(self, effect: ObligationEffect) -> None:
        obligation = self.obligations[effect.obligation_id] if effect.obligation_id else None
        if obligation:
            self._propose(obligation, effect.catch_up)
        if effect.effect is Effect.NEW or effect.effect is Effect.REPLACED:
            made = self._begin(effect, obligation)
            codes = self._propose(made, effect.added)
            made.next_due = effect.next_due
            reason = f"{self.reason}: {', '.join(codes)}" if codes and obligation else self.reason
        else:
            reason = self.reason
        if obligation is None:
            return
        for outcome in effect.outcomes:
            self._settle(outcome, effect.after, reason)
        if effect.effect in (Effect.ENDED, Effect.REPLACED):
            obligation.ended_on, obligation.next_due = self.amendment.effective_on, None
        elif effect.effect is not Effect.KEPT:
            assert effect.after
            _set_terms(obligation, effect.after)
            self._propose(obligation, effect.added)
            obligation.next_due = effect.next_due

    def _begin(self, effect: ObligationEffect, earlier: Obligation | None) -> Obligation:
        """Add the obligation that is new or takes the place of an earlier one."""
        assert effect.after
        change = self.changes[effect.change_id] if effect.change_id else None
        assert change
        clause_id = self.added[change.clause_change_id].id if change.clause_change_id else change.clause_id
        assert clause_id
        position = earlier.position if earlier else len(clauses.obligations_of(clause_id)) + 1
        made = Obligation(clause_id=clause_id, position=position, replaces_id=earlier.id if earlier else None)
        _set_terms(made, effect.after)
        made.debtor, made.verifier = self.parties[effect.after.debtor_id], self.parties[effect.after.verifier_id]
        made.next_due = None
        db.session.add(made)
        db.session.flush()
        return made

    def _propose(self, obligation: Obligation, dues: tuple[date, ...]) -> list[str]:
        made = (propose_period(obligation, self.agreement, due, by=self.by, at=self.at) for due in dues)
        return [one.code for one in made]

    def _settle(self, outcome: Outcome, after: Terms | None, reason: str) -> None:
        commitment = self.commitments[outcome.id]
        if outcome.fate is Fate.SUPERSEDED:
            amending.supersede(commitment, reason=reason, by=self.by, at=self.at)
        elif outcome.fate is Fate.ENDED:
            amending.end(commitment, reason=reason, by=self.by, at=self.at)
        elif outcome.fate in (Fate.REWORDED, Fate.MOVED):
            assert after
            pending = open_request(commitment.id) if outcome.due != commitment.current_due else None
            if pending:
                extensions.deny(pending, note=reason, by=self.by, at=self.at)
            words = {"title": after.text, "criteria": after.criteria, "reason": reason}
            amending.amend(commitment, due=outcome.due, by=self.by, at=self.at, **words)


def _set_terms(obligation: Obligation, terms: Terms) -> None:
    obligation.text, obligation.criteria, obligation.frequency = terms.text, terms.criteria, terms.frequency
    obligation.debtor_id, obligation.verifier_id = terms.debtor_id, terms.verifier_id
    obligation.first_due = terms.first_due


def _reason(amendment: Addendum) -> str:
    """Return the words for the record of a commitment, in the language of official papers."""
    word = "Adendum" if amendment.agreement.language == "id" else "Addendum"
    return f"{word} {amendment.number}: {amendment.agreement.title}"
