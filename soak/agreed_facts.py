"""The facts and values of a journal about agreements, about commitments in other hands, and about registers."""

from __future__ import annotations

from sqlalchemy import Select, exists, select

from agreements.amendments.models import Addendum, AmendmentPosition
from agreements.amendments.rules import AmendmentState
from agreements.clauses.models import Clause, ClauseVersion, Obligation, Right, obligation_commitments
from agreements.compliance.models import RightReceipt
from agreements.imports.models import AgreementImport
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.database import db
from app.dispositions.models import Disposition
from app.files.sheet_import.stages import BUSY
from app.files.sheet_import.stages import Stage as Progress
from commitments.disputes.models import Dispute, Option, Outcome, Position
from commitments.handover.models import Handover
from commitments.imports.models import RegisterImport
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from soak.journal import Fact

DROPPED = (Delivery.CANCELLED, Delivery.SUPERSEDED)
WRITTEN = Agreement.title.like("Naskah %") & Agreement.renews_id.is_(None)
"""Agreements that people wrote; others follow from renewals and registers."""


def agreed_facts() -> list[Fact]:
    """Return what happens once: acts on agreements, records of mediations, instructions and hand-overs of office."""
    of_agreement = select(Agreement.id).where(Agreement.id == Clause.agreement_id, WRITTEN).exists()
    by_amendment = exists().where(
        ClauseVersion.clause_id == Clause.id, ClauseVersion.version == 1, ClauseVersion.amendment_id.is_not(None)
    )
    clauses = select(Clause.heading).where(of_agreement, ~by_amendment)
    duties = select(Obligation.text).join(Obligation.clause).where(of_agreement, Obligation.replaces_id.is_(None))
    texts = {
        "agreement": select(Agreement.title).where(WRITTEN),
        "clause": clauses,
        "obligation": duties,
        "right": select(Right.text).join(Right.clause).where(of_agreement),
        "receipt": select(RightReceipt.text),
        "amendment": select(Addendum.title),
        "position": select(AmendmentPosition.words),
        "renewal": select(Agreement.title).where(Agreement.renews_id.is_not(None)),
        "question": select(Dispute.question),
        "holds": _of_verifiers(),
        "option": select(Option.text),
        "outcome": select(Outcome.text),
        "disposition": select(Disposition.instruction),
    }
    found = [(kind, text) for kind, query in texts.items() for text in db.session.scalars(query)]
    offices = db.session.scalars(select(AuditRow.details).where(AuditRow.action == "person.handed_over"))
    return found + [("office", details.get("basis", "")) for details in offices]


def agreed_values() -> dict[str, str]:
    """Return the stages of agreements and amendments, and where commitments, disputes and registers stand."""
    return _of_agreements() | _of_hands() | _of_registers()


def _of_verifiers() -> Select[str]:
    """Return the positions in disputes that verifiers wrote; the others come with the dispute."""
    held = select(Position.holds).join(Dispute, Dispute.id == Position.dispute_id)
    held = held.join(Commitment, Commitment.id == Dispute.commitment_id)
    return held.where(Position.organisation_id == Commitment.verifier_id)


def _of_agreements() -> dict[str, str]:
    """Return stages after the first one, acceptances of commitments of obligations, and how others were settled."""
    stages = select(Agreement.id, Agreement.stage).where(Agreement.stage != Stage.DRAFT)
    found = {f"agreement:{one}": stage.value for one, stage in db.session.execute(stages)}
    amended = select(Addendum.id, Addendum.state).where(Addendum.state != AmendmentState.DRAFT)
    found |= {f"amendment:{one}": state.value for one, state in db.session.execute(amended)}
    followed = select(Commitment.id, Commitment.accepted_on, Commitment.delivery)
    followed = followed.join(obligation_commitments, obligation_commitments.c.commitment_id == Commitment.id)
    for one, accepted_on, delivery in db.session.execute(followed):
        found |= {f"accepted:{one}": "True"} if accepted_on else {}
        found |= {f"settled:{one}": delivery.value} if delivery in DROPPED else {}
    return found


def _of_hands() -> dict[str, str]:
    """Return the state of each commitment, who is responsible, its dispute and hand-over, and instructions."""
    columns = (Commitment.title, Commitment.delivery, Commitment.verification, Commitment.responsible_id)
    found = {}
    for title, delivery, verification, holder in db.session.execute(select(*columns)):
        found[f"work:{title}"] = f"{delivery.value} {verification.value}"
        found[f"holder:{title}"] = str(holder)
    for kind, model in (("dispute", Dispute), ("handover", Handover)):
        states = select(Commitment.title, model.state).join(model, model.commitment_id == Commitment.id)
        found |= {f"{kind}:{title}": state.value for title, state in db.session.execute(states)}
    given = select(Disposition.instruction, Disposition.state)
    return found | {f"disposition:{words}": state.value for words, state in db.session.execute(given)}


def _of_registers() -> dict[str, str]:
    """Return the registers that were taken: worked on, or left with a reason; a busy one is still to be worked on."""
    found = {}
    for model in (RegisterImport, AgreementImport):
        for one, stage, failure in db.session.execute(select(model.id, model.stage, model.failure)):
            if stage is Progress.DONE or failure:
                found[f"register:{one}"] = "taken"
            elif stage in BUSY:
                found[f"register:{one}"] = stage.value
    return found
