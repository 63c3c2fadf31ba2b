"""The register of decisions: follow-up, sorting, the commitments in its rows, and the export."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.circles.models import Classification
from app.database import db
from commitments.registry.rules import Delivery
from forums.attendance.rules import Place, quorum
from forums.decisions.actions import Wording, record_between_sessions, supersede
from forums.decisions.models import decision_commitments
from forums.scheduling.models import DecisionRule
from tests.factories import CommitmentFactory, ForumFactory, PersonFactory
from tests.factories.forums import NEXT
from tests.forums.room import room


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.forum.name = "Forum Air"
    made.other = ForumFactory(name="Forum Zat", circle__classification=Classification.PUBLIC)
    made.none = decided(made, 1, "Tanpa siapa pun")
    made.declined = decided(made, 2, "Ditolak", Delivery.DECLINED)
    made.open = decided(made, 3, "Berjalan", Delivery.CLOSED, Delivery.IN_PROGRESS)
    made.done = decided(made, 4, "=Selesai", Delivery.CLOSED, Delivery.CANCELLED)
    made.stranger = PersonFactory()
    return made


def decided(it, days, text, *states, forum=None):
    forum = forum or it.forum
    made = record_between_sessions(
        forum,
        Wording(text=text, how=DecisionRule.CONSENSUS, conditions=f"Syarat {text}"),
        quorum=quorum([Place("government", True)], share=50, required=()),
        by=it.coordinator,
        at=NEXT - timedelta(days=10 - days),
    )
    for state in states:
        commitment = CommitmentFactory(circle=forum.circle, responsible=it.member.organisation, delivery=state)
        db.session.execute(decision_commitments.insert().values(decision_id=made.id, commitment_id=commitment.id))
    db.session.commit()
    return made


def listed(as_user, it, query="", who="member"):
    rows = as_user(getattr(it, who)).get(f"/decisions?{query}").soup.select("tbody th a")
    return [row["href"].rsplit("/", 1)[-1] for row in rows]


def ids(*decisions):
    return [str(one.id) for one in decisions]


@pytest.mark.every_database
def test_follow_up_is_derived_from_the_commitments(it, as_user, as_program):
    assert listed(as_user, it, "follow-up=none") == ids(it.declined, it.none)
    assert listed(as_user, it, "without-commitment=1") == ids(it.declined, it.none)
    assert listed(as_user, it, "follow-up=open") == ids(it.open)
    assert listed(as_user, it, "follow-up=done") == ids(it.done)
    assert listed(as_user, it, "follow-up=nonsense") == ids(it.done, it.open, it.declined, it.none)
    found = as_program(it.member).get("/decisions", follow_up="open").json["items"]
    assert [one["id"] for one in found] == ids(it.open)


@pytest.mark.every_database
def test_the_register_is_sorted_by_its_columns(it, as_user):
    elsewhere = decided(it, 5, "Lain", forum=it.other)
    assert listed(as_user, it) == ids(elsewhere, it.done, it.open, it.declined, it.none)
    assert listed(as_user, it, "sort=date") == ids(it.none, it.declined, it.open, it.done, elsewhere)
    assert listed(as_user, it, "sort=-code") == ids(elsewhere, it.done, it.open, it.declined, it.none)
    assert listed(as_user, it, "sort=forum") == ids(it.done, it.open, it.declined, it.none, elsewhere)
    assert listed(as_user, it, "sort=-follow-up") == ids(it.done, it.open, elsewhere, it.declined, it.none)
    assert listed(as_user, it, "sort=nonsense") == listed(as_user, it)


def test_rows_show_the_commitments_that_one_may_read(it, as_user):
    it.forum.circle.classification = Classification.PUBLIC
    shown, hidden = it.open.id, "tidak dibuka untuk umum"
    member = as_user(it.member).get("/decisions").soup
    row = next(row for row in member.select("tbody tr") if str(shown) in str(row))
    assert len(row.select("a[href^='/commitments/']")) == 2
    assert "Dalam proses" in row.get_text(" ")
    stranger = as_user(it.stranger).get("/decisions")
    assert hidden in stranger.words
    assert not stranger.soup.select("tbody a[href^='/commitments/']")


def test_the_register_costs_the_same_queries_however_many_commitments_there_are(it, as_user, queries):
    member = as_user(it.member)

    def cost():
        with queries(at_most=5) as seen:
            member.get("/decisions?sort=follow-up")
        return len(seen)

    few = cost()
    for days in range(5, 9):
        decided(it, days, "Lagi", Delivery.CLOSED, Delivery.IN_PROGRESS)
    assert cost() == few


def test_the_list_is_downloaded_as_it_is_filtered(it, as_user):
    member = as_user(it.member)
    answer = member.get("/decisions?follow-up=done&format=csv")
    assert answer.mimetype == "text/csv"
    heading, row = csv.reader(io.StringIO(answer.get_data(as_text=True)))
    told = dict(zip(heading, row, strict=True))
    assert (told["Kode"], told["Keputusan"], told["Forum"]) == (it.done.code, "'=Selesai", "Forum Air")
    assert (told["Sesi"], told["Syarat"]) == ("di luar sesi", "Syarat =Selesai")
    assert told["Tindak lanjut"] == "Tindak lanjut selesai"
    assert told["Komitmen"].count("KMT-") == 2
    answer = member.get("/decisions?sort=date&format=xlsx")
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        one.code for one in (it.none, it.declined, it.open, it.done)
    ]
    assert as_user(it.stranger).get("/decisions?format=csv").get_data(as_text=True).count("\n") == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_register_fits_a_phone_and_every_eye(it, pages, axe, width):
    supersede(it.open, [it.none], by=it.coordinator, at=NEXT)
    db.session.commit()
    page = pages(it.coordinator, width=width)
    page.goto("/decisions?year=2026")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
    page.get_by_role("link", name=it.done.text, exact=True).click()
    axe(page)
