"""Alignment as a scenario: parties answer a shared goal and agree with roles, and barriers come and go."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from random import Random

from soak.sample import JAKARTA
from soak.workload import WebUser, Workload, hidden

GOAL = "/alignment/goals/([0-9a-f-]{36})"
MATRIX = "/alignment/roles/([0-9a-f-]{36})"
PARTIES = 3
"""How many parties answer; the others stay silent."""


def align(workload: Workload, random: Random, lane: int) -> None:
    """Write versions of a goal and of roles, which parties answer, and record, resolve and reopen barriers."""
    coordinator = workload.user(workload.sample.coordinator)
    parties = {one.email: workload.user(one.email) for one in workload.sample.members[:PARTIES]}
    desk = AlignmentDesk(coordinator, parties, random)
    for number in count():
        if workload.ended.is_set():
            return
        name = f"{lane}-{number}"
        desk.write_goal(f"Tujuan {name}")
        desk.circulate_roles(f"Peran {name}")
        for _turn in range(random.randint(2, 6)):
            desk.answer_goal(name)
            desk.answer_roles(name)
        desk.hinder(f"Hambatan {name}")


class AlignmentDesk:
    """The browsers of the coordinator and of some parties of a forum."""

    def __init__(self, coordinator: WebUser, parties: dict[str, WebUser], random: Random) -> None:
        self.coordinator, self.parties, self.random = coordinator, parties, random
        self.forum = coordinator.workload.sample.forum
        self.goal = self.matrix = ""

    def write_goal(self, text: str) -> None:
        """Begin the goal of the forum, or write its next version."""
        fact = ("goal", text)
        if not self.goal:
            self.coordinator.act(f"/forums/{self.forum}/goal/begin", fact=fact, goal=text)
            self.goal = next(iter(self.coordinator.find(f"/forums/{self.forum}/goal", GOAL)), "")
            return
        page = self.coordinator.read(f"/alignment/goals/{self.goal}/edit") or ""
        form = {"version": hidden(page, "version"), "goal": text, "reason": f"Alasan {text}"}
        self.coordinator.act(f"/alignment/goals/{self.goal}/edit", fact=fact, **form)

    def answer_goal(self, name: str) -> None:
        """Let a party acknowledge the version that it sees, or differ."""
        if not self.goal:
            return
        email, party = self.random.choice(list(self.parties.items()))
        number = hidden(party.read(f"/alignment/goals/{self.goal}/answer") or "", "number")
        answer = self.random.choice(("acknowledge", "acknowledge", "goal", "problem"))
        value = (f"stance:{self.goal} {number} {email}", answer)
        form = {"number": number, "answer": answer, "holds": f"Usul {name}", "words": ""}
        party.act(f"/alignment/goals/{self.goal}/answer", value=value, **form)

    def circulate_roles(self, note: str) -> None:
        """Begin the role matrix of the forum; write what is new into it, and circulate it as a version."""
        if not self.matrix:
            self.coordinator.act(f"/forums/{self.forum}/roles/begin")
            self.matrix = next(iter(self.coordinator.find(f"/forums/{self.forum}/roles", MATRIX)), "")
        path = f"/alignment/roles/{self.matrix}"
        page = self.coordinator.read(f"{path}/edit") or ""
        rows = {"activities-0-activity_id": "", "activities-0-text": f"Kegiatan {note}"}
        written = self.coordinator.act(f"{path}/edit", version=hidden(page, "version"), **rows)
        if written is not None and written.is_done:
            page = self.coordinator.read(f"{path}/circulate") or ""
            form = {"version": hidden(page, "version"), "note": note}
            self.coordinator.act(f"{path}/circulate", fact=("roles", note), **form)

    def answer_roles(self, name: str) -> None:
        """Let a party agree with the version that it sees, or object."""
        if not self.matrix:
            return
        email, party = self.random.choice(list(self.parties.items()))
        path = f"/alignment/roles/{self.matrix}/consent"
        number = hidden(party.read(path) or "", "number")
        agrees = self.random.choice(("yes", "yes", "no"))
        value = (f"consent:{self.matrix} {number} {email}", agrees)
        party.act(path, value=value, number=number, agrees=agrees, words=f"Keberatan {name}")

    def hinder(self, title: str) -> None:
        """Record a barrier, mostly resolve it, and sometimes reopen it."""
        form = {"title": title, "kind": "system", "since": f"{datetime.now(JAKARTA):%d/%m/%Y}"}
        circle = self.random.choice((self.coordinator.workload.sample.circle, ""))
        stands = {"fact": ("barrier", title), "value": (f"barrier:{title}", "open")}
        made = self.coordinator.act("/alignment/barriers/new", circle=circle, **stands, **form)
        if made is None or not made.is_done or self.random.random() < 0.2:
            return
        page = self.coordinator.read(f"{made.location}/resolve") or ""
        resolved = {"version": hidden(page, "version"), "how": f"Selesai: {title}"}
        done = self.coordinator.act(f"{made.location}/resolve", value=(f"barrier:{title}", "resolved"), **resolved)
        if done is not None and done.is_done and self.random.random() < 0.3:
            self.coordinator.act(f"{made.location}/reopen", value=(f"barrier:{title}", "open"), reason="Masih ada")
