"""Other words when nothing is found: near ones, and only those that stand in texts that the person may read."""

import pytest
from sqlalchemy import delete, select

from app.circles.models import Circle, Classification
from app.clock import today
from app.database import db
from app.search import index
from app.search.jobs import fill
from app.search.models import search_words
from app.search.vocabulary import instead, near
from app.search.words import Wanted, distance
from tests.factories import CommitmentFactory, CoordinatorFactory, ForumFactory, OrganisationFactory, PersonFactory
from tests.forums.searching import classify, crowd, found

pytestmark = pytest.mark.every_database


def offered(person, text):
    """Return what is suggested to a person, after the words were listed."""
    index.rebuild()
    db.session.commit()
    return instead(person, Wanted.of(text), today())


@pytest.mark.one_database
@pytest.mark.parametrize(
    "one,other,letters",
    [("udara", "udara", 0), ("udra", "udara", 1), ("uadra", "udara", 1), ("udata", "udara", 1), ("air", "udara", 4)],
)
def test_the_distance_counts_swapped_neighbours_once(one, other, letters):
    assert distance(one, other) == distance(other, one) == letters


def test_near_words_that_find_something_are_suggested(app):
    OrganisationFactory(name="Dinas Lingkungan Hidup")
    OrganisationFactory(name="Balai Perizinan dan Perijinan")
    reader = PersonFactory()
    assert offered(reader, "lingkugnan") == ["lingkungan"]
    assert offered(reader, "lnigkungan hidup") == ["lingkungan hidup"]
    assert offered(reader, "hidup perizinan") == ["hidup", "perizinan"]
    assert offered(reader, "perixinan") == ["perijinan", "perizinan"]
    assert offered(reader, "hydup balay") == ["hidup", "balai"]
    assert offered(reader, "lingkungan hidup balai dnias") == ["dinas", "lingkungan", "hidup", "balai"]
    OrganisationFactory(name="Dinas Balai Lingkungan Hidup")
    assert offered(reader, "lingkungan hidup balai dnias") == ["lingkungan hidup balai dinas"]
    for odd in ("zzzz", "x", "2026", "🙂 a_b", '"xqz'):
        assert offered(reader, odd) == [], odd


def test_words_of_texts_that_a_person_may_not_read_are_not_suggested(app):
    made, people = crowd()
    CommitmentFactory(title="Merawat kenari", circle=made.forum.circle)
    for classification in Classification:
        classify(made, classification)
        for name, person in people.items():
            finds = found(person, "kenari") and classification is not Classification.SECRET
            assert offered(person, "kenaru") == (["kenari"] if finds else []), (classification, name)


def test_a_word_is_no_longer_suggested_once_its_circle_is_closed(app):
    forum = ForumFactory(circle__classification=Classification.INTERNAL)
    CommitmentFactory(title="Merawat kenari", circle=forum.circle)
    coordinator = CoordinatorFactory()
    assert offered(coordinator, "kenaru") == ["kenari"]
    db.session.get(Circle, forum.circle_id).classification = Classification.SECRET
    db.session.commit()
    assert near("kenaru") == ["kenari"]
    assert instead(coordinator, Wanted.of("kenaru"), today()) == []
    index.rebuild()
    assert "kenari" not in set(db.session.scalars(select(search_words.c.word)))


def test_a_missing_list_of_words_is_made_without_comparing_the_whole_index(app, queries):
    OrganisationFactory(name="Dinas Lingkungan Hidup")
    index.rebuild()
    db.session.execute(delete(search_words))
    db.session.commit()
    with queries() as statements:
        list(fill())
    assert near("lingkugnan") == ["lingkungan"]
    assert not any("FROM organisations" in one for one in statements)


def test_suggestions_are_links_on_the_page_and_texts_in_the_api(as_user, as_program):
    OrganisationFactory(name="Dinas Lingkungan Hidup")
    index.rebuild()
    db.session.commit()
    answer = as_user(PersonFactory(language="id")).get("search.results", q="lingkungsn hidup")
    (link,) = answer.soup.select("nav[aria-labelledby=instead] a")
    assert (link.text, link["href"]) == ("lingkungan hidup", "/search?q=lingkungan+hidup")
    program = as_program(CoordinatorFactory())
    assert program.get("/search", q="lingkungsn").json["instead"] == ["lingkungan"]
    assert program.get("/search", q="lingkungan").json["instead"] == []
