"""What programs do with minutes, decisions and papers."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.circles.models import Classification
from app.database import db
from forums.agenda.models import ItemState
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.minutes.models import EarlierText, Minutes, MinutesState, Passage
from forums.scheduling.models import ForumRole
from tests.factories import ForumFactory, ParticipantFactory, PersonFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

CONFIRMED = WITHOUT_QUORUM | {"without_quorum": True}

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def place(app):
    made = room()
    made.open()
    return made


@pytest.fixture
def item(place):
    return place.item(title="Status integrasi")


@pytest.fixture
def taker(as_program, place):
    return as_program(place.taker)


@pytest.fixture
def under_way(clock, place):
    """The session has begun, and two of its seats are taken."""
    clock.move_to(NEXT)
    for who in ("chair", "member"):
        participant = place.participants[who]
        came = Attendance(session_id=place.session.id, seat_id=participant.seat_id, participant_id=participant.id)
        came.presence, came.recorded_by_id, came.recorded_at = Presence.PRESENT, place.taker.id, NEXT
        db.session.add(came)
    db.session.commit()


def note(item=None, **changes):
    part = {"part": "discussion", "item": str(item.id)} if item else {"part": "opening"}
    return part | {"passage": str(uuid4()), "text": "Dinkes melaporkan 12 layanan."} | changes


@pytest.fixture
def circulated(as_program, place, path, item, taker):
    """The path of minutes that were circulated."""
    taker.post(f"{path}/passages", note(item))
    place.hold()
    (minutes,) = taker.get(f"{path}/minutes").json["items"]
    taker.post(f"/minutes/{minutes['id']}/circulate", {"days": 3, "without_attendance": True})
    return f"/minutes/{minutes['id']}"


def test_a_passage_is_written_and_read_by_its_writers(taker, as_program, place, path, item):
    body = note(item)
    saved = taker.post(f"{path}/passages", body).json
    assert (saved["id"], saved["version"], saved["text"]) == (body["passage"], 1, body["text"])
    assert saved["author"] == {"id": str(place.taker.id), "name": place.taker.name}
    assert taker.post(f"{path}/passages", body).json == saved
    assert taker.get(f"{path}/passages").json["items"] == [saved]
    as_program(place.member).get(f"{path}/passages", status=403)
    as_program(place.member).post(f"{path}/passages", body, status=403)
    as_program(PersonFactory()).post(f"{path}/passages", body, status=404)
    assert as_program(place.member).get(f"{path}/minutes", status=404)


def test_whoever_saves_an_older_text_reads_both(taker, as_program, place, path, item):
    body = note(item)
    taker.post(f"{path}/passages", body)
    other = as_program(place.facilitator)
    newer = other.post(f"{path}/passages", body | {"version": 1, "text": "Dinkes melaporkan 14 layanan."}).json
    assert (newer["version"], newer["written_by"]["id"]) == (2, str(place.facilitator.id))
    assert newer["author"]["id"] == str(place.taker.id)
    told = taker.post(f"{path}/passages", body | {"version": 1, "text": "Dinkes melaporkan 13 layanan."}, status=409)
    assert told.json["theirs"] == "Dinkes melaporkan 14 layanan."
    assert told.json["ours"] == "Dinkes melaporkan 13 layanan."
    assert db.session.scalars(db.select(Passage.version)).one() == 2
    assert [one.text for one in db.session.scalars(db.select(EarlierText))] == [body["text"]]


@pytest.mark.parametrize(
    "changes, path_at_fault",
    [
        ({"passage": None}, "/passage"),
        ({"passage": "x"}, "/passage"),
        ({"part": "middle"}, "/part"),
        ({"part": "discussion"}, "/item"),
        ({"item": "00000000-0000-4000-8000-000000000000", "part": "discussion"}, "/item"),
        ({"text": 7}, "/text"),
        ({"text": "x" * 20_001}, "/text"),
    ],
)
def test_what_is_no_passage_names_the_field_at_fault(taker, path, changes, path_at_fault):
    told = taker.post(f"{path}/passages", note() | changes, status=422).json
    assert [fault["path"] for fault in told["errors"]] == [path_at_fault]
    assert db.session.scalars(db.select(Passage)).all() == []


def test_minutes_are_read_from_circulation_on(as_program, place, path, circulated):
    member = as_program(place.member)
    (listed,) = member.get(f"{path}/minutes").json["items"]
    assert (listed["state"], listed["version"], listed["correction_until"]) == (
        "circulated",
        1,
        "2026-11-27T16:59:59Z",
    )
    read = member.get(circulated).json
    assert [(one["title"], [text["text"] for text in one["passages"]]) for one in read["content"]["items"]] == [
        ("Status integrasi", ["Dinkes melaporkan 12 layanan."])
    ]
    as_program(place.observer).get(circulated, status=404)
    as_program(PersonFactory()).get(circulated, status=404)
    assert as_program(place.observer).get(f"{path}/minutes", status=404)


def test_a_draft_is_for_those_who_serve(as_program, place, path, item, taker):
    taker.post(f"{path}/passages", note(item))
    (draft,) = taker.get(f"{path}/minutes").json["items"]
    assert draft["state"] == "draft"
    assert as_program(place.chair).get(f"/minutes/{draft['id']}").json["content"]["items"]
    as_program(place.member).get(f"/minutes/{draft['id']}", status=404)
    told = taker.post(f"/minutes/{draft['id']}/circulate", {"days": 0}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/days"]
    taker.post(f"/minutes/{draft['id']}/circulate", {"days": 3}, status=409)


def test_a_correction_is_asked_for_and_answered(as_program, place, circulated, taker):
    member = as_program(place.member)
    passage = str(db.session.scalars(db.select(Passage.id)).one())
    told = member.post(f"{circulated}/corrections", {"text": ""}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/text"]
    stranger = {"text": "14 layanan", "passage": str(uuid4())}
    told = member.post(f"{circulated}/corrections", stranger, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/passage"]
    asked = member.post(f"{circulated}/corrections", {"text": "14 layanan", "passage": passage}, status=201)
    assert (asked.json["state"], asked.json["passage_id"]) == ("open", passage)
    assert asked.json["organisation"]["id"] == str(place.member.organisation_id)
    correction = f"/corrections/{asked.json['id']}"
    assert asked.headers["Location"].endswith(correction)
    assert taker.get(f"{circulated}/corrections").json["items"] == [asked.json]
    as_program(place.chair).post(f"{circulated}/approve", status=409)
    told = taker.post(f"{correction}/answer", {"verdict": "declined"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/answer"]
    member.post(f"{correction}/answer", {"verdict": "accepted"}, status=403)
    answered = taker.post(f"{correction}/answer", {"verdict": "accepted", "answer": "Benar"}).json
    assert (answered["state"], answered["answer"]) == ("accepted", "Benar")
    as_program(place.observer).get(correction, status=404)


def test_approved_minutes_are_locked_and_published_where_all_is_public(
    as_program, place, path, circulated, taker, clock
):
    clock.move_to(NEXT + timedelta(days=9))
    taker.post(f"{circulated}/approve", status=403)
    approved = as_program(place.chair).post(f"{circulated}/approve").json
    assert (approved["state"], approved["approved_by"]["id"]) == ("approved", str(place.chair.id))
    assert len(approved["sha256"]) == 64
    assert taker.post(f"{path}/passages", note(), status=409).json["errors"]
    coordinator = as_program(place.coordinator)
    coordinator.post(f"{circulated}/publish", {}, status=422)
    place.forum.circle.classification = Classification.PUBLIC
    db.session.commit()
    assert coordinator.post(f"{circulated}/publish", {}).json["state"] == "published"
    outsider = as_program(PersonFactory())
    read = outsider.get(circulated).json
    assert read["content"] == approved["content"]
    assert read["sha256"] != approved["sha256"]
    assert db.session.scalars(db.select(Minutes.state)).one() is MinutesState.PUBLISHED


def test_a_decision_is_recorded_and_put_right(as_program, place, path, item, taker, under_way):
    made = taker.post(
        f"{path}/decisions", {"text": "Daftar layanan diserahkan.", "item": str(item.id), **CONFIRMED}, status=201
    )
    assert made.headers["Location"].endswith(f"/decisions/{made.json['id']}")
    assert (made.json["how"], made.json["quorum_met"], made.json["agenda_item_id"]) == (
        "consensus",
        False,
        str(item.id),
    )
    told = taker.patch(f"/decisions/{made.json['id']}", {"how": "vote"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/votes_for"]
    voted = taker.patch(f"/decisions/{made.json['id']}", {"how": "vote", "votes_for": 1, "votes_against": 1}).json
    assert (voted["text"], voted["votes_for"], voted["votes_against"], voted["abstentions"]) == (
        "Daftar layanan diserahkan.",
        1,
        1,
        0,
    )
    member = as_program(place.member)
    member.get(f"/decisions/{made.json['id']}", status=404)
    db.session.add(Minutes(session_id=place.session.id, state=MinutesState.CIRCULATED, language="id", begun_at=NEXT))
    db.session.commit()
    assert member.get(f"/decisions/{made.json['id']}").json == voted
    member.patch(f"/decisions/{made.json['id']}", {"text": "Lain"}, status=403)
    member.post(f"{path}/decisions", {"text": "Lain"}, status=403)
    as_program(PersonFactory()).get(f"/decisions/{made.json['id']}", status=404)


def test_a_decision_is_about_an_item_of_its_own_session(place, taker, path, under_way):
    elsewhere = place.item(session_id=SessionFactory(forum=place.forum).id)
    told = taker.post(f"{path}/decisions", {"text": "Lain", "item": str(elsewhere.id)}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/item"]
    assert db.session.scalars(db.select(Decision)).all() == []


def test_a_decision_becomes_a_commitment(as_program, place, path, taker, under_way):
    decision = taker.post(f"{path}/decisions", {"text": "Daftar layanan diserahkan.", **CONFIRMED}, status=201).json
    body = {
        "responsible": str(place.member.organisation_id),
        "responsible_person": str(place.member.id),
        "due": "2026-12-11",
        "criteria": "Daftar diterima JSC",
    }
    program = as_program(place.coordinator)
    told = program.post(f"/decisions/{decision['id']}/commitments", body | {"verifier": None}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/verifier"]
    made = program.post(f"/decisions/{decision['id']}/commitments", body, status=201)
    assert (made.json["title"], made.json["delivery"]) == ("Daftar layanan diserahkan.", "proposed")
    assert made.json["verifier"]["id"] == str(place.coordinator.organisation_id)
    assert made.json["responsible_person"]["id"] == str(place.member.id)
    assert made.headers["Location"].endswith(f"/commitments/{made.json['id']}")
    (carrying,) = program.get(f"/decisions/{decision['id']}").json["commitments"]
    assert carrying["code"] == made.json["code"]
    as_program(place.observer).post(f"/decisions/{decision['id']}/commitments", body, status=404)


def test_the_register_is_narrowed_and_hides_what_nobody_may_read(as_program, place, path, taker, queries, under_way):
    first = taker.post(f"{path}/decisions", {"text": "Daftar layanan diserahkan.", **CONFIRMED}, status=201).json
    secret = SessionFactory(forum=ForumFactory(circle__classification=Classification.SECRET), opened_at=NEXT)
    insider = as_program(ParticipantFactory(forum=secret.forum, role=ForumRole.FACILITATOR).person)
    hidden = insider.post(f"/sessions/{secret.id}/decisions", {"text": "Lain", **CONFIRMED}, status=201)
    program = as_program(place.coordinator)

    def seen(who=program, **query):
        return [one["id"] for one in who.get("/decisions", **query).json["items"]]

    assert seen() == seen(forum=place.forum.slug, year=2026, how="consensus", q="daftar") == [first["id"]]
    assert seen(session=str(place.session.id), without_commitment="true", without_quorum="true") == [first["id"]]
    assert seen(session=str(secret.id)) == seen(year=2025) == seen(how="vote") == []
    assert seen(as_program(PersonFactory())) == []
    assert seen(insider) == [hidden.json["id"]]
    with queries() as few:
        seen()
    for _number in range(10):
        taker.post(f"{path}/decisions", {"text": "Lagi", **CONFIRMED}, status=201)
    with queries() as many:
        seen()
    assert len(many) == len(few) <= 6, many


def test_papers_are_fetched_by_those_who_may(as_program, place, path, circulated):
    member, outsider = as_program(place.member), as_program(PersonFactory())
    for address in (f"{path}/attendance-list/pdf", f"{circulated}/pdf"):
        paper = member.get(address, lang="en")
        assert paper.mimetype == "application/pdf"
        assert paper.get_data().startswith(b"%PDF")
        outsider.get(address, status=404)
    member.get(f"{path}/attendance-list-with-contacts/pdf", status=403)
    member.get(f"{path}/invitation-letter/pdf", status=403)
    member.get(f"{circulated}/pdf", colour="red", status=422)


def test_a_letter_is_typed(as_program, place, path):
    chair = as_program(place.chair)
    usual = chair.get(f"{path}/invitation-letter").json
    assert (usual["number"], usual["signatory_name"]) == ("", place.chair.name)
    told = chair.patch(f"{path}/invitation-letter", {"subject": ""}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/subject"]
    typed = chair.patch(f"{path}/invitation-letter", {"number": "12/JSC/2026", "copies": "Arsip\nSekda"}).json
    assert (typed["number"], typed["copies"]) == ("12/JSC/2026", ["Arsip", "Sekda"])
    assert (typed["subject"], typed["opening"]) == (usual["subject"], usual["opening"])
    as_program(place.member).get(f"{path}/invitation-letter", status=403)


def test_a_forum_is_worked_through_by_programs_alone(as_program, clock):
    people = room()
    coordinator, chair = as_program(people.coordinator), as_program(people.chair)
    taker, member = as_program(people.taker), as_program(people.member)
    roles = {people.chair: "chair", people.taker: "minute_taker", people.member: "member"}
    forum = coordinator.post(
        "/forums",
        {
            "name": "Forum Program",
            "goal": "Warga mengurus izin satu kali.",
            "classification": "public",
            "place": "Balai Kota",
            "quorum_share": 50,
            "repeat": "once",
            "first_day": "2026-12-08",
            "time": "09:00",
            "places": [
                {"organisation": str(one.organisation_id), "person": str(one.id), "role": role}
                for one, role in roles.items()
            ],
        },
        status=201,
    ).json
    (session,) = coordinator.get(f"/forums/{forum['slug']}/sessions").json["items"]
    path = f"/sessions/{session['id']}"
    chair.post(f"{path}/invitations", {})
    (invitation,) = member.get("/invitations").json["items"]
    member.post(f"/invitations/{invitation['id']}/answer", {"answer": "attending_in_person"})
    proposed = member.post(f"{path}/agenda-items", {"title": "Daftar layanan"}, status=201).json
    chair.post(f"/agenda-items/{proposed['id']}/accept")
    clock.move_to(NEXT.replace(month=12, day=8))
    taker.post(f"/agenda-items/{proposed['id']}/start")
    rows = [{"row": row["row"], "presence": "present"} for row in taker.get(f"{path}/attendance").json["rows"]]
    assert taker.post(f"{path}/attendance/record", {"rows": rows}).json["quorum"]["met"]
    text = {"passage": str(uuid4()), "item": proposed["id"], "text": "Dinkes menyerahkan daftar."}
    taker.post(f"{path}/passages", text)
    decision = taker.post(f"{path}/decisions", {"text": "Daftar diserahkan.", "item": proposed["id"]}, status=201).json
    assert decision["quorum_met"]
    owed = {
        "responsible": str(people.member.organisation_id),
        "verifier": str(people.chair.organisation_id),
        "due": "2026-12-31",
        "criteria": "Daftar diterima",
    }
    commitment = coordinator.post(f"/decisions/{decision['id']}/commitments", owed, status=201).json
    assert member.post(f"/commitments/{commitment['id']}/accept", {}).json["delivery"] == "accepted"
    taker.post(f"/agenda-items/{proposed['id']}/finish")
    assert chair.post(f"{path}/close").json["state"] == "held"
    (minutes,) = taker.get(f"{path}/minutes").json["items"]
    taker.post(f"/minutes/{minutes['id']}/circulate", {"days": 1, "number": "BA-1"})
    clock.shift(timedelta(days=3))
    chair.post(f"/minutes/{minutes['id']}/approve")
    published = coordinator.post(f"/minutes/{minutes['id']}/publish", {}).json
    (discussed,) = published["content"]["items"]
    assert discussed["state"] == ItemState.DISCUSSED.value
    assert [text["text"] for text in discussed["passages"]] == ["Dinkes menyerahkan daftar."]
    assert [one["code"] for one in discussed["decisions"][0]["commitments"]] == [commitment["code"]]
