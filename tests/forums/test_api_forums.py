"""What programs do with forums."""

import pytest

from app.circles.models import Classification
from app.database import db
from app.organisations.models import Sector
from forums.scheduling.models import Forum, Participant
from tests.factories import CoordinatorFactory, ForumFactory, PersonFactory, SeriesFactory
from tests.forums.room import room

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def coordinator(as_program):
    return as_program(CoordinatorFactory())


def charter(*people, **changes):
    """A forum that meets on the second Tuesday; the first of `people` chairs."""
    roles = ["chair", *["member"] * (len(people) - 1)]
    return {
        "name": "Integrasi Perizinan",
        "goal": "Warga mengurus izin satu kali.",
        "place": "Balai Kota",
        "repeat": "monthly",
        "position": "second",
        "weekday": "tuesday",
        "time": "09:00",
        "first_day": "2026-12-08",
        "places": [
            {"organisation": str(one.organisation_id), "person": str(one.id), "role": role}
            for one, role in zip(people, roles, strict=True)
        ],
    } | changes


def test_a_forum_is_made_with_its_seats_its_schedule_and_its_agenda(coordinator):
    chair, member = PersonFactory(), PersonFactory()
    body = charter(chair, member, items=[{"title": "Pembukaan"}], quorum_sectors=["government"])
    made = coordinator.post("/forums", body, status=201)
    path = "/forums/integrasi-perizinan"
    assert made.headers["Location"].endswith(path)
    assert made.json["agenda_template"] == [{"title": "Pembukaan", "purpose": "information", "minutes": 10}]
    assert (made.json["classification"], made.json["minutes"], made.json["timezone"]) == (
        "internal",
        120,
        "Asia/Jakarta",
    )
    read = coordinator.get(path)
    assert read.json == made.json
    assert read.headers["ETag"] == made.headers["ETag"]
    seats = coordinator.get(f"{path}/seats").json["items"]
    assert [seat["organisation"]["id"] for seat in seats] == [str(chair.organisation_id), str(member.organisation_id)]
    people = coordinator.get(f"{path}/participants").json["items"]
    assert {(one["person"]["id"], one["role"]) for one in people} == {
        (str(chair.id), "chair"),
        (str(member.id), "member"),
    }
    (series,) = coordinator.get(f"{path}/series").json["items"]
    assert series["rule"] == "FREQ=MONTHLY;BYDAY=2TU"
    assert series["first_start"] == "2026-12-08T09:00:00"
    assert "Selasa" in series["words"]
    (first, *_others) = coordinator.get(f"{path}/sessions").json["items"]
    assert first["starts_at"] == "2026-12-08T02:00:00Z"
    assert first["presider"] == {"id": str(chair.id), "name": chair.name}


@pytest.mark.parametrize(
    "changes, path",
    [
        ({"name": 7}, "/name"),
        ({"name": "\0"}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"places": []}, "/places"),
        ({"places": "everyone"}, "/places"),
        ({"places": [{}] * 301}, "/places"),
        ({"items": [{"title": ""}]}, "/items/0/title"),
        ({"items": [{"title": "Pembukaan", "minutes": 0}]}, "/items/0/minutes"),
        ({"first_day": None}, "/first_day"),
        ({"first_day": "2026-01-01"}, "/first_day"),
        ({"time": None}, "/time"),
        ({"time": "25:00"}, "/time"),
        ({"place": ""}, "/place"),
        ({"link": "balai kota"}, "/link"),
        ({"minutes": 7}, "/minutes"),
        ({"timezone": "Asia/Nowhere"}, "/timezone"),
        ({"quorum_share": 101}, "/quorum_share"),
        ({"quorum_sectors": ["everyone"]}, "/quorum_sectors"),
        ({"organisation": ""}, "/organisation"),
        ({"version": "1"}, "/version"),
    ],
)
def test_what_makes_no_forum_names_the_field_at_fault(coordinator, changes, path):
    told = coordinator.post("/forums", charter(PersonFactory(), **changes), status=422)
    assert [fault["path"] for fault in told.json["errors"]] == [path]
    assert db.session.scalars(db.select(Forum)).all() == []


@pytest.mark.parametrize(
    "sent, status",
    [
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b"\xff\xfe", 400),
        (b'{"name": "' + b"x" * 2_000_000 + b'"}', 413),
    ],
)
def test_a_broken_body_makes_no_forum(coordinator, sent, status):
    coordinator.ask("POST", "/forums", status=status, data=sent, content_type="application/json")
    assert db.session.scalars(db.select(Forum)).all() == []


def test_only_coordinators_make_forums(as_program):
    as_program(PersonFactory()).post("/forums", charter(PersonFactory()), status=403)


def test_a_change_says_only_what_becomes_different(as_program):
    place = room()
    path = f"/forums/{place.forum.slug}"
    program = as_program(place.chair)
    people = program.get(f"{path}/participants").json
    changed = program.patch(path, {"goal": "Satu data untuk semua layanan."}).json
    assert changed["goal"] == "Satu data untuk semua layanan."
    assert changed["place"] == "Balai Kota"
    assert program.get(f"{path}/participants").json == people


