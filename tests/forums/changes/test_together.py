"""What others do while a change is made is theirs: no undo takes it away."""

from threading import Thread

import pytest
from sqlalchemy import select

from app.database import db
from forums.agenda.queries import in_order
from forums.changes.change_set import watching
from forums.invitations.models import Invitation
from tests.forums.changes.confirming import confirmed
from tests.forums.changes.conftest import NOW

pytestmark = pytest.mark.every_database

ITEM = {"title": "Usul", "purpose": "information", "minutes": "5", "presenter": "", "presenter_name": "Sri"}
TEMPLATE = [{"title": "Pembukaan", "purpose": "information", "minutes": 5}]
ACTS = {
    "proposes an item": ("forums.agenda.propose", "session_id", ITEM),
    "proposes the first item after those of the template": ("forums.agenda.propose", "session_id", ITEM),
    "answers": ("forums.invitations.quick", "invitation_id", {"answer": "tentative"}),
    "cancels a session": ("forums.sessions.cancel", "session_id", {"reason": "Sakit"}),
}


@pytest.mark.parametrize("what", ACTS)
def test_what_others_do_while_a_change_is_made_is_theirs(course, clock, as_user, what):
    clock.move_to(NOW)
    person, session_id = course.coordinator if "cancels" in what else course.member, course.sessions[0].id
    mine = Invitation.session_id == session_id, Invitation.person_id == course.member.id
    course.forum.agenda_template = TEMPLATE if "template" in what else []
    where, name, form = ACTS[what]
    ids = {"session_id": session_id, "invitation_id": db.session.scalar(select(Invitation.id).where(*mine))}
    visitor, answers = as_user(person), []
    db.session.commit()
    act = confirmed if "cancels" in what else type(visitor).post
    other = Thread(target=lambda: answers.append(act(visitor, where, form, **{name: ids[name]})))
    with watching(course.forum, at=NOW) as outcome:
        other.start()
        other.join(1)
    db.session.commit()
    other.join(30)
    assert len(answers) == 1
    assert outcome.rows == []
    if "template" in what:
        assert [item.title for item in in_order(session_id)] == ["Pembukaan", "Usul"]
