"""Repeats with the real actions what the city inserts in batches, so that a test can compare the rows.

A commitment is proposed once more and goes through the acts of the city's timeline. A session and an obligation are
reset to where the actions of `demo.city` left them, and go on from there. Nothing is committed.
"""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select, update

from agreements.clauses.actions import begin, keep_up
from agreements.clauses.models import Clause, obligation_commitments
from agreements.clauses.queries import obligations_in
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.database import db
from app.pdf.models import Paper
from commitments.blockers import actions as blockers
from commitments.blockers.models import Blocker
from commitments.delivery import actions as delivery
from commitments.delivery.models import Act, Evidence, Update
from commitments.extensions import actions as extensions
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry import actions as registry
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from forums.agenda import actions as agenda
from forums.agenda.models import AgendaItem, ItemState
from forums.agenda.queries import in_order
from forums.attendance import actions as attendance
from forums.attendance.models import Attendance
from forums.attendance.queries import expected
from forums.changes.acts import accept_merge
from forums.decisions.actions import Wording, decide
from forums.decisions.models import Decision, decision_commitments
from forums.invitations import rsvp
from forums.invitations.actions import invite
from forums.invitations.models import Answer, Invitation
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Passage
from forums.minutes.queries import latest
from forums.minutes.writing import Writing, write
from forums.minutes.writing import begin as begin_minutes
from forums.scheduling import session_actions
from forums.scheduling.horizon import propose_shift, shift_of
from forums.scheduling.models import Series, Session, SessionState
from forums.versions.models import CirculatedText


def all_of(model, *where, by=None):
    """Return the stored rows of a model as a list of objects."""
    return db.session.scalars(select(model).where(*where).order_by(model.id if by is None else by)).unique().all()


def _person(person_id):
    return db.session.get_one(Person, person_id)


def repeat_commitment(city):
    """Propose the same commitment, repeat all acts of its timeline, and return the new one."""
    updates = all_of(Update, Update.commitment_id == city.id, by=Update.at)
    proposal = registry.Proposal(
        circle=city.circle,
        title=city.title,
        criteria=city.criteria,
        responsible=city.responsible,
        responsible_person=city.responsible_person,
        verifier=city.verifier,
        due=updates[0].due,
        contributors=city.contributors,
        weight=city.weight,
        visibility=city.visibility,
    )
    new = registry.propose(proposal, by=updates[0].by, at=updates[0].at, may_be_past=True)
    for done in updates[1:]:
        _repeat_act(city, new, done, {"by": done.by, "at": done.at})
    db.session.flush()
    db.session.refresh(new)
    return new


def _repeat_act(city, new, done, actor):
    """Call the action that makes an entry such as `done` in a timeline."""
    reason = {"reason": done.text, **actor}
    simple = {
        Act.ACCEPTED: lambda: delivery.accept(new, **actor),
        Act.DECLINED: lambda: delivery.decline(new, **reason),
        Act.COUNTER_PROPOSED: lambda: delivery.counter_propose(new, due=done.due, **reason),
        Act.DATE_AGREED: lambda: delivery.agree_to_date(new, **actor),
        Act.PROGRESS: lambda: delivery.report(new, _report(done), **actor),
        Act.SUBMITTED: lambda: delivery.submit(new, _report(done), **actor),
        Act.MET: lambda: verification.confirm(new, note=done.text, **actor),
        Act.PARTIALLY_MET: lambda: verification.find_partly_met(new, remainder=done.text, **actor),
        Act.RETURNED: lambda: verification.send_back(new, **reason),
        Act.CLOSED: lambda: verification.close(new, **reason),
        Act.CANCELLED: lambda: registry.cancel(new, **reason),
        Act.BLOCKED: lambda: _block(city, new, done, actor),
        Act.UNBLOCKED: lambda: blockers.unblock(new, note=done.text, **actor),
        Act.EXTENSION_ASKED: lambda: extensions.ask(new, due=done.due, **reason),
        Act.EXTENSION_APPROVED: lambda: extensions.approve(_wish(new), note=done.text, **actor),
        Act.EXTENSION_DENIED: lambda: extensions.deny(_wish(new), note=done.text, **actor),
    }
    simple[done.act]()


