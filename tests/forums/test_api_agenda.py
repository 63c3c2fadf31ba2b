"""What programs do with agendas and attendance."""

import pytest

from app.audit.models import AuditRow
from app.database import db
from forums.agenda.models import ItemState
from forums.attendance.models import Attendance
from tests.factories import LeadershipFactory, PersonFactory, SeatFactory
from tests.factories.forums import NEXT

pytestmark = pytest.mark.usefixtures("clock")


def test_a_proposal_is_answered_by_who_arranges_the_agenda(as_program, place, path):
    member, chair = as_program(place.member), as_program(place.chair)
    body = {"title": "Status integrasi", "presenter": f"person:{place.partner.id}"}
    made = member.post(f"{path}/agenda-items", body, status=201)
    item = f"/agenda-items/{made.json['id']}"
    assert made.headers["Location"].endswith(item)
    assert (made.json["state"], made.json["minutes"], made.json["purpose"]) == ("proposed", 15, "joint_solution")
    assert made.json["presenter_person"] == {"id": str(place.partner.id), "name": place.partner.name}
    assert made.json["proposed_by"]["id"] == str(place.member.id)
    assert member.get(item).json == made.json
    member.post(f"{item}/accept", status=403)
    told = chair.post(f"{item}/decline", {"reason": ""}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/reason"]
    declined = chair.post(f"{item}/decline", {"reason": "Belum siap"}).json
    assert (declined["state"], declined["reason"]) == ("declined", "Belum siap")
    assert chair.post(f"{item}/accept").json["state"] == "accepted"
    assert chair.post(f"{item}/defer", {"reason": "Sesi depan"}).json["state"] == "deferred"
    chair.post(f"{item}/start", status=409)


@pytest.mark.parametrize(
    "changes, path_at_fault",
    [
        ({"title": " "}, "/title"),
        ({"title": None}, "/title"),
        ({"minutes": 0}, "/minutes"),
        ({"minutes": "5"}, "/minutes"),
        ({"purpose": "fun"}, "/purpose"),
        ({"presenter": "person:x"}, "/presenter"),
        ({"presenter": "organisation:00000000-0000-4000-8000-000000000000"}, "/presenter"),
    ],
)
def test_what_is_no_item_names_the_field_at_fault(as_program, place, path, changes, path_at_fault):
    told = as_program(place.member).post(f"{path}/agenda-items", {"title": "Status"} | changes, status=422).json
    assert [fault["path"] for fault in told["errors"]] == [path_at_fault]


def test_leadership_proposes_directives_without_saying_so(as_program, place, path):
    leader = as_program(LeadershipFactory())
    assert leader.post(f"{path}/agenda-items", {"title": "Arahan"}, status=201).json["purpose"] == "directive"
    other = {"title": "Arahan", "purpose": "information"}
    told = leader.post(f"{path}/agenda-items", other, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/purpose"]


def test_a_change_of_an_item_leaves_the_rest_as_it_stands(as_program, place):
    item = place.item(presenter_organisation_id=place.member.organisation_id)
    chair = as_program(place.chair)
    changed = chair.patch(f"/agenda-items/{item.id}", {"minutes": 30}).json
    assert (changed["minutes"], changed["title"]) == (30, "Status integrasi perizinan")
    assert changed["presenter_organisation"]["id"] == str(place.member.organisation_id)
    chair.patch(f"/agenda-items/{item.id}", {"minutes": 31}, match=None, status=428)


def test_items_change_places(as_program, place, path):
    first, last = place.item(title="Pertama"), place.item(title="Kedua", position=2)
    chair = as_program(place.chair)

    def order():
        return [one["title"] for one in chair.get(f"{path}/agenda-items").json["items"]]

    assert order() == ["Pertama", "Kedua"]
    chair.post(f"/agenda-items/{last.id}/move-up")
    assert order() == ["Kedua", "Pertama"]
    assert chair.post(f"/agenda-items/{last.id}/move-down").json["position"] == 2
    assert order() == ["Pertama", "Kedua"]
    assert chair.get(f"{path}/agenda-items", state="proposed").json["items"] == []
    as_program(place.member).post(f"/agenda-items/{first.id}/move-down", status=403)


def test_items_are_begun_finished_and_carried(as_program, place, path, clock):
    clock.move_to(NEXT)
    first, second = place.item(title="Pertama"), place.item(title="Kedua", position=2)
    taker = as_program(place.taker)
    begun = taker.post(f"/agenda-items/{first.id}/start").json
    assert (begun["under_discussion"], begun["started_at"]) == (True, "2026-11-26T02:00:00Z")
    assert taker.get(path).json["opened_at"] == "2026-11-26T02:00:00Z"
    assert taker.post(f"/agenda-items/{first.id}/finish").json["state"] == "discussed"
    assert taker.post(f"/agenda-items/{second.id}/carry").json["state"] == "carried"
    taker.post(f"/agenda-items/{second.id}/finish", status=409)


def test_an_agenda_is_hidden_from_outsiders(as_program, place, path):
    item = place.item()
    outsider = as_program(PersonFactory())
    outsider.get(f"{path}/agenda-items", status=404)
    outsider.get(f"/agenda-items/{item.id}", status=404)
    outsider.post(f"{path}/agenda-items", {"title": "Status"}, status=404)
    as_program(place.observer).post(f"{path}/agenda-items", {"title": "Status"}, status=403)


def test_presence_is_recorded_in_rows(as_program, place, path):
    place.open()
    seat = SeatFactory(circle=place.forum.circle, position=20)
    taker = as_program(place.taker)
    before = taker.get(f"{path}/attendance").json
    assert not before["quorum"]["met"]
    assert {row["presence"] for row in before["rows"]} == {None}
    rows = {row["row"]: row for row in before["rows"]}
    member = str(place.participants["member"].id)
    assert rows[member]["person"] == {"id": str(place.member.id), "name": place.member.name}
    assert rows[str(seat.id)]["person"] is None
    sent = [
        {"row": member, "presence": "represented", "representative": "Kepala Seksi Data", "arrived": "09:20"},
        {"row": str(place.participants["partner"].id), "presence": "present"},
        {"row": str(seat.id), "presence": "present"},
    ]
    after = taker.post(f"{path}/attendance/record", {"rows": sent}).json
    rows = {row["row"]: row for row in after["rows"]}
    assert (rows[member]["representative"], rows[member]["arrived_at"]) == ("Kepala Seksi Data", "2026-11-26T02:20:00Z")
    assert after["quorum"] | {"sectors": None} == {
        "met": True,
        "taken": 2,  # who comes at 09.20 is not there yet
        "seats": 4,
        "needed": 2,
        "sectors": None,
    }
    assert as_program(place.partner).get(f"{path}/attendance").json == after
    emptied = taker.post(f"{path}/attendance/record", {"rows": [{"row": member, "presence": ""}]}).json
    assert [row["presence"] for row in emptied["rows"] if row["row"] == member] == [None]
    assert len(db.session.scalars(db.select(Attendance)).all()) == 2
    assert len(db.session.scalars(db.select(AuditRow).where(AuditRow.action == "attendance.recorded")).all()) == 2


@pytest.mark.parametrize(
    "row, path_at_fault",
    [
        ({"presence": "there"}, "/rows/0/presence"),
        ({"arrived": "10:00", "left": "09:00", "presence": "present"}, "/rows/0/left"),
        ({"row": None, "presence": "present"}, "/rows/0/row"),
        ({"row": "00000000-0000-4000-8000-000000000000"}, "/rows/0/row"),
        ({"was": "x"}, "/rows/0/was"),
    ],
)
def test_what_is_no_row_names_the_field_at_fault(as_program, place, path, row, path_at_fault):
    sent = {"rows": [{"row": str(place.participants["member"].id)} | row]}
    told = as_program(place.taker).post(f"{path}/attendance/record", sent, status=422).json
    assert [fault["path"] for fault in told["errors"]] == [path_at_fault]
    assert db.session.scalars(db.select(Attendance)).all() == []


def test_one_row_is_named_once(as_program, place, path):
    row = {"row": str(place.participants["member"].id), "presence": "present"}
    told = as_program(place.taker).post(f"{path}/attendance/record", {"rows": [row, row]}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/rows"]


def test_who_takes_part_records_no_presence(as_program, place, path):
    row = {"row": str(place.participants["member"].id), "presence": "present"}
    as_program(place.member).post(f"{path}/attendance/record", {"rows": [row]}, status=403)
    as_program(PersonFactory()).post(f"{path}/attendance/record", {"rows": [row]}, status=404)
    as_program(PersonFactory()).get(f"{path}/attendance", status=404)


def test_a_longer_agenda_asks_the_database_no_more_often(as_program, place, path, queries):
    program = as_program(place.member)
    with queries() as few:
        program.get(f"{path}/agenda-items")
    for number in range(20):
        place.item(
            position=number + 1,
            state=ItemState.PROPOSED,
            presenter_person_id=PersonFactory().id,
            proposed_by_id=PersonFactory().id,
        )
    with queries() as many:
        program.get(f"{path}/agenda-items")
    assert len(many) == len(few) <= 6, many
