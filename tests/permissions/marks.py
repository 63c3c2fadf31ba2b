"""Marks: a unique word in every text of every row that belongs to a circle, so that an answer shows what it leaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import JSON, Enum, String, event, inspect

from app.database import db
from commitments.imports.rows import COLUMNS

MARK = re.compile(r"q(?:pub|int|res|sec)\d{4}z")

ELSEWHERE = {
    "counters": "numbers",
    "heartbeats": "the scheduler's",
    "setup_links": "a digest, while nobody has an account",
    "sign_in_attempts": "digests of addresses",
    "regulations": "of the city, known to everyone who is signed in",
    "review_marks": "of regulations",
    "revisions": "of regulations",
    "agreement_imports": "of no circle: only the coordinator who uploaded it opens it",
    "cooperation_requests": "of no circle: from outside, for coordinators and leadership",
    "cooperation_messages": "of such a request",
    "cooperation_targets": "numbers",
    "cooperation_agreements": "ids",
    "competences": "facts of the city, known to everyone who is signed in",
    "competence_levels": "of organisations, known to everyone who is signed in",
    "competence_rounds": "numbers",
    "holidays": "the calendar of the country",
    "ramadans": "the calendar of the country",
    "working_hours": "the calendar of the country",
    "instances": "known to everyone: on every page and paper",
    "past_instances": "known to everyone: on papers that were issued",
    "organisations": "known to everyone who is signed in",
    "sector_changes": "of organisations",
    "organisation_successions": "of organisations",
    "services": "facts of the city, known to everyone who is signed in",
    "service_statuses": "of services",
    "data_exchanges": "of services",
    "roadmap_steps": "of services",
    "service_commitments": "ids",
    "service_circles": "ids",
    "former_names": "of organisations",
    "letterheads": "of organisations, on papers",
    "contacts": "of organisations",
    "people": "known by their organisation, whatever they take part in",
    "tokens": "of a person",
    "boilerplates": "of the coordinators, who alone read them",
    "saved_views": "of a person, or named by a coordinator for everyone; they list what their reader may read",
    "account_sessions": "of a person",
    "mail_choices": "of a person",
    "mail_times": "of a person",
    "address_changes": "of a person",
    "access_requests": "written by administrators, who know nothing of the circle",
    "role_requests": "of a person",
    "busy_feeds": "of a person",
    "busy_times": "of a person",
    "given_answers": "of a token, repeated to itself alone",
    "mails": "built from other rows: every mail is read whole",
    "mail_links": "digests, of a person",
    "audit_seals": "digests",
    "search_words": "built from other rows: each is suggested to those alone who find it",
    "search_entries": "built from other rows: each of their texts is searched for",
    "digest_schedules": "ids",
    "snapshots": "built from other rows: whole digests are read",
}
"""Tables whose rows belong to no circle, and why."""

TECHNICAL = {
    "language",
    "timezone",
    "uid",
    "rule",
    "sha256",
    "digest",
    "media_type",
    "personal_digest",
    "salt",
    "subject_type",
    "action",
    "identity",
    "published_sha256",
    "published_salt",
}
"""Names of columns whose texts the application writes."""
UNMARKED = {
    "forums.quorum_sectors": "names of sectors",
    "forums.reminder_days": "numbers",
    "sessions.measured_by": "numbers and ids",
    "decisions.quorum": "numbers and names of sectors",
    "circulars.quorum": "numbers and names of sectors",
    "agreement_amendments.based_on": "a digest",
    "agreement_amendments.record": "built from clauses, obligations and commitments when an amendment is applied",
    "minutes.content": "built from passages, items and decisions when minutes are approved",
    "withholdings.sentences": "numbers",
    "minutes.published_content": "built from the same when minutes are published",
    "circulated_texts.content": "built from the same when minutes are circulated",
    "agreement_evaluations.content": "built from clauses, commitments and rights when an evaluation is issued",
    "calendar_imports.done": "numbers",
    "goal_responses.supported": "numbers of options",
    "role_views.roles": "values of the application, by id",
    "imported_commitments.number": "compared with the lines of later registers, and shown nowhere",
    "agreement_fundings.currency": "a code of a currency",
    "checklist_items.key": "a key of the application",
    "register_imports.places": "numbers",
    "register_imports.headings_digest": "a digest",
    "pack_versions.changes": "built from items and documents when a pack is circulated",
    "pack_versions.english_places": "keys and numbers of pages",
    "pack_versions.parts": "built from items and documents when a pack is circulated",
    "papers.kind": "a value of the application",
    "papers.state": "a value of the application",
    "reminder_schedules.steps": "names of steps",
    "reminder_recipients.mailbox": "of organisations: every mail is read whole",
    "reminder_recipients.mail_key": "of a mail",
    "digests.recipients": "ids",
    "incoming_mails.place": "where the mailbox keeps it",
    "incoming_mails.message_id": "of the mail",
}
"""Other columns without a mark, and why."""

_STOOD = {"state": "planned", "starts_at": "2026-12-24T02:00:00Z", "ends_at": "2026-12-24T04:00:00Z"} | {
    "mode": "in_person",
    "link": "",
    "proposed_starts_at": None,
    "because": "",
}
SHAPES: dict[str, Callable[[str], Any]] = {
    "forums.link": "https://contoh.example/{}".format,
    "sessions.link": "https://contoh.example/{}".format,
    "tellings.link": "https://contoh.example/{}".format,
    "evidence.link": "https://contoh.example/{}".format,
    "files.name": "{}.txt".format,
    "answers.representative_contact": "{}@contoh.example".format,
    "registrations.email": "{}@contoh.example".format,
    "directives.email": "{}@contoh.example".format,
    "incoming_mails.sender": "{}@contoh.example".format,
    "forums.agenda_template": lambda word: [{"title": word, "purpose": "joint_solution", "minutes": 10}],
    "forums.phrases": lambda word: [word],
    "redactions.kept": lambda word: [word],
    "invitation_letters.copies": lambda word: [word],
    "delivery_records.items": lambda word: [{"number": 1, "wording": word}],
    "delivery_records.evidence": lambda word: [{"name": word, "sha256": "", "criterion": None}],
    "delivery_records.signatories": lambda word: [{"name": word, "position": word, "organisation": word}],
    "agreement_records.points": lambda word: [{"id": f"{0:032x}", "code": word, "text": word}],
    "agreement_records.signatories": lambda word: [{"name": word, "position": word, "organisation": word}],
    "session_reports.copies": lambda word: [word],
    "changes.rows": lambda word: [{"table": "sessions", "id": word, "before": None, "after": {"place": word}}],
    "changes.sessions": lambda word: [
        {"id": f"{0:032x}", "number": 1, "title": word, "timezone": "Asia/Jakarta"}
        | {"before": None, "after": _STOOD | {"place": word}}
    ],
    "calendar_imports.left_out": lambda word: [
        {"line": 1, "uid": "", "name": word, "sentence": "This event has no beginning", "values": {}}
    ],
    "register_imports.headings": lambda word: [word],
    "register_imports.outcome": lambda word: {
        "counts": {"new": 1, "changed": 0, "unchanged": 0, "ended": 0, "wrong": 0, "reports": 0},
        "mark": "0",
        "lines": {
            "new": [{"number": 2, "cells": dict.fromkeys(COLUMNS, word), "problems": {}, "code": "", "differs": []}]
        },
    },
    "role_versions.content": lambda word: [{"text": word, "roles": {}}],
    "digests.asks": lambda word: [
        {"title": word, "why": word, "options": [word], "consequences": [word], "by": "2026-12-09"}
    ],
    "imported_events.content": lambda word: {"title": word},
}
"""How to write a mark into columns that hold more than a text."""
GIVEN = {"calendar_imports.entries", "audit_rows.details", "audit_personal.details"}
"""Columns that are marked where their rows are added."""


class Mark(NamedTuple):
    """Where a mark is: the classification of its circle, the column ("table.column"), and the stage (see reach.txt)."""

    classification: str
    column: str
    stage: str


@dataclass
class Marks:
    """All marks, and where they are."""

    planted: dict[str, Mark] = field(default_factory=dict)
    rows: set[tuple[type[Any], Any]] = field(default_factory=set)

    def word(self, classification: str, column: str, stage: str = "") -> str:
        """Return a new mark for a column."""
        made = f"q{classification[:3]}{len(self.planted):04}z"
        self.planted[made] = Mark(classification, column, stage)
        return made

    @contextmanager
    def planting(self, classification: str, stage: str = "") -> Iterator[None]:
        """Mark every text, also an empty one, of the rows that are added in the block; None stays None."""
        made: dict[int, Any] = {}

        def remember(session: Any, _context: Any) -> None:
            made.update({id(row): row for row in session.new})

        event.listen(db.session, "after_flush", remember)
        try:
            yield
            db.session.flush()
        finally:
            event.remove(db.session, "after_flush", remember)
        for row in made.values():
            if (type(row), row.id) not in self.rows:  # marked by a nested block
                self.rows.add((type(row), row.id))
                self._plant(row, classification, stage)
        db.session.flush()

    def _plant(self, row: Any, classification: str, stage: str) -> None:
        for name in text_columns(row.__table__):
            key = inspect(type(row)).get_property_by_column(row.__table__.c[name.partition(".")[2]]).key
            if name in GIVEN or getattr(row, key) is None:
                continue
            word = self.word(classification, name, stage)
            setattr(row, key, SHAPES.get(name, str)(word))

    def of(self, *columns: str, classification: str, stage: str = "") -> set[str]:
        """Return the marks in these columns."""
        return {
            word
            for word, mark in self.planted.items()
            if mark.column in columns and (mark.classification, mark.stage) == (classification, stage)
        }

    def columns(self, words: Iterable[str]) -> list[str]:
        """Return the columns of marks, with their stages."""
        return sorted({" ".join(filter(None, self.planted[word][1:])) for word in words})


def text_columns(table: Any) -> list[str]:
    """Return the columns of a table that hold what people write, as "table.column"."""
    if table.name in ELSEWHERE:
        return []
    names = [column.name for column in table.columns if _is_text(column.type) and column.name not in TECHNICAL]
    return [one for one in (f"{table.name}.{name}" for name in names) if one not in UNMARKED]


def all_text_columns() -> list[str]:
    """Return the text columns of every table whose rows belong to a circle."""
    return [name for table in db.metadata.sorted_tables for name in text_columns(table)]


def _is_text(kind: Any) -> bool:
    return isinstance(kind, String | JSON) and not isinstance(kind, Enum)


def words_in(text: str) -> set[str]:
    """Return the marks in a text."""
    return set(MARK.findall(text.lower()))
