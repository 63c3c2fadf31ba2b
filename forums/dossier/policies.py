"""Policies of the files of a session."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Seat
from app.web.policies import loads, policy
from forums.attendance.policies import record_attendance
from forums.dossier import queries
from forums.dossier.models import FileKind, SessionFile
from forums.minutes.models import PUBLISHED
from forums.minutes.policies import newest_readable
from forums.minutes.queries import newest, seat_of
from forums.papers.reports.policies import read_report
from forums.scheduling.models import ForumRole, Session
from forums.scheduling.policies import read_names, read_session
from forums.scheduling.queries import involvement

loads("session_file_id", SessionFile)(queries.file_for_act)


@policy("session:read_file", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_dossier(user: Person, session: Session) -> bool:
    """Those who may read the participants of the forum; not everyone if it is public."""
    return read_names(user, session)


@policy("session:keep_file", Session, hidden_unless=read_session, opened_by=("coordinator",))
def keep_dossier(user: Person, session: Session) -> bool:
    """Those who may record attendance: add files, read receipts, and assemble the session file."""
    return record_attendance(user, session)


def own_seat(user: Person, session: Session) -> Seat | None:
    """Return the seat that a person represents, or None; coordinators represent one only by name."""
    own = involvement(user, session.forum)
    if own.role is None and (user.is_coordinator or not own.seated):
        return None
    return seat_of(user, session)


@policy("session:add_assignment", Session, hidden_unless=read_session, opened_by=("coordinator",))
def add_assignment(user: Person, session: Session) -> bool:
    """Those who may add files, participants, and organisations with a seat, for their own seat."""
    own = involvement(user, session.forum)
    seated = own.seated and not user.is_coordinator
    return keep_dossier(user, session) or (own.role in {ForumRole.MEMBER, ForumRole.OBSERVER}) or seated


@policy("session_file:read", SessionFile)
def read_file(user: Person, session_file: SessionFile) -> bool:
    """Those who may read the participants; receipts and reports: fewer; public photos: with the published minutes."""
    session = session_file.session
    if not read_session(user, session) or session_file.kind in hidden_kinds(user, session):
        return False
    return read_dossier(user, session) or (session_file.is_public and shows_photos(user, session))


@policy("session_file:change", SessionFile, hidden_unless=read_file, opened_by=("coordinator",))
def change_file(user: Person, session_file: SessionFile) -> bool:
    """Those who may add files, and the person who added a letter of assignment."""
    own = session_file.kind is FileKind.ASSIGNMENT and session_file.added_by_id == user.id
    return own or keep_dossier(user, session_file.session)


def hidden_kinds(user: Person, session: Session) -> frozenset[FileKind]:
    """Return the kinds of files that a person may not read or add: receipts, and signed reports to leadership."""
    reads = {FileKind.RECEIPT: keep_dossier, FileKind.MEMO: read_report}
    return frozenset(kind for kind, may in reads.items() if not may(user, session))


def shows_photos(user: Person, session: Session) -> bool:
    """Whether public photos may be shown to a person: the minutes are published, and they may read them."""
    return newest_readable(user, session) is not None and newest(session.id, PUBLISHED) is not None
