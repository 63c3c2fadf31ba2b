"""Search by name or code."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import insert

from agreements.registry.rules import Stage
from app.database import db
from app.organisations.models import Organisation, OrganisationKind, Sector
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database


def test_a_part_of_a_name_finds_the_thing(as_user):
    OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    answer = as_user(PersonFactory(language="id")).get("search.results", q="lingkungan")
    assert answer.soup.find("a", string="Dinas Lingkungan Hidup")
    assert "1 hasil untuk “lingkungan”" in answer.words


def test_a_whole_code_leads_straight_to_its_thing(as_user):
    organisation = OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    answer = as_user(PersonFactory()).get("search.results", q="dlh", status=302)
    assert answer.location == f"/organisations/{organisation.id}"


def test_nothing_found_says_what_to_try(as_user):
    answer = as_user(PersonFactory(language="en")).get("search.results", q="zzz")
    assert "Nothing was found" in answer.words
    assert answer.soup.find(id="words")["value"] == "zzz"


@pytest.mark.one_database
@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "<script>", "é" * 500, "🙂"])
def test_odd_questions_get_a_page(as_user, text):
    answer = as_user(PersonFactory()).get("search.results", q=text)
    assert "<script>alert" not in answer.get_data(as_text=True)


@pytest.mark.one_database
def test_a_stranger_is_asked_to_sign_in(as_user):
    as_user().get("search.results", q="a", status=302)


@pytest.mark.one_database
def test_the_number_of_queries_does_not_grow_with_what_is_found(as_user, queries):
    visitor = as_user(CoordinatorFactory())
    taken = []
    for number in range(2):
        forum = ForumFactory(name="Data terpadu")
        OrganisationFactory(name=f"Pusat Data {number}")
        PersonFactory(name="Data Sari")
        agreement = AgreementFactory(title="Berbagi data")
        parties_of(agreement)
        CommitmentFactory.create_batch(3, title="Data mutu air")
        decision_in(SessionFactory(forum=forum), text="Data dibagikan")
        with queries(at_most=12) as statements:
            visitor.get("search.results", q="data")
        taken.append(len(statements))
    assert taken[0] == taken[1]


def parties_of(agreement):
    return [PartyFactory(agreement=agreement, position=position) for position in (1, 2)]


def decision_in(session, *, text):
    decision = Decision(
        code=f"KEP-2026-{session.number:03}-{session.id.hex[:6]}"[:20],
        forum_id=session.forum_id,
        session_id=session.id,
        text=text,
        how=DecisionRule.CONSENSUS,
        quorum_met=True,
        decided_at=session.starts_at,
        recorded_by_id=PersonFactory().id,
        language="id",
    )
    db.session.add(decision)
    db.session.commit()
    return decision


def sections(answer):
    """Return the words of each hit that the page shows, by the name of its kind."""
    return {
        section.h2.text: [" ".join(hit.get_text(" ").split()) for hit in section.select("ul.rows > li")]
        for section in answer.soup.select("main section")
    }


def test_the_page_is_accessible(pages, axe):
    OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    for width in (320, 1280):
        page = pages(PersonFactory(), width=width)
        page.goto("/search?q=dinas")
        axe(page)


def test_every_kind_is_counted_and_the_rest_is_one_link_away(as_user):
    for number in range(30):
        OrganisationFactory(name=f"Dinas Uji {number:02}")
    visitor = as_user(PersonFactory(language="en", name="Someone", organisation=OrganisationFactory(name="Lain")))
    answer = visitor.get("search.results", q="dinas uji")
    assert "30 results for “dinas uji”" in answer.words
    assert len(sections(answer)["Organisations"]) == 8
    (everything,) = [one for one in answer.soup.find_all("a") if one.text.startswith("Show all 30")]
    shown = []
    for page in (1, 2):
        answer = visitor.get(everything["href"] + f"&page={page}")
        shown += sections(answer)["Organisations"]
    assert [one[:12] for one in shown] == [f"Dinas Uji {number:02}" for number in range(30)]
    assert "26–30 of 30" in answer.words
    assert "30 results" in answer.words


def test_counting_stops_at_a_thousand_and_says_so(as_user):
    rows = [
        {"name": f"Unit {number:04}", "sector": Sector.GOVERNMENT, "kind": OrganisationKind.UNIT, "short_name": ""}
        for number in range(1002)
    ]
    db.session.execute(insert(Organisation), rows)
    db.session.commit()
    answer = as_user(PersonFactory(language="id")).get("search.results", q="unit")
    assert "1.000+ hasil" in answer.words
    assert "Tampilkan semua (1.000+)" in answer.words


def test_what_a_reader_may_not_read_is_neither_counted_nor_shown(as_user, clock):
    mine, other = CommitmentFactory.create_batch(2, title="Laporan mutu", visibility=Visibility.PARTIES)
    CommitmentFactory.create_batch(20, title="Laporan mutu", visibility=Visibility.PARTIES)
    reader = PersonFactory(language="en", organisation=mine.responsible)
    answer = as_user(reader).get("search.results", q="laporan")
    assert "1 result for" in answer.words
    assert (mine.code in answer.words, other.code in answer.words) == (True, False)
    page = as_user(reader).get("search.results", q="laporan", kind="commitments")
    assert [one.split()[2] for one in sections(page)["Commitments"]] == [mine.code]
    coordinator = CoordinatorFactory(language="en", organisation=OrganisationFactory(name="Lain"))
    assert "22 results for" in as_user(coordinator).get("search.results", q="laporan").words


def test_an_old_match_counts_although_many_newer_ones_are_not_for_the_reader(as_user, clock):
    mine = CommitmentFactory(title="Laporan mutu", visibility=Visibility.PARTIES)
    db.session.execute(
        insert(Commitment),
        [
            {**_columns(mine), "id": uuid4(), "code": f"KMT-2099-{number:04}", "responsible_id": OTHER}
            for OTHER in [OrganisationFactory().id]
            for number in range(400)
        ],
    )
    db.session.commit()
    answer = as_user(PersonFactory(language="en", organisation=mine.responsible)).get("search.results", q="laporan")
    assert "1 result for" in answer.words
    assert mine.code in answer.words


def _columns(commitment):
    return {column.key: getattr(commitment, column.key) for column in Commitment.__mapper__.column_attrs}


def test_objects_with_the_same_title_are_distinguishable(as_user, clock):
    first, second = (
        CommitmentFactory(title="Laporan mutu", current_due=date(year, 3, 31), delivery=delivery)
        for year, delivery in ((2026, Delivery.IN_PROGRESS), (2027, Delivery.PROPOSED))
    )
    agreement = AgreementFactory(
        title="Laporan mutu", stage=Stage.SIGNED, effective_on=date(2026, 1, 1), expires_on=date(2028, 12, 31)
    )
    parties = parties_of(agreement)
    found = sections(as_user(CoordinatorFactory(language="en")).get("search.results", q="laporan mutu"))
    assert set(found["Commitments"]) == {
        f"Laporan mutu {one.code} {state} · due {due} · responsible: {one.responsible.label}"
        f" · verifier: {one.verifier.label}"
        for one, state, due in ((first, "In progress", "31 March 2026"), (second, "Proposed", "31 March 2027"))
    }
    session = SessionFactory(forum=ForumFactory(name="Forum Udara"))
    decision_in(session, text="Laporan mutu diterima")
    (taken,) = sections(as_user(CoordinatorFactory(language="en")).get("search.results", q="laporan"))["Decisions"]
    assert f"Consensus · Forum Udara, Session {session.number}" in taken
    (line,) = found["Agreements"]
    assert "In force · 1 January 2026 – 31 December 2028" in line
    assert ", ".join(one.seat.organisation.label for one in parties) in line


def test_a_kind_that_nobody_knows_shows_every_kind(as_user):
    OrganisationFactory(name="Dinas Uji")
    assert "Dinas Uji" in as_user(PersonFactory()).get("search.results", q="dinas uji", kind="nonsense").words


def test_people_are_a_kind_for_those_who_manage_them(as_user):
    PersonFactory(name="Siti Rahayu")
    assert "Siti Rahayu" not in as_user(PersonFactory()).get("search.results", q="rahayu", kind="people").words
    assert "Siti Rahayu" in as_user(CoordinatorFactory()).get("search.results", q="rahayu", kind="people").words
