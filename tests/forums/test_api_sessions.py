"""What programs do with sessions."""

from datetime import timedelta

import pytest

from app.circles.models import Classification
from app.database import db
from forums.scheduling.models import Mode, SessionState
from tests.factories import ForumFactory, PersonFactory, SessionFactory
from tests.factories.forums import NEXT

pytestmark = pytest.mark.usefixtures("clock")


def test_a_session_is_added_and_read(as_program, place):
    program = as_program(place.facilitator)
    body = {"day": "2026-12-11", "time": "13:30", "title": "Uji coba loket"}
    made = program.post(f"/forums/{place.forum.slug}/sessions", body, status=201)
    assert made.headers["Location"].endswith(f"/sessions/{made.json['id']}")
    assert (made.json["starts_at"], made.json["ends_at"]) == ("2026-12-11T06:30:00Z", "2026-12-11T08:30:00Z")
    assert (made.json["title"], made.json["place"], made.json["slot"]) == ("Uji coba loket", "Balai Kota", None)
    assert made.json["presider"] == {"id": str(place.chair.id), "name": place.chair.name}
    assert program.get(f"/sessions/{made.json['id']}").json == made.json


@pytest.mark.parametrize(
    "changes, faults",
    [
        ({"day": "2026-11-01"}, ["/day"]),
        ({"day": 7}, ["/day"]),
        ({"time": "soon"}, ["/time"]),
        ({"time": "", "minutes": 0}, ["/time", "/minutes"]),
        ({"mode": "by_post"}, ["/mode"]),
        ({"colour": "red"}, ["/colour"]),
    ],
)
def test_what_makes_no_session_names_the_field_at_fault(as_program, place, changes, faults):
    body = {"day": "2026-12-11", "time": "13:30"} | changes
    told = as_program(place.chair).post(f"/forums/{place.forum.slug}/sessions", body, status=422).json
    assert [fault["path"] for fault in told["errors"]] == faults


