"""People who press buttons in the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.database import db
from app.mail.outbox.models import Mail
from forums.invitations.models import Answer, Invitation
from tests.forums.room import room

pytestmark = pytest.mark.every_database


def at_once(acts):
    """Do all acts in threads of their own and return what they returned."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(act) for act in acts]]


def test_a_button_pressed_many_times_at_once_answers_once(invited, app):
    it = invited()
    link = it.link(it.room.partner)
    db.session.commit()

    def press(answer):
        return lambda: app.test_client(use_cookies=False).post(link, data={"answer": answer}).status_code

    statuses = at_once([press(answer) for answer in ("attending_in_person", "tentative") * 4])
    assert set(statuses) == {303}
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 1


def test_two_coordinators_who_send_at_once_invite_everyone_once(app, as_user):
    it = room()
    session_id = it.session.id
    people = [as_user(person) for person in (it.coordinator, it.chair, it.facilitator)]
    db.session.commit()
    tokens = [person.csrf_token() for person in people]
    path = f"/sessions/{session_id}/invitations/send"

    def send(person, token):
        return lambda: person.client.post(path, headers={"X-CSRFToken": token}).status_code

    statuses = at_once([send(person, token) for person, token in zip(people, tokens, strict=True)])
    assert set(statuses) == {303}
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 6
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 6
