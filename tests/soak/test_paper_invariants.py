"""The invariants of packs, papers and reviews find nothing in what was written rightly, and every planted fault."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app.audit import chain
from app.audit.models import AuditRow
from app.database import db
from app.database.transactions import transaction
from app.files.store import keep
from app.web.policies import load
from forums.agenda import actions as agenda
from forums.agenda.models import Purpose
from forums.minutes import actions as minutes_actions
from forums.minutes.actions import CorrectionRequest
from forums.minutes.models import Minutes
from forums.pack import actions as packs
from forums.pack.models import PackVersion
from forums.papers.records import actions as records
from forums.papers.records.models import AgreementRecord
from forums.papers.records.texts import standard as record_text
from forums.papers.reports import actions as reports
from forums.papers.reports.models import Report
from forums.papers.reports.texts import standard as report_text
from forums.preparation import actions as preparation
from forums.review import actions as reviews
from forums.review.models import Opinion
from forums.review.queries import party_of
from forums.scheduling import session_actions
from soak.facts import facts, values
from soak.findings import Fault
from soak.invariants import check, papers
from tests.forums.pack.conftest import pdf
from tests.soak.test_invariants import misjudged
from tests.soak.test_minutes_invariants import LONG_AGO, Meeting


class Office(Meeting):
    """The same meeting, whose office writes the papers; the deputy approves the minutes of an earlier session."""

    def write_papers(self, kept: Minutes) -> None:
        details = record_text(self.session)
        records.write(self.session, details, version=None, texts={}, by=self.coordinator, at=self.at())
        minutes_actions.circulate(kept, days=7, number="", without_attendance=True, by=self.taker, at=self.at())
        asking, asked = self.parties[1:]
        request = CorrectionRequest(text="Kurang rinci", passage_id=None, wording="")
        correction = minutes_actions.correct(kept, request, by=asking, at=self.at())
        reviews.ask(correction, [party_of(asked, self.session)], by=self.taker, at=self.at())
        opinion = db.session.scalars(select(Opinion)).one()
        reviews.give_opinion(opinion, approves=False, reason="Sudah rinci", by=asked, at=self.at())
        report = report_text(self.session, kept, self.now, "id")
        reports.write(self.session, report, version=None, texts={}, by=self.coordinator, at=self.at())

    def circulate_twice(self) -> None:
        starts_at = self.now.replace(microsecond=0) + timedelta(days=9)
        session = session_actions.add(
            self.session.forum, starts_at=starts_at, minutes=90, by=self.coordinator, at=self.at()
        )
        item = agenda.propose(
            session,
            agenda.Draft(title="Anggaran", purpose=Purpose.INFORMATION, minutes=15),
            by=self.coordinator,
            at=self.at(),
            accepted=True,
        )
        for number, title in enumerate(("Usul", "Susulan")):
            file = keep(pdf(1 + number), name="a.pdf", media_type="application/pdf", by=self.coordinator, at=self.at())
            db.session.flush()
            preparation.add_document(item, file, title=title, by=self.coordinator, at=self.at())
            db.session.flush()
            packs.circulate(session, as_of=self.now, by=self.coordinator, at=self.at())

    def stand_in(self) -> None:
        kept = load(Minutes, "minutes_id", UUID(self.sample.unapproved[0][0]))
        reviews.approve_as_deputy(kept, because="Kepala sedang cuti", by=self.taker, at=self.at())


@pytest.fixture
def office(app):
    office = Office(ending=True)
    with transaction(), app.test_request_context():
        kept = office.hold()
        office.write_papers(kept)
        office.circulate_twice()
        office.stand_in()
    with transaction():
        chain.seal()
    return office


def second(**changed):
    return update(PackVersion).where(PackVersion.number == 2).values(**changed)


PLANTED = {
    "a version of a pack that is missing": (
        lambda: [delete(PackVersion).where(PackVersion.number == 1)],
        papers.packs_are_numbered_and_recorded,
        {Fault.CONTRADICTORY: 1, Fault.LOST: 1},
    ),
    "a version that was recorded twice": (
        lambda: [update(AuditRow).where(AuditRow.action == "session.pack_circulated").values(details=DETAILS)],
        papers.packs_are_numbered_and_recorded,
        {Fault.CONTRADICTORY: 2},
    ),
    "a version that does not say what is new": (
        lambda: [second(changes=[])],
        papers.packs_say_what_changed,
        {Fault.CONTRADICTORY: 1},
    ),
    "a version without the late document": (
        lambda: [second(parts=select(PackVersion.parts).where(PackVersion.number == 1).scalar_subquery())],
        papers.packs_say_what_changed,
        {Fault.CONTRADICTORY: 1},
    ),
    "a record that was saved without a trace": (
        lambda: [update(AgreementRecord).values(version=2)],
        papers.papers_are_of_their_session,
        {Fault.CONTRADICTORY: 1},
    ),
    "a record with the decision of another session": (
        lambda: [update(AgreementRecord).values(points=[{"id": "0", "code": "KEP-1", "text": "Lain"}])],
        papers.papers_are_of_their_session,
        {Fault.CONTRADICTORY: 1},
    ),
    "a report that is lost": (
        lambda: [delete(Report)],
        papers.papers_are_of_their_session,
        {Fault.CONTRADICTORY: 1},
    ),
    "a report on the minutes of another session": (
        lambda: [
            update(Report).values(
                minutes_id=select(Minutes.id).where(Minutes.approved_at.is_not(None)).scalar_subquery()
            )
        ],
        papers.papers_are_of_their_session,
        {Fault.CONTRADICTORY: 1},
    ),
    "an opinion that is lost": (
        lambda: [delete(Opinion)],
        papers.opinions_were_asked,
        {Fault.CONTRADICTORY: 1},
    ),
    "an opinion without its reason": (
        lambda: [update(Opinion).values(reason="")],
        papers.opinions_were_asked,
        {Fault.CONTRADICTORY: 1},
    ),
    "a deputy who did not wait": (
        lambda: [update(Minutes).where(Minutes.approved_at.is_not(None)).values(approved_at=LONG_AGO)],
        papers.deputies_wait_for_the_presider,
        {Fault.CONTRADICTORY: 1},
    ),
}
DETAILS = {"number": 1, "sha256": "0" * 64}


def test_faults_in_papers_are_found(office):
    assert check() == []
    assert misjudged(PLANTED) == {}


def test_facts_and_values_tell_what_was_written(office):
    kept, session = values(), office.session.id
    assert (kept[f"record:{session}"], kept[f"report:{session}"]) == ("", "")
    assert kept[f"opinion:Kurang rinci {office.parties[2].email}"] == "False"
    assert [number for name, number in kept.items() if name.startswith("pack:")] == ["2"]
    assert {("document", "Usul"), ("document", "Susulan"), ("late", "Susulan")} <= set(facts())
