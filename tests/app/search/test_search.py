"""Search in names, codes and texts."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select

from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.organisations.models import Organisation, OrganisationKind, Sector
from app.search import index
from app.search.models import SearchEntry
from app.search.queries import found
from app.search.words import Wanted
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule
from tests.factories import (
    AgreementFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    NamedPersonFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database


def test_a_word_of_a_name_finds_its_object(as_user):
    OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    answer = as_user(PersonFactory(language="id")).get("search.results", q="lingkungan")
    assert answer.soup.select_one("ol.hits h3").text == "Dinas Lingkungan Hidup"
    assert "1 hasil untuk “lingkungan”" in answer.words


def test_a_whole_code_leads_straight_to_its_object(as_user):
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
        with queries(at_most=6) as statements:
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


def results(answer):
    """Return the words of each result that the page shows, in order."""
    return [" ".join(hit.get_text(" ").split()) for hit in answer.soup.select("ol.hits > li")]


def choices(answer):
    """Return the values of each facet with their counts, by the facet's label."""
    return {
        section.h3.text: {
            link.select_one("span").text: link.select_one(".num").text
            for link in section.select("a")
            if link.select(".num")
        }
        for section in answer.soup.select("#facets section")
    }


def test_the_page_is_accessible(pages, axe):
    OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    for width in (320, 1280):
        page = pages(PersonFactory(), width=width)
        page.goto("/search?q=dinas")
        axe(page)


def test_all_results_are_counted_and_shown_in_pages(as_user):
    for number in range(30):
        OrganisationFactory(name=f"Dinas Uji {number:02}")
    visitor = as_user(PersonFactory(language="en", name="Someone", organisation=OrganisationFactory(name="Lain")))
    shown = []
    for page in (1, 2):
        answer = visitor.get("search.results", q="dinas uji", page=page)
        assert "30 results for “dinas uji”" in answer.words
        shown += results(answer)
    assert sorted(one[:12] for one in shown) == [f"Dinas Uji {number:02}" for number in range(30)]
    assert "26–30 of 30" in answer.words


def add_units():
    rows = [
        {"name": f"Unit {number:04}", "sector": Sector.GOVERNMENT, "kind": OrganisationKind.UNIT, "short_name": ""}
        for number in range(1002)
    ]
    db.session.execute(insert(Organisation), rows)
    index.rebuild()
    db.session.commit()


def test_the_latest_of_more_than_a_thousand_are_found_whether_secret_or_not(app):
    reader = PersonFactory()
    old, new = (ForumFactory(circle=CircleFactory(classification=Classification.SECRET)) for _ in range(2))
    for one in (old, new):
        NamedPersonFactory(circle_id=one.circle_id, person_id=reader.id)
    old.name = "Unit lama"
    db.session.commit()
    add_units()
    db.session.execute(delete(SearchEntry).where(SearchEntry.row_id == new.id))
    new.name = "Unit baru"
    db.session.commit()
    rows, capped = found(reader, Wanted.of("unit"), today())
    objects = {row.object_id for row in rows}
    assert (capped, new.id in objects, old.id in objects) == (True, True, False)
    assert new.id not in {row.object_id for row in found(PersonFactory(), Wanted.of("unit"), today())[0]}


def test_counting_stops_at_a_thousand_and_says_so(as_user):
    add_units()
    answer = as_user(PersonFactory(language="id")).get("search.results", q="unit")
    assert "1.000+ hasil" in answer.words
    assert "1–25 dari 1.000+" in answer.words


def test_facets_count_what_they_would_leave_and_narrow_the_results(as_user, clock):
    forum = ForumFactory(name="Forum Udara")
    for title, due, organisation in (
        ("Laporan mutu udara", date(2026, 3, 31), "Dinas A"),
        ("Laporan mutu air", date(2027, 3, 31), "Dinas B"),
    ):
        responsible = OrganisationFactory(name=organisation, sector=Sector.GOVERNMENT)
        CommitmentFactory(title=title, current_due=due, responsible=responsible, circle=forum.circle)
    OrganisationFactory(name="Pusat Laporan", sector=Sector.PRIVATE)
    visitor = as_user(CoordinatorFactory(language="en"))
    answer = visitor.get("search.results", q="laporan")
    assert choices(answer) == {
        "Kind": {"Commitments": "2", "Organisations": "1"},
        "Sector": {"Government": "2", "Private sector": "1"},
        "Year": {"2027": "1", "2026": "1"},
    }
    answer = visitor.get("search.results", q="laporan", kind="commitments", year="2026")
    assert [one[:18] for one in results(answer)] == ["Laporan mutu udara"]
    assert choices(answer)["Kind"] == {"Commitments": "1"}
    assert choices(answer)["Year"] == {"2027": "1", "2026": "1"}
    assert [chip.get_text(" ", strip=True) for chip in answer.soup.select(".chips .chip")] == [
        "Kind: Commitments Remove this filter",
        "Year: 2026 Remove this filter",
    ]
    nothing = visitor.get("search.results", q="laporan", sector="private", kind="commitments")
    assert "Nothing was found with these filters" in nothing.words


