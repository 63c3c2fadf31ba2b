"""Who reads which state of the minutes, and who writes them: own, foreign and absent ones."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.circles.models import Classification
from app.database import db
from forums.minutes.models import Minutes, MinutesState, Part, Passage
from tests.factories import AdministratorFactory, CoordinatorFactory, LeadershipFactory, PersonFactory
from tests.factories.forums import MADE
from tests.forums.room import room

WRITERS = {"coordinator", "facilitator", "taker"}
SERVING = WRITERS | {"chair"}
PARTIES = SERVING | {"member", "partner"}
EVERYONE = PARTIES | {"observer"}
PEOPLE = (
    "coordinator",
    "chair",
    "facilitator",
    "taker",
    "member",
    "partner",
    "observer",
    "leader",
    "stranger",
    "administrator",
)


def gathered():
    it = room()
    it.leader = LeadershipFactory()
    it.stranger = PersonFactory()
    it.administrator = AdministratorFactory()
    it.hold()
    return it


def with_minutes(it, state):
    minutes = Minutes(session_id=it.session.id, state=state, language="id", begun_at=MADE)
    if state is not MinutesState.DRAFT:
        minutes.circulated_at, minutes.correction_until = MADE, it.session.ends_at + timedelta(days=400)
    db.session.add(minutes)
    db.session.commit()
    return minutes


@pytest.mark.parametrize(
    "state, readers",
    [
        (MinutesState.DRAFT, SERVING | {"leader"}),
        (MinutesState.CIRCULATED, PARTIES | {"leader"}),
        (MinutesState.APPROVED, EVERYONE | {"leader"}),
        (MinutesState.PUBLISHED, EVERYONE | {"leader"}),
    ],
)
def test_minutes_are_read_by_those_whom_the_table_names(app, as_user, clock, state, readers):
    it = gathered()
    with_minutes(it, state)
    for who in PEOPLE:
        as_user(getattr(it, who)).get(
            "forums.minutes.show", session_id=it.session.id, status=200 if who in readers else 404
        )


def test_published_minutes_of_a_public_forum_are_read_by_everyone_signed_in(app, as_user):
    it = gathered()
    it.forum.circle.classification = Classification.PUBLIC
    minutes = with_minutes(it, MinutesState.PUBLISHED)
    said = {"opening": [], "items": [], "other_decisions": [], "closing": [], "presider": "", "minute_taker": ""}
    minutes.published_content, minutes.published_sha256, minutes.published_at = said, "0" * 64, MADE
    db.session.commit()
    page = as_user(it.stranger).get("forums.minutes.show", session_id=it.session.id)
    assert it.forum.name in page.words


def test_minutes_of_a_secret_forum_are_hidden_from_coordinators_who_do_not_take_part(app, as_user):
    it = gathered()
    it.forum.circle.classification = Classification.SECRET
    with_minutes(it, MinutesState.APPROVED)
    for person in (CoordinatorFactory(), it.leader):
        as_user(person).get("forums.minutes.show", session_id=it.session.id, status=404)
    as_user(it.member).get("forums.minutes.show", session_id=it.session.id)


def test_passages_are_written_by_those_whom_the_table_names(app, as_user):
    it = gathered()
    for who in PEOPLE:
        status = 303 if who in WRITERS else 403 if who in EVERYONE | {"leader"} else 404
        note = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": f"Oleh {who}"}
        as_user(getattr(it, who)).post("forums.minutes.save", note, session_id=it.session.id, status=status)


def test_corrections_come_from_those_whom_the_table_names(app, as_user, clock):
    it = gathered()
    minutes = with_minutes(it, MinutesState.CIRCULATED)
    for who in PEOPLE:
        status = 303 if who in PARTIES else 403 if who == "leader" else 404
        sent = {"text": f"Dari {who}", "passage": ""}
        as_user(getattr(it, who)).post("forums.minutes.correct", sent, minutes_id=minutes.id, status=status)


@pytest.mark.parametrize("endpoint", ["circulate", "approve", "correct", "publish"])
def test_absent_minutes_are_not_found(app, as_user, endpoint):
    it = gathered()
    as_user(it.chair).post(f"forums.minutes.{endpoint}", minutes_id=uuid4(), status=404)


def test_a_stranger_who_is_not_signed_in_is_sent_to_the_door(app, as_user):
    it = gathered()
    assert "sign-in" in as_user().get("forums.minutes.show", session_id=it.session.id, status=302).location


def test_the_tab_shows_only_to_those_who_may_read(app, as_user):
    it = gathered()
    with_minutes(it, MinutesState.DRAFT)
    chair = as_user(it.chair).get("forums.live.show", session_id=it.session.id)
    member = as_user(it.member).get("forums.live.show", session_id=it.session.id)
    address = f"/sessions/{it.session.id}/minutes"
    assert chair.soup.find("a", href=address)
    assert not member.soup.find("a", href=address)


@pytest.mark.parametrize("who", ["taker", "chair", "member", "observer"])
def test_reading_minutes_costs_the_same_queries_however_much_they_say(app, as_user, queries, who):
    it = gathered()
    minutes = with_minutes(it, MinutesState.APPROVED)
    person = as_user(getattr(it, who))

    def cost():
        with queries(at_most=15) as seen:
            person.get("forums.minutes.show", session_id=it.session.id)
        return len(seen)

    it.item()
    few = cost()
    for place in range(12):
        item = it.item(position=place + 2)
        for number in range(3):
            passage = Passage(
                minutes_id=minutes.id,
                part=Part.DISCUSSION,
                agenda_item_id=item.id,
                position=number,
                text="Catatan",
                author_id=it.taker.id,
                at=MADE,
                written_by_id=it.chair.id,
                written_at=MADE,
            )
            db.session.add(passage)
    db.session.commit()
    assert cost() == few
