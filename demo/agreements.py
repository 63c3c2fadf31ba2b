"""The demo's agreements: made, signed and kept through the same acts that people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from agreements.clauses import actions as clauses
from agreements.clauses.models import Clause
from agreements.clauses.queries import commitments_of, obligations_in
from agreements.documents import actions as documents
from agreements.documents.models import DocumentKind
from agreements.parties.actions import Credentials, Side
from agreements.registry import actions as registry
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.clock import local_date
from app.database import db
from app.files import keep
from commitments.blockers import actions as blockers
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from demo.commitments import LINKS
from demo.parties import Cast
from demo.sheets import sheet
from demo.texts import PAPERS, Owed, Paper, Signer

NO_TEXT = "DATA CONTOH: bukan naskah sebenarnya"
ROAD = (Stage.REVIEW, Stage.NEGOTIATION, Stage.OUT_FOR_SIGNATURE)
A_DAY = timedelta(days=1)
FRIDAY = 4
STEP = timedelta(days=25)
"""How often the demo looks ahead for the next period."""


def sign(cast: Cast, now: datetime) -> dict[str, Agreement]:
    """Play every agreement from its draft to where it stands today; return them by key."""
    made: dict[str, Agreement] = {}
    for paper in PAPERS:
        agreement = made[paper.key] = _made(cast, paper, made, now)
        duties = _written(cast, agreement, paper, now)
        _signed(cast, agreement, paper, now)
        _kept(cast, agreement, duties, now)
    return made


def _made(cast: Cast, paper: Paper, made: dict[str, Agreement], now: datetime) -> Agreement:
    today = local_date(now)
    contract = registry.Contract(
        kind=paper.kind,
        title=paper.title,
        purpose=paper.purpose,
        parent_id=made[paper.parent].id if paper.parent else None,
        effective_on=_workday(today + timedelta(days=paper.signed)),
        expires_on=None if paper.ends is None else today + timedelta(days=paper.ends),
    )
    begun = now + timedelta(days=paper.signed - 40)
    return registry.create(contract, [_side(cast, one) for one in paper.sides], by=cast.coordinator, at=begun)


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - max(day.weekday() - FRIDAY, 0) * A_DAY


def _side(cast: Cast, signer: Signer) -> Side:
    written = Credentials(reference_number=signer.number, signatory_position=signer.signs, authority=signer.authority)
    return Side(organisation=cast.organisations[signer.who], credentials=written)


def _written(cast: Cast, agreement: Agreement, paper: Paper, now: datetime) -> dict[str, Owed]:
    """Write the clauses of an agreement; return what each obligation comes to, by its text."""
    at = now + timedelta(days=paper.signed - 30)
    for section in paper.sections:
        wording = clauses.Wording(number=f"Pasal {section.number}", heading=section.heading, text=section.text)
        clause = clauses.add_clause(agreement, wording, by=cast.coordinator, at=at)
        for owed in section.duties:
            _oblige(cast, agreement, clause, owed, now=now, at=at)
        for holder, text in section.rights:
            party = agreement.side_of(cast.organisations[holder].id)
            assert party
            clauses.add_right(clause, holder=party, text=text, by=cast.coordinator, at=at)
    return {owed.text: owed for section in paper.sections for owed in section.duties}


def _oblige(cast: Cast, agreement: Agreement, clause: Clause, owed: Owed, *, now: datetime, at: datetime) -> None:
    debtor = agreement.side_of(cast.organisations[owed.debtor].id)
    verifier = agreement.side_of(cast.organisations[owed.verifier].id)
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
    clauses.add_obligation(clause, duty, by=cast.coordinator, at=at)


def _signed(cast: Cast, agreement: Agreement, paper: Paper, now: datetime) -> None:
    at = now + timedelta(days=paper.signed)
    while local_date(at).weekday() > FRIDAY:
        at -= A_DAY
    for number, stage in enumerate(ROAD):
        registry.move(agreement, stage, by=cast.coordinator, at=at - timedelta(days=20 - 6 * number))
    assert agreement.effective_on
    signature = registry.Signature(
        signed_on=local_date(at),
        place="Balai Kota",
        effective_on=agreement.effective_on,
        expires_on=agreement.expires_on,
    )
    registry.sign(agreement, signature, by=cast.coordinator, at=at)
    _filed(cast, agreement, paper, at + A_DAY)
    while at < now:  # the commitments of later periods were made as time went by
        for obligation in obligations_in(agreement.id):
            clauses.keep_up(obligation, agreement, by=cast.coordinator, at=at)
        at += STEP


def _filed(cast: Cast, agreement: Agreement, paper: Paper, at: datetime) -> None:
    """Add a sheet that says what a signed text would say, and that this is none."""
    lines = [paper.title, *(f"{one.number}  {cast.organisations[one.who].name}" for one in paper.sides), NO_TEXT]
    stored = keep(
        sheet(lines, at=at),
        name="naskah-bertanda-tangan.pdf",
        media_type="application/pdf",
        by=cast.coordinator,
        at=at,
    )
    filing = documents.Filing(kind=DocumentKind.SIGNED, title="Naskah bertanda tangan", party=None, file=stored)
    documents.add(agreement, filing, by=cast.coordinator, at=at)


def _kept(cast: Cast, agreement: Agreement, duties: dict[str, Owed], now: datetime) -> None:
    """Let the parties keep their commitments: those of earlier periods, and the last as far as it has come."""
    today = local_date(now)
    db.session.flush()
    obligations = obligations_in(agreement.id)
    found = commitments_of([one.id for one in obligations], cast.coordinator, today)
    for obligation in obligations:
        owed, commitments = duties[obligation.text], found[obligation.id]
        over = [one for one in commitments if one.current_due <= today and (owed.ends == "met" or len(commitments) > 1)]
        for commitment in over:
            _accept(cast, owed, commitment)
            _deliver(cast, owed, commitment, partly=owed.partly and commitment is over[-1])
        for number, commitment in enumerate(one for one in commitments if one not in over):
            if owed.ends != "proposed" and not number:
                _accept(cast, owed, commitment)
                _report(cast, owed, commitment, now)


def _accept(cast: Cast, owed: Owed, commitment: Commitment) -> None:
    delivery.accept(commitment, by=cast.focal_point(owed.debtor), at=commitment.proposed_at + A_DAY)


def _deliver(cast: Cast, owed: Owed, commitment: Commitment, *, partly: bool) -> None:
    """Hand a commitment over shortly before its date; the verifier finds it met, or met in part."""
    checker = cast.focal_point(owed.verifier)
    days = max(2, (commitment.current_due - local_date(commitment.proposed_at)).days - 3)
    handed_over = commitment.proposed_at + timedelta(days=days)
    result = delivery.Report(progress=100, text="Selesai; hasilnya ada pada tautan.", links=LINKS)
    delivery.submit(commitment, result, by=cast.focal_point(owed.debtor), at=handed_over)
    if not partly:
        verification.confirm(commitment, by=checker, at=handed_over + A_DAY)
        return
    text, reason = "Dua titik belum dilaporkan.", "Diteruskan ke triwulan ini."
    verification.find_partly_met(commitment, by=checker, at=handed_over + A_DAY, remainder=text)
    verification.close(commitment, by=cast.coordinator, at=handed_over + 3 * A_DAY, reason=reason)


def _report(cast: Cast, owed: Owed, commitment: Commitment, now: datetime) -> None:
    owner = cast.focal_point(owed.debtor)
    if owed.progress:
        said = delivery.Report(progress=owed.progress, text=owed.news, links=LINKS)
        delivery.report(commitment, said, by=owner, at=min(now - A_DAY, commitment.proposed_at + 8 * A_DAY))
    if owed.ends == "blocked":
        blockers.block(
            commitment,
            kind=BlockerKind.SYSTEM,
            text="Lingkungan uji belum tersedia.",
            remover=cast.organisations["jsc"],
            by=owner,
            at=now - A_DAY,
        )
