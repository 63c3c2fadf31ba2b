"""What the city inserts in batches, for want of time, is what the actions would have left: row by row.

Left out of the city, and of the comparison: ids, codes, counters of versions and salts; the text of mails; audit rows
of answers, of passages, of papers and of the links between decisions and commitments, and some details of others; the
next session, and the later progress of commitments, in the content of approved minutes.
"""

import pytest
from sqlalchemy import func, select

from agreements.clauses.models import Clause, Obligation, obligation_commitments
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.database import db
from app.pdf.models import Paper
from commitments.blockers.models import Blocker
from commitments.delivery.models import Act, Evidence, Update
from commitments.extensions.models import Extension
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.invitations.models import Answer, Invitation
from forums.minutes.models import Correction, Minutes, MinutesState, Passage
from forums.scheduling.models import Session, SessionState
from forums.versions.models import CirculatedText
from tests.demo.cities import city_in
from tests.demo.replay import SessionRepeater, all_of, repeat_commitment, repeat_merge, repeat_obligation

IDS = {"id", "code", "version", "revision", "commitment_id", "update_id", "digest", "minutes_id", "subject_id"}
HASHES = {"sha256", "published_sha256", "published_salt", "content", "published_content"}
UNKNOWN = {"id", "code", "delivery", "next_session", "whole"}
"""The keys of contents that are not compared."""


@pytest.fixture
def city(databases):
    """A small city on SQLite; nothing that the test does to it is committed."""
    with city_in(databases.sqlite()):
        yield
        db.session.rollback()


def test_what_is_copied_is_what_the_actions_do(city):
    for commitment in one_of_each_course():
        new = repeat_commitment(commitment)
        assert of_commitment(new) == of_commitment(commitment)
        assert_recorded(audit_of([commitment.id]), audit_of([new.id]))
    for session in one_of_each_outcome():
        repeater, before, marker = SessionRepeater(session), of_session(session), last_audit_row()
        recorded = audit_of(session_subjects(session), upto=marker)
        repeater.reset()
        repeater.repeat()
        assert of_session(session) == before
        assert_recorded(recorded, audit_of(session_subjects(session), after=marker))
    for obligation in kept_obligations():
        next_due = obligation.next_due
        old, new = repeat_obligation(obligation)
        assert [of_proposal(one) for one in new] == [of_proposal(one) for one in old]
        assert obligation.next_due == next_due
    merged = all_of(Session, Session.state == SessionState.MERGED)
    assert merged
    for session in merged:
        before = values(session)
        repeat_merge(session)
        assert values(session) == before


def one_of_each_course():
    """Return a commitment for each sequence of acts that the city has."""
    acts = {}
    for update in all_of(Update, by=Update.at):
        acts.setdefault(update.commitment_id, []).append(update.act)
    courses = {tuple(found): commitment_id for commitment_id, found in acts.items() if Act.COMMENT not in found}
    left_out = {Act.COMMENT, Act.VISIBILITY_CHANGED, Act.ON_TRACK, Act.SNOOZED, Act.SETTLED, Act.RECORD_SIGNED}
    left_out |= {Act.SUPERSEDED, Act.AMENDED, Act.SUCCEEDED}
    left_out |= {act for act in Act if act.value.startswith(("dispute", "hand"))}
    assert set(Act) - left_out == {act for course in courses for act in course}
    return [db.session.get_one(Commitment, commitment_id) for commitment_id in courses.values()]


def one_of_each_outcome():
    """Return held sessions with minutes in each state, with corrections, and with items carried from and to them."""
    ids = [db.session.scalar(_with_minutes().where(Minutes.state == state).limit(1)) for state in MinutesState]
    ids += db.session.scalars(_with_minutes().join(Correction).limit(2)).all()
    carried = AgendaItem.carried_from_id.is_not(None)
    later = db.session.scalar(_with_minutes().join(AgendaItem, AgendaItem.session_id == Session.id).where(carried))
    earlier = select(AgendaItem.session_id).where(
        AgendaItem.id.in_(select(AgendaItem.carried_from_id).where(AgendaItem.session_id == later))
    )
    ids += [later, db.session.scalar(earlier)]
    assert all(ids)
    return [db.session.get_one(Session, one) for one in dict.fromkeys(ids)]


def _with_minutes():
    return select(Session.id).join(Minutes, Minutes.session_id == Session.id).order_by(Session.starts_at.desc())


def kept_obligations():
    """Return obligations of signed agreements, of each frequency."""
    promised = select(obligation_commitments.c.obligation_id)
    query = select(Obligation).join(Obligation.clause).join(Clause.agreement).where(Obligation.id.in_(promised))
    found = db.session.scalars(query.where(Agreement.stage == Stage.SIGNED)).all()
    assert found
    return list({one.frequency: one for one in found}.values())


