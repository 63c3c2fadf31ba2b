"""What is withheld is in no channel by which the public reads: search, feeds, verification, directives."""

from datetime import date

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from forums.decisions.models import Decision
from forums.directives import actions as directives
from forums.directives.models import DirectiveState
from tests.factories import LeadershipFactory

SECRETS = ("rahasiapelapor", "0812-3456-7890", "rahasiaputusan", "rahasiajudul")


def found_in(text):
    return [word for word in SECRETS if word in text.lower()]


@pytest.fixture
def directive(it, published):
    """A directive that became the item whose title is withheld."""
    leader = LeadershipFactory()
    made = directives.give(
        it.forum, "Percepat perizinan", session=None, answer_due=date(2026, 12, 8), by=leader, at=utc_now()
    )
    made.state, made.agenda_item = DirectiveState.ON_AGENDA, it.agenda_item
    db.session.commit()
    return made


@pytest.mark.parametrize("word", SECRETS)
def test_no_search_finds_what_is_withheld(it, as_user, as_program, published, word):
    page = as_user(it.stranger).get("search.results", q=word)
    shown = page.soup.main
    for field in shown.select("input[name=q]"):
        field.decompose()
    links = [one["href"] for one in shown.select("a[href]")]
    assert not [href for href in links if "/decisions/" in href or "/minutes" in href or "/sessions/" in href]
    found = as_program(it.stranger).get("/search", q=word).json
    assert str(it.decision.id) not in str(found)
    assert str(it.session.id) not in str(found)
    assert str(it.decision.id) in str(as_program(it.member).get("/search", q="rahasiaputusan").json)


def test_feeds_verification_and_pages_without_sign_in_do_not_have_it(it, as_user, published):
    nobody = as_user()
    paths = [
        "/public/calendar.ics",
        f"/public/forums/{it.forum.slug}.ics",
        f"/verify/{it.minutes.published_sha256}",
        f"/verify/{it.minutes.sha256}",
    ]
    for path in paths:
        assert found_in(nobody.get(path).text) == [], path


def test_pages_of_the_forum_do_not_have_it(it, as_user, published):
    stranger = as_user(it.stranger)
    other = db.session.scalars(select(Decision).where(Decision.id != it.decision.id)).one()
    paths = [
        f"/decisions/{other.id}",
        f"/forums/{it.forum.slug}",
        f"/sessions/{it.session.id}",
        f"/sessions/{it.session.id}/agenda",
        f"/sessions/{it.session.id}/minutes",
        "/decisions",
        "/",
    ]
    for path in paths:
        assert found_in(stranger.get(path).text) == [], path


def test_the_page_of_a_directive_is_for_members(it, as_user, directive):
    as_user(it.stranger).get(f"/directives/{directive.id}", status=404)
    assert found_in(as_user(it.member).get(f"/directives/{directive.id}").text) == ["rahasiaputusan", "rahasiajudul"]