def _report(done):
    links = [one.link for one in all_of(Evidence, Evidence.update_id == done.id)]
    said = {name: getattr(done, name) for name in ("progress", "text", "challenges", "help_needed")}
    return delivery.Report(**said, links=links)


def _block(city, new, done, actor):
    raised = all_of(Blocker, Blocker.commitment_id == city.id, Blocker.raised_at == done.at)[0]
    blockers.block(new, kind=raised.kind, text=raised.text, remover=raised.remover, **actor)


def _wish(new):
    return all_of(Extension, Extension.commitment_id == new.id, Extension.state == ExtensionState.ASKED)[0]


def repeat_obligation(obligation):
    """Propose the commitments of an obligation of a signed agreement again; return the old and the new ones."""
    link, clause = obligation_commitments, db.session.get_one(Clause, obligation.clause_id)
    query = select(Commitment).join(link).where(link.c.obligation_id == obligation.id).order_by(Commitment.first_due)
    old = db.session.scalars(query).unique().all()
    db.session.execute(delete(link).where(link.c.obligation_id == obligation.id))
    agreement = db.session.get_one(Agreement, clause.agreement_id)
    assert obligation in obligations_in(agreement.id), "which loads its parties"
    obligation.next_due = obligation.first_due
    days = sorted({one.proposed_at for one in old})
    begin(obligation, agreement, by=_person(agreement.keeper_id), at=days[0])
    for day in days[1:]:
        keep_up(obligation, agreement, by=_person(agreement.keeper_id), at=day)
    return old, db.session.scalars(query).unique().all()


def repeat_merge(session):
    """Propose a merge again and accept it, while all other sessions of the forum are planned."""
    db.session.execute(
        update(Session)
        .where(Session.forum_id == session.forum_id, Session.state == SessionState.HELD)
        .values(state=SessionState.PLANNED)
    )
    session.state = SessionState.PLANNED
    propose_shift(session, shift_of(session))
    accept_merge(session, by=_person(session.presider_id), at=session.slot - timedelta(days=30))


