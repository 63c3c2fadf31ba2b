"""Fifty concurrent writers on one passage, session, commitment and on the minutes of a session as a whole.

No update is lost, every refusal is explained, and every conflict shows the other text.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database import db
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from forums.minutes.models import Passage
from soak.crowd import TURNS, WRITERS, Crowd, is_done
from soak.facts import facts, values
from soak.findings import Finding, contradictory, doubled, lost
from soak.instance import DATABASES
from soak.minutes_crowd import MinutesCrowd
from soak.sample import build
from soak.trial import Plan, Report, as_figures, trial
from soak.workload import WebUser, Workload
from tests.support.postgresql import free_port

SERVERS = 2
"""Web servers, of two processes each."""
TITLE = "Janji bersama"


@trial("writers", share=2)
def writers(plan: Plan) -> list[Report]:
    """Run all scenarios on both databases."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"writers {database}")
    instance = plan.environment.instance(f"writers-{database}", database, plan.stack)
    with instance.opened():
        sample = build(members=8, under_way=True, facilitators=3)
    ports = [free_port() for _ in range(SERVERS)]
    webs = [instance.start("serve", PORT=str(port)) for port in ports]
    for web in webs:
        web.next_child()
    crowd = Writers(Workload(ports, sample, (), plan.seed))
    crowd.write_one_passage()
    crowd.answer_one_invitation()
    crowd.report_on_one_commitment()
    crowd.accept_one_proposal()
    with instance.opened():
        whole = MinutesCrowd(crowd.workload)
    whole.write()
    whole.settle()
    for web in webs:
        web.end()
    with instance.opened():
        report.findings += crowd.workload.journal.compare(facts(), values())
        report.findings += [*crowd.check_passage(), *crowd.check_answers(), *crowd.check_reports(), *whole.check()]
    report.check(instance)
    report.acts = crowd.workload.accepted
    report.figures |= as_figures(crowd.workload.journal.counts, "refused", "cut")
    report.figures["conflicts over minutes"] = whole.conflicts
    report.seconds = time.monotonic() - began
    return report


class Writers(Crowd):
    """Fifty browsers at one passage, the invitations to one session, one commitment and one proposal."""

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        self.passage, self.answered = str(uuid4()), 0
        self.tokens = [f"[{writer}.{turn}]" for writer in range(WRITERS) for turn in range(TURNS)]

    def write_one_passage(self) -> None:
        """All writers add words to the same passage; after a conflict they add them to the newer text."""
        desks = [self.screens(email) for email in (self.sample.taker, self.sample.coordinator)]
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

        self.all_at_once(write, lambda number: desks[number % 2]())

    def answer_one_invitation(self) -> None:
        """All writers answer the invitations of a session, several writers each."""

        def answer(number: int, user: WebUser) -> None:
            random = Random(number)
            member = self.sample.members[number % len(self.sample.members)]
            for _ in range(TURNS):
                response = user.act_until_answered(
                    member.link, answer=random.choice(("attending_in_person", "tentative"))
                )
                self.answered += is_done(response)

        self.all_at_once(answer, lambda _number: self.workload.user())

    def report_on_one_commitment(self) -> None:
        """All writers report on the same commitment, and repeat the request after a conflict."""
        where = self._proposed(TITLE)
        screens = self.screens(self.sample.members[0].email)
        screens().act_until_answered(f"{where}/accept", fact=("act", TITLE, "accepted", ""))

        def report(number: int, user: WebUser) -> None:
            for turn in range(TURNS):
                text = f"Laporan {number}.{turn}"
                fact, form = ("act", TITLE, "progress", text), {"progress": str(number), "text": text}
                while not is_done(user.act_until_answered(f"{where}/report", fact=fact, **form)):
                    time.sleep(0.01)

        self.all_at_once(report, lambda _number: screens())

    def accept_one_proposal(self) -> None:
        """All writers accept the same proposal, and one succeeds."""
        title = f"{TITLE} kedua"
        where = self._proposed(title)
        screens, accepted = self.screens(self.sample.members[0].email), []

        def accept(_number: int, user: WebUser) -> None:
            if is_done(user.act(f"{where}/accept", fact=("act", title, "accepted", ""))):
                accepted.append(1)

        self.all_at_once(accept, lambda _number: screens())
        if len(accepted) != 1:
            self.workload.journal.add_problem(f"one proposal was accepted {len(accepted)} times")

    def check_passage(self) -> list[Finding]:
        """Every word is in the passage once, and the version counts the saves."""
        passage = db.session.get_one(Passage, UUID(self.passage))
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
