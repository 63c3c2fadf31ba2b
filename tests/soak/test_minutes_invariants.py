"""The invariants of minutes find nothing in a correct life of minutes, and every fault that is planted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from app.accounts.models import Person
from app.audit import chain
from app.clock import today
from app.database import db
from app.database.transactions import transaction
from forums.decisions import actions as decisions
from forums.decisions.models import Decision
from forums.minutes import actions as minutes_actions
from forums.minutes.actions import CorrectionRequest, Verdict
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Part, Passage
from forums.minutes.writing import Writing, write
from forums.redaction import actions as redactions
from forums.redaction.models import Redaction
from forums.redaction.rules import Mark
from forums.review import actions as reviews
from forums.review.models import Consent
from forums.review.queries import party_of
from forums.scheduling import session_actions
from forums.scheduling.models import DecisionRule, Session
from forums.versions import actions as versions
from forums.versions.models import Amendment
from soak.facts import facts, values
from soak.findings import Fault, tally
from soak.invariants import check, minutes
from soak.sample import build
from tests.soak.test_invariants import misjudged, planted

LONG_AGO = datetime(2020, 1, 6, tzinfo=UTC)


class Meeting:
    """A held session of two organisations and the secretariat; each act is a second later than the one before."""

    def __init__(self, *, ending: bool = False) -> None:
        self.sample, self.now = build(members=2, under_way=True, ending=ending), datetime.now(UTC)
        self.session = db.session.get_one(Session, UUID(self.sample.begun[0]))
        emails = (self.sample.taker, self.sample.chair, self.sample.coordinator)
        self.taker, self.chair, self.coordinator = map(self._person, emails)
        self.parties = [self.chair, *(self._person(one.email) for one in self.sample.members)]

    def _person(self, email: str) -> Person:
        return db.session.scalars(select(Person).where(Person.email == email)).one()

    def at(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def hold(self) -> Minutes:
        session_actions.open_(self.session, by=self.taker, at=self.at())
        text = "Rapat dibuka. Nama pelapor dibahas."
        note = Writing(passage_id=uuid4(), version=0, text=text, part=Part.OPENING)
        write(self.session, note, by=self.taker, at=self.at())
        wording = decisions.Wording(text="Data dibagi.", how=DecisionRule.CONSENSUS)
        decisions.decide(self.session, wording, item=None, by=self.taker, at=self.at(), without_quorum="Mendesak")
        session_actions.close(self.session, by=self.chair, at=self.at())
        return db.session.scalars(select(Minutes).where(Minutes.session_id == self.session.id)).one()

    def approve(self, made: Minutes, *, corrected: bool) -> None:
        minutes_actions.circulate(made, days=7, number="", without_attendance=True, by=self.taker, at=self.at())
        for person in self.parties:
            if corrected and person is self.parties[-1]:
                self._correct(made, person)
            seat = party_of(person, self.session)
            reviews.agree(made, seat, by=person, at=self.at())
        minutes_actions.approve(made, by=self.chair, at=self.at())

    def _correct(self, made: Minutes, person: Person) -> None:
        passage = db.session.scalars(select(Passage).where(Passage.minutes_id == made.id)).one()
        request = CorrectionRequest(text="Kurang rinci", passage_id=passage.id, wording=f"{passage.text} Disetujui.")
        asked = minutes_actions.correct(made, request, by=person, at=self.at())
        verdict = Verdict(accepted=True, wording=request.wording, version=passage.version)
        minutes_actions.answer(asked, verdict, by=self.taker, at=self.at())

    def amend(self, made: Minutes) -> Minutes:
        new = versions.amend(made, reason="Salah catat", asked_by="IC0", by=self.taker, at=self.at())
        decision = db.session.scalars(select(Decision)).one()
        wording = {"text": "Data dibagi tiap bulan.", "basis": "", "dissent": "", "conditions": ""}
        versions.reword(decision, wording, by=self.taker, at=self.at())
        return new

    def publish_without_a_sentence(self, made: Minutes) -> None:
        passage = db.session.scalars(select(Passage).where(Passage.minutes_id == made.id)).one()
        mark = Mark(part=f"passage:{passage.id}", sentences=(1,), basis="personal_data", instead="Keadaan pribadi")
        drafted = redactions.mark(made, [mark], by=self.coordinator, at=self.at())
        redactions.propose(drafted, self.chair, by=self.coordinator, at=self.at(), today=today())
        redactions.approve(drafted, by=self.chair, at=self.at())


@pytest.fixture
def meeting(app):
    """Minutes that were corrected, agreed, approved, amended, approved again and published without a sentence."""
    meeting = Meeting()
    with transaction(), app.test_request_context():
        first = meeting.hold()
        meeting.approve(first, corrected=True)
        second = meeting.amend(first)
        meeting.approve(second, corrected=False)
        meeting.publish_without_a_sentence(second)
    with transaction():
        chain.seal()
    return meeting


def version(number):
    return select(Minutes.id).where(Minutes.version == number).scalar_subquery()


def replaced(number, **changed):
    """Return the statement that changes values of the approved content of a version."""
    content = db.session.scalars(select(Minutes.content).where(Minutes.version == number)).one()
    return update(Minutes).where(Minutes.version == number).values(content={**content, **changed})


def silent(number):
    """Return the statement that makes one party of a version silent in its approved content."""
    content = db.session.scalars(select(Minutes.content).where(Minutes.version == number)).one()
    parties = [{**one, "answer": "silent", "agreed_at": None} for one in content["parties"][:1]]
    return replaced(number, parties=[*parties, *content["parties"][1:]])


PLANTED = {
    "a content that was changed": (
        lambda: [replaced(1, place="Lain")],
        minutes.states_can_be,
        {Fault.CONTRADICTORY: 1},
    ),
    "a version that is missing": (
        lambda: [update(Minutes).where(Minutes.version == 2).values(version=3)],
        minutes.versions_follow_one_another,
        {Fault.CONTRADICTORY: 1},
    ),
    "a hash that the next version does not name": (
        lambda: [update(Minutes).where(Minutes.version == 1).values(sha256="0" * 64)],
        minutes.versions_follow_one_another,
        {Fault.CONTRADICTORY: 1},
    ),
    "a version that amends nothing": (
        lambda: [delete(Amendment)],
        minutes.versions_follow_one_another,
        {Fault.CONTRADICTORY: 1},
    ),
    "a version that amends a draft": (
        lambda: [update(Minutes).where(Minutes.version == 1).values(state=MinutesState.DRAFT)],
        minutes.versions_follow_one_another,
        {Fault.CONTRADICTORY: 1},
    ),
    "a note that was changed after its approval": (
        lambda: [update(Passage).where(Passage.minutes_id == version(1)).values(text="Lain")],
        minutes.locked_contents_are_what_was_written,
        {Fault.CONTRADICTORY: 1},
    ),
    "a wording that was not approved": (
        lambda: [update(Decision).values(text="Data dibagi.")],
        minutes.locked_contents_are_what_was_written,
        {Fault.CONTRADICTORY: 1},
    ),
    "agreements with the version before": (
        lambda: [
            delete(Consent).where(Consent.minutes_id == version(2)),
            update(Consent).values(minutes_id=version(2)),
        ],
        minutes.agreements_belong_to_their_round,
        {Fault.CONTRADICTORY: 3, Fault.LOST: 3},
    ),
    "an agreement before the circulation": (
        lambda: [update(Consent).where(Consent.minutes_id == version(1)).values(at=LONG_AGO)],
        minutes.agreements_belong_to_their_round,
        {Fault.CONTRADICTORY: 4},
    ),
    "an agreement of a party that wants a correction": (
        lambda: [update(Correction).values(state=CorrectionState.OPEN)],
        minutes.agreements_belong_to_their_round,
        {Fault.CONTRADICTORY: 1},
    ),
    "agreements that are lost": (
        lambda: [delete(Consent).where(Consent.minutes_id == version(1))],
        minutes.agreements_belong_to_their_round,
        {Fault.LOST: 3},
    ),
    "an approval without an agreement": (
        lambda: [delete(Consent).where(Consent.minutes_id == version(1))],
        minutes.approved_minutes_were_agreed,
        {Fault.CONTRADICTORY: 1},
    ),
    "an early approval without a party": (
        lambda: [silent(1)],
        minutes.approved_minutes_were_agreed,
        {Fault.CONTRADICTORY: 2},
    ),
    "an approval before a correction was answered": (
        lambda: [update(Correction).values(state=CorrectionState.OPEN)],
        minutes.approved_minutes_were_agreed,
        {Fault.CONTRADICTORY: 1},
    ),
    "a withheld sentence that is published": (
        lambda: [update(Minutes).where(Minutes.version == 2).values(published_content=Minutes.content)],
        minutes.withheld_texts_are_not_published,
        {Fault.CONTRADICTORY: 1},
    ),
    "a redaction decided by who marked it": (
        lambda: [update(Redaction).values(decided_by_id=Redaction.marked_by_id)],
        minutes.withheld_texts_are_not_published,
        {Fault.CONTRADICTORY: 1},
    ),
}


def test_faults_in_minutes_are_found(meeting):
    assert check() == []
    assert misjudged(PLANTED) == {}


def test_an_approval_after_the_time_for_corrections_needs_no_agreement(meeting):
    with planted():
        for statement in (
            silent(1),
            delete(Consent).where(Consent.minutes_id == version(1), Consent.by_id == meeting.parties[0].id),
            update(Minutes).where(Minutes.version == 1).values(correction_until=LONG_AGO),
        ):
            db.session.execute(statement)
        db.session.expire_all()
        assert tally(minutes.approved_minutes_were_agreed()) == {}


def test_facts_and_values_tell_what_became_of_minutes(meeting):
    session, kept = meeting.session.id, values()
    assert [kept[f"minutes:{session} {number}"] for number in (1, 2)] == ["approved", "published"]
    assert kept[f"party:{session} 1 {meeting.parties[-1].email}"] == "agreed"
    assert kept["correction:Kurang rinci"] == "accepted"
    assert kept["redaction:Keadaan pribadi"] == "in_force"
    assert {("amended", "Salah catat"), ("reworded", "Data dibagi tiap bulan."), ("correction", "Kurang rinci")} <= set(
        facts()
    )
