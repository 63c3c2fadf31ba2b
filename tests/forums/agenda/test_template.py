"""Until a session has items of its own, every page, mail, letter and program shows the forum's template."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.queries import in_order
from forums.invitations.actions import invite
from forums.papers.queries import points
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import TEMPLATE, room
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor

TITLES = [entry["title"] for entry in TEMPLATE]


@pytest.fixture
def it(app, clock):
    return room(template=TEMPLATE)


@pytest.mark.parametrize("endpoint", ["forums.agenda.show", "forums.sessions.show", "forums.live.show"])
def test_pages_of_a_session_show_the_template(it, as_user, endpoint):
    page = as_user(it.member).get(endpoint, session_id=it.session.id)
    assert all(title in page.words for title in TITLES)
    assert not db.session.scalars(select(AgendaItem)).all()


def test_invitations_letters_and_programs_show_the_template(it, as_program):
    invite(it.session, by=it.coordinator, at=utc_now())
    db.session.commit()
    mail = db.session.scalars(select(Mail).where(Mail.recipient == it.member.email)).one()
    assert all(title in mail.text for title in TITLES)
    assert [item.title for item in points(it.session)] == TITLES
    agenda = as_program(it.member).get(f"/sessions/{it.session.id}/agenda").json
    assert [entry["title"] for entry in agenda["template"]] == TITLES
    assert agenda["timing"]["planned"] == sum(entry["minutes"] for entry in TEMPLATE)


def test_a_link_shows_the_template(it, app):
    from forums.agenda import notices

    item = it.item(state=ItemState.PROPOSED)
    notices.proposed(item, by=it.member)
    db.session.delete(item)
    db.session.commit()
    page = Visitor(app).get(link_to(it.facilitator))
    assert all(title in page.words for title in TITLES)


def test_a_change_of_the_template_reaches_sessions_that_nobody_prepared(it, as_user):
    it.forum.agenda_template = [*TEMPLATE, {"title": "Lain-lain", "purpose": "information", "minutes": 5}]
    db.session.commit()
    assert "Lain-lain" in as_user(it.member).get("forums.agenda.show", session_id=it.session.id).words


def test_items_of_an_earlier_session_are_copied(it, as_user):
    earlier = SessionFactory(forum=it.forum, starts_at=NEXT - timedelta(days=28), number=it.session.number + 1)
    kept = it.item(session_id=earlier.id, title="Data sensor udara", proposed_by_id=it.member.id, minutes=25)
    it.item(session_id=earlier.id, title="Ditinggalkan", proposed_by_id=it.member.id, purpose=Purpose.INFORMATION)
    it.item(session_id=earlier.id, title="Ditolak", proposed_by_id=it.member.id, state=ItemState.DECLINED)
    chair = as_user(it.chair)
    asked = chair.get("forums.agenda.copy", session_id=it.session.id)
    (link,) = [one["href"] for one in asked.soup.select("main .rows a")]
    page = chair.get(link)
    assert "Data sensor udara (25 mnt)" in page.words
    assert "Ditolak" not in page.words
    chair.post("forums.agenda.copy", {"items": []}, session_id=it.session.id, status=422)
    chair.post("forums.agenda.copy", {"items": [str(kept.id)]}, session_id=it.session.id)
    assert [item.title for item in in_order(it.session.id)] == [*TITLES[:2], "Data sensor udara", TITLES[2]]
    copy = in_order(it.session.id)[2]
    assert (copy.state, copy.minutes, copy.proposed_by_id) == (ItemState.ACCEPTED, 25, it.chair.id)


def test_items_of_other_forums_are_never_copied(it, as_user):
    at = NEXT - timedelta(days=28)
    foreign = it.item(session_id=SessionFactory(starts_at=at, number=1).id, proposed_by_id=it.member.id)
    sent = {"items": [str(foreign.id)]}
    as_user(it.chair).post("forums.agenda.copy", sent, session_id=it.session.id, status=422)
    as_user(it.member).post("forums.agenda.copy", sent, session_id=it.session.id, status=403)
