"""Live pages are never stale: whatever changes in a session changes their ETag, also between processes."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from http.client import HTTPConnection
from types import SimpleNamespace
from uuid import uuid4

import pytest

from app.accounts import passwords
from app.clock import utc_now
from app.database import db
from forums.live.queries import pulse
from forums.scheduling.models import Session
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room
from tests.support.postgresql import free_port
from tests.support.processes import Person, start_victims, wait_until

PASSWORD = "kuda terbang di Ancol"
CONFIRMED = WITHOUT_QUORUM | {"without_quorum": True}


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item(started_at=NEXT)
    made.path = f"/sessions/{made.session.id}"
    return made


def beat(app, it):
    """Return the pulse of the session, read by itself."""
    session_id = it.session.id
    db.session.commit()
    with app.test_request_context():
        return pulse(db.session.get_one(Session, session_id), utc_now())


def test_every_change_is_felt(it, app, as_program):
    taker, coordinator, chair = as_program(it.taker), as_program(it.coordinator), as_program(it.chair)
    passage = {"passage": str(uuid4()), "item": str(it.agenda_item.id), "text": "Dinkes melaporkan."}
    rows = [{"row": str(it.participants["member"].id), "presence": "present"}]
    owed = {
        "responsible": str(it.member.organisation_id),
        "verifier": str(it.taker.organisation_id),
        "due": "2026-12-11",
        "criteria": "Daftar diterima",
    }
    made = {}

    def saved():
        return taker.get(f"{it.path}/passages").json["items"][0]

    def decide():
        made["decision"] = taker.post(f"{it.path}/decisions", {"text": "Diserahkan.", **CONFIRMED}, status=201).json[
            "id"
        ]

    def commit():
        path = f"/decisions/{made['decision']}/commitments"
        made["commitment"] = coordinator.post(path, owed, status=201).json["id"]

    acts = {
        "a passage": lambda: taker.post(f"{it.path}/passages", passage),
        "typing": lambda: taker.post(f"{it.path}/passages", passage | {"text": "Dinkes lapor.", "version": 1}),
        "a decision": decide,
        "its wording": lambda: taker.patch(f"/decisions/{made['decision']}", {"text": "Diserahkan Jumat."}),
        "a commitment": commit,
        "its acceptance": lambda: as_program(it.member).post(f"/commitments/{made['commitment']}/accept", {}),
        "attendance": lambda: taker.post(f"{it.path}/attendance/record", {"rows": rows}),
        "less attendance": lambda: taker.post(f"{it.path}/attendance/record", {"rows": [{**rows[0], "presence": ""}]}),
        "an item": lambda: coordinator.post(
            f"{it.path}/agenda-items", {"title": "Baru", "purpose": "information", "minutes": 5}, status=201
        ),
        "the end of an item": lambda: chair.post(f"/agenda-items/{it.agenda_item.id}/finish"),
        "another presider": lambda: coordinator.patch(it.path, {"presider": str(it.facilitator.id)}),
        "another place": lambda: coordinator.patch(it.path, {"place": "Balai Agung"}),
        "the close": lambda: chair.post(f"{it.path}/close"),
    }
    for name, act in acts.items():
        before = beat(app, it)
        assert beat(app, it) == before
        act()
        assert beat(app, it) != before, name
    assert saved()["text"] == "Dinkes lapor."


def test_a_change_that_began_earlier_but_is_written_later_is_felt(it, app, as_program):
    """Of two processes, the one with the earlier time may commit last."""
    rows = [{"row": str(it.participants[name].id), "presence": "present"} for name in ("member", "partner")]
    taker = as_program(it.taker)
    taker.post(f"{it.path}/attendance/record", {"rows": rows[:1]})
    seen = beat(app, it)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forums.attendance.api.utc_now", lambda: NEXT - timedelta(seconds=5))
        taker.post(f"{it.path}/attendance/record", {"rows": rows[1:]})
    assert beat(app, it) != seen


def test_the_pulse_of_another_forum_stays(it, app, as_program):
    other = SimpleNamespace(session=SessionFactory(opened_at=NEXT))
    before = beat(app, other)
    as_program(it.taker).post(f"{it.path}/decisions", {"text": "Diserahkan.", **CONFIRMED}, status=201)
    assert beat(app, other) == before


class Screen:
    """A page that polls a part of a session in one process, and shows what it last received."""

    def __init__(self, person, path):
        self.person, self.path, self.tag, self.shown = person, path, "", ""

    def poll(self):
        """Ask once; return the status."""
        connection = HTTPConnection("127.0.0.1", self.person.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.person.cookies.items())
        connection.request("GET", self.path, headers={"Cookie": cookies, "If-None-Match": self.tag})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status == 200:
            self.tag, self.shown = answer.headers["ETag"], text
        return answer.status

    def rests(self):
        """Whether nothing is sent again; the minute may have changed in between."""
        return 304 in (self.poll(), self.poll())


@pytest.fixture
def meeting(app):
    """A session that is held now, in two processes; the taker works in one, the coordinator reads in the other."""
    made = room()
    began = utc_now().replace(microsecond=0) - timedelta(minutes=12)
    made.session.starts_at, made.session.ends_at = began, began + timedelta(hours=2)
    made.open(began)
    made.agenda_item = made.item(started_at=began)
    made.address = f"/sessions/{made.session.id}"
    for person in (made.taker, made.coordinator):
        person.password_hash = passwords.hashed(PASSWORD)
    emails = made.taker.email, made.coordinator.email
    made.item_id, made.row = made.agenda_item.id, made.participants["partner"].id.hex
    settings = app.extensions["settings"]
    db.session.commit()
    db.session.remove()
    with ExitStack() as stack:
        people = []
        for email in emails:
            port = free_port()
            process = start_victims(settings, "serve", PORT=str(port), WORKERS="1")
            stack.callback(process.end)
            process.next_child()
            person = Person(port)
            wait_until(lambda person=person: person.get("/healthz") is not None)
            assert person.sign_in(email, PASSWORD)
            people.append(person)
        made.writer, made.reader = people
        yield made


def note(meeting, text, *, passage=None, version=0):
    form = {"passage": passage or uuid4(), "version": version, "part": "discussion", "item": meeting.item_id}
    return meeting.writer.post(f"{meeting.address}/passages", accept="application/json", **form, text=text)


@pytest.mark.every_database
def test_what_one_process_writes_is_read_from_another_at_once(meeting):
    notes, agenda, board = (
        Screen(meeting.reader, f"{meeting.address}/{part}?item={meeting.item_id}")
        for part in ("live/notes", "live/agenda", "room/board")
    )
    for screen in (notes, agenda, board):
        assert screen.poll() == 200
        assert screen.rests()
    passage = uuid4()
    for version, text in enumerate(("Dinkes melaporkan", "Dinkes melaporkan 12", "Dinkes melaporkan 12 layanan")):
        assert note(meeting, text, passage=passage, version=version)[0] == 200
        assert notes.poll() == 200
        assert f"<p>{text}</p>" in notes.shown
        assert notes.rests()
    assert agenda.poll() == 200
    decision = {"text": "Daftar diserahkan.", "how": "consensus", **WITHOUT_QUORUM}
    assert meeting.writer.post(f"{meeting.address}/decisions?item={meeting.item_id}", **decision)[0] == 303
    assert board.poll() == 200
    assert "Daftar diserahkan." in board.shown
    meeting.writer.post(f"/agenda-items/{meeting.item_id}/finish")
    for screen in (agenda, board):
        assert screen.poll() == 200
    assert "Dibahas" in agenda.shown
    assert "Semua mata acara sudah dibahas" in board.shown
    assert all(screen.rests() for screen in (agenda, board))


@pytest.mark.every_database
def test_a_reader_who_polls_while_many_write_misses_nothing(meeting):
    screen = Screen(meeting.reader, f"{meeting.address}/live/notes?item={meeting.item_id}")
    texts = [f"Catatan nomor {number}." for number in range(24)]

    def write(text):
        answer = note(meeting, text)
        assert answer is not None
        return answer[0]

    with ThreadPoolExecutor(6) as crowd:
        sent = [crowd.submit(write, text) for text in texts]
        while not all(one.done() for one in sent):
            assert screen.poll() in (200, 304)
    assert {one.result() for one in sent} == {200}
    screen.poll()
    assert [text for text in texts if text not in screen.shown] == []
    assert screen.rests()
