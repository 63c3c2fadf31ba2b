"""Regulations of the world, each with a revision and what a circle has to do with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from alignment.barriers.models import Barrier, BarrierEffect
from alignment.regulations.links import carry_with, discuss_in, name_in, place
from alignment.regulations.models import Regulation, RegulationRelation, ReviewMark, Revision, RevisionStep
from alignment.regulations.rules import Level, RelationKind, RevisionStage
from app.accounts.models import Person
from app.files import store
from commitments.blockers.models import BlockerKind
from tests.factories.forums import MADE

if TYPE_CHECKING:
    from tests.support.world.world import World


def add_regulation(world: World, name: str) -> None:
    """Add a regulation that a commitment of a circle carries forward, and an earlier one."""
    person = world.people["participant"]
    regulation, revision, relation = regulation_of(world, name, person)
    regulation.file = store.keep(b"Pasal", name="naskah.txt", media_type="text/plain", by=person, at=MADE)
    world.keep(name, regulation, relation_id=relation.id)
    world.keep(name, revision)
    if name in world.objects.get("Commitment", {}):
        carry_with(revision.id, UUID(str(world.objects["Commitment"][name]["id"])))


def regulation_of(world: World, name: str, person: Person) -> tuple[Regulation, Revision, RegulationRelation]:
    """Add a regulation that derives from another one, is marked, and is being revised by the party of `person`."""
    earlier, regulation = (
        world.add(
            Regulation(
                level=Level.AGENCY_DECISION,
                number=f"DEMO/{place}/{name}",
                year=2019,
                title="Petunjuk Verifikasi Lapangan",
                created_at=MADE,
                created_by_id=person.id,
            )
        )
        for place in ("1", "2")
    )
    relation = RegulationRelation(from_id=regulation.id, to_id=earlier.id, kind=RelationKind.DERIVES_FROM)
    world.add(relation)
    world.add(ReviewMark(regulation_id=regulation.id, reason="Perlu dilihat lagi", by_id=person.id, at=MADE))
    revision = Revision(regulation_id=regulation.id, title="Perubahan petunjuk", stage=RevisionStage.PROPOSED)
    revision.created_at, revision.created_by_id, revision.holder_id = MADE, person.id, person.organisation_id
    world.add(revision)
    entered = RevisionStep(revision_id=revision.id, stage=RevisionStage.PROPOSED, entered_on=date(2026, 9, 22))
    world.add(entered)
    return regulation, revision, relation


def hang(world: World, name: str, person: Person, circle_id: UUID) -> None:
    """Add a regulation on which hang a commitment, a decision, an item and a barrier of the circle `name`."""
    regulation, revision, relation = regulation_of(world, name, person)
    world.keep(name, regulation, relation_id=relation.id)
    world.keep(name, revision)
    commitment_id, decision_id, item_id = (
        UUID(str(world.objects[kind][f"{name} {stage}".strip()]["id"]))
        for kind, stage in (("Commitment", ""), ("Decision", "circulated"), ("AgendaItem", "circulated"))
    )
    carry_with(revision.id, commitment_id)
    place(regulation.id, [circle_id], among=[])
    name_in(decision_id, [regulation.id])
    discuss_in(regulation.id, item_id)
    barrier = Barrier(kind=BlockerKind.REGULATION, title="", since=date(2026, 8, 4), circle_id=circle_id)
    barrier.regulation_id, barrier.raised_at, barrier.raised_by_id = regulation.id, MADE, person.id
    world.add(barrier)
    world.add(BarrierEffect(barrier_id=barrier.id, commitment_id=commitment_id, since=date(2026, 8, 4)))
