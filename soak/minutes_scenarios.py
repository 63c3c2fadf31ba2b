"""Scenarios of minutes that take one request each: notes and decisions."""

from __future__ import annotations

from itertools import count
from random import Random
from uuid import UUID

from soak.workload import Workload


def write(workload: Workload, random: Random, _lane: int) -> None:
    """Write passages, each in a few versions, and repeat each request until it has a response, as the page does."""
    taker, path = workload.user(workload.sample.taker), f"/sessions/{workload.sample.session}/passages"
    while not workload.ended.is_set():
        passage, version = str(UUID(int=random.getrandbits(128), version=4)), "0"
        for turn in range(random.randint(1, 3)):
            words = f"Rapat dibuka pukul 09.0{turn}. " + "Pembahasan. " * random.randint(0, 60)
            form = {"passage": passage, "version": version, "part": "opening", "text": words.strip()}
            saved = taker.act_until_answered(
                path, value=(f"passage:{passage}", words.strip()), accept="application/json", **form
            )
            if saved is None:
                return
            version = saved.text.partition('"version":')[2].strip(" }\n").partition(",")[0]


def decide(workload: Workload, random: Random, lane: int) -> None:
    """Record decisions of the session."""
    taker = workload.user(workload.sample.taker)
    for number in count():
        if workload.ended.is_set():
            return
        text = f"Keputusan {lane}-{number}"
        taker.act(
            f"/sessions/{workload.sample.session}/decisions",
            fact=("decision", text),
            text=text,
            how=random.choice(("consensus", "directive")),
            basis="Temuan bersama",
            without_quorum="y",
            no_quorum_reason="Disepakati yang hadir",
        )
