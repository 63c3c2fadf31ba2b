"""Rules of the making of an agreement: its seven steps, what each of them asks for, and where an agreement is."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from typing import NamedTuple

from agreements.registry.rules import Stage


class Step(enum.Enum):
    """Steps in which a cooperation comes about, in order."""

    PREPARATION = "preparation"
    OFFER = "offer"
    DRAFTING = "drafting"
    DISCUSSION = "discussion"
    SIGNING = "signing"
    FILING = "filing"
    REPORTING = "reporting"


class ItemState(enum.Enum):
    """What became of an item of the checklist."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


USUAL: dict[Step, tuple[str, ...]] = {
    Step.PREPARATION: ("needs", "first_review", "basis"),
    Step.OFFER: ("offer_letter", "reply"),
    Step.DRAFTING: ("team", "draft_text"),
    Step.DISCUSSION: ("legal_review", "meeting", "final_text"),
    Step.SIGNING: ("authority", "copies", "signed_copies"),
    Step.FILING: ("numbers", "archive", "distribution"),
    Step.REPORTING: ("report", "evaluation"),
}
"""The keys of the items with which every checklist begins, by step."""

STEPS_OF: dict[Stage, tuple[Step, ...]] = {
    Stage.DRAFT: (Step.PREPARATION, Step.OFFER, Step.DRAFTING),
    Stage.REVIEW: (Step.DISCUSSION,),
    Stage.NEGOTIATION: (Step.DISCUSSION,),
    Stage.OUT_FOR_SIGNATURE: (Step.SIGNING,),
    Stage.SIGNED: (Step.FILING, Step.REPORTING),
    Stage.RENEWED: (Step.FILING, Step.REPORTING),
    Stage.TERMINATED: (Step.FILING, Step.REPORTING),
    Stage.CANCELLED: (),
}
"""The steps that belong to each stage; a cancelled agreement is in none."""


class Position(NamedTuple):
    """Step and state of an item of a checklist."""

    step: Step
    state: ItemState


def step_at(stage: Stage, items: Iterable[Position]) -> Step | None:
    """Return the step in which an agreement is: the first of its stage with an open item, else the last of its stage.

    None for a cancelled agreement.
    """
    steps, open_steps = STEPS_OF[stage], open_in(items)
    return next((step for step in steps if step in open_steps), steps[-1] if steps else None)


def open_in(items: Iterable[Position]) -> set[Step]:
    """Return the steps that have an open item."""
    return {item.step for item in items if item.state is ItemState.OPEN}


def left_open(stage: Stage, items: Collection[Position]) -> int:
    """Return the number of open items of the steps before those of `stage`."""
    steps = STEPS_OF[stage]
    earlier = tuple(Step)[: tuple(Step).index(steps[0])] if steps else ()
    return sum(item.state is ItemState.OPEN and item.step in earlier for item in items)
