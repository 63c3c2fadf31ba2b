"""The marked world: for each classification a forum and an agreement with all that can belong to them, marked.

The participant is named in every forum and agreement, in the commitments too; the facilitator leads the forums. The
participant's organisation is responsible for the commitments and a party to the agreements, so that a colleague is as
near to everything as one can be without being named.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from agreements.amendments.models import Addendum, AmendmentPosition, ClauseChange, ObligationChange, RightChange
from agreements.amendments.rules import AmendmentState, Stance
from agreements.clauses.models import Clause, ClauseVersion, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.compliance import actions as compliance
from agreements.compliance.models import RightReceipt
from agreements.documents.models import Document, DocumentKind
from agreements.making.models import ChecklistItem, Holding
from agreements.making.rules import Step
from agreements.particulars.models import Correspondent, Funding, Risk, RiskChange
from agreements.particulars.rules import Level, RiskState
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.queries import for_detail
from agreements.registry.rules import Stage
from agreements.signing.models import Signing
from app import audit
from app.circles.actions import classify
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Circle, Classification, Seat
from app.clock import utc_now
from app.database import db
from app.database.sequences import Counter
from app.dispositions.models import Disposition
from app.files import store
from app.files.sheet_import.stages import Stage as RegisterStage
from app.mail.inbox.models import IncomingMail, MailStatus, Why
from app.pdf.models import Paper
from app.web.policies import load
from commitments.blockers.models import Blocker, BlockerKind
from commitments.delivery.models import Act, CriterionFinding, Evidence, Update
from commitments.disputes.models import Dispute, Option, Outcome, Position
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.extensions.models import Extension
from commitments.handover.models import Handover
from commitments.imports.models import RegisterImport
from commitments.milestones.models import Milestone
from commitments.receipts.models import DeliveryRecord
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification, Visibility
from commitments.verification.rules import Finding
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.attendance.models import Attendance, Presence
from forums.changes.models import Change, ChangeKind
from forums.checkin.models import Guest, GuestState
from forums.circular.models import CircularVote
from forums.circular.rules import Choice
from forums.decisions.models import Decision, DecisionVote, decision_commitments
from forums.decisions.rules import VoteChoice
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.dossier.models import FileKind
from forums.imports import actions as imports
from forums.imports.models import ImportedEvent
from forums.invitations.models import Answer, AnswerState, ChangeNotice, Via
from forums.minutes.content import content_of
from forums.minutes.models import (
    Correction,
    CorrectionState,
    EarlierText,
    Minutes,
    MinutesState,
    Part,
    Passage,
    TextChange,
)
from forums.pack.models import PackNote
from forums.papers.models import SignedLetter
from forums.preparation.models import Preparation
from forums.redaction import actions as redactions
from forums.redaction.rules import Mark, parts
from forums.scheduling.models import Capacity, DecisionRule, Forum, Mode, SessionState
from forums.versions.models import Amendment, CirculatedText, Rewording
from insights.digests import actions as digests
from insights.digests.models import DigestKind, DigestState
from insights.digests.rules import read_period
from insights.schedules import actions as schedules
from tests.factories import (
    AdministratorFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    NamedPersonFactory,
    ParticipantFactory,
    SeatFactory,
    SeriesFactory,
    SessionFactory,
)
from tests.factories.forums import MADE, NEXT
from tests.permissions.marks import Marks
from tests.support.world.alignment import add_capacity, barrier, role_matrix, service, shared_goal, synopsis, training
from tests.support.world.cooperation import add_requests
from tests.support.world.forums import (
    add_guest,
    appoint,
    approve,
    circulate,
    hold,
    invite,
    keep_file,
    keep_member,
    prepare_item,
    register,
    seat_everybody,
    write_minutes,
)
from tests.support.world.platform import ASK
from tests.support.world.regulations import hang
from tests.support.world.world import World, add_people

STAGES = {
    "draft": MinutesState.DRAFT,
    "circulated": MinutesState.CIRCULATED,
    "approved": MinutesState.CIRCULATED,
    "published": MinutesState.CIRCULATED,
    "amended": MinutesState.CIRCULATED,
    "withheld": MinutesState.CIRCULATED,
}
"""How far the minutes of a held session are written; the last four are approved after their texts are marked.

