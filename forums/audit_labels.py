"""Labels of the audit log for actions on forums, sessions and related objects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.web.status_labels import KINDS as STATES
from forums.agenda.labels import RESOLVED
from forums.agenda.models import AgendaItem
from forums.changes.models import Change
from forums.checkin.models import Guest
from forums.circular.labels import OUTCOMES
from forums.circular.models import Circular
from forums.decisions.models import Decision
from forums.invitations.labels import VIAS
from forums.invitations.models import Invitation
from forums.members.labels import CAPACITIES
from forums.minutes.models import Correction, Minutes, Passage
from forums.preparation.models import Preparation
from forums.redaction.models import Redaction
from forums.review.labels import SOURCES
from forums.scheduling.labels import MODES, ROLES
from forums.scheduling.models import Forum, Session

KINDS = {
    Forum: _l("forum"),
    Session: _l("session"),
    Change: _l("change of the schedule"),
    AgendaItem: _l("agenda item"),
    Preparation: _l("preparation"),
    Invitation: _l("invitation"),
    Minutes: _l("minutes"),
    Passage: _l("passage of minutes"),
    Correction: _l("correction"),
    Decision: _l("decision"),
    Circular: _l("circular decision"),
    Redaction: _l("withheld parts of minutes"),
    Guest: _l("guest of a session"),
}

SENTENCES = {
    "forum.created": _l("created this forum"),
    "forum.changed": _l("changed this forum"),
    "forum.archived": _l("archived this forum"),
    "forum.phrases_changed": _l("changed the standard phrases of this forum"),
    "forum.taken_up": _l("reactivated this forum"),
    "forum.roster_imported": _l("imported seats and participants from a sheet"),
    "participant.role_changed": _l("changed the role of %(person)s"),
    "forum.calendar_imported": _l("imported the calendar “%(calendar)s”"),
    "series.started": _l("set up the schedule of the forum"),
    "series.ended": _l("set the last day of the schedule to %(last_day)s"),
    "series.rescheduled": _l("changed the schedule of the forum"),
    "change.moved": _l("moved a session"),
    "change.cancelled": _l("cancelled a session"),
    "change.restored": _l("restored a session"),
    "change.merged": _l("merged a session with the next one"),
    "change.confirmed": _l("decided on a proposed date"),
    "change.shifted": _l("shifted several sessions"),
    "change.relocated": _l("changed place or link of sessions"),
    "change.rescheduled": _l("rescheduled this and all following sessions"),
    "change.ended": _l("ended the schedule"),
    "change.undone": _l("undid the change"),
    "session.rescheduled": _l("rescheduled this session"),
    "session.merged": _l("merged this session with the next one"),
    "session.put_back": _l("restored this session to its earlier state"),
    "session.added": _l("added this session"),
    "session.moved": _l("moved this session"),
    "session.shift_proposed": _l("proposed another date because of a holiday"),
    "session.merge_proposed": _l("proposed to merge this session with the next one because of a holiday"),
    "session.shift_accepted": _l("accepted the proposed date"),
    "session.date_kept": _l("kept the date"),
    "session.cancelled": _l("cancelled this session"),
    "session.beyond_horizon": _l(
        "left this session without a date: the new schedule has none within the planning period"
    ),
    "session.restored": _l("restored this session"),
    "session.relocated": _l("changed place or link"),
    "session.changed": _l("changed title or people"),
    "session.letter_written": _l("wrote the invitation letter"),
    "session.record_written": _l("wrote the record of agreement"),
    "session.report_written": _l("wrote the report to leadership"),
    "forum.convener_named": _l("named the convening organisation"),
    "session.letter_signed": _l("added the signed letter"),
    "session.opened": _l("opened this session"),
    "session.closed": _l("closed this session"),
    "session.reopened": _l("reopened this session"),
    "agenda_item.proposed": _l("proposed an agenda item"),
    "agenda_item.escalated": _l("put the overdue commitment %(code)s on the agenda"),
    "agenda_item.changed": _l("changed an agenda item"),
    "agenda_item.moved": _l("moved an agenda item"),
    "agenda_item.accepted": _l("accepted an agenda item"),
    "agenda_item.deferred": _l("deferred an agenda item"),
    "agenda_item.declined": _l("declined an agenda item"),
    "agenda_item.started": _l("started an agenda item"),
    "agenda_item.discussed": _l("finished an agenda item"),
    "agenda_item.carried": _l("carried an agenda item to the next session"),
    "agenda_item.taken_back": _l("took a carried agenda item back"),
    "agenda_item.resolved": _l("chose what happens to an agenda item that was carried over several times"),
    "agenda_item.document_added": _l("added a document to an agenda item"),
    "agenda_item.document_removed": _l("removed a document from an agenda item"),
    "agenda_item.preparation_asked": _l("asked %(organisation)s to prepare something for an agenda item"),
    "agenda_item.preparation_withdrawn": _l("withdrew what %(organisation)s was asked to prepare"),
    "agenda_item.conflict_declared": _l("declared a conflict of interest"),
    "agenda_item.conflict_withdrawn": _l("withdrew a conflict of interest"),
    "session.agenda_ordered": _l("put the agenda in another order"),
    "attendance.recorded": _l("recorded attendance"),
    "attendance.left": _l("recorded that someone left"),
    "attendance.checked_in": _l("checked in"),
    "attendance.checked_out": _l("checked out"),
    "guest.entered": _l("checked in as a guest, to be confirmed"),
    "guest.confirmed": _l("confirmed a guest"),
    "guest.refused": _l("refused a guest"),
    "session.code_renewed": _l("renewed the check-in code"),
    "session.guests_erased": _l("deleted the entries of guests who were not confirmed"),
    "passage.begun": _l("began a passage"),
    "passage.changed": _l("wrote a passage"),
    "minutes.circulated": _l("circulated the minutes"),
    "minutes.approved": _l("approved the minutes"),
    "minutes.published": _l("published the minutes"),
    "minutes.amended": _l("began a new version of the minutes"),
    "minutes.discarded": _l("discarded a new version of the minutes"),
    "minutes.decision_reworded": _l("changed the wording of a decision in a new version"),
    "minutes.republished": _l("published a new edition of the minutes"),
    "redaction.marked": _l("marked parts of minutes to be withheld"),
    "redaction.proposed": _l("asked for approval to withhold parts of minutes"),
    "redaction.approved": _l("approved withholding parts of minutes"),
    "redaction.refused": _l("refused to withhold parts of minutes"),
    "redaction.withdrawn": _l("withdrew the request to withhold parts of minutes"),
    "redaction.discarded": _l("discarded the marks on minutes"),
    "correction.asked": _l("asked for a correction"),
    "minutes.agreed": _l("agreed with the minutes"),
    "minutes.agreement_recorded": _l("recorded an agreement with the minutes"),
    "minutes.agreement_withdrawn": _l("withdrew the agreement with the minutes"),
    "correction.opinion_asked": _l("asked a party about a correction"),
    "correction.opinion_given": _l("gave an opinion on a correction"),
    "forum.deputy_named": _l("named a deputy for the approval of minutes"),
    "forum.deputy_removed": _l("removed the deputy for the approval of minutes"),
    "correction.accepted": _l("accepted a correction"),
    "correction.declined": _l("declined a correction"),
    "circular.drafted": _l("drafted this circular decision"),
    "circular.changed": _l("changed the draft"),
    "circular.document_added": _l("added a document"),
    "circular.document_removed": _l("removed a document"),
    "circular.circulated": _l("circulated it to the parties"),
    "circular.withdrawn": _l("withdrew it"),
    "circular.extended": _l("extended the time to vote"),
    "circular.voted": _l("voted"),
    "circular.vote_recorded": _l("recorded a vote"),
    "circular.replied": _l("answered the questions of the parties"),
    "circular.reminded": _l("reminded the parties that have not voted"),
    "circular.party_reminded": _l("reminded %(party)s to vote"),
    "circular.moved": _l("moved it to the agenda of a session"),
    "circular.closed": _l("closed the vote at its end"),
    "decision.taken": _l("recorded a decision"),
    "decision.taken_between_sessions": _l("recorded a decision taken between sessions"),
    "decision.changed": _l("changed the wording of a decision"),
    "decision.clarified": _l("changed the wording of this decision with a new version of the minutes"),
    "decision.superseded": _l("replaced this decision with a later one"),
    "decision.reinstated": _l("took back that a later decision replaces this one"),
    "decision.carried_out_by": _l("turned a decision into a commitment"),
}

DETAILS = {
    "agenda_closes": _l("Agenda closes (working days before)"),
    "agenda_template": _l("Agenda template"),
    "answer": _l("Answer"),
    "asked_by": _l("Requested by"),
    "calendar": _l("Calendar"),
    "came": _l("Came"),
    "capacity": _l("Capacity"),
    "decision_rule": _l("How decisions are taken"),
    "first": _l("First session"),
    "goal": _l("Goal"),
    "ground_rules": _l("Ground rules"),
    "holiday_rule": _l("On a holiday"),
    "items": _l("Items"),
    "late": _l("Proposed late"),
    "lines": _l("Rows"),
    "link": _l("Link"),
    "minute_taker_id": _l("Minute-taker"),
    "minutes": _l("Duration (min)"),
    "new": _l("New"),
    "outcome": _l("Outcome"),
    "parts": _l("Withheld parts"),
    "presider_id": _l("Presider"),
    "proposed": _l("Proposed date"),
    "quorum_met": _l("Quorum met"),
    "quorum_sectors": _l("Sectors that the quorum needs"),
    "quorum_share": _l("Quorum"),
    "reminder_days": _l("Reminders"),
    "resolution": _l("What was chosen"),
    "seats": _l("Parties"),
    "sessions": _l("Sessions"),
}
INTERNAL = ("asked", "commitment", "into", "rows", "rule", "sequence", "session", "up")


def describe_acts() -> None:
    """Register the labels of models and actions with the audit log."""
    for model, words in KINDS.items():
        audit.call(model, words)
    for action, words in SENTENCES.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.keep_internal(*INTERNAL)
    answers = {value: label.word for value, label in STATES["answer"].items()}
    for subject in ("invitation", "series", "time_proposal"):
        audit.label_values(subject, ("answer",), answers)
        audit.label_values(subject, ("via",), VIAS)
    for subject in ("minutes", "circular"):
        audit.label_values(subject, ("source",), SOURCES)
    audit.label_values("circular", ("outcome",), OUTCOMES)
    audit.label_values("participant", ("capacity",), CAPACITIES)
    audit.label_values("participant", ("role",), ROLES)
    audit.label_values("session", ("mode",), MODES)
    audit.label_values("agenda_item", ("resolution",), RESOLVED)
