"""What a session's file is assembled from, as far as one reader may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.accounts.models import Person
from app.circles.models import Seat
from forums.dossier import queries
from forums.dossier.models import FileKind, SessionFile
from forums.dossier.policies import hidden_kinds, keep_dossier
from forums.invitations.policies import read_invitations
from forums.minutes.models import Minutes
from forums.minutes.policies import newest_readable, reads_whole
from forums.minutes.rows import Newest
from forums.papers.models import SignedLetter
from forums.papers.policies import letter_is_ready, read_letter
from forums.papers.queries import signed_letter_of
from forums.papers.records.policies import is_issued as record_is_issued
from forums.papers.records.policies import read_record
from forums.papers.reports.policies import is_issued as report_is_issued
from forums.papers.reports.policies import read_report
from forums.preparation.models import AgendaDocument
from forums.scheduling.models import Session


@dataclass
class Contents:
    """The files, documents and papers of a session; `keeps`: the reader may add files and read receipts."""

    session: Session
    files: Sequence[SessionFile]
    documents: Sequence[AgendaDocument]
    represented: Sequence[Seat]
    signed_letter: SignedLetter | None
    has_letter: bool
    newest: Newest | None
    """The latest version of the minutes that the reader may read."""
    reads_whole: bool
    """Whether the reader may read the complete minutes, not just what was published."""
    hidden: frozenset[FileKind]
    """The kinds of files that the reader may not read."""
    has_decisions: bool
    has_record: bool
    has_report: bool
    """Whether there is a record of agreement, and a report to leadership, that the reader may read."""
    has_roll: bool
    """Whether there is a list of those invited that the reader may read."""
    keeps: bool

    def of_kind(self, kind: FileKind) -> list[SessionFile]:
        """Return the files of one kind."""
        return [file for file in self.files if file.kind is kind]

    @cached_property
    def minutes(self) -> Minutes:
        """The latest version of the minutes that the reader may read; there must be one."""
        assert self.newest
        return queries.minutes_with(self.newest.id, self.session)

    @property
    def lacking_letters(self) -> list[str]:
        """The labels of the organisations that were represented without a letter of assignment."""
        have = {file.seat_id for file in self.of_kind(FileKind.ASSIGNMENT)}
        return [seat.organisation.label for seat in self.represented if seat.id not in have]


def contents_of(session: Session, reader: Person) -> Contents:
    """Return the contents of a session's file that `reader`, who may read the participants, may read."""
    keeps, hidden = keep_dossier(reader, session), hidden_kinds(reader, session)
    files = [file for file in queries.files_of(session) if file.kind not in hidden]
    reads_letter = read_letter(reader, session)
    return Contents(
        session=session,
        files=files,
        documents=queries.documents(session.id),
        represented=queries.represented_seats(session.id),
        signed_letter=signed_letter_of(session.id) if reads_letter else None,
        has_letter=reads_letter and letter_is_ready(session),
        newest=newest_readable(reader, session),
        reads_whole=reads_whole(reader, session),
        hidden=hidden,
        has_decisions=queries.has_decisions(session.id),
        has_record=record_is_issued(session) and read_record(reader, session),
        has_report=report_is_issued(session) and read_report(reader, session),
        has_roll=session.invited_at is not None and read_invitations(reader, session),
        keeps=keeps,
    )