def values(row, *more):
    """Return the columns of a row that are compared."""
    columns = (column.key for column in row.__table__.columns)
    return {name: getattr(row, name) for name in columns if name not in IDS | HASHES | set(more)}


def rows_of(model, *where, by, without=()):
    return [values(one, *without) for one in all_of(model, *where, by=by)]


def of_commitment(commitment):
    """Return a commitment with its history and audit rows."""
    own = {model: model.commitment_id == commitment.id for model in (Update, Blocker, Extension)}
    evidence = select(Update.at, Evidence.link).join(Evidence.update).where(Evidence.commitment_id == commitment.id)
    return {
        "commitment": values(commitment),
        "contributors": {one.id for one in commitment.contributors},
        "updates": rows_of(Update, own[Update], by=Update.at),
        "blockers": rows_of(Blocker, own[Blocker], by=Blocker.raised_at),
        "extensions": rows_of(Extension, own[Extension], by=Extension.asked_at),
        "evidence": sorted(db.session.execute(evidence).all()),
        "audit": [row[:-1] for row in audit_of([commitment.id])],
    }


def of_proposal(commitment):
    """Return a commitment as it was proposed."""
    later = ("delivery", "verification", "progress", "progress_on", "current_due", "first_due", "counter_due")
    return values(commitment, *later, "accepted_on", "submitted_at", "met_on", "ended_at")


def of_session(session):
    """Return a session with all that hangs on it."""
    db.session.refresh(session)
    minutes = all_of(Minutes, Minutes.session_id == session.id)[0]
    titles = {one.id: one.title for one in all_of(AgendaItem, AgendaItem.session_id == session.id)}
    here = {"session_id": session.id}
    passages = all_of(Passage, Passage.minutes_id == minutes.id, by=Passage.position)
    decisions = all_of(Decision, Decision.session_id == session.id, by=Decision.decided_at)
    return {
        "session": values(session, "sequence"),
        "invitations": rows_of(Invitation, *_own(Invitation, here), by=Invitation.person_id),
        "answers": rows_of(Answer, *_own(Answer, here), by=Answer.person_id),
        "items": rows_of(AgendaItem, *_own(AgendaItem, here), by=AgendaItem.position),
        "attendance": rows_of(Attendance, *_own(Attendance, here), by=Attendance.participant_id),
        "decisions": [values(one, "agenda_item_id") | {"item": titles[one.agenda_item_id]} for one in decisions],
        "passages": [values(one, "agenda_item_id") | {"item": titles.get(one.agenda_item_id)} for one in passages],
        "corrections": rows_of(Correction, Correction.minutes_id == minutes.id, by=Correction.at),
        "papers": rows_of(Paper, Paper.subject_id == minutes.id, by=Paper.registered_at),
        "minutes": values(minutes),
        "content": known_parts(minutes.content),
        "circulated": [
            known_parts(one.content) for one in all_of(CirculatedText, CirculatedText.minutes_id == minutes.id)
        ],
        "published": known_parts(minutes.published_content),
    }


def _own(model, here):
    return [getattr(model, name) == value for name, value in here.items()]


def known_parts(content):
    """Return a content without the keys that are not compared, and without an order of commitments."""
    if isinstance(content, dict):
        found = {key: known_parts(value) for key, value in content.items() if key not in UNKNOWN}
        return found | ({"commitments": sorted(found["commitments"], key=str)} if "commitments" in found else {})
    return [known_parts(one) for one in content] if isinstance(content, list) else content


def session_subjects(session):
    """Return the ids of a session and of what has audit rows of its own."""
    models = (Minutes, Decision, AgendaItem)
    return [session.id, *(one.id for model in models for one in all_of(model, model.session_id == session.id))]


def last_audit_row():
    return db.session.scalar(select(func.max(AuditRow.id)))


def audit_of(subject_ids, *, after=0, upto=None):
    """Return the audit rows of subjects: time, action, actor, circle and details."""
    where = [AuditRow.subject_id.in_(subject_ids), AuditRow.id > after]
    where += [AuditRow.id <= upto] if upto else []
    where.append(AuditRow.action != "session.shift_accepted")  # an action of the city itself
    found = db.session.scalars(select(AuditRow).where(*where).order_by(AuditRow.at, AuditRow.action)).all()
    return [(one.at, one.action, one.actor_id, one.circle_id, one.details) for one in found]


def assert_recorded(city, real):
    """Check that the actions record each act that the city records, with its details and perhaps more."""
    assert city
    for *act, details in city:
        fitting = [more for *other, more in real if other == act]
        same = [more for more in fitting if all(more.get(name) == value for name, value in details.items())]
        assert same or (act[1] in {"minutes.approved", "minutes.published"} and fitting), (act, details, fitting)
