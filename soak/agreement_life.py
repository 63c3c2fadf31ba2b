"""Agreements as a scenario: they are written, signed, amended with the parties, and renewed or terminated."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from soak.sample import JAKARTA
from soak.workload import Response, Workload, hidden

ID = "[0-9a-f-]{36}"
CLAUSE, OBLIGATION = f"/agreements/clauses/({ID})/edit", f"/agreements/obligations/({ID})/edit"
AMENDMENT, RIGHT = f"/agreements/amendments/({ID})", f"/agreements/rights/({ID})/receipts/new"
COMMITMENT = f'href="/commitments/({ID})"'
SETTLED = re.compile(f'name="settled-([0-9]+)-commitment" value="({ID})"')
PARTY = re.compile(f'<option[^>]* value="({ID})"')
CARRIED = re.compile(r'<input[^>]* name="(clauses|obligations|rights)"[^>]*>')
VALUE = re.compile('value="([^"]*)"')
OUTCOMES = ("cancelled", "superseded", "carried")
"""What becomes of an open commitment when its agreement is terminated."""
TERM = timedelta(days=400)


def keep_agreements(workload: Workload, random: Random, lane: int) -> None:
    """Lead one agreement after the other from its draft to its end."""
    debtor, verifier = workload.sample.members[:2]
    desk = AgreementDesk(workload, random)
    for number in count():
        if workload.ended.is_set():
            return
        title = f"Naskah {lane}-{number}"
        sides = {"sides-0-organisation": debtor.organisation, "sides-1-organisation": verifier.organisation}
        agreement = desk.drafted(title, sides)
        if agreement and desk.written(agreement, title) and desk.signed(agreement, day(), day() + TERM):
            desk.hold(agreement, title)
            desk.amend(agreement, title)
            desk.end(agreement, title)


class AgreementDesk:
    """The browsers of the coordinator and of the two parties of an agreement: who owes, and who verifies."""

    def __init__(self, workload: Workload, random: Random) -> None:
        self.random, self.coordinator = random, workload.user(workload.sample.coordinator)
        self.parties = [workload.user(one.email) for one in workload.sample.members[:2]]
        self.sides: list[str] = []
        self.duties: list[tuple[str, dict[str, object]]] = []
        self.clause = ""

    def drafted(self, title: str, sides: dict[str, str]) -> str:
        """Create an agreement; return its id, or nothing if that was not confirmed."""
        form = {
            "kind": "perjanjian_kerja_sama",
            "title": title,
            "parent_id": "",
            "classification": "internal",
            "effective_on": f"{day()}",
            "expires_on": f"{day() + TERM}",
            "notice_days": "30",
            "renewal": "express",
        }
        made = self.coordinator.act("/agreements/new", fact=("agreement", title), **form, **sides)
        return _id(made) if made and made.is_done else ""

    def written(self, agreement: str, title: str) -> bool:
        """Write a clause with an obligation of one day, one of every month, and a right of who owes them."""
        act, path = self.coordinator.act, f"/agreements/{agreement}"
        form = {"number": "Pasal 1", "heading": f"Data {title}", "text": "Data diserahkan."}
        if not _done(act(f"{path}/clauses/new", fact=("clause", form["heading"]), **form)):
            return False
        self.clause = next(iter(self.coordinator.find(path, CLAUSE)), "")
        page = self.coordinator.read(f"/agreements/clauses/{self.clause}/obligations/new") or ""
        self.sides, self.duties = PARTY.findall(page)[:2], []
        if len(self.sides) < 2:
            return False
        parties = {"debtor": self.sides[0], "verifier": self.sides[1], "criteria": "Berkas lengkap"}
        for text, frequency, ahead in (("Katalog", "once", 20), ("Laporan", "monthly", 10)):
            duty: dict[str, object] = {**parties, "text": f"{text} {title}", "frequency": frequency}
            duty["first_due"] = f"{day() + timedelta(days=ahead)}"
            made = act(
                f"/agreements/clauses/{self.clause}/obligations/new", fact=("obligation", f"{text} {title}"), **duty
            )
            if not _done(made):
                return False
            known = {identity for identity, _duty in self.duties}
            found = set(self.coordinator.find(path, OBLIGATION)) - known
            if len(found) != 1:
                return False
            self.duties.append((found.pop(), duty))
        right = f"Memakai data {title}"
        return _done(
            act(
                f"/agreements/clauses/{self.clause}/rights/new",
                fact=("right", right),
                holder=self.sides[0],
                text=right,
            )
        )

    def signed(self, agreement: str, begins: date, ends: date, *, renews: str = "") -> bool:
        """Send an agreement out for signature and record it; the one that it renews is renewed by that."""
        path, stage = f"/agreements/{agreement}", f"agreement:{agreement}"
        out = self.coordinator.act(f"{path}/move", value=(stage, "out_for_signature"), stage="out_for_signature")
        if not _done(out):
            return False
        form = {"signed_on": f"{day()}", "effective_on": f"{begins}", "expires_on": f"{ends}", "gap": "Ada di arsip"}
        also = [(f"agreement:{renews}", "renewed")] if renews else []
        return _done(self.coordinator.act(f"{path}/sign", value=(stage, "signed"), also=also, **form))

    def hold(self, agreement: str, title: str) -> None:
        """Let the party that owes accept its commitments, and state that it received its right."""
        party, path = self.parties[0], f"/agreements/{agreement}"
        for commitment in set(party.find(path, COMMITMENT)):
            if self.random.random() < 0.7:
                party.act(f"/commitments/{commitment}/accept", value=(f"accepted:{commitment}", "True"))
        for right in set(party.find(f"{path}/rights", RIGHT)):
            text = f"Menerima {title}"
            path = f"/agreements/rights/{right}/receipts/new"
            party.act(path, fact=("receipt", text), said="received", received_on=f"{day()}", text=text)

    def amend(self, agreement: str, title: str) -> None:
        """Draft an amendment of words and dates, let the parties take positions, and mostly apply it."""
        effective = day() + timedelta(days=self.random.choice((0, 5, 15)))
        form = {"title": f"Adendum {title}", "rationale": "Tenggat tidak cukup", "effective_on": f"{effective}"}
        if self.random.random() < 0.5:
            form |= {"changes_end": "y", "new_end": f"{day() + TERM + timedelta(days=self.random.choice((-200, 90)))}"}
        path = f"/agreements/{agreement}/amendments/new"
        begun = self.coordinator.act(path, fact=("amendment", form["title"]), document_id="", **form)
        if not _done(begun) or begun is None:
            return
        amendment = re.findall(AMENDMENT, begun.location)[0]
        path, state = f"/agreements/amendments/{amendment}", f"amendment:{amendment}"
        act = self.coordinator.act
        if not self._changes(path, title) or not _done(act(f"{path}/send", value=(state, "negotiation"))):
            return
        self._positions(path, title)
        if self.random.random() < 0.15:
            act(f"{path}/withdraw", value=(state, "withdrawn"), reason="Tidak jadi")
        elif _done(act(f"{path}/out-for-signature", value=(state, "out_for_signature"))):
            seen = hidden(self.coordinator.read(f"{path}/apply") or "", "seen")
            act(f"{path}/apply", value=(state, "applied"), signed_on=f"{day()}", seen=seen)

    def _changes(self, path: str, title: str) -> bool:
        """Move the day of one obligation, let the other fall due every quarter, and change and add a clause."""
        words = {"clause": self.clause, "change": "", "number": "Pasal 1", "heading": f"Data {title}"}
        changes = [("clauses", {**words, "text": f"Data {title} diserahkan tiap triwulan."})]
        changes += [("clauses", {**words, "clause": "", "number": "Pasal 2", "heading": f"Tambahan {title}"})]
        wanted = ({"first_due": f"{day() + timedelta(days=45)}"}, {"frequency": "quarterly"})
        for (identity, duty), change in zip(self.duties, wanted, strict=True):
            place = {"obligation": identity, "change": "", "place": self.clause}
            changes.append(("obligations", {**place, **duty, **change}))
        return all(_done(self.coordinator.act(f"{path}/{part}", **form)) for part, form in changes)

    def _positions(self, path: str, title: str) -> None:
        """Let both parties agree with the draft, one of them sometimes after it has bargained."""
        for number, party in enumerate(self.parties):
            stances = ("bargains", "agrees") if self.random.random() < 0.3 else ("agrees",)
            for stance in stances:
                version = hidden(party.read(f"{path}/position") or "", "version")
                form = {"version": version, "stance": stance, "clause": "", "words": f"{stance} {number} {title}"}
                party.act(f"{path}/position", fact=("position", form["words"]), **form)

    def end(self, agreement: str, title: str) -> None:
        """Terminate the agreement and settle its open commitments, renew it, or leave it in force."""
        luck = self.random.random()
        if luck < 0.45:
            self._terminate(agreement)
        elif luck < 0.85:
            self._renew(agreement, title)

    def _terminate(self, agreement: str) -> None:
        path = f"/agreements/{agreement}/terminate"
        form, also = {"last_day": f"{day()}", "reason": "Disepakati berakhir"}, []
        for number, commitment in SETTLED.findall(self.coordinator.read(path) or ""):
            outcome = self.random.choice(OUTCOMES)
            row = f"settled-{number}-"
            form |= {f"{row}commitment": commitment, f"{row}outcome": outcome, f"{row}note": "Dilanjutkan"}
            also += [(f"settled:{commitment}", outcome)] if outcome != "carried" else []
        self.coordinator.act(path, value=(f"agreement:{agreement}", "terminated"), also=also, **form)

    def _renew(self, agreement: str, title: str) -> None:
        """Draft the agreement that follows with most of what can be carried over, and sign it."""
        path, begins = f"/agreements/{agreement}/renew", day() + TERM + timedelta(days=1)
        form: dict[str, object] = {"effective_on": f"{begins}", "expires_on": f"{begins + TERM}", "notice_days": "60"}
        chosen: dict[str, list[str]] = {"clauses": [], "obligations": [], "rights": []}
        for box in CARRIED.finditer(self.coordinator.read(path) or ""):
            if self.random.random() < 0.9 and (value := VALUE.search(box[0])):
                chosen[box[1]].append(value[1])
        made = self.coordinator.act(path, fact=("renewal", title), **form, **chosen)
        if made and made.is_done:
            self.signed(_id(made), begins, begins + TERM, renews=agreement)


def day() -> date:
    """Return the day in Jakarta."""
    return datetime.now(JAKARTA).date()


def _id(made: Response) -> str:
    return made.location.rpartition("/")[2]


def _done(response: Response | None) -> bool:
    return response is not None and response.is_done
