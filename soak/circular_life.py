"""Circular decisions as a scenario: they are drafted and circulated, and parties vote on pages and by links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from random import Random

from werkzeug.datastructures import FileStorage

from soak.journal import Value
from soak.sample import JAKARTA, Member
from soak.workload import WebUser, Workload

CHOICES = ("agree",) * 12 + ("agree_with_note",) * 3 + ("abstain",) * 2 + ("discuss", "disagree")
"""What parties vote: few object, so that some circulars are adopted."""
WORDS = {"agree_with_note": "note", "discuss": "question", "disagree": "reason"}
"""The field of the words that a vote needs."""


def decide_in_writing(workload: Workload, random: Random, lane: int) -> None:
    """Vote on the circulars that end during the trial, and on others that are drafted in between."""
    desk = VotingDesk(workload, random)
    for number in count():
        if workload.ended.is_set():
            return
        if workload.sample.circulars:
            desk.vote_on(*workload.sample.circulars.pop(0), votes=random.randint(5, 16))
        title = f"Sirkuler {lane}-{number}"
        if circular := desk.circulated(title):
            desk.vote_on(circular, title, votes=random.randint(3, 12))
            desk.change_mind(circular)


class VotingDesk:
    """The browsers of the coordinator and the parties of one user of a trial.

    A party confirms its browser with a code once, and then votes by links in it.
    """

    def __init__(self, workload: Workload, random: Random) -> None:
        self.workload, self.random = workload, random
        self.coordinator = workload.user(workload.sample.coordinator)
        self.parties: dict[str, WebUser] = {}
        self.guests: dict[str, WebUser | None] = {}
        self.end = datetime.now(JAKARTA)

    def circulated(self, title: str) -> str | None:
        """Draft a circular, often with a document, and circulate it; return its id unless a request failed."""
        random, coordinator = self.random, self.coordinator
        self.end = (datetime.now(JAKARTA) + timedelta(days=random.randint(10, 20))).replace(hour=16, minute=0)
        form = {"title": title, "text": f"Isi {title}.", "why": "Mendesak", **self._ending()}
        path = f"/forums/{self.workload.sample.forum}/circulars/new"
        made = coordinator.act(path, fact=("circular", title), **form)
        if made is None or not made.is_done:
            return None
        circular = made.location.rpartition("/")[2]
        if random.random() < 0.5:
            name = f"Lampiran {title}"
            file = FileStorage(BytesIO(f"{name}\n".encode() * random.randint(1, 500)), "lampiran.csv")
            coordinator.act(f"/circulars/{circular}/documents/new", fact=("enclosure", name), title=name, file=file)
        value = (f"circular:{circular}", "circulated")
        return circular if coordinator.act_once(f"/circulars/{circular}/circulate", value=value) else None

    def vote_on(self, circular: str, title: str, *, votes: int) -> None:
        """Let parties vote and change their votes, until one is refused because the time is over."""
        for number in range(votes):
            member = self.random.choice(self.workload.sample.members)
            choice = self.random.choice(CHOICES)
            form = {"choice": choice}
            if choice in WORDS:
                form[WORDS[choice]] = f"Alasan {title} ke-{number}"
            if self.workload.ended.is_set() or not self._votes(circular, title, member, form):
                return
            if choice == "discuss" and self.random.random() < 0.5:
                text = f"Jawaban {title} ke-{number}"
                self.coordinator.act(f"/circulars/{circular}/reply", fact=("reply", text), text=text)

    def _votes(self, circular: str, title: str, member: Member, form: dict[str, str]) -> bool:
        """Vote on a page or by a link; return False once votes are refused."""
        value = (f"vote:{circular} {member.email}", form["choice"])
        link = self.workload.link_in_mail(member.email, f"{title}\n") if self.random.random() < 0.3 else None
        guest = self._guest(member, link, form) if link else None
        if guest and guest.find(f"{link}", "csrf_token"):
            self.workload.journal.count("vote by link")
            return guest.act_once(f"{link}/vote", value=value, **form)
        if member.email not in self.parties:
            self.parties[member.email] = self.workload.user(member.email)
        return self.parties[member.email].act_once(f"/circulars/{circular}/vote", value=value, **form)

    def _guest(self, member: Member, link: str, form: dict[str, str]) -> WebUser | None:
        """Return the browser of a party without an account, once it has entered a code; None if it never got one."""
        if member.email not in self.guests:
            self.guests[member.email] = None
            guest = self.workload.user()
            asked = guest.act(f"{link}/vote", **form) if guest.find(link, "csrf_token") else None
            code = self.workload.code_in_mail(member.email) if asked and asked.is_done else None
            entered = guest.act(f"{link}/vote", link_code=code, link_reads="1") if code else None
            if entered and entered.is_done:
                self.guests[member.email] = guest
        return self.guests[member.email]

    def change_mind(self, circular: str) -> None:
        """Sometimes extend or withdraw what was circulated."""
        luck = self.random.random()
        if luck < 0.2:
            self.end += timedelta(days=1)
            self.coordinator.act(f"/circulars/{circular}/extend", value=self._ends(circular), **self._ending())
        elif luck < 0.35:
            withdrawn = (f"circular:{circular}", "withdrawn")
            self.coordinator.act(f"/circulars/{circular}/withdraw", value=withdrawn, reason="Tidak perlu lagi")

    def _ending(self) -> dict[str, str]:
        return {"day": f"{self.end:%d/%m/%Y}", "time": f"{self.end:%H:%M}"}

    def _ends(self, circular: str) -> Value:
        return f"end:{circular}", f"{self.end.astimezone(UTC):%Y-%m-%dT%H:%M}"
