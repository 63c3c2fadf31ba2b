"""Silent parties are reminded once, and sessions name minutes that nobody approved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from forums.review.jobs import remind_silent_parties
from tests.factories import PersonFactory, SessionFactory
from tests.factories.forums import NEXT


def reminded():
    query = select(Mail.recipient).where(Mail.kind == "forums/review/reminded")
    return set(db.session.scalars(query))


def run():
    list(remind_silent_parties())
    db.session.commit()


def test_only_silent_parties_are_reminded_and_only_once(it, as_user, clock):
    as_user(it.member).post("forums.review.agree", minutes_id=it.minutes.id)
    run()
    assert reminded() == set()  # circulated a moment ago
    clock.move_to(NEXT + timedelta(days=1, hours=2))  # Friday: the window ends on Sunday
    run()
    assert reminded() == {it.chair.email, it.facilitator.email, it.taker.email, it.partner.email}
    before = len(db.session.scalars(select(Mail)).all())
    run()
    assert len(db.session.scalars(select(Mail)).all()) == before


def test_nobody_is_reminded_after_the_window(it, clock):
    clock.move_to(it.minutes.correction_until + timedelta(minutes=1))
    run()
    assert reminded() == set()


def test_of_a_secret_forum_only_named_people_hear(it, clock):
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    clock.move_to(NEXT + timedelta(days=1, hours=2))
    run()
    assert reminded() <= {it.chair.email, it.facilitator.email, it.taker.email, it.partner.email, it.member.email}


@pytest.fixture
def following(it):
    """The next session of the forum."""
    return SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=7), number=2, presider=it.chair)


@pytest.mark.parametrize("endpoint", ["forums.sessions.show", "forums.agenda.show", "forums.live.show"])
def test_the_next_session_names_minutes_that_hang(it, as_user, following, clock, endpoint):
    page = as_user(it.member).get(endpoint, session_id=following.id)
    assert "Notulen sesi sebelumnya belum disetujui" in page.words
    assert page.soup.find("a", href=f"/sessions/{it.session.id}/minutes")
    clock.move_to(it.minutes.correction_until + timedelta(hours=1))
    assert "menunggu persetujuan" in as_user(it.member).get(endpoint, session_id=following.id).words
    as_user(it.chair).post("forums.minutes.approve", minutes_id=it.minutes.id)
    assert "belum disetujui" not in as_user(it.member).get(endpoint, session_id=following.id).words


def test_outsiders_of_a_public_forum_do_not_hear_of_hanging_minutes(it, as_user, following):
    it.forum.circle.classification = Classification.PUBLIC
    db.session.commit()
    page = as_user(PersonFactory()).get("forums.sessions.show", session_id=following.id)
    assert "belum disetujui" not in page.words
