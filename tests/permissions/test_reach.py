"""What belongs to a circle reaches those who may know of it, by every channel, and nobody else.

Every text of the marked world is looked for in every answer that each reader can get, and in all mails of forty days.
People decide `reach.txt`; a new table, column or route fails until somebody decides about it.
"""

import re
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.jobs.registry import every_job
from app.jobs.running import run_job
from app.mail.outbox.models import Mail
from app.search.models import SearchEntry
from tests.conftest import NOW
from tests.factories.forums import NEXT
from tests.permissions.actions import perform
from tests.permissions.marked_world import build_marked_world
from tests.permissions.marks import ELSEWHERE, TECHNICAL, UNMARKED, all_text_columns, words_in
from tests.permissions.readings import NAMED, READERS, SECRET, readings, text_of_mail
from tests.support.databases import empty_folder

pytestmark = pytest.mark.one_database

CHANNELS = ("page", "list", "api", "search", "sheet", "feed", "pdf", "file", "mail")
DAYS = 40
OUTSIDE = {"outbox", "inbox", "busy_feeds", "calendars.fill-holidays"}
"""Jobs that use the network, or fill the calendar of the country."""

NOT_SHOWN = {
    "audit_personal.details": "can be erased; no page or API shows it",
    "changes.rows": "kept for undoing the change",
    "earlier_texts.text": "kept as the record of who wrote what",
    "imported_events.calendar": "kept to recognise an event",
    "imported_events.content": "kept to recognise an event",
    "incoming_mails.note": "shown once the message was dealt with",
    "papers.title": "shown for public papers alone",
    "tellings.link": "kept until those invited are told",
    "tellings.place": "kept until those invited are told",
    "tellings.reason": "kept until those invited are told",
    "text_changes.after": "kept until the parties are notified",
    "text_changes.before": "kept until the parties are notified",
}
"""Columns that not even named readers see, and why."""


class Reach:
    """The marked world, what each reader got, what those not named got forty days later, and the marks of all mails.

    `everything` holds the readers who request every page of every object; the others read lists and search.
    """

    def __init__(self, app, everything):
        self.world, self.marks = build_marked_world()
        perform(app, self.world, self.marks)
        self.first = readings(app, self.world)
        for name, reading in self.first.items():
            if name in everything:
                reading.read_everything()
            else:
                reading.read_lists()
            reading.ask_about_clashes((NEXT + timedelta(days=6)).astimezone(ZoneInfo("Asia/Jakarta")))
            # a search shows the best part of each object, so every text is searched for by itself
            secrets = self.secrets(self.marks.planted) if name not in NAMED else set()
            reading.search_for(sorted(indexed() | secrets))
        self.later = readings(app, self.world, [name for name in READERS if name not in NAMED])

    def wait(self, app, clock):
        """Let forty days pass, running every job each day, and read again."""
        for _day in range(DAYS):
            clock.shift(timedelta(days=1))
            for scheduled in every_job():
                if scheduled.name not in OUTSIDE:
                    run_job(app, scheduled)
        db.session.expire_all()
        for reading in self.later.values():
            reading.read_lists()
        for reading in self.first.values():
            reading.read_mail()
        self.mails = {
            (mail.recipient, mail.kind): words_in(text_of_mail(mail)) for mail in db.session.scalars(select(Mail))
        }

    def secrets(self, words):
        """Return those of the marks that are in secret rows."""
        return {word for word in words if self.marks.planted[word].classification == "secret"}


def indexed():
    """Return the marks that are in the search index."""
    texts = select(SearchEntry.title_words + " " + SearchEntry.text_words)
    return words_in(" ".join(db.session.scalars(texts)))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def reach(request, databases):
    postgresql = request.param == "postgresql"
    database = databases.postgresql(request.getfixturevalue("postgresql")) if postgresql else databases.sqlite()
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False) as clock, database.app.app_context(), papers(rendered=not postgresql):
        # who may open an object is decided in Python; queries of lists and searches are what differs there
        made = Reach(database.app, everything={"N"} if postgresql else set(READERS))
        made.wait(database.app, clock)
        yield made
        db.session.rollback()


on_sqlite = pytest.mark.parametrize("reach", ["sqlite"], indirect=True, scope="module")
"""For tests of what all readers get from every page of every object."""


