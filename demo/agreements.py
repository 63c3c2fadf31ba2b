"""The demo's agreements: created, signed and fulfilled by the actions that people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from agreements.clauses import actions as clauses
from agreements.clauses.models import Clause
from agreements.clauses.queries import commitments_of, obligations_in, right_with_agreement
from agreements.compliance import actions as compliance
from agreements.compliance.queries import rights_of
from agreements.documents import actions as documents
from agreements.documents.models import DocumentKind
from agreements.parties.actions import Credentials, Side
from agreements.registry import actions as registry
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from agreements.signing import actions as signing
from app.clock import local_date
from app.database import db
from app.files import keep
from commitments.blockers import actions as blockers
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.delivery.models import Source
from commitments.delivery.timeline import Behalf
from commitments.extensions import actions as extensions
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from demo.agreement_data import AGREEMENTS, AgreementData, ObligationData, Signer
from demo.commitments import LINKS
from demo.parties import Parties
from demo.pdf_pages import page_with

NO_TEXT = "DATA CONTOH: bukan naskah sebenarnya"
ROAD = (Stage.REVIEW, Stage.NEGOTIATION, Stage.OUT_FOR_SIGNATURE)
A_DAY = timedelta(days=1)
FRIDAY = 4
DRAFTED = 40
"""Days from the draft of an agreement to its signature."""
STEP = timedelta(days=25)
"""How often the commitments of coming periods are proposed."""


def add_agreements(parties: Parties, now: datetime) -> dict[str, Agreement]:
    """Add all agreements with their history up to today; return them by key."""
    created: dict[str, Agreement] = {}
    for data in AGREEMENTS:
        contract = contract_of(data, created.get(data.parent), now)
        sides, at = [_side(parties, one) for one in data.sides], begun_at(data, now)
        created[data.key] = registry.create(contract, sides, by=parties.coordinator, at=at)
        carry_out(parties, created[data.key], data, now)
    return created


def contract_of(data: AgreementData, parent: Agreement | None, now: datetime) -> registry.Contract:
    """Return what an agreement says of itself."""
    today = local_date(now)
    return registry.Contract(
        kind=data.kind,
        title=data.title,
        purpose=data.purpose,
        parent_id=parent.id if parent else None,
        effective_on=_workday(today + timedelta(days=data.signed)),
        expires_on=None if data.ends is None else today + timedelta(days=data.ends),
    )


def begun_at(data: AgreementData, now: datetime) -> datetime:
    """Return when the draft of an agreement is begun: some time before its signature."""
    return now + timedelta(days=data.signed - DRAFTED)


def carry_out(parties: Parties, agreement: Agreement, data: AgreementData, now: datetime) -> None:
    """Write the clauses of a draft, sign it, and fulfil it up to today."""
    duties = _add_clauses(parties, agreement, data, now)
    _sign(parties, agreement, data, now)
    _fulfil(parties, agreement, duties, now)
    _receive(parties, agreement, data, now)


def _workday(day: date) -> date:
    """Return the day, or the Friday before it if it is on a weekend."""
    return day - max(day.weekday() - FRIDAY, 0) * A_DAY


def _side(parties: Parties, signer: Signer) -> Side:
    return Side(organisation=parties.organisations[signer.who], credentials=credentials_of(signer))


def credentials_of(signer: Signer) -> Credentials:
    """Return the number, signatory and authority of a party."""
    return Credentials(reference_number=signer.number, signatory_position=signer.signs, authority=signer.authority)


def _add_clauses(
    parties: Parties, agreement: Agreement, data: AgreementData, now: datetime
) -> dict[str, ObligationData]:
    """Add the clauses of an agreement; return the data of its obligations by their text."""
    at = now + timedelta(days=data.signed - 30)
    for section in data.sections:
        wording = clauses.Wording(number=f"Pasal {section.number}", heading=section.heading, text=section.text)
        clause = clauses.add_clause(agreement, wording, by=parties.coordinator, at=at)
        for owed in section.duties:
            _oblige(parties, agreement, clause, owed, now=now, at=at)
        for holder, text in section.rights:
            party = agreement.side_of(parties.organisations[holder].id)
            assert party
            clauses.add_right(clause, holder=party, text=text, by=parties.coordinator, at=at)
    return {owed.text: owed for section in data.sections for owed in section.duties}


def _oblige(
    parties: Parties,
    agreement: Agreement,
    clause: Clause,
    owed: ObligationData,
    *,
    now: datetime,
    at: datetime,
) -> None:
    debtor = agreement.side_of(parties.organisations[owed.debtor].id)
    verifier = agreement.side_of(parties.organisations[owed.verifier].id)
    assert debtor
    assert verifier
    duty = clauses.Duty(
        text=owed.text,
        criteria=owed.criteria,
        debtor=debtor,
        verifier=verifier,
        frequency=owed.often,
        first_due=local_date(now) + timedelta(days=owed.due),
    )
    clauses.add_obligation(clause, duty, by=parties.coordinator, at=at)


def _sign(parties: Parties, agreement: Agreement, data: AgreementData, now: datetime) -> None:
    at = now + timedelta(days=data.signed)
    while local_date(at).weekday() > FRIDAY:
        at -= A_DAY
    for number, stage in enumerate(ROAD):
        registry.move(agreement, stage, by=parties.coordinator, at=at - timedelta(days=20 - 6 * number))
    assert agreement.effective_on
    _log_signatures(parties, agreement, data, at)
    signature = registry.Signature(
        signed_on=local_date(at),
        place="Balai Kota",
        effective_on=agreement.effective_on,
        expires_on=agreement.expires_on,
    )
    registry.sign(agreement, signature, by=parties.coordinator, at=at)
    _add_document(parties, agreement, data, at + A_DAY)
    while at < now:  # the commitments of later periods were proposed in the course of time
        for obligation in obligations_in(agreement.id):
            clauses.keep_up(obligation, agreement, by=parties.coordinator, at=at)
        at += STEP


def _log_signatures(parties: Parties, agreement: Agreement, data: AgreementData, at: datetime) -> None:
    """Write the line of each party: sent when the text went out for signature, signed and received on the last day."""
    for signer in data.sides:
        party = agreement.side_of(parties.organisations[signer.who].id)
        assert party
        entry = signing.Entry(
            sent_on=local_date(at - timedelta(days=8)),
            signed_on=local_date(at),
            received_on=local_date(at),
            signatory_name=party.signatory_name,
            signatory_position=party.signatory_position or "Pejabat yang berwenang",
            authority_number=signer.authority,
        )
        signing.write(party, entry, by=parties.coordinator, at=at)


def _add_document(parties: Parties, agreement: Agreement, data: AgreementData, at: datetime) -> None:
    """Add a document with a page that says that it is no signed text."""
    lines = [data.title, *(f"{one.number}  {parties.organisations[one.who].name}" for one in data.sides), NO_TEXT]
    stored = keep(
        page_with(lines, at=at),
        name="naskah-bertanda-tangan.pdf",
        media_type="application/pdf",
        by=parties.coordinator,
        at=at,
    )
    filing = documents.Filing(kind=DocumentKind.SIGNED, title="Naskah bertanda tangan", party=None, file=stored)
    documents.add(agreement, filing, by=parties.coordinator, at=at)


def _fulfil(parties: Parties, agreement: Agreement, duties: dict[str, ObligationData], now: datetime) -> None:
    """Fulfil the commitments of earlier periods, and report on the current one."""
    today = local_date(now)
    db.session.flush()
    obligations = obligations_in(agreement.id)
    found = commitments_of([one.id for one in obligations], parties.coordinator, today)
    for obligation in obligations:
        owed, commitments = duties[obligation.text], found[obligation.id]
        over = [one for one in commitments if one.current_due <= today and (owed.ends == "met" or len(commitments) > 1)]
        for commitment in over:
            _accept(parties, owed, commitment)
            if owed.extended and commitment is over[0]:
                _extend(parties, owed, commitment)
            _deliver(parties, owed, commitment, partly=owed.partly and commitment is over[-1])
        for number, commitment in enumerate(one for one in commitments if one not in over):
            if owed.ends != "proposed" and not number:
                _accept(parties, owed, commitment)
                if owed.extended and not over:
                    _extend(parties, owed, commitment)
                _report(parties, owed, commitment, now)


def _accept(parties: Parties, owed: ObligationData, commitment: Commitment) -> None:
    delivery.accept(commitment, by=parties.focal_point(owed.debtor), at=commitment.proposed_at + A_DAY)


def _extend(parties: Parties, owed: ObligationData, commitment: Commitment) -> None:
    """Extend a commitment shortly before it is due, for a reason that its evaluation states."""
    at = commitment.proposed_at + (commitment.current_due - local_date(commitment.proposed_at) - 4 * A_DAY)
    wanted = commitment.current_due + timedelta(days=owed.extended)
    asked = extensions.ask(
        commitment,
        due=wanted,
        reason="Data dua titik baru tersedia bulan depan.",
        by=parties.focal_point(owed.debtor),
        at=at,
    )
    extensions.approve(asked, note="", by=parties.focal_point(owed.verifier), at=at + A_DAY)


def _receive(parties: Parties, agreement: Agreement, data: AgreementData, now: datetime) -> None:
    """State that parties received their rights."""
    sections = {f"Pasal {section.number}": section for section in data.sections}
    for right in rights_of([agreement.id]):
        for who, days in sections[right.number].received:
            side = agreement.side_of(parties.organisations[who].id)
            if side and side.id == right.holder_id:
                at = now + timedelta(days=days)
                found = right_with_agreement(right.id)
                assert found
                told = (
                    Behalf(source=Source.LETTER, said_on=local_date(at)) if who in sections[right.number].told else None
                )
                compliance.state(
                    found,
                    received_on=local_date(at),
                    text="Sudah dapat dipakai.",
                    behalf=told,
                    by=parties.coordinator if told else parties.focal_point(who),
                    at=at + A_DAY,
                )


def _deliver(parties: Parties, owed: ObligationData, commitment: Commitment, *, partly: bool) -> None:
    """Submit a commitment shortly before its due date; the verifier finds it met, or partly met."""
    checker = parties.focal_point(owed.verifier)
    days = max(2, (commitment.current_due - local_date(commitment.proposed_at)).days - 3)
    handed_over = commitment.proposed_at + timedelta(days=days)
    result = delivery.Report(progress=100, text="Selesai; hasilnya ada pada tautan.", links=LINKS)
    delivery.submit(commitment, result, by=parties.focal_point(owed.debtor), at=handed_over)
    if not partly:
        verification.confirm(commitment, by=checker, at=handed_over + A_DAY)
        return
    text, reason = "Dua titik belum dilaporkan.", "Diteruskan ke triwulan ini."
    verification.find_partly_met(commitment, by=checker, at=handed_over + A_DAY, remainder=text)
    verification.close(commitment, by=parties.coordinator, at=handed_over + 3 * A_DAY, reason=reason)


def _report(parties: Parties, owed: ObligationData, commitment: Commitment, now: datetime) -> None:
    owner = parties.focal_point(owed.debtor)
    if owed.progress:
        report = delivery.Report(progress=owed.progress, text=owed.news, links=LINKS)
        delivery.report(commitment, report, by=owner, at=min(now - A_DAY, commitment.proposed_at + 8 * A_DAY))
    if owed.ends == "blocked":
        blockers.block(
            commitment,
            kind=BlockerKind.SYSTEM,
            text="Lingkungan uji belum tersedia.",
            remover=parties.organisations["jsc"],
            by=owner,
            at=now - A_DAY,
        )