class SessionRepeater:
    """Remembers the rows of a held session, deletes them, and repeats it act by act."""

    def __init__(self, session):
        self.session = session
        self.presider, self.minute_taker = _person(session.presider_id), _person(session.minute_taker_id)
        own = {model: model.session_id == session.id for model in (Invitation, Answer, AgendaItem, Attendance)}
        self.invitations, self.answers, self.items, self.present = (all_of(*one) for one in own.items())
        self.decisions = all_of(Decision, Decision.session_id == session.id, by=Decision.decided_at)
        self.carried_out = {
            one.id: db.session.scalars(
                select(decision_commitments.c.commitment_id).where(decision_commitments.c.decision_id == one.id)
            ).all()
            for one in self.decisions
        }
        self.minutes = latest(session.id)
        self.passages = all_of(Passage, Passage.minutes_id == self.minutes.id, by=Passage.position)
        self.corrections = all_of(Correction, Correction.minutes_id == self.minutes.id)
        self.titles = {item.id: item.title for item in self.items}
        self.before = {name: getattr(session, name) for name in ("invited_at", "opened_at", "closed_at")}
        self.letter_number = session.letter_number

    def reset(self):
        """Delete what the city inserted, and make the session a planned one."""
        session, ids = self.session, [one.id for one in self.items]
        for every in (
            self.invitations, self.answers, self.items, self.present,
            self.decisions, self.passages, self.corrections, [self.minutes],
        ):  # fmt: skip
            for one in every:
                db.session.expunge(one)
        db.session.execute(delete(decision_commitments).where(decision_commitments.c.decision_id.in_(self.carried_out)))
        db.session.execute(delete(Correction).where(Correction.minutes_id == self.minutes.id))
        db.session.execute(delete(Passage).where(Passage.minutes_id == self.minutes.id))
        db.session.execute(delete(CirculatedText).where(CirculatedText.minutes_id == self.minutes.id))
        db.session.execute(delete(Paper).where(Paper.subject_id == self.minutes.id))
        db.session.execute(update(AgendaItem).where(AgendaItem.carried_from_id.in_(ids)).values(carried_from_id=None))
        for model in (Minutes, Decision, Attendance, AgendaItem, Answer, Invitation):
            db.session.execute(delete(model).where(model.session_id == session.id))
        first = self.invitations[0].sequence - 1
        db.session.execute(update(Series).where(Series.id == session.series_id).values(sequence=first))
        session.state, session.measured_by, session.letter_number = SessionState.PLANNED, None, ""
        session.invited_at = session.opened_at = session.closed_at = None
        db.session.flush()

    def repeat(self):
        """Call the actions in the order of time."""
        agenda.prepare(self.session, at=self.before["invited_at"])
        invite(self.session, by=None, at=self.before["invited_at"], letter_number=self.letter_number)
        self._answer()
        session_actions.open_(self.session, by=self.presider, at=self.before["opened_at"])
        begin_minutes(self.session, at=self.before["opened_at"])
        self._discuss()
        self._attend()
        self._write()
        self._decide()
        session_actions.close(self.session, by=self.presider, at=self.before["closed_at"])
        db.session.flush()
        self._approve()
        db.session.flush()

    def _answer(self):
        invited = {one.person_id: one for one in all_of(Invitation, Invitation.session_id == self.session.id)}
        for answer in self.answers:
            reply = rsvp.Reply(
                answer=answer.answer,
                reason=answer.reason,
                representative=answer.representative,
                position=answer.representative_position,
            )
            through = rsvp.Channel(via=answer.via)
            rsvp.answer(invited[answer.person_id], reply, through=through, at=answer.received_at)

    def _discuss(self):
        times = {item.title: (item.started_at, item.ended_at) for item in self.items}
        for item in in_order(self.session.id):
            if times[item.title][0]:
                agenda.start(item, by=self.presider, at=times[item.title][0])
                agenda.finish(item, by=self.presider, at=times[item.title][1])
            else:
                assert [one.state for one in self.items if one.title == item.title] == [ItemState.CARRIED]

    def _attend(self):
        found = {one.participant_id: one for one in self.present}
        entries = [
            attendance.Entry(
                row=row,
                presence=found[row.participant.id].presence,
                representative=found[row.participant.id].representative,
            )
            for row in expected(self.session)
        ]
        attendance.record(self.session, entries, by=self.minute_taker, at=self.present[0].recorded_at)

    def _write(self):
        items = {item.title: item for item in in_order(self.session.id)}
        for one in self.passages:
            item = items[self.titles[one.agenda_item_id]] if one.agenda_item_id else None
            writing = Writing(passage_id=uuid4(), version=0, text=one.text, part=one.part, item=item)
            write(self.session, writing, by=self.minute_taker, at=one.at)

    def _decide(self):
        items = {item.title: item for item in in_order(self.session.id)}
        for one in self.decisions:
            item = items[self.titles[one.agenda_item_id]]
            wording = Wording(text=one.text, how=one.how)
            confirmed = None if one.quorum_met else one.no_quorum_reason
            new = decide(
                self.session,
                wording,
                item=item,
                by=self.minute_taker,
                at=one.decided_at,
                without_quorum=confirmed,
            )
            db.session.flush()
            for commitment_id in self.carried_out[one.id]:
                values = {"decision_id": new.id, "commitment_id": commitment_id}
                db.session.execute(decision_commitments.insert().values(**values))

    def _approve(self):
        """Bring the minutes as far as the city's have come."""
        old, new, state = self.minutes, latest(self.session.id), self.minutes.state
        if state is MinutesState.DRAFT:
            return
        window = (old.correction_until.date() - old.circulated_at.date()).days
        minutes_actions.circulate(new, days=window, number=old.number, by=self.minute_taker, at=old.circulated_at)
        for one in self.corrections:
            request = minutes_actions.CorrectionRequest(text=one.text)
            asked = minutes_actions.correct(new, request, by=_person(one.by_id), at=one.at)
            db.session.flush()
            if one.state is not CorrectionState.OPEN:
                answered = {"by": self.minute_taker, "at": one.answered_at}
                minutes_actions.answer(asked, minutes_actions.Verdict(accepted=True, text=one.answer), **answered)
        if state is not MinutesState.CIRCULATED:
            minutes_actions.approve(new, by=self.presider, at=old.approved_at)
        if state is MinutesState.PUBLISHED:
            minutes_actions.publish(new, by=self.presider, at=old.published_at)
