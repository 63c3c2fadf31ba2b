"""Fifty concurrent writers on one passage, session and commitment: no lost update, every refusal explained."""

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
from soak.sample import build
from soak.trial import Plan, Report, as_figures, trial
from soak.workload import Response, WebUser, Workload
from tests.support.postgresql import free_port

WRITERS = 50
TURNS = 2
"""Writes of each of them."""
TITLE = "Janji bersama"


@trial("writers", share=2)
def writers(plan: Plan) -> list[Report]:
    """Run all scenarios on both databases."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"writers {database}")
    instance = plan.environment.instance(f"writers-{database}", database, plan.stack)
    with instance.opened():
        sample = build(members=8)
    port = free_port()
    web = instance.start("serve", PORT=str(port))
    web.next_child()
    crowd = Crowd(Workload([port], sample, (), plan.seed))
    crowd.write_one_passage()
    crowd.answer_one_invitation()
    crowd.report_on_one_commitment()
    crowd.accept_one_proposal()
    web.end()
    with instance.opened():
        report.findings += crowd.workload.journal.compare(facts(), values())
        report.findings += [*crowd.check_passage(), *crowd.check_answers(), *crowd.check_reports()]
    report.check(instance)
    report.acts = crowd.workload.accepted
    report.figures |= as_figures(crowd.workload.journal.counts, "refused", "cut")
    report.seconds = time.monotonic() - began
    return report


class Crowd:
    """Fifty browsers of a few people: an account may be open in several browsers."""

    def __init__(self, workload: Workload) -> None:
        self.workload, self.sample = workload, workload.sample
        self.passage, self.answered = str(uuid4()), 0
        self.tokens = [f"[{writer}.{turn}]" for writer in range(WRITERS) for turn in range(TURNS)]
        self.reports: list[str] = []

    def write_one_passage(self) -> None:
        """All writers add words to the same passage; after a conflict they add them to the newer text."""
        desks = [self._screens(email) for email in (self.sample.taker, self.sample.coordinator)]
        path = f"/sessions/{self.sample.session}/passages"
        desks[0]().act(
            path, passage=self.passage, version="0", part="opening", text="Rapat.", accept="application/json"
        )

        def write(number: int, user: WebUser) -> None:
            version, text = "1", "Rapat."
            for turn in range(TURNS):
                done = False
                while not done:
                    mine = f"{text} [{number}.{turn}]"
                    form = {"passage": self.passage, "version": version, "part": "opening", "text": mine}
                    response = user.act_until_answered(path, accept="application/json", **form)
                    assert response is not None
                    seen = json.loads(response.text)
                    version, text, done = str(seen["version"]), seen.get("text", mine), response.is_done

        self._all_at_once(write, lambda number: desks[number % 2]())

    def answer_one_invitation(self) -> None:
        """All writers answer the invitations of a session, several writers each."""

        def answer(number: int, user: WebUser) -> None:
            random = Random(number)
            member = self.sample.members[number % len(self.sample.members)]
            for _ in range(TURNS):
                response = user.act_until_answered(
                    member.link, answer=random.choice(("attending_in_person", "tentative"))
                )
                self.answered += _is_done(response)

        self._all_at_once(answer, lambda _number: self.workload.user())

    def report_on_one_commitment(self) -> None:
        """All writers report on the same commitment, and repeat the request after a conflict."""
        where = self._proposed(TITLE)
        screens = self._screens(self.sample.members[0].email)
        screens().act_until_answered(f"{where}/accept", fact=("act", TITLE, "accepted", ""))

        def report(number: int, user: WebUser) -> None:
            for turn in range(TURNS):
                text = f"Laporan {number}.{turn}"
                fact, form = ("act", TITLE, "progress", text), {"progress": str(number), "text": text}
                while not _is_done(user.act_until_answered(f"{where}/report", fact=fact, **form)):
                    time.sleep(0.01)

        self._all_at_once(report, lambda _number: screens())

    def accept_one_proposal(self) -> None:
        """All writers accept the same proposal, and one succeeds."""
        title = f"{TITLE} kedua"
        where = self._proposed(title)
        screens, accepted = self._screens(self.sample.members[0].email), []

        def accept(_number: int, user: WebUser) -> None:
            if _is_done(user.act(f"{where}/accept", fact=("act", title, "accepted", ""))):
                accepted.append(1)

        self._all_at_once(accept, lambda _number: screens())
        if len(accepted) != 1:
            self.workload.journal.add_problem(f"one proposal was accepted {len(accepted)} times")

    def check_passage(self) -> list[Finding]:
        """Every word is in the passage once, and the version counts the saves."""
        passage = db.session.scalars(select(Passage)).one()
        there = Counter(passage.text.split()[1:])
        found = [lost(f"{token} is not in the passage") for token in self.tokens if token not in there]
        found += [doubled(f"{token} is in the passage {number} times") for token, number in there.items() if number > 1]
        if passage.version != 1 + len(self.tokens):
            found.append(contradictory(f"the passage counts {passage.version} saves of {1 + len(self.tokens)}"))
        return found

    def check_answers(self) -> list[Finding]:
        """Each accepted answer has an audit row."""
        rows = select(func.count()).select_from(AuditRow).where(AuditRow.action == "invitation.answered")
        response = db.session.scalar(rows)
        return (
            [] if response == self.answered else [lost(f"{self.answered} answers were accepted, {response} recorded")]
        )

    def check_reports(self) -> list[Finding]:
        """The progress of the commitment is that of one of its last reports."""
        commitment = db.session.scalars(select(Commitment).where(Commitment.title == TITLE)).one()
        reports = select(Update).where(Update.commitment_id == commitment.id, Update.act == Act.PROGRESS)
        progress = {one.progress for one in db.session.scalars(reports.order_by(Update.at.desc()).limit(8))}
        if commitment.progress in progress:
            return []
        return [contradictory(f"progress is {commitment.progress}, the last reports said {progress}")]

    def _proposed(self, title: str) -> str:
        members, due = self.sample.members, datetime.now(UTC) + timedelta(days=40)
        response = self.workload.user(self.sample.coordinator).act_until_answered(
            f"/commitments/new/{self.sample.circle}",
            fact=("act", title, "proposed", ""),
            title=title,
            criteria="Berkas terbuka",
            due=f"{due:%d/%m/%Y}",
            weight="3",
            visibility="circle",
            responsible=members[0].organisation,
            verifier=members[1].organisation,
        )
        assert response is not None
        return response.location

    def _screens(self, email: str) -> Callable[[], WebUser]:
        """Sign a person in and return a function that returns another browser with the same cookies."""
        first = self.workload.user(email)

        def another() -> WebUser:
            screen = self.workload.user()
            screen.browser.cookies, screen.browser.token = dict(first.browser.cookies), first.browser.token
            return screen

        return another

    def _all_at_once(self, act: Callable[[int, WebUser], None], user: Callable[[int], WebUser]) -> None:
        """Start all writers at the same moment and return when all are done."""
        line = Barrier(WRITERS)

        def run(number: int, one: WebUser) -> None:
            line.wait()
            try:
                act(number, one)
            except Exception as error:
                self.workload.journal.add_problem(f"writer {number}: {error!r}")

        threads = [Thread(target=run, args=(number, user(number))) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)


def _is_done(response: Response | None) -> bool:
    return response is not None and response.is_done