@contextmanager
def papers(*, rendered):
    """Render PDFs with secret marks, each once, if `rendered`; all others are replaced by the text of their HTML.

    What a PDF contains depends on its HTML, not on the database, and equal input gives equal bytes.
    """
    from app.pdf import pdf
    from app.pdf.extracts import InterleaveJob
    from app.pdf.merging import MergeJob

    real, known = pdf.render, {}
    real_merge, real_interleave = MergeJob.print, InterleaveJob.print

    def render(html, **settings):
        if rendered and SECRET in html:
            key = repr((html, settings))
            if key not in known:
                known[key] = real(html, **settings)
            return known[key]
        carried = (one.content.decode("latin-1") for one in settings.get("attachments", ()))
        return " ".join([re.sub(r"<wbr>|&shy;|\u00ad", "", html), *carried]).encode()

    def joined(jobs, otherwise):
        printed = [one.print() for one in jobs if one]
        return b" ".join(printed) if all(not one.startswith(b"%PDF") for one in printed) else otherwise()

    def print_merged(job):
        return joined([job.own, *(part.document for part in job.parts)], lambda: real_merge(job))

    def print_interleaved(job):
        return joined([job.own], lambda: real_interleave(job))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.errors.render_template", lambda *_args, **_options: "")  # read by nobody
        patch.setattr("app.pdf.pdf.render", render)
        patch.setattr("app.pdf.merging.MergeJob.print", print_merged)
        patch.setattr("app.pdf.extracts.InterleaveJob.print", print_interleaved)
        patch.setattr("forums.pack.views.page_count", lambda content: 1)
        yield


def leaks(reach, readings):
    """Return which marks of secret rows reached readers who are not named, with the URLs that showed them."""
    return [
        f"{READERS[name] or 'a stranger'}: {reach.marks.planted[word].column}"
        f" {reach.marks.planted[word].stage} at {', '.join(reading.where[word][:3])}"
        for name, reading in readings.items()
        if name not in NAMED
        for word in sorted(reach.secrets({word for words in reading.found.values() for word in words}))
    ]


def test_every_text_column_of_a_circle_is_marked(reach):
    marked = {mark.column for mark in reach.marks.planted.values() if mark.classification == "secret"}
    assert sorted(set(all_text_columns()) - marked) == []


def test_the_exceptions_name_existing_tables_and_columns(app):
    tables = {table.name for table in db.metadata.sorted_tables}
    columns = {f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns}
    assert sorted(ELSEWHERE.keys() - tables) == []
    assert sorted((UNMARKED.keys() | NOT_SHOWN.keys()) - columns) == []
    assert sorted(TECHNICAL - {name.partition(".")[2] for name in columns}) == []


@on_sqlite
def test_named_readers_read_every_secret(reach):
    read = {word for name in NAMED for words in reach.first[name].found.values() for word in words}
    columns = {reach.marks.planted[word].column for word in reach.secrets(read)}
    assert sorted(set(all_text_columns()) - columns - NOT_SHOWN.keys()) == []


def test_nobody_else_reads_any_secret(reach):
    assert leaks(reach, reach.first) == []


def test_nobody_else_reads_any_secret_forty_days_later(reach):
    assert leaks(reach, reach.later) == []


def test_mails_contain_secrets_of_their_named_recipients_only(reach):
    named = {reach.world.people[role].email for role in ("chair", "facilitator", "taker", "participant", "observer")}
    named |= {reach.world.people["named coordinator"].email}
    reached = defaultdict(set)
    for (recipient, kind), words in reach.mails.items():
        if reach.secrets(words):
            reached[recipient].add(kind)
    assert {recipient: kinds for recipient, kinds in reached.items() if recipient not in named} == {}
    assert len(reached.keys() & named) >= 3


ROWS = [
    re.split(r"\s{2,}", line, maxsplit=4)
    for line in (Path(__file__).parent / "reach.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def expected(cell, may):
    """Return the readers that a cell of the table names; "=" means all who may know."""
    return "" if cell == "-" else may if cell == "=" else cell


def test_the_table_has_a_row_for_each_kind_and_classification():
    kinds = defaultdict(list)
    for kind, _columns, classification, *_cells in ROWS:
        kinds[kind].append(classification)
    assert {kind: found for kind, found in kinds.items() if found != [one.value for one in Classification]} == {}


def test_the_table_names_no_reader_who_may_not_know():
    wrong = [row for row in ROWS for cell in row[4].split() if not set(expected(cell, row[3])) <= set(row[3])]
    assert wrong == []


@on_sqlite
def test_every_channel_reaches_the_readers_that_the_table_names(reach):
    wrong = []
    for kind, columns, classification, may, cells in ROWS:
        stage = kind.partition(", ")[2]
        words = reach.marks.of(*columns.split(), classification=classification, stage=stage)
        assert words, f"no marks of {kind}"
        for channel, cell in zip(CHANNELS, cells.split(), strict=True):
            readers = "".join(name for name in READERS if words & reach.first[name].found.get(channel, set()))
            if readers != expected(cell, may):
                wrong.append(
                    f"{classification} {kind} by {channel}: {readers or '-'}, not {expected(cell, may) or '-'}"
                )
    assert not wrong, "\n".join(wrong)
