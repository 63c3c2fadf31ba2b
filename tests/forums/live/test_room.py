"""The room screen: what a room reads from a distance, without notes, for those who read names in the session."""

from datetime import timedelta
from uuid import uuid4

import pytest
from markupsafe import Markup

from app.circles.models import Classification
from app.database import db
from app.web import panels
from forums.agenda.models import ItemState
from forums.attendance.models import Attendance, Presence
from forums.decisions.actions import Wording, decide
from forums.minutes.models import Minutes, MinutesState, Part
from forums.minutes.writing import Writing, write
from forums.scheduling.models import DecisionRule, Session
from tests.factories import ForumFactory, LeadershipFactory, PersonFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT + timedelta(minutes=12))
    made.open()
    made.agenda_item = made.item(started_at=NEXT, question="Kapan daftar diserahkan?", presenter_name="Dinkes")
    made.following = made.item(title="Data sensor udara", position=2, minutes=15)
    return made


def note(it, text="Rahasia dapur"):
    writing = Writing(passage_id=uuid4(), version=0, text=text, part=Part.DISCUSSION, item=it.agenda_item)
    write(it.session, writing, by=it.taker, at=NEXT)


def decided(it, text="Daftar layanan diserahkan."):
    wording = Wording(text=text, how=DecisionRule.CONSENSUS)
    decide(it.session, wording, item=it.agenda_item, by=it.taker, at=NEXT, without_quorum="Disepakati yang hadir.")


@pytest.fixture
def written(it, app):
    """The session has a note and a decision."""
    with app.test_request_context():
        note(it)
        decided(it)
        db.session.commit()
    return it


def screen(as_user, it, who="taker"):
    return as_user(getattr(it, who)).get("forums.room.show", session_id=it.session.id)


def test_it_shows_the_item_its_time_and_what_follows(it, as_user):
    page = screen(as_user, it)
    assert "Mata acara 1 dari 2" in page.words
    assert page.soup.find(id="current").text == "Status integrasi perizinan"
    assert page.soup.select_one("[data-while=within]").get_text(" ", strip=True) == "8 menit lagi"
    assert page.soup.select_one("[data-while=over]").has_attr("hidden")
    assert page.soup.find("progress")["value"] == "12"
    assert "Yang perlu diputuskan Kapan daftar diserahkan?" in page.words
    assert "2 Data sensor udara 15 menit" in page.words
    assert "Kuorum tidak terpenuhi" in page.soup.find("footer").text


def test_an_item_past_its_time_says_by_how_much(it, as_user, clock):
    clock.move_to(NEXT + timedelta(minutes=24))
    page = screen(as_user, it)
    assert page.soup.select_one("[data-while=over]").get_text(" ", strip=True) == "4 menit melewati waktu"
    assert page.soup.select_one("[data-while=within]").has_attr("hidden")
    assert "sesi 4 menit lebih lambat dari rencana" in page.words


def test_notes_are_never_on_it_and_decisions_only_for_their_readers(written, as_user):
    it = written
    page = screen(as_user, it)
    assert "Daftar layanan diserahkan." in page.words
    assert "tanpa kuorum" in page.words
    assert "Rahasia dapur" not in page.words
    assert "Daftar layanan" not in screen(as_user, it, "member").words
    db.session.query(Minutes).one().state = MinutesState.CIRCULATED
    page = screen(as_user, it, "member")
    assert "Daftar layanan diserahkan." in page.words
    assert "Rahasia dapur" not in page.words


def test_a_secret_forum_says_so(it, as_user):
    assert "RAHASIA" not in screen(as_user, it).soup.text
    it.forum.circle.classification = Classification.SECRET
    page = screen(as_user, it)
    assert page.soup.title.text.split()[0] == "RAHASIA"
    assert "RAHASIA" in page.soup.find("header").text


@pytest.mark.parametrize(
    "who, status", [("coordinator", 200), ("observer", 200), ("member", 200), ("leader", 200), ("stranger", 404)]
)
def test_readers_of_the_names_in_the_session_read_it(it, as_user, who, status):
    it.stranger, it.leader = PersonFactory(), LeadershipFactory()
    for endpoint in ("forums.room.show", "forums.room.content"):
        as_user(getattr(it, who)).get(endpoint, session_id=it.session.id, status=status)


def test_in_a_public_forum_outsiders_do_not_see_it(app, as_user, clock):
    forum = ForumFactory(circle__classification=Classification.PUBLIC)
    session = SessionFactory(forum=forum)
    as_user(PersonFactory()).get("forums.room.show", session_id=session.id, status=403)


def test_the_live_page_links_to_it(it, as_user):
    page = as_user(it.taker).get("forums.live.show", session_id=it.session.id)
    (link,) = page.soup.find_all("a", string=lambda text: text and "Tampilkan di layar" in text) or page.soup.select(
        "a[href$='/room']"
    )
    assert link["href"] == f"/sessions/{it.session.id}/room"


@pytest.mark.parametrize(
    "opened, closed, items, words",
    [
        (False, False, True, "Sesi belum dibuka"),
        (True, False, True, "Belum ada mata acara yang dibahas"),
        (True, False, False, "Semua mata acara sudah dibahas"),
        (True, True, False, "Sesi sudah selesai"),
    ],
)
def test_without_a_current_item_it_says_why(it, as_user, opened, closed, items, words):
    it.session.opened_at = NEXT if opened else None
    it.agenda_item.started_at = None
    for item in (it.agenda_item, it.following):
        item.state = ItemState.ACCEPTED if items else ItemState.DISCUSSED
    if closed:
        it.hold()
    db.session.commit()
    page = screen(as_user, it)
    assert page.soup.find(id="current").text.strip() == words
    assert ("Hadir" in page.soup.find("footer").text) is opened


def test_polling_is_answered_with_304_until_something_changes(it, as_user, clock):
    taker = as_user(it.taker)
    address = taker.address("forums.room.content", {"session_id": it.session.id})

    def poll(tag=None):
        answer = taker.client.get(address, headers={"If-None-Match": tag} if tag else {})
        return answer.status_code, answer.headers["ETag"]

    status, tag = poll()
    assert (status, poll(tag)[0]) == (200, 304)
    db.session.add(
        Attendance(
            session_id=it.session.id,
            seat_id=it.participants["chair"].seat_id,
            participant_id=it.participants["chair"].id,
            presence=Presence.PRESENT,
            recorded_by_id=it.taker.id,
            recorded_at=NEXT,
        )
    )
    status, tag = poll(tag)
    assert (status, poll(tag)[0]) == (200, 304)
    clock.shift(timedelta(minutes=1))
    assert poll(tag)[0] == 200


def test_parts_of_other_slices_are_shown_below_the_attendance(it, app, as_user):
    panels.add_panel(app, "session:room", Session, lambda session: Markup("<b>Kode {}</b>").format(session.number))
    page = screen(as_user, it)
    assert f"Kode {it.session.number}" in [part.text for part in page.soup.select("footer .join")]


def test_it_asks_as_many_questions_however_much_happens(written, app, as_user, queries):
    it = written
    taker = as_user(it.taker)

    def cost():
        with queries(at_most=12) as seen:
            taker.get("forums.room.content", session_id=it.session.id)
        return len(seen)

    few = cost()
    with app.test_request_context():
        for place in range(8):
            it.item(title=f"Butir {place}", position=place + 3)
            decided(it, f"Keputusan {place}")
        db.session.commit()
    assert cost() == few