Those of "withheld" are published without the text of a passage and a decision, and the title of an item.
"""


def build_marked_world() -> tuple[World, Marks]:
    """Build the marked world in the database of the present application, as of 24 November 2026."""
    world, marks = World(), Marks()
    add_people(world)
    add_capacity(world)
    world.people["named coordinator"] = CoordinatorFactory()
    world.add(Counter(id="KMT-2026", value=9_000))
    for classification in Classification:
        _Circle(world, marks, classification.value).build(classification)
    add_requests(world)
    for role in ("participant", "facilitator", "coordinator"):
        world.keep(role, world.people[role])
        world.keep(role, world.people[role].organisation)
    db.session.commit()
    for person in world.people.values():
        db.session.refresh(person)
    db.session.expunge_all()
    return world, marks


class _Circle:
    """What belongs to the circles of one classification."""

    def __init__(self, world: World, marks: Marks, name: str) -> None:
        self.world, self.marks, self.name = world, marks, name
        self.person = world.people["participant"]
        self.leader = world.people["facilitator"]

    def build(self, classification: Classification) -> None:
        with self.marks.planting(self.name):
            self._forum(classification)
            self._basis()
        for stage, state in STAGES.items():
            self._held(stage, state)
        with self.marks.planting(self.name):
            self._coming()
            self._directives()
            self._circular()
        self._import()
        for stage, visibility in {"": Visibility.CIRCLE, "made public": Visibility.PUBLIC}.items():
            with self.marks.planting(self.name, stage):
                self._commitment(stage, visibility)
        with self.marks.planting(self.name):
            self._register()
            self._roles()
            self._barrier()
            hang(self.world, self.name, self.person, self.forum.circle_id)
            self._goal()
            self._agreement(classification)
        self._services()
        self._record()
        self._clash()
        with self.marks.planting(self.name):
            self._digest()
        db.session.commit()

    def keep(self, stage: str, row: Any) -> Any:
        """Add a row and keep it under the classification and the stage."""
        return self.world.keep(f"{self.name} {stage}".strip(), self.world.add(row))

    def file(self, *, stage: str = "", kind: str = "text/plain") -> Any:
        """Store a file that holds a mark."""
        content = self.marks.word(self.name, "files.content", stage).encode()
        stored = store.keep(content, name="berkas.txt", media_type=kind, by=self.person, at=MADE)
        db.session.flush()
        return stored

    def _forum(self, classification: Classification) -> None:
        forum = ForumFactory(circle__classification=classification)
        self.forum = forum
        self.world.keep(self.name, forum.circle)
        SeriesFactory(forum=forum)
        asked = AccessRequest(circle_id=forum.circle_id, asked_at=MADE, reason="Tidak ada lagi yang dapat membukanya")
        asked.asked_by_id = AdministratorFactory().id
        self.keep("", asked)
        self.member = seat_everybody(self.world, forum, self.name)
        self.member.capacity = Capacity.ACTING
        ParticipantFactory(forum=forum, person=self.world.people["named coordinator"])
        keep_member(self.world, self.name, self.member)
        change = Change(forum=forum, kind=ChangeKind.MOVED, by_id=self.leader.id, at=utc_now())
        self.keep("", change)
        mail = IncomingMail(received_at=MADE, size=20, content=b"From: a@b.example\r\n\r\nx", circle_id=forum.circle_id)
        mail.why, mail.standing = Why.NO_CALENDAR, MailStatus.ASIDE
        self.keep("", mail)

    def _basis(self) -> None:
        """Add the basis of the forum, whose signed document is marked, as are what it says and whom it appoints."""
        basis = appoint(self.world, self.forum, self.member)
        basis.file_id = self.file().id
        self.keep("", basis)

    def _directives(self) -> None:
        """Add a directive that nobody answered, and a suggestion on an agenda, each with an answer."""
        shared = {"forum_id": self.forum.id, "language": "id", "given_at": MADE, "answer_due": date(2026, 12, 8)}
        self.keep("", Directive(kind=DirectiveKind.DIRECTIVE, text="", given_by_id=self.leader.id, **shared))
        with self.marks.planting(self.name, "on agenda"):
            suggested = Directive(kind=DirectiveKind.SUGGESTION, text="", email="", **shared)
            suggested.state, suggested.replied_at = DirectiveState.ON_AGENDA, MADE
            suggested.agenda_item_id = self.world.objects["AgendaItem"][f"{self.name} circulated"]["id"]
            self.keep("on agenda", suggested)

    def _circular(self) -> None:
        """Add a circular decision on which the participant's seat agreed, and another one has a question."""
        circular = circulate(self.world, self.name, self.forum, self.member, self.file(stage="circular"))
        with self.marks.planting(self.name, "question"):
            seats = select(Seat.id).where(Seat.circle_id == self.forum.circle_id, Seat.observer.is_(False))
            other = db.session.scalars(seats.where(Seat.id != self.member.seat_id).order_by(Seat.position)).first()
            asked = CircularVote(circular_id=circular.id, seat_id=other, choice=Choice.DISCUSS, words="", at=MADE)
            asked.by_id = self.leader.id
            self.world.add(asked)

    def _held(self, stage: str, state: MinutesState) -> None:
        named = f"{self.name} {stage}"
        with self.marks.planting(self.name, stage):
            session = SessionFactory(
                forum=self.forum, presider=self.world.people["chair"], minute_taker=self.world.people["taker"]
            )
            session.number = list(STAGES).index(stage) + 1
            session.starts_at, session.ends_at = NEXT - timedelta(days=7), NEXT - timedelta(days=7, hours=-2)
            hold(self.world, named, session, self.person)
            prepare_item(self.world, named, self.member, self.file(stage=stage))
            write_minutes(self.world, named, session, state, self.member)
            session.state = SessionState.HELD
            self._attend(session)
            self._vote(named)
            letter = SignedLetter(session_id=session.id, file_id=self.file(stage=stage).id, added_at=MADE)
            letter.added_by_id = self.leader.id
            self.world.add(letter)
        self._files(stage, session)
        minutes = db.session.get_one(Minutes, self.world.objects["Minutes"][named]["id"])
        if stage in {"approved", "published", "amended", "withheld"}:
            for correction in db.session.scalars(select(Correction).where(Correction.minutes_id == minutes.id)):
                correction.state = CorrectionState.ACCEPTED
            self._approve(minutes, session, published=stage == "published")
            if stage == "withheld":
                self._withhold(minutes, stage)
            for number, paper in enumerate(db.session.scalars(select(Paper).where(Paper.subject_id == minutes.id))):
                paper.title = self.marks.word(self.name, "papers.title", stage)
                self.world.tokens[f"paper {number} {named}"] = paper.sha256
        if stage == "amended":
            self._amend(minutes)

    def _files(self, stage: str, session: Any) -> None:
        """Add a signed copy and a receipt to the session with approved minutes, a public photo to the published one."""
        kinds = {"approved": {"signed copy": FileKind.OTHER, "receipt": FileKind.RECEIPT}}
        kinds["published"] = {"public photo": FileKind.PHOTO}
        for own, kind in kinds.get(stage, {}).items():
            with self.marks.planting(self.name, own):
                public = kind is FileKind.PHOTO
                keep_file(self.world, f"{self.name} {own}", session, self.file(stage=own).id, kind, is_public=public)

    def _amend(self, minutes: Minutes) -> None:
        """Begin a new version of minutes, with a note and another wording of the decision."""
        text = content_of(minutes, minutes.session)
        self.world.add(CirculatedText(minutes_id=minutes.id, content={**text, "approved_at": None}))
        with self.marks.planting(self.name, "new version"):
            made = Minutes(session_id=minutes.session_id, version=2, language="id", begun_at=MADE)
            self.keep("new version", made)
            amendment = Amendment(minutes_id=made.id, base_id=minutes.id, reason="", asked_by="", at=MADE)
            amendment.by_id = self.leader.id
            self.world.add(amendment)
            passage = Passage(minutes_id=made.id, part=Part.OPENING, position=1, text="", at=MADE, written_at=MADE)
            passage.author_id = passage.written_by_id = self.leader.id
            self.world.add(passage)
            decision_id = self.world.objects["Decision"][f"{self.name} amended"]["id"]
            rewording = Rewording(minutes_id=made.id, decision_id=decision_id, text="", basis="", dissent="", at=MADE)
            rewording.by_id = self.leader.id
            self.world.add(rewording)

    def _approve(self, minutes: Minutes, session: Any, *, published: bool) -> None:
        """Approve minutes; published ones were published while the forum was public, whatever it is now."""
        circle = self.forum.circle
        classification = circle.classification
        if published:
            classify(circle, Classification.PUBLIC, by=self.leader, at=utc_now())
        approve(minutes, session, published=published)
        classify(circle, classification, by=self.leader, at=utc_now())
        db.session.commit()

    def _withhold(self, minutes: Minutes, stage: str) -> None:
        """Publish minutes without all that can be withheld, while the forum is public."""
        circle, now = self.forum.circle, utc_now()
        classification = circle.classification
        classify(circle, Classification.PUBLIC, by=self.leader, at=now)
        minutes = load(Minutes, "minutes_id", minutes.id)
        basis = {"basis": "other", "other_basis": "Dasar", "instead": "Tidak dibuka"}
        content = minutes.content or {}
        marks = [
            Mark(part=part.key, sentences=tuple(range(len(part.sentences))), **basis)
            for part in parts(content).values()
        ]
        with self.marks.planting(self.name, stage):
            redaction = redactions.mark(minutes, marks, by=self.leader, at=now)
        approver = self.world.people["named coordinator"]
        redactions.propose(redaction, approver, by=self.leader, at=now, today=now.date())
        redactions.approve(redaction, by=approver, at=now)
        self.world.keep(f"{self.name} {stage}", redaction)
        classify(circle, classification, by=self.leader, at=utc_now())
        db.session.commit()

    def _vote(self, named: str) -> None:
        """Record that the participant's seat voted against the decision of a session."""
        decision = db.session.get_one(Decision, self.world.objects["Decision"][named]["id"])
        decision.how, decision.votes_for, decision.votes_against, decision.abstentions = DecisionRule.VOTE, 0, 1, 0
        seat_id = self.member.seat_id
        self.world.add(DecisionVote(decision_id=decision.id, seat_id=seat_id, choice=VoteChoice.AGAINST, dissent=""))

    def _attend(self, session: Any) -> None:
        row = Attendance(session_id=session.id, seat_id=self.member.seat_id, participant_id=self.member.id)
        row.presence, row.recorded_by_id, row.recorded_at = Presence.REPRESENTED, self.leader.id, MADE
        self.world.add(row)
        guest = Guest(session=session, name="", position="", organisation="", state=GuestState.CONFIRMED)
        guest.entered_at = guest.decided_at = MADE
        guest.decided_by_id = self.leader.id
        self.world.add(guest)
        passage = db.session.scalars(select(Passage).join(Minutes).where(Minutes.session_id == session.id)).one()
        earlier = EarlierText(passage_id=passage.id, version=1, text="", written_by_id=self.leader.id, written_at=MADE)
        self.world.add(earlier)
        change = TextChange(minutes_id=passage.minutes_id, subject_id=passage.id, before="", after="")
        change.begun_at = change.changed_at = change.announced_at = MADE
        change.by_id = self.leader.id
        self.world.add(change)

    def _coming(self) -> None:
        """Add the next session: that of the most secret forum first, because home pages show three of a kind."""
        earlier = list(Classification).index(self.forum.circle.classification)
        session = SessionFactory(
            forum=self.forum,
            presider=self.world.people["chair"],
            minute_taker=self.world.people["taker"],
            starts_at=NEXT + timedelta(days=28, minutes=-earlier),
            number=9,
            mode=Mode.HYBRID,
        )
        self.keep("", session)
        invite(self.world, self.name, session, self.member)
        add_guest(self.world, self.name, session)
        answer = Answer(session_id=session.id, person_id=self.person.id, starts_at=session.starts_at)
        answer.answer, answer.via, answer.received_at = AnswerState.REPRESENTED, Via.ON_BEHALF, MADE
        answer.recorded_by_id = self.leader.id
        self.world.add(answer)
        notice = ChangeNotice(session_id=session.id, state=SessionState.PLANNED, mode=Mode.HYBRID, place="", link="")
        notice.starts_at, notice.ends_at, notice.due_at = session.starts_at, session.ends_at, NEXT
        notice.by_id = self.leader.id
        self.world.add(notice)
        register(self.world, session, self.leader)
        self._ask(session)
        event = ImportedEvent(forum_id=self.forum.id, uid=f"{self.name}@contoh.example", calendar="", content={})
        event.session_id = session.id
        self.world.add(event)

    def _ask(self, session: Any) -> None:
        """Ask for something that is late already, and for something of which the participant is reminded."""
        item = AgendaItem(session_id=session.id, position=1, title="", purpose=Purpose.INFORMATION, minutes=5)
        item.state, item.proposed_at = ItemState.ACCEPTED, MADE
        self.world.add(item)
        for stage, due in {"late": date(2026, 11, 20), "to remind": date(2026, 12, 18)}.items():
            with self.marks.planting(self.name, stage):
                asked = Preparation(agenda_item_id=item.id, seat_id=self.member.seat_id, what="", due=due)
                asked.asked_by_id, asked.asked_at = self.leader.id, MADE
                self.keep(stage, asked)
        with self.marks.planting(self.name):
            note = PackNote(agenda_item_id=item.id, person_id=self.member.person_id, text="", saved_at=MADE)
            self.world.add(note)

    def _import(self) -> None:
        word = self.marks.word(self.name, "calendar_imports.entries")
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:a@b", "DTSTAMP:20261101T000000Z"]
        lines += ["DTSTART:20261210T020000Z", "DTEND:20261210T040000Z", f"SUMMARY:{word}", "END:VEVENT"]
        content = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
        with self.marks.planting(self.name):
            made = imports.begin(
                self.forum, content, imports.Wishes(), name="Kalender", file=None, by=self.leader, at=utc_now()
            )
            self.keep("", made)

    def _register(self) -> None:
        """Add a register that the facilitator uploaded, and that waits for its confirmation."""
        register = RegisterImport(circle_id=self.forum.circle.id, file_id=self.file().id, created_by_id=self.leader.id)
        register.headings, register.outcome, register.heading_row, register.created_at = [], {}, 1, MADE
        register.headings_digest, register.stage = "0" * 64, RegisterStage.PREVIEW
        self.keep("", register)

    def _commitment(self, stage: str, visibility: Visibility) -> None:
        commitment = CommitmentFactory(
            circle=self.forum.circle,
            visibility=visibility,
            delivery=Delivery.BLOCKED,
            responsible=self.person.organisation,
            verifier=self.leader.organisation,
            responsible_person_id=self.person.id,
            proposed_by_id=self.leader.id,
            first_due=date(2026, 12, 4),
        )
        commitment.accepted_on = date(2026, 11, 20)
        self.keep(stage, commitment)
        update = Update(commitment_id=commitment.id, act=Act.PROGRESS, at=MADE, by_id=self.person.id)
        self.keep(stage, update)
        stored = self.file(stage=stage)
        for told in ({"file_id": stored.id}, {"link": "https://contoh.example"}):
            self.keep(stage if "link" not in told else f"{stage} link".strip(), _evidence(commitment, update, told))
        verdict = Update(commitment_id=commitment.id, act=Act.PARTIALLY_MET, at=MADE, by_id=self.leader.id)
        self.world.add(verdict)
        self.world.add(CriterionFinding(update_id=verdict.id, number=1, wording="", finding=Finding.PARTLY_MET))
        wish = Extension(commitment_id=commitment.id, from_due=commitment.current_due, to_due=date(2027, 1, 8))
        wish.asked_by_id, wish.asked_at, wish.reason = self.person.id, MADE, ""
        self.keep(stage, wish)
        blocker = Blocker(commitment_id=commitment.id, kind=BlockerKind.BUDGET, raised_at=MADE)
        blocker.raised_by_id, blocker.text = self.person.id, ""
        self.world.add(blocker)
        self._disputed(commitment)
        self._worked_on(stage, commitment)
        handover = Handover(commitment_id=commitment.id, from_id=commitment.responsible_id, reason="")
        handover.to_id = self.world.people["contributor"].organisation_id
        handover.asked_by_id, handover.asked_at = self.person.id, MADE
        self.keep(stage, handover)
        self._decided(commitment, "draft" if stage else "circulated")

    def _worked_on(self, stage: str, commitment: Any) -> None:
        """Add a milestone, a record of delivery, and an instruction of the participant to the colleague."""
        step = Milestone(commitment_id=commitment.id, text="", due=date(2026, 12, 1), set_by_id=self.leader.id)
        step.set_at = MADE
        self.keep(stage, step)
        record = DeliveryRecord(commitment_id=commitment.id, dated=date(2026, 11, 20), place="", handed_over="")
        record.closing, record.language, record.written_by_id, record.written_at = "", "id", self.person.id, MADE
        self.world.add(record)
        passed_on = Disposition(subject_type="Commitment", subject_id=commitment.id, due=date(2026, 11, 30))
        passed_on.organisation_id, passed_on.instruction, passed_on.given_at = self.person.organisation_id, "", MADE
        passed_on.giver_id, passed_on.receiver_id = self.person.id, self.world.people["colleague"].id
        self.keep(stage, passed_on)

    def _disputed(self, commitment: Any) -> None:
        """Add an earlier dispute whose outcome was declined before the dispute was withdrawn."""
        dispute = Dispute(commitment_id=commitment.id, finding=Verification.RETURNED, question="")
        dispute.state, dispute.opened_by_id = DisputeState.WITHDRAWN, self.person.id
        dispute.opened_at = dispute.moved_at = dispute.ended_at = MADE
        for person in (self.person, self.leader):
            own = {"organisation_id": person.organisation_id, "written_by_id": person.id, "written_at": MADE}
            dispute.positions.append(Position(holds="", **own))
        dispute.options.append(Option(number=1, text="", added_by_id=self.person.id, added_at=MADE))
        outcome = Outcome(number=1, kind=OutcomeKind.STAYS, text="", proposed_by_id=self.person.id, proposed_at=MADE)
        outcome.declined_by_id, outcome.declined_at = self.leader.id, MADE
        dispute.outcomes.append(outcome)
        self.world.add(dispute)

    def _decided(self, commitment: Any, stage: str) -> None:
        """Link a commitment to the decision of a session."""
        decision_id = self.world.objects["Decision"][f"{self.name} {stage}"]["id"]
        link = {"decision_id": decision_id, "commitment_id": commitment.id}
        db.session.execute(decision_commitments.insert().values(**link))

    def _agreement(self, classification: Classification) -> None:
        circle: Circle = CircleFactory(classification=classification)
        keeper = CoordinatorFactory()
        term = {"signed_on": date(2026, 1, 8), "effective_on": date(2026, 1, 9), "expires_on": date(2027, 1, 8)}
        made = {"kind": AgreementKind.PERJANJIAN_KERJA_SAMA, "language": "id", "created_at": MADE}
        agreement = Agreement(title="", circle_id=circle.id, keeper_id=keeper.id, stage=Stage.SIGNED, **made, **term)
        self.keep("", agreement)
        self.world.keep(f"{self.name} agreement", circle)
        for person in (self.person, self.leader, self.world.people["named coordinator"]):
            NamedPersonFactory(circle_id=circle.id, person_id=person.id)
        parties = [self._party(agreement, place, person) for place, person in enumerate((self.person, self.leader), 1)]
        self.world.keep(self.name, parties[0])
        clause = self.keep("", Clause(agreement_id=agreement.id, position=1, number="", heading=""))
        duty = Obligation(clause_id=clause.id, position=1, text="", criteria="", frequency=Frequency.ONCE)
        duty.debtor_id, duty.verifier_id = (party.id for party in parties)
        duty.first_due = duty.next_due = date(2026, 12, 18)
        self.keep("", duty)
        right = self.keep("", Right(clause_id=clause.id, holder_id=parties[1].id, text=""))
        receipt = RightReceipt(right_id=right.id, received_on=MADE.date(), stated_by_id=self.leader.id, stated_at=MADE)
        self.keep("", receipt)
        self._amendment(agreement, keeper, parties, (clause, duty, right))
        self._document(agreement, keeper, None)
        self._document(agreement, keeper, parties[0])
        whole = for_detail(agreement.id)
        assert whole
        self.keep("", compliance.issue(whole, year=2026, by=keeper, at=MADE))
        self._making(agreement, keeper, parties[0])

    def _making(self, agreement: Agreement, keeper: Any, party: Party) -> None:
        """Add an item to the checklist, a holder, and the line of the first party in the signing log."""
        self.keep("", ChecklistItem(agreement_id=agreement.id, key="own-1", step=Step.FILING, text="", note=""))
        holding = Holding(agreement_id=agreement.id, organisation_id=self.person.organisation_id, since=MADE)
        holding.desk, holding.word, holding.passed_by_id = "", "", keeper.id
        self.keep("", holding)
        signing = Signing(party_id=party.id, sent_on=date(2026, 1, 5), signed_on=date(2026, 1, 8))
        signing.authority_number = ""
        self.keep("of one side", signing)
        self.keep("", Funding(agreement_id=agreement.id, note=""))
        judged = {"likelihood": Level.HIGH, "impact": Level.LOW, "state": RiskState.OPEN}
        risk = Risk(agreement_id=agreement.id, owner_id=party.id, text="", answer="", **judged)
        self.keep("", risk)
        self.world.add(RiskChange(risk_id=risk.id, at=MADE, by_id=keeper.id, **judged))
        entered = {"person_id": self.person.id, "since": date(2026, 1, 9)}
        self.keep("", Correspondent(party_id=party.id, role="", **entered))

    def _amendment(self, agreement: Agreement, keeper: Any, parties: list[Party], text: tuple[Any, Any, Any]) -> None:
        """Draft an amendment of the clause, its obligation and its right, on which the parties took positions."""
        clause, duty, right = text
        amendment = Addendum(agreement_id=agreement.id, number=1, effective_on=date(2026, 12, 1), based_on="0" * 64)
        amendment.title, amendment.rationale, amendment.state = "", "", AmendmentState.NEGOTIATION
        amendment.sent_at = MADE
        amendment.drafted_by_id, amendment.drafted_at, amendment.changed_at = keeper.id, MADE, MADE
        self.keep("", amendment)
        here = {"amendment_id": amendment.id, "clause_id": clause.id}
        self.keep("", ClauseChange(**here, number="", heading="", text=""))
        changed = ObligationChange(**here, obligation_id=duty.id, frequency=duty.frequency, first_due=duty.first_due)
        changed.text, changed.criteria = "", ""
        changed.debtor_id, changed.verifier_id = duty.debtor_id, duty.verifier_id
        self.keep("", changed)
        self.keep("", RightChange(**here, holder_id=right.holder_id, text=""))
        for party in parties:
            position = AmendmentPosition(amendment_id=amendment.id, party_id=party.id, draft=1, at=MADE)
            position.stance, position.by_id = Stance.BARGAINS, keeper.id
            self.keep("", position)
        version = ClauseVersion(clause_id=clause.id, version=1, since=agreement.effective_on, at=MADE)
        version.number, version.heading, version.text, version.by_id = "", "", "", keeper.id
        self.keep("", version)

    def _party(self, agreement: Agreement, place: int, person: Any) -> Party:
        """Make a person's organisation a party; the texts of the first are marked as those of one side."""
        seat = SeatFactory(circle=agreement.circle, organisation=person.organisation, position=place)
        with self.marks.planting(self.name, "of one side" if place == 1 else "of the other side"):
            party: Party = self.world.add(Party(agreement_id=agreement.id, seat_id=seat.id, position=place))
            party.objected_to = agreement.expires_on
        return party

    def _document(self, agreement: Agreement, keeper: Any, party: Party | None) -> None:
        stored = self.file(stage="of one side" if party else "")
        document = Document(agreement_id=agreement.id, kind=DocumentKind.ANNEX, title="", number=1)
        document.file_id, document.added_by_id, document.added_at = stored.id, keeper.id, MADE
        document.party_id = party.id if party else None
        self.keep("of one side" if party else "", document)

    def _digest(self) -> None:
        """Release a digest of the forum for the month in which it met, and schedule those of its quarters."""
        digest = digests.draft(read_period("monthly", "2026-11"), about=self.forum, by=self.leader, at=utc_now())
        self.keep("", digest)
        digest.state, digest.released_at, digest.asks = DigestState.RELEASED, MADE, [ASK]
        digest.released_by_id = self.leader.id
        self.keep("", schedules.schedule(DigestKind.QUARTERLY, self.forum, by=self.leader, at=utc_now()))

    def _clash(self) -> None:
        """Add a session of the forum at the place and time about which the internal forum asks."""
        with self.marks.planting(self.name):
            session = SessionFactory(forum=self.forum, starts_at=NEXT + timedelta(days=6), number=10)
        if "internal" in self.world.objects["Forum"]:
            internal = self.world.objects["Forum"]["internal"]["id"]
            session.place = db.session.get_one(Forum, internal).place
            self.world.places.add(session.place)

    def _roles(self) -> None:
        """Add the role matrix of the forum and its 5C review; the time for views is over, so all are shown."""
        synopsis(self.world, self.forum.circle, self.person)
        matrix, activity = role_matrix(self.world, self.forum.circle, self.person)
        self.world.keep(self.name, matrix)
        self.world.keep(self.name, activity)
        session_id = next(one["id"] for key, one in self.world.objects["Session"].items() if key.startswith(self.name))
        self.world.keep(self.name, training(self.world, session_id))

    def _barrier(self) -> None:
        """Add a barrier of the forum that hinders its commitment."""
        commitment = db.session.get_one(Commitment, self.world.objects["Commitment"][self.name]["id"])
        made, effect = barrier(self.world, self.forum.circle, self.person, commitment)
        self.world.keep(self.name, made, effect_id=effect.id)

    def _services(self) -> None:
        """Add a service that belongs to the forum, and that a commitment of it serves."""
        service(self.world, self.name, self.forum.circle_id, self.world.objects["Commitment"][self.name]["id"])

    def _goal(self) -> None:
        """Add the shared goal of the forum, with a difference in mediation."""
        goal, difference = shared_goal(self.world, self.forum.circle, self.person)
        self.world.keep(self.name, goal)
        self.world.keep(self.name, difference)

    def _record(self) -> None:
        """Add an audit row about the forum with a reason and personal details."""
        self.world.keep(self.name, self.forum, slug=self.forum.slug)
        reason = self.marks.word(self.name, "audit_rows.details")
        private = {"name": self.marks.word(self.name, "audit_personal.details")}
        circle_id = self.forum.circle_id
        audit.record(
            "forum.changed", self.forum, by=self.leader, at=MADE, circle_id=circle_id, personal=private, reason=reason
        )


def _evidence(commitment: Any, update: Update, told: dict[str, Any]) -> Evidence:
    return Evidence(commitment_id=commitment.id, update_id=update.id, **told)
