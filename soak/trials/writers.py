"""Fifty people at once on one passage, one session's answers and one commitment: no update is lost, no refusal mute."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Barrier, Thread
from uuid import uuid4

from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database import db
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from forums.minutes.models import Passage
from soak.facts import facts, values
from soak.findings import Finding, contradictory, doubled, lost
from soak.instance import DATABASES
from soak.scene import build
from soak.town import Citizen, Told, Town
from soak.trial import Plan, Report, as_figures, trial
from tests.support.postgresql import free_port

WRITERS = 50
TURNS = 2
"""How often each of them writes."""
TITLE = "Janji bersama"


@trial("writers", share=2)
def writers(plan: Plan) -> list[Report]:
    """Everyone on the same thing at the same time, on both databases."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"writers {database}")
    here = plan.ground.instance(f"writers-{database}", database, plan.stack)
    with here.opened():
        scene = build(members=8)
    port = free_port()
    web = here.start("serve", PORT=str(port))
    web.next_child()
    crowd = Crowd(Town([port], scene, (), plan.seed))
    crowd.write_one_passage()
    crowd.answer_one_invitation()
    crowd.report_on_one_commitment()
    crowd.accept_one_proposal()
    web.end()
    with here.opened():
        report.findings += crowd.town.journal.compare(facts(), values())
        report.findings += [*crowd.check_passage(), *crowd.check_answers(), *crowd.check_reports()]
    report.look_at(here)
    report.acts = crowd.town.accepted
    report.figures |= as_figures(crowd.town.journal.counts, "refused", "cut")
    report.seconds = time.monotonic() - began
    return report


class Crowd:
    """Fifty browsers of a few people: an account may be open on many screens."""

    def __init__(self, town: Town) -> None:
        self.town, self.scene = town, town.scene
        self.passage, self.answered = str(uuid4()), 0
        self.tokens = [f"[{writer}.{turn}]" for writer in range(WRITERS) for turn in range(TURNS)]
        self.reports: list[str] = []

    def write_one_passage(self) -> None:
        """Everyone adds words to the same passage; whoever comes too late takes the newer text and adds to that."""
        desks = [self._screens(email) for email in (self.scene.taker, self.scene.coordinator)]
        path = f"/sessions/{self.scene.session}/passages"
        desks[0]().act(
            path, passage=self.passage, version="0", part="opening", text="Rapat.", accept="application/json"
        )

        def write(number: int, citizen: Citizen) -> None:
            version, text = "1", "Rapat."
            for turn in range(TURNS):
                done = False
                while not done:
                    mine = f"{text} [{number}.{turn}]"
                    form = {"passage": self.passage, "version": version, "part": "opening", "text": mine}
                    told = citizen.insist(path, accept="application/json", **form)
                    assert told is not None
                    seen = json.loads(told.text)
                    version, text, done = str(seen["version"]), seen.get("text", mine), told.is_done

        self._all_at_once(write, lambda number: desks[number % 2]())

    def answer_one_invitation(self) -> None:
        """Everyone answers the invitations of a session, several on each."""

        def answer(number: int, citizen: Citizen) -> None:
            dice = Random(number)
            member = self.scene.members[number % len(self.scene.members)]
            for _ in range(TURNS):
                told = citizen.insist(member.link, answer=dice.choice(("attending_in_person", "tentative")))
                self.answered += _is_done(told)

        self._all_at_once(answer, lambda _number: self.town.citizen())

    def report_on_one_commitment(self) -> None:
        """Everyone reports on the same commitment; whoever is told that somebody was first sends it again."""
        where = self._proposed(TITLE)
        screens = self._screens(self.scene.members[0].email)
        screens().insist(f"{where}/accept", fact=("act", TITLE, "accepted", ""))

        def report(number: int, citizen: Citizen) -> None:
            for turn in range(TURNS):
                text = f"Laporan {number}.{turn}"
                fact, form = ("act", TITLE, "progress", text), {"progress": str(number), "text": text}
                while not _is_done(citizen.insist(f"{where}/report", fact=fact, **form)):
                    time.sleep(0.01)

        self._all_at_once(report, lambda _number: screens())

    def accept_one_proposal(self) -> None:
        """Everyone accepts the same proposal, and one of them does."""
        title = f"{TITLE} kedua"
        where = self._proposed(title)
        screens, accepted = self._screens(self.scene.members[0].email), []

        def accept(_number: int, citizen: Citizen) -> None:
            if _is_done(citizen.act(f"{where}/accept", fact=("act", title, "accepted", ""))):
                accepted.append(1)

        self._all_at_once(accept, lambda _number: screens())
        if len(accepted) != 1:
            self.town.journal.complain(f"one proposal was accepted {len(accepted)} times")

    def check_passage(self) -> list[Finding]:
        """Every word is there, once, and no save was counted that did not happen."""
        passage = db.session.scalars(select(Passage)).one()
        there = Counter(passage.text.split()[1:])
        found = [lost(f"{token} is not in the passage") for token in self.tokens if token not in there]
        found += [doubled(f"{token} is in the passage {number} times") for token, number in there.items() if number > 1]
        if passage.version != 1 + len(self.tokens):
            found.append(contradictory(f"the passage counts {passage.version} saves of {1 + len(self.tokens)}"))
        return found

    def check_answers(self) -> list[Finding]:
        """Each answer that was thanked for stands in the record."""
        rows = select(func.count()).select_from(AuditRow).where(AuditRow.action == "invitation.answered")
        told = db.session.scalar(rows)
        return [] if told == self.answered else [lost(f"{self.answered} answers were accepted, {told} recorded")]

    def check_reports(self) -> list[Finding]:
        """What the commitment says of itself is what its last report said."""
        commitment = db.session.scalars(select(Commitment).where(Commitment.title == TITLE)).one()
        reports = select(Update).where(Update.commitment_id == commitment.id, Update.act == Act.PROGRESS)
        progress = {one.progress for one in db.session.scalars(reports.order_by(Update.at.desc()).limit(8))}
        if commitment.progress in progress:
            return []
        return [contradictory(f"progress is {commitment.progress}, the last reports said {progress}")]

    def _proposed(self, title: str) -> str:
        members, due = self.scene.members, datetime.now(UTC) + timedelta(days=40)
        told = self.town.citizen(self.scene.coordinator).insist(
            f"/commitments/new/{self.scene.circle}",
            fact=("act", title, "proposed", ""),
            title=title,
            criteria="Berkas terbuka",
            due=f"{due:%d/%m/%Y}",
            weight="3",
            visibility="circle",
            responsible=members[0].organisation,
            verifier=members[1].organisation,
        )
        assert told is not None
        return told.location

    def _screens(self, email: str) -> Callable[[], Citizen]:
        """Return what opens one more screen of somebody who has signed in once."""
        first = self.town.citizen(email)

        def another() -> Citizen:
            screen = self.town.citizen()
            screen.browser.cookies, screen.browser.token = dict(first.browser.cookies), first.browser.token
            return screen

        return another

    def _all_at_once(self, act: Callable[[int, Citizen], None], citizen: Callable[[int], Citizen]) -> None:
        """Let fifty begin in the same moment and return when all are done."""
        line = Barrier(WRITERS)

        def run(number: int, one: Citizen) -> None:
            line.wait()
            try:
                act(number, one)
            except Exception as error:
                self.town.journal.complain(f"writer {number}: {error!r}")

        threads = [Thread(target=run, args=(number, citizen(number))) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)


def _is_done(told: Told | None) -> bool:
    return told is not None and told.is_done
