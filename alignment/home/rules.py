"""What the registers of alignment give to its first page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """What should be talked about, with the one act that helps.

    `tone` and `mark` are those of its state, such as "bad" and "118 days"; `act` is empty if nothing can be done here.
    `weight` orders matters, the heaviest first.
    """

    tone: str
    mark: str
    icon: str
    title: str
    href: str
    note: str
    act: str
    act_href: str
    weight: int