def test_who_sits_in_a_forum_is_said_as_a_whole(as_program):
    place = room()
    path = f"/forums/{place.forum.slug}"
    program = as_program(place.coordinator)
    chair = {"organisation": str(place.chair.organisation_id), "person": str(place.chair.id), "role": "chair"}
    program.patch(path, {"places": [chair]})
    (left,) = program.get(f"{path}/participants").json["items"]
    assert left["person"]["id"] == str(place.chair.id)
    told = program.patch(path, {"places": [chair | {"role": "member"}]}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/places"]
    stranger = chair | {"person": str(place.member.id)}
    told = program.patch(path, {"places": [chair, stranger]}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/places/1/person"]


def test_a_forum_that_meets_by_a_rule_gets_no_second_one(as_program):
    place = room()
    SeriesFactory(forum=place.forum)
    told = as_program(place.coordinator).patch(f"/forums/{place.forum.slug}", {"repeat": "weekly"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/repeat"]


def test_a_schedule_ends_and_the_forum_gets_another(as_program):
    place = room()
    SeriesFactory(forum=place.forum)
    path = f"/forums/{place.forum.slug}"
    program = as_program(place.coordinator)
    told = program.post(f"{path}/end-schedule", {"last_day": "2026-01-01"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/last_day"]
    program.post(f"{path}/end-schedule", {"last_day": "2026-12-31"})
    (ended,) = program.get(f"{path}/series").json["items"]
    assert ended["ended_at"] is not None
    program.post(f"{path}/end-schedule", {"last_day": "2026-12-31"}, status=404)
    again = {"repeat": "weekly", "weekday": "monday", "time": "10:00", "first_day": "2027-01-04"}
    program.patch(path, again)
    assert [one["rule"] for one in program.get(f"{path}/series").json["items"]][1:] == ["FREQ=WEEKLY;BYDAY=MO"]


def test_a_forum_is_put_away_and_taken_up_again(as_program):
    place = room()
    path = f"/forums/{place.forum.slug}"
    program = as_program(place.coordinator)
    program.post(f"{path}/take-up", status=422)
    assert program.post(f"{path}/archive").json["archived_at"] == "2026-11-24T02:00:00Z"
    assert program.get(f"{path}/sessions").json["items"][0]["state"] == "cancelled"
    assert program.get("/forums").json["items"] == []
    assert [one["id"] for one in program.get("/forums", state="archived").json["items"]] == [str(place.forum.id)]
    program.post(f"{path}/archive", status=422)
    assert program.post(f"{path}/take-up").json["archived_at"] is None


def test_a_change_of_an_older_version_is_refused(as_program):
    place = room()
    path = f"/forums/{place.forum.slug}"
    program = as_program(place.coordinator)
    seen = program.get(path).headers["ETag"]
    program.patch(path, {"goal": "Satu berkas."}, match=seen)
    program.patch(path, {"goal": "Satu data."}, match=seen, status=412)
    program.patch(path, {"goal": "Satu data."}, match=None, status=428)
    assert program.get(path).json["goal"] == "Satu berkas."


def test_a_program_sees_the_forums_that_its_person_may_read(as_program):
    public = ForumFactory(circle__classification=Classification.PUBLIC)
    secret = ForumFactory(circle__classification=Classification.SECRET)
    place = room()
    outsider, member = as_program(PersonFactory()), as_program(place.member)
    coordinator = as_program(place.coordinator)

    def seen(program):
        return {one["id"] for one in program.get("/forums").json["items"]}

    assert seen(outsider) == {str(public.id)}
    assert seen(member) == {str(public.id), str(place.forum.id)}
    assert seen(coordinator) == {str(public.id), str(place.forum.id)}
    for path in ("", "/seats", "/participants", "/arrivals", "/series", "/sessions"):
        names_people = path in {"/participants", "/arrivals"}
        outsider.get(f"/forums/{public.slug}{path}", status=403 if names_people else 200)
        outsider.get(f"/forums/{place.forum.slug}{path}", status=404)
        coordinator.get(f"/forums/{secret.slug}{path}", status=404)
    member.patch(f"/forums/{place.forum.slug}", {"goal": "Lain"}, status=403)
    outsider.patch(f"/forums/{place.forum.slug}", {"goal": "Lain"}, status=404)


def test_the_list_is_narrowed_and_ordered_as_asked(as_program):
    place = room()
    other = ForumFactory(name="Audiensi Dunia Usaha", circle__classification=Classification.PUBLIC)
    program = as_program(place.member)

    def seen(**query):
        return [one["id"] for one in program.get("/forums", **query).json["items"]]

    assert seen(mine="true") == seen(sector=Sector.PRIVATE.value) == [str(place.forum.id)]
    assert seen(mine="false", q="dunia") == [str(other.id)]
    assert seen(kind="training") == seen(late="true") == []
    assert seen(sort="-name") == seen(sort="name")[::-1]
    told = program.get("/forums", kind="party", colour="red", status=422).json
    assert {fault["path"] for fault in told["errors"]} == {"kind", "colour"}


def test_those_who_left_are_not_shown(as_program):
    place = room()
    gone = place.participants["member"]
    gone.left_at = gone.joined_at
    db.session.commit()
    people = as_program(place.chair).get(f"/forums/{place.forum.slug}/participants").json["items"]
    assert str(gone.id) not in {one["id"] for one in people}
    assert len(people) == db.session.scalar(db.select(db.func.count()).select_from(Participant)) - 1


def test_a_participant_is_shown_without_contacts(as_program):
    place = room()
    told = as_program(place.chair).get(f"/forums/{place.forum.slug}/participants").get_data(as_text=True)
    assert place.member.name in told
    assert place.member.email not in told
