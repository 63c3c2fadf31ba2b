"""Both directions: who raised what, how long the answer took, and what became of it."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from alignment.voices import queries
from alignment.voices.rules import Outcome, outcome_of, quarter, quarter_before
from app.audit import record
from app.clock import utc_now
from app.database import db
from forums.agenda.models import AgendaItem, ItemState
from forums.directives.models import Directive, DirectiveKind, DirectiveState

V = "alignment.voices"


@pytest.mark.parametrize(
    "state, decided, outcome",
    [
        ("open", False, Outcome.WAITING),
        ("on_agenda", False, Outcome.ON_AGENDA),
        ("on_agenda", True, Outcome.DECIDED),
        ("discussed", False, Outcome.DISCUSSED),
        ("committed", True, Outcome.COMMITTED),
        ("merged", False, Outcome.ANSWERED),
    ],
)
def test_what_became_of_it_is_the_furthest_that_is_known(state, decided, outcome):
    assert outcome_of(state, decided=decided) is outcome


@given(some.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_quarters_follow_one_another_without_a_gap(day):
    found, before = quarter(day), quarter_before(day)
    assert found.since <= day <= found.until
    assert before.until + timedelta(days=1) == found.since
    assert (found.since.day, (found.since.month - 1) % 3) == (1, 0)


@pytest.fixture
def suggestion(table):
    """A suggestion of a citizen to the forum of the table, given ten days ago."""
    given_at = utc_now() - timedelta(days=10)
    made = Directive(forum=table.forum, kind=DirectiveKind.SUGGESTION, text="Buka data antrean", name="Warga Satu")
    made.email, made.language, made.given_at = "warga@contoh.example", "id", given_at
    made.answer_due, made.reply = (given_at + timedelta(days=5)).date(), ""
    db.session.add(made)
    db.session.commit()
    return made


def test_a_voice_from_below_is_counted_with_its_answer_and_without_its_sender(table, suggestion, as_user, monkeypatch):
    visitor = as_user(table.coordinator)
    page = visitor.get(f"{V}.index")
    assert "Yang dihitung hanya" not in page.words
    monkeypatch.setattr(queries, "MOST", 1)
    assert "Yang dihitung hanya 1 yang terbaru" in visitor.get(f"{V}.index").words
    assert "menunggu 10 hari" in page.words
    assert "Warga Satu" not in page.words
    suggestion = db.session.get_one(Directive, suggestion.id)
    suggestion.state, suggestion.reply, suggestion.replied_at = DirectiveState.ANSWERED, "Ya", utc_now()
    suggestion.replied_by_id = table.coordinator.id
    db.session.commit()
    rows = list(csv.reader(io.StringIO(visitor.get(f"{V}.index", format="csv").data.decode())))
    assert rows[1][3] == "Buka data antrean"
    assert "10" in rows[1]
    assert "Warga Satu" not in str(rows)
    assert "Buka data antrean" not in as_user(table.partner).get(f"{V}.index").words  # it is on no agenda


def test_a_proposal_counts_for_the_sector_of_whoever_proposed_it(table, as_user, as_program):
    table.partner.organisation.sector = type(table.firm.sector).PRIVATE
    db.session.commit()
    fields = {"title": "Jadwal uji API", "purpose": "joint_solution", "minutes": "10"}
    as_user(table.partner).post("forums.agenda.propose", fields, session_id=table.next.id)
    found = as_program(table.coordinator).get("/alignment/voices").json["raisers"]
    assert [(one["raiser"], one["raised"], one["answered"]) for one in found] == [("private", 1, 0)]
    past = {"from": "2020-01-01", "until": "2020-12-31"}
    assert "Jadwal uji API" not in as_user(table.coordinator).get(f"{V}.index", **past).words


def test_a_proposal_that_is_deferred_still_awaits_its_answer(table, as_user):
    fields = {"title": "Jadwal uji API", "purpose": "joint_solution", "minutes": "10"}
    as_user(table.partner).post("forums.agenda.propose", fields, session_id=table.next.id)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Jadwal uji API")).one()
    visitor, at = as_user(table.coordinator), {"agenda_item_id": item.id}
    visitor.post("forums.agenda.defer", {"reason": "Penuh"}, **at)
    assert "menunggu 0 hari" in visitor.get(f"{V}.index").words
    item = db.session.get_one(AgendaItem, item.id)
    item.state, item.title = ItemState.DECLINED, "Jadwal"
    record("agenda_item.declined", item, by=table.coordinator, at=utc_now() + timedelta(days=3))
    assert "setelah 3 hari" in visitor.get(f"{V}.index").words