def test_a_session_is_moved_with_a_reason(as_program, place, path):
    program = as_program(place.chair)
    told = program.post(f"{path}/move", {"day": "2026-12-03"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/reason"]
    moved = program.post(f"{path}/move", {"day": "2026-12-03", "reason": "Ruang dipakai"}).json
    assert (moved["starts_at"], moved["because"]) == ("2026-12-03T02:00:00Z", "Ruang dipakai")
    same = program.post(f"{path}/move", {"reason": "Sama"}, status=422).json
    assert [fault["path"] for fault in same["errors"]] == ["/day"]


def test_a_session_is_cancelled_and_restored(as_program, place, path):
    program = as_program(place.chair)
    program.post(f"{path}/restore", status=409)
    cancelled = program.post(f"{path}/cancel", {"reason": "Banjir"}).json
    assert (cancelled["state"], cancelled["because"]) == ("cancelled", "Banjir")
    program.post(f"{path}/move", {"day": "2026-12-03", "reason": "Lain"}, status=409)
    assert program.post(f"{path}/restore").json["state"] == "planned"


def test_place_and_people_change_by_what_is_said(as_program, place, path):
    program = as_program(place.chair)
    body = {"mode": "hybrid", "link": "https://rapat.example/1", "presider": str(place.facilitator.id)}
    changed = program.patch(path, body).json
    assert (changed["mode"], changed["link"], changed["place"]) == ("hybrid", "https://rapat.example/1", "Balai Kota")
    assert changed["presider"] == {"id": str(place.facilitator.id), "name": place.facilitator.name}
    assert changed["minute_taker"]["id"] == str(place.taker.id)
    assert program.patch(path, {"minute_taker": None}).json["minute_taker"] is None
    stranger = program.patch(path, {"presider": str(PersonFactory().id)}, status=422).json
    assert [fault["path"] for fault in stranger["errors"]] == ["/presider"]


def test_a_proposed_date_is_accepted_or_refused(as_program, place, path):
    program = as_program(place.chair)
    program.post(f"{path}/accept-shift", status=409)
    place.session.proposed_starts_at = NEXT + timedelta(days=1)
    db.session.commit()
    assert program.get(path).json["proposed_starts_at"] == "2026-11-27T02:00:00Z"
    accepted = program.post(f"{path}/accept-shift").json
    assert (accepted["starts_at"], accepted["proposed_starts_at"]) == ("2026-11-27T02:00:00Z", None)
    place.session.proposed_starts_at = NEXT + timedelta(days=5)
    db.session.commit()
    kept = program.post(f"{path}/keep-date").json
    assert (kept["starts_at"], kept["proposed_starts_at"]) == ("2026-11-27T02:00:00Z", None)


def test_a_session_is_opened_and_closed(as_program, place, path, clock):
    program = as_program(place.taker)
    clock.move_to(NEXT)
    program.post(f"{path}/close", status=409)
    opened = program.post(f"{path}/open").json
    assert (opened["opened_at"], opened["under_way"], opened["state"]) == ("2026-11-26T02:00:00Z", True, "planned")
    closed = program.post(f"{path}/close").json
    assert (closed["closed_at"], closed["under_way"], closed["state"]) == ("2026-11-26T02:00:00Z", False, "held")


def test_who_takes_part_reads_a_session_and_changes_nothing(as_program, place, path):
    member, outsider = as_program(place.member), as_program(PersonFactory())
    assert member.get(path).json["id"] == str(place.session.id)
    for act, body in (("cancel", {"reason": "Lain"}), ("open", None)):
        member.post(f"{path}/{act}", body, status=403)
        outsider.post(f"{path}/{act}", body, status=404)
    outsider.get(path, status=404)
    assert outsider.get("/sessions").json["items"] == []


def test_sessions_of_all_forums_come_in_their_order(as_program, place):
    public = ForumFactory(circle__classification=Classification.PUBLIC)
    SessionFactory(forum=ForumFactory(circle__classification=Classification.SECRET))
    later = SessionFactory(forum=public, starts_at=NEXT + timedelta(days=7))
    past = SessionFactory(forum=public, starts_at=NEXT - timedelta(days=7), state=SessionState.HELD)
    member = as_program(place.member)

    def seen(**query):
        return [one["id"] for one in member.get("/sessions", **query).json["items"]]

    own = str(place.session.id)
    assert seen() == [str(past.id), own, str(later.id)]
    assert seen(sort="-starts_at") == [str(later.id), own, str(past.id)]
    assert seen(mine="true") == seen(forum=place.forum.slug) == [own]
    assert seen(state="upcoming") == [own, str(later.id)]
    assert seen(state="past") == seen(state="held") == [str(past.id)]
    assert seen(**{"from": "2026-11-26T09:00:00+07:00", "until": "2026-12-03T02:00:00Z"}) == [own]
    assert seen(kind="training") == seen(mode="online") == seen(sector="academia") == []
    assert own in seen(kind=place.forum.kind.value, mode=place.session.mode.value, sector="private")
    assert [one["id"] for one in member.get(f"/forums/{public.slug}/sessions").json["items"]] == [
        str(past.id),
        str(later.id),
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-26"},
        {"from": "2026-11-26T09:00:00"},
        {"state": "soon"},
        {"limit": "101"},
        {"since": "x"},
        {"kind": "x"},
        {"sector": "x"},
        {"mode": "x"},
    ],
)
def test_what_no_list_of_sessions_can_be_asked_is_refused(as_program, place, query):
    told = as_program(place.member).get("/sessions", status=422, **query).json
    assert [(fault["path"], fault["location"]) for fault in told["errors"]] == [(next(iter(query)), "query")]


def test_pages_follow_each_other_by_cursor(as_program, place):
    for day in range(1, 5):
        SessionFactory(forum=place.forum, starts_at=NEXT + timedelta(days=day))
    program = as_program(place.member)
    seen, after = [], {}
    while after is not None:
        found = program.get("/sessions", limit=2, **after).json
        seen += [one["starts_at"] for one in found["items"]]
        after = {"after": found["next"]} if found["next"] else None
    assert len(seen) == 5
    assert seen == sorted(seen)


@pytest.mark.parametrize("path", ["/forums", "/sessions", "/forums/{slug}/sessions", "/forums/{slug}/participants"])
def test_a_longer_list_asks_the_database_no_more_often(as_program, place, queries, path):
    program = as_program(place.member)
    path = path.format(slug=place.forum.slug)
    with queries() as few:
        program.get(path)
    for _number in range(20):
        forum = ForumFactory(circle__classification=Classification.PUBLIC)
        leader = PersonFactory()
        SessionFactory(forum=forum, presider=leader, minute_taker=PersonFactory(), mode=Mode.ONLINE)
        SessionFactory(forum=place.forum, presider=leader)
    with queries() as many:
        program.get(path)
    assert len(many) == len(few) <= 6, many
