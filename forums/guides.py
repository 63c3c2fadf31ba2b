"""The guides to the pages of forums, sessions, minutes and decisions."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

FORUMS = Guide(
    name="forums",
    title=_l("Forums"),
    about=_l("Create a forum, give it seats and participants, and change its schedule."),
    template="forums/help/forums.html",
    order=110,
    explains={
        "forums.scheduling": "",
        "forums.scheduling.create": "create",
        "forums.basis": "basis",
        "forums.members": "seats",
        "forums.seat_import": "seats",
        "forums.changes": "schedule",
        "forums.imports": "import",
        "forums.holidays": "holidays",
    },
)
SESSIONS = Guide(
    name="sessions",
    title=_l("Sessions"),
    about=_l("Invite to a session, hold it, and write its letters."),
    template="forums/help/sessions.html",
    order=120,
    explains={
        "forums.sessions": "",
        "forums.invitations": "invitations",
        "forums.mailbox_links": "invitations",
        "forums.replies": "invitations",
        "forums.messages": "invitations",
        "forums.live": "live",
        "forums.room": "live",
        "forums.officers": "live",
        "forums.registration": "registration",
        "forums.papers": "documents",
        "forums.records": "documents",
        "forums.reports": "documents",
        "forums.convener": "documents",
        "forums.dossier": "file",
        "forums.bundles": "file",
    },
)
AGENDA = Guide(
    name="agenda",
    title=_l("Agenda"),
    about=_l("Propose and order items, ask for material, and declare conflicts of interest."),
    template="forums/help/agenda.html",
    order=121,
    explains={"forums.agenda": "", "forums.pack": "", "forums.preparation": "", "forums.conflicts": ""},
)
ATTENDANCE = Guide(
    name="attendance",
    title=_l("Attendance"),
    about=_l("Record who came, and let people check in themselves."),
    template="forums/help/attendance.html",
    order=122,
    explains={"forums.attendance": "", "forums.checkin": "check-in", "forums.guests": "check-in"},
)
MINUTES = Guide(
    name="minutes",
    title=_l("Minutes"),
    about=_l("Write, circulate, correct and approve the minutes of a session."),
    template="forums/help/minutes.html",
    order=130,
    explains={
        "forums.minutes": "",
        "forums.minutes.correct": "correct",
        "forums.minutes.answer": "correct",
        "forums.minutes.approve": "approve",
        "forums.phrases": "",
        "forums.review": "agree",
        "forums.review.ask": "correct",
        "forums.review.give_opinion": "correct",
        "forums.review.approve_as_deputy": "approve",
        "forums.review.name_deputy": "approve",
    },
)
VERSIONS = Guide(
    name="approved-minutes",
    title=_l("Approved minutes"),
    about=_l("Publish approved minutes, withhold parts of them, and amend them by a new version."),
    template="forums/help/versions.html",
    order=131,
    explains={
        "forums.minutes.publish": "publish",
        "forums.redaction": "withhold",
        "forums.versions": "amend",
    },
)
DIRECTIVES = Guide(
    name="directives",
    title=_l("Directives and suggestions"),
    about=_l("Give a forum a directive, answer directives and suggestions, and see what became of them."),
    template="forums/help/directives.html",
    order=135,
    explains={
        "forums.directives": "",
        "forums.directives.give": "give",
        "forums.directives.take_up": "answer",
        "forums.directives.reply": "answer",
        "forums.directives.decline": "answer",
        "forums.directives.merge": "answer",
        "forums.directives.commit": "answer",
    },
)
DECISIONS = Guide(
    name="decisions",
    title=_l("Decisions"),
    about=_l("Find what forums decided, and turn a decision into a commitment."),
    template="forums/help/decisions.html",
    order=140,
    explains={"forums.decisions": "", "forums.circular": "circular"},
)
CALENDAR = Guide(
    name="calendar",
    title=_l("Calendar"),
    about=_l("See sessions by month, week or year, subscribe to them, and share when you are busy."),
    template="forums/help/calendar.html",
    order=125,
    explains={"forums.calendar": "", "forums.feeds": "subscribe", "forums.busy": "busy"},
)
VISITORS = Guide(
    name="without-an-account",
    title=_l("Without an account"),
    about=_l("Answer an invitation, do what a mail asks, or register for an open session; you need no account."),
    template="forums/help/visitors.html",
    order=70,
    is_for_role=True,
    explains={
        "forums.answers": "answer",
        "forums.check_in": "check-in",
        "forums.assignments": "answer",
        "forums.replies.by_link": "answer",
        "forums.register": "register",
        "forums.suggest": "suggest",
        "links": "links",
    },
)


def register(app: Flask) -> None:
    """Register the guides."""
    for guide in (FORUMS, SESSIONS, AGENDA, ATTENDANCE, MINUTES, VERSIONS, DIRECTIVES, DECISIONS, CALENDAR, VISITORS):
        add_guide(app, guide)