def test_titles_come_before_texts_and_near_dates_before_far_ones(as_user, clock):
    CommitmentFactory(title="Peta jalur", criteria="Laporan diserahkan", current_due=date(2026, 11, 25))
    CommitmentFactory(title="Laporan jauh", current_due=date(2029, 1, 1))
    CommitmentFactory(title="Laporan dekat", current_due=date(2026, 12, 1))
    visitor = as_user(CoordinatorFactory(language="en"))
    shown = results(visitor.get("search.results", q="laporan"))
    assert [one.split(" KMT")[0][:13].strip() for one in shown] == ["Laporan dekat", "Laporan jauh", "Peta jalur La"]
    shown = results(visitor.get("search.results", q="laporan", order="date"))
    assert [one[:12] for one in shown] == ["Laporan jauh", "Laporan deka", "Peta jalur L"]


def test_words_of_one_stem_find_each_other_and_phrases_only_themselves(as_user):
    CommitmentFactory(title="Katalog diserahkan dengan data pembanding")
    visitor = as_user(CoordinatorFactory(language="en"))
    for words in ("menyerahkan", "penyerahan katalog", "SERAHKAN", '"data pembanding"', "“data pembanding” kat"):
        assert len(results(visitor.get("search.results", q=words))) == 1, words
    for words in ('"pembanding data"', '"penyerahan"', "menyerahkan peta", '"data pemban"'):
        assert results(visitor.get("search.results", q=words)) == [], words


def test_what_was_found_is_highlighted_in_title_and_text(as_user):
    CommitmentFactory(title="Katalog <b>sensor</b>", criteria="x " * 300 + "sensor udara & tanah " + "y " * 300)
    answer = as_user(CoordinatorFactory()).get("search.results", q="sensors udara")
    assert [mark.text for mark in answer.soup.select("ol.hits mark")] == ["sensor", "sensor", "udara"]
    (excerpt,) = answer.soup.select("ol.hits p:not(.note)")
    assert excerpt.text.startswith("… ")
    assert "udara & tanah" in excerpt.text
    assert len(excerpt.text) < 250


def test_a_changed_text_is_found_as_it_is_now_and_a_deleted_one_no_more(as_user):
    visitor, commitment = as_user(CoordinatorFactory()), CommitmentFactory(title="Peta jalur sepeda")
    commitment.title = "Peta halte bus"
    db.session.commit()
    assert results(visitor.get("search.results", q="sepeda")) == []
    assert len(results(visitor.get("search.results", q="halte"))) == 1
    db.session.delete(commitment)
    db.session.commit()
    assert results(visitor.get("search.results", q="halte")) == []


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(as_user):
    commitment = CommitmentFactory(title="Peta jalur sepeda")
    commitment.title = "Peta halte bus"
    db.session.flush()
    db.session.rollback()
    assert index.rebuild() == 0
    assert len(results(as_user(CoordinatorFactory()).get("search.results", q="sepeda"))) == 1


def test_secret_texts_are_indexed_apart_and_move_when_a_circle_is_reclassified(app):
    commitment = CommitmentFactory(title="Peta jalur sepeda", circle=ForumFactory().circle)

    def apart():
        query = select(SearchEntry.is_secret).where(SearchEntry.row_id == commitment.id)
        return db.session.scalar(query)

    assert apart() is False
    commitment.circle.classification = Classification.SECRET
    db.session.commit()
    assert apart() is True
    assert index.rebuild() == 0


def test_what_a_reader_may_not_read_is_neither_counted_nor_shown(as_user, clock):
    mine, other = CommitmentFactory.create_batch(2, title="Laporan mutu", visibility=Visibility.PARTIES)
    CommitmentFactory.create_batch(20, title="Laporan mutu", visibility=Visibility.PARTIES)
    reader = PersonFactory(language="en", organisation=mine.responsible)
    answer = as_user(reader).get("search.results", q="laporan")
    assert "1 result for" in answer.words
    assert (mine.code in answer.words, other.code in answer.words) == (True, False)
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
    index.rebuild()
    db.session.commit()
    answer = as_user(PersonFactory(language="en", organisation=mine.responsible)).get("search.results", q="laporan")
    assert "1 result for" in answer.words
    assert mine.code in answer.words


def _columns(commitment):
    return {column.key: getattr(commitment, column.key) for column in Commitment.__mapper__.column_attrs}


def test_objects_with_the_same_title_are_distinguishable(as_user, clock):
    made = [
        CommitmentFactory(title="Laporan mutu", current_due=date(year, 3, 31), delivery=delivery)
        for year, delivery in ((2026, Delivery.IN_PROGRESS), (2027, Delivery.PROPOSED))
    ]
    shown = results(as_user(CoordinatorFactory(language="en")).get("search.results", q="laporan mutu"))
    for one, state, due in zip(made, ("In progress", "Proposed"), ("31 March 2026", "31 March 2027"), strict=True):
        (line,) = [line for line in shown if one.code in line]
        assert f"{one.responsible.label} · due {due} {state}" in line


def test_a_kind_that_nobody_knows_shows_every_kind(as_user):
    OrganisationFactory(name="Dinas Uji")
    assert "Dinas Uji" in as_user(PersonFactory()).get("search.results", q="dinas uji", kind="nonsense").words


def test_people_are_a_kind_for_those_who_manage_them(as_user):
    PersonFactory(name="Siti Rahayu")
    assert "Siti Rahayu" not in as_user(PersonFactory()).get("search.results", q="rahayu", kind="people").words
    assert "Siti Rahayu" in as_user(CoordinatorFactory()).get("search.results", q="rahayu", kind="people").words
