"""The parts of a session's file in the order of an office. A new paper is one more `Part` in `PARTS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.pdf.job import PdfJob
from forums.dossier import roll_paper
from forums.dossier.contents import Contents
from forums.dossier.models import SIGNED, FileKind
from forums.dossier.rules import PartState, state_of
from forums.papers import attendance_paper, letter_paper, minutes_paper
from forums.papers.queries import addressees
from forums.papers.records import paper as record_paper
from forums.papers.reports import paper as report_paper
from forums.scheduling.models import SessionState

Make = Callable[[Contents, datetime, str], PdfJob]
"""`(contents, as_of, language)` -> the job that renders the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a session's file.

    `kind` is that of its uploads. `make` generates its paper while `is_ready`, and `href` is the URL of that paper; a
    signed copy replaces it. `add` is the URL where the part can be added or written.
    """

    name: str
    label: Any
    kind: FileKind | None = None
    make: Make | None = None
    is_ready: Callable[[Contents], bool] = lambda _contents: False
    is_draft: Callable[[Contents], bool] = lambda _contents: False
    is_needed: Callable[[Contents], bool] = lambda _contents: False
    href: Callable[[Contents], str] | None = None
    add: Callable[[Contents], str] | None = None
    lacks: Callable[[Contents], Sequence[str]] = lambda _contents: ()
    """The labels of the organisations whose file is missing, where each is expected to have one."""

    def state(self, contents: Contents) -> PartState:
        """Return the state of the part."""
        return state_of(
            uploaded=self.is_uploaded(contents),
            signs=self.kind in SIGNED or self.name == "invitation",
            ready=self.is_ready(contents),
            draft=self.is_draft(contents),
            lacking=bool(self.lacks(contents)),
            needed=self.is_needed(contents),
        )

    def is_uploaded(self, contents: Contents) -> bool:
        """Whether the part has uploads."""
        if self.name == "invitation":
            return contents.signed_letter is not None
        if self.name == "material":
            return bool(contents.documents)
        return self.kind is not None and bool(contents.of_kind(self.kind))

    def is_there(self, contents: Contents) -> bool:
        """Whether the part has anything to assemble."""
        return self.is_uploaded(contents) or self.is_ready(contents)


def _scan(kind: FileKind) -> Callable[[Contents], str]:
    return lambda contents: url_for("forums.dossier.add", session_id=contents.session.id, kind=kind.value)


def _page(endpoint: str) -> Callable[[Contents], str]:
    return lambda contents: url_for(endpoint, session_id=contents.session.id)


def _always(_contents: Contents) -> bool:
    return True


def _is_held(contents: Contents) -> bool:
    return contents.session.state is SessionState.HELD


def _letter(contents: Contents, as_of: datetime, language: str) -> PdfJob:
    return letter_paper.job(contents.session, addressees(contents.session), as_of, language)


def _minutes(contents: Contents, as_of: datetime, language: str) -> PdfJob:
    return minutes_paper.job(contents.minutes, as_of, language, whole=contents.reads_whole)


PARTS = (
    Part(
        name="invitation",
        label=_l("Invitation letter"),
        make=_letter,
        is_ready=lambda contents: contents.has_letter,
        is_needed=_always,
        href=_page("forums.papers.signed_letter"),
        add=_page("forums.papers.letter"),
    ),
    Part(
        name="roll",
        label=_l("Those invited, and their answers"),
        make=lambda contents, as_of, language: roll_paper.job(contents.session, as_of, language),
        is_ready=lambda contents: contents.has_roll,
        is_needed=lambda contents: not _is_held(contents),
        href=_page("forums.dossier.roll"),
        add=_page("forums.invitations.show"),
    ),
    Part(
        name="assignment",
        label=_l("Letters of assignment"),
        kind=FileKind.ASSIGNMENT,
        lacks=lambda contents: contents.lacking_letters,
        add=_page("forums.dossier.add_assignment"),
    ),
    Part(name="material", label=_l("Material for the agenda"), add=_page("forums.agenda.show")),
    Part(
        name="attendance",
        label=_l("Attendance list"),
        kind=FileKind.ATTENDANCE,
        make=lambda contents, as_of, language: attendance_paper.recorded_job(
            contents.session, as_of, language, contacts=False
        ),
        is_ready=lambda contents: contents.session.opened_at is not None,
        is_needed=_always,
        href=_page("forums.papers.attendance_list"),
        add=_scan(FileKind.ATTENDANCE),
    ),
    Part(
        name="minutes",
        label=_l("Minutes"),
        kind=FileKind.MINUTES,
        make=_minutes,
        is_ready=lambda contents: contents.newest is not None,
        is_draft=lambda contents: contents.newest is not None and not contents.newest.is_locked,
        is_needed=_always,
        href=lambda contents: url_for("forums.papers.minutes", minutes_id=contents.minutes.id),
        add=_scan(FileKind.MINUTES),
    ),
    Part(
        name="decisions",
        label=_l("Excerpt of decisions"),
        kind=FileKind.DECISIONS,
        make=lambda contents, as_of, language: minutes_paper.decisions_job(
            contents.minutes, as_of, language, whole=contents.reads_whole
        ),
        is_ready=lambda contents: contents.newest is not None and contents.has_decisions,
        is_draft=lambda contents: contents.newest is not None and not contents.newest.is_locked,
        href=lambda contents: url_for("forums.papers.decisions", minutes_id=contents.minutes.id),
        add=_scan(FileKind.DECISIONS),
    ),
    Part(
        name="agreement",
        label=_l("Record of agreement"),
        kind=FileKind.AGREEMENT,
        make=lambda contents, as_of, language: record_paper.job(contents.session, as_of, language),
        is_ready=lambda contents: contents.has_record,
        href=_page("forums.records.agreement_record_pdf"),
        add=_scan(FileKind.AGREEMENT),
    ),
    Part(
        name="memo",
        label=_l("Report to leadership"),
        kind=FileKind.MEMO,
        make=lambda contents, as_of, language: report_paper.job(contents.session, as_of, language),
        is_ready=lambda contents: contents.has_report,
        href=_page("forums.reports.report_pdf"),
        add=_scan(FileKind.MEMO),
    ),
    Part(name="other", label=_l("Other documents"), kind=FileKind.OTHER, add=_scan(FileKind.OTHER)),
    Part(
        name="photos",
        label=_l("Photos"),
        kind=FileKind.PHOTO,
        is_needed=_is_held,
        add=_page("forums.dossier.add_photo"),
    ),
    Part(
        name="receipts",
        label=_l("Receipts"),
        kind=FileKind.RECEIPT,
        add=_scan(FileKind.RECEIPT),
    ),
)
"""All parts, in the order of the file."""


def parts_for(contents: Contents) -> list[Part]:
    """Return the parts that a reader sees."""
    return [part for part in PARTS if part.kind not in contents.hidden]


def chosen(contents: Contents, names: Sequence[str]) -> list[Part]:
    """Return the named parts that have anything to assemble, in order; all of them without names."""
    return [part for part in parts_for(contents) if part.is_there(contents) and (not names or part.name in names)]
