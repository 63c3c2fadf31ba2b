"""The demo's promises: twenty of them, in every state, lateness only at the invented "(Contoh)" parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.circles.models import Circle
from app.clock import local_date
from commitments.blockers import actions as blockers
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.extensions import actions as extensions
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from demo.parties import Cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One promise: days are counted from today, negative ones lie in the past."""

    title: str
    criteria: str
    who: str
    verifier: str
    proposed: int
    due: int
    ends: str
    progress: int = 0
    submitted: int | None = None
    weight: int = 3
    extended_to: int | None = None


LINKS = ["https://contoh.example/bukti"]


def promise(cast: Cast, circle: Circle, line: Line, now: datetime) -> Commitment:
    """Play one promise from its proposal to where it stands today, through the same acts that people use."""
    owner, checker = cast.focal_point(line.who), cast.focal_point(line.verifier)
    begun = now + timedelta(days=line.proposed)
    first_due = local_date(now) + timedelta(days=line.due)
    commitment = propose(
        Proposal(
            circle=circle,
            title=line.title,
            criteria=line.criteria,
            responsible=cast.organisations[line.who],
            responsible_person=owner,
            verifier=cast.organisations[line.verifier],
            due=first_due,
            weight=line.weight,
        ),
        by=cast.coordinator,
        at=begun,
    )
    if line.ends == "proposed":
        return commitment
    delivery.accept(commitment, by=owner, at=begun + timedelta(days=1))
    if line.extended_to is not None:
        later = local_date(now) + timedelta(days=line.extended_to)
        asked = begun + timedelta(days=5)
        wish = extensions.ask(commitment, due=later, reason="Akses unggah belum tersedia.", by=owner, at=asked)
        extensions.approve(wish, by=checker, at=asked + timedelta(days=2), note="Akses dibuka pekan depan.")
    if line.progress:
        report = delivery.Report(progress=line.progress, text="Pekerjaan berjalan sesuai rencana.", links=LINKS)
        delivery.report(commitment, report, by=owner, at=begun + timedelta(days=8))
    if line.ends == "blocked":
        blockers.block(
            commitment,
            kind=BlockerKind.SYSTEM,
            text="Lingkungan uji belum tersedia.",
            remover=cast.organisations["jsc"],
            by=owner,
            at=now - timedelta(days=1, hours=3),
        )
    if line.submitted is not None:
        handed_over = now + timedelta(days=line.submitted)
        done = delivery.Report(progress=100, text="Selesai; hasilnya ada pada tautan.", links=LINKS)
        delivery.submit(commitment, done, by=owner, at=handed_over)
        if line.ends == "met":
            verification.confirm(commitment, by=checker, at=handed_over + timedelta(days=2))
    return commitment
