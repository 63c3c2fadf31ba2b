"""Commitments as a scenario that pass to other hands: disputed and mediated, handed over, given to colleagues."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from random import Random

from soak.agreement_life import ID
from soak.sample import JAKARTA, Member
from soak.workload import Response, WebUser, Workload

HANDOVER, DISPOSITION = f"/commitments/hand-overs/({ID})/", f"/dispositions/({ID})"
LEADS_TO = {
    "criterion": "submitted unverified",
    "date": "in_progress {finding}",
    "follow_up": "closed partially_met",
    "stays": "in_progress {finding}",
    "met": "closed met",
}
"""What an outcome of a mediation makes of a commitment."""
ANSWERS = (("answer", "answered", "text"), ("pass-back", "passed_back", "reason"))
"""How an instruction ends: the act, its state, and the field of the words."""


def pass_on(workload: Workload, random: Random, lane: int) -> None:
    """Lead one commitment after the other through other hands and through a dispute."""
    desk = HandsDesk(workload, random)
    for number in count():
        if workload.ended.is_set():
            return
        title = f"Sengketa {lane}-{number}"
        if where := desk.accepted(title):
            desk.pass_within(where, title)
            if finding := desk.judged(where, title):
                desk.mediate(where, title, finding)


class HandsDesk:
    """The browsers of the coordinator, of who mediates, of who owes, of who verifies, and of who takes over."""

    def __init__(self, workload: Workload, random: Random) -> None:
        self.workload, self.random = workload, random
        self.coordinator = workload.user(workload.sample.coordinator)
        self.mediator = workload.user(workload.sample.chair)
        self.owner, self.verifier, self.receiver = (workload.user(one.email) for one in workload.sample.members[:3])
        self.staff = [(one, workload.user(email)) for email, one in workload.sample.staff]
        self.due = (datetime.now(JAKARTA) + timedelta(days=40)).date()

    @property
    def sides(self) -> tuple[Member, ...]:
        """Who owes, who verifies, and who takes over."""
        return tuple(self.workload.sample.members[:3])

    def accepted(self, title: str) -> str:
        """Propose a commitment and accept it; return its path, or nothing if a request was not confirmed."""
        where = self._proposed(self.coordinator, title, f"/commitments/new/{self.workload.sample.circle}")
        return where if where and self._works(self.owner, f"{where}/accept", title, "accepted unverified") else ""

    def _proposed(self, who: WebUser, title: str, path: str) -> str:
        owner, verifier, _receiver = (one.organisation for one in self.sides)
        form = {"criteria": "Berkas terbuka", "due": f"{self.due}", "weight": "3", "visibility": "circle"}
        values = [(f"work:{title}", "proposed unverified"), (f"holder:{title}", owner)]
        form |= {"title": title, "responsible": owner, "verifier": verifier}
        made = who.act(path, also=values, **form)
        return made.location if made and made.is_done else ""

    def pass_within(self, where: str, title: str) -> None:
        """Name a contact who gets an instruction and answers it, then let a colleague take the office over."""
        if not self.staff:
            return
        (holder, person), (successor, _colleague) = self.random.sample(self.staff, 2)
        if not _done(self.coordinator.act(f"{where}/contact", person=holder)):
            return
        instruction = f"Siapkan {title}"
        state, form = f"disposition:{instruction}", {"receiver": holder, "due": f"{self.due}"}
        given = self.owner.act(
            f"{where}/disposition",
            fact=("disposition", instruction),
            value=(state, "given"),
            instruction=instruction,
            **form,
        )
        found = person.find(where, DISPOSITION) if _done(given) else []
        if found and _done(person.act(f"/dispositions/{found[0]}/take", value=(state, "taken"))):
            act, ends, words = self.random.choice(
                (("answer", "answered", "text"), ("pass-back", "passed_back", "reason"))
            )
            person.act(f"/dispositions/{found[0]}/{act}", value=(state, ends), **{words: f"Hasil {title}"})
        basis = f"SK {title}"
        path = f"/people/{holder}/hand-over"
        self.coordinator.act(path, fact=("office", basis), successor=successor, basis=basis)

    def judged(self, where: str, title: str) -> str:
        """Deliver, and let the verifier return it or find it partly met; return that finding, or nothing."""
        form = {"progress": "100", "text": f"Hasil {title}", "link": "https://ic.example/hasil"}
        if not self._works(self.owner, f"{where}/submit", title, "submitted unverified", **form):
            return ""
        act, finding = self.random.choice((("return", "returned"), ("partly-met", "partially_met")))
        reason = {"reason": f"Temuan {title}"}
        return (
            finding if self._works(self.verifier, f"{where}/{act}", title, f"in_progress {finding}", **reason) else ""
        )

    def mediate(self, where: str, title: str, finding: str) -> None:
        """Dispute a finding, write its record, and agree on an outcome, or decline it and withdraw the dispute."""
        dispute, question = f"dispute:{title}", f"Cukupkah {title}?"
        opened = self.owner.act(
            f"{where}/dispute",
            fact=("question", question),
            value=(f"work:{title}", "submitted disputed"),
            also=[(dispute, "open")],
            question=question,
            holds=f"Cukup {title}",
        )
        if not _done(opened):
            return
        for fact, who, part, name in (
            ("holds", self.verifier, "position", "holds"),
            ("option", self.mediator, "option", "text"),
        ):
            text = f"{fact} {title}"
            who.act(f"{where}/mediation/{part}", fact=(fact, text), **{name: text})
        kind, text = self.random.choice(list(LEADS_TO)), f"Hasil mediasi {title}"
        later = {"due": f"{self.due + timedelta(days=30)}"} if kind == "date" else {}
        path = f"{where}/mediation"
        if not _done(self.owner.act(f"{path}/outcome", fact=("outcome", text), kind=kind, text=text, **later)):
            return
        number = {"number": "1"}
        if self.random.random() < 0.2:
            if _done(self.verifier.act(f"{path}/decline", reason=f"Bukan {title}", **number)):
                work = (f"work:{title}", f"in_progress {finding}")
                reason = {"reason": f"Tidak jadi {title}"}
                self.owner.act(f"{where}/dispute/withdraw", value=(dispute, "withdrawn"), also=[work], **reason)
            return
        led = LEADS_TO[kind].format(finding=finding)
        also = [(f"work:{title}", led)]
        if _done(self.verifier.act(f"{path}/agree", value=(dispute, "settled"), also=also, **number)):
            self._follow(where, title, kind, led)

    def _follow(self, where: str, title: str, kind: str, led: str) -> None:
        """Do what comes after an outcome: verify again, propose the follow-up, or hand over what is still owed."""
        if kind == "criterion":
            self._works(self.verifier, f"{where}/verify", title, "closed met")
        elif kind == "follow_up":
            self._proposed(self.owner, f"{title} lanjutan", f"{where}/mediation/follow-up")
        elif led.startswith("in_progress"):
            self._hand_over(where, title)

    def _hand_over(self, where: str, title: str) -> None:
        """Ask a third organisation to become responsible; it accepts or declines, or who asked takes it back."""
        state, receiver = f"handover:{title}", self.sides[2].organisation
        form = {"organisation": receiver, "reason": f"Tugas pindah {title}"}
        if not _done(self.owner.act(f"{where}/hand-over", value=(state, "asked"), **form)):
            return
        found = self.receiver.find(where, HANDOVER)
        path, luck = f"/commitments/hand-overs/{found[0]}" if found else "", self.random.random()
        if path and luck < 0.6:
            also = [(f"holder:{title}", receiver)]
            self.receiver.act(f"{path}/accept", value=(state, "accepted"), also=also, person="")
        elif path and luck < 0.8:
            self.receiver.act(f"{path}/decline", value=(state, "declined"), reason=f"Bukan tugas kami {title}")
        elif path:
            self.owner.act(f"{path}/withdraw", value=(state, "withdrawn"))

    def _works(self, who: WebUser, path: str, title: str, led: str, **form: object) -> bool:
        return _done(who.act(path, value=(f"work:{title}", led), **form))


def _done(response: Response | None) -> bool:
    return response is not None and response.is_done
