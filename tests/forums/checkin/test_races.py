"""Two phones at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.database import db
from forums.attendance.models import Attendance
from forums.checkin.links import token_of
from forums.checkin.models import Guest
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.every_database


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    return made


def at_once(acts):
    """Do all acts in threads of their own and return what they returned."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(act) for act in acts]]


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_two_phones_of_one_person_and_the_minute_taker_make_one_row(it, as_user):
    path = f"/sessions/{it.session.id}"
    key = it.participants["member"].id.hex
    phones = [as_user(it.member) for _each in range(3)]
    taker = as_user(it.taker)
    sheet = {f"{key}-presence": "present", f"{key}-was": "|||"}
    sent = [(one, f"{path}/check-in", {}) for one in phones]
    sent += [(taker, f"{path}/attendance/now", {"row": key, "what": "arrived"})]
    sent += [(as_user(it.facilitator), f"{path}/attendance/record", sheet)]
    db.session.commit()
    tokens = [visitor.csrf_token() for visitor, _path, _data in sent]

    def send(visitor, where, data, token):
        return lambda: visitor.client.post(where, data=data, headers={"X-CSRFToken": token}).status_code

    statuses = at_once([send(*one, token) for one, token in zip(sent, tokens, strict=True)])
    assert set(statuses) == {303}
    assert count(Attendance) == 1


def test_a_form_sent_from_several_tabs_at_once_makes_one_entry(it, app):
    data = {"name": "Sari", "position": "Analis", "organisation": "Biro Hukum", "entry": str(uuid4())}
    path = f"/check-in/{token_of(it.session.id, 0)}"
    db.session.commit()

    def send():
        return app.test_client(use_cookies=False).post(path, data=data).status_code

    assert set(at_once([send] * 5)) == {303}
    assert count(Guest) == 1


def test_two_officers_who_confirm_guests_for_one_seat_at_once_record_one(it, app, as_user):
    path = f"/check-in/{token_of(it.session.id, 0)}"
    for name in ("Sari", "Tono"):
        data = {"name": name, "position": "Analis", "organisation": "Dinkes", "entry": str(uuid4())}
        app.test_client(use_cookies=False).post(path, data=data)
    guests = [one.id for one in db.session.scalars(select(Guest))]
    row = it.participants["member"].id.hex
    people = [as_user(it.taker), as_user(it.facilitator)]
    db.session.commit()
    tokens = [one.csrf_token() for one in people]

    def confirm(visitor, guest_id, token):
        address = f"/guests/{guest_id}/confirm"
        return lambda: visitor.client.post(address, data={"row": row}, headers={"X-CSRFToken": token}).status_code

    given = zip(people, guests, tokens, strict=True)
    assert sorted(at_once([confirm(*one) for one in given])) == [303, 422]
    assert count(Attendance) == 1
