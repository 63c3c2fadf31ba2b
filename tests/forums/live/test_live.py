"""The live page: the same for one and for many, kept up by cheap questions, readable by everyone in the forum."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.database import db
from commitments.registry.actions import Proposal
from forums.attendance.models import Attendance, Presence
from forums.decisions.actions import Wording, become_commitment, decide
from forums.minutes.content import content_of
from forums.minutes.models import EarlierText, Minutes, MinutesState, Part, Passage
from forums.minutes.writing import Writing, write
from forums.scheduling.models import DecisionRule, SessionState
from tests.factories import LeadershipFactory, ParticipantFactory, PersonFactory
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

NOTE = "**Dinkes** menyerahkan daftar."


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item(started_at=NEXT)
    return made


def fill(app, it, number):
    """Let many things happen in the session."""
    with app.test_request_context():
        for place in range(number):
            item = it.item(position=place + 2, proposed_by_id=PersonFactory().id)
            for target in (item, it.agenda_item):
                writing = Writing(passage_id=uuid4(), version=0, text="Catatan", part=Part.DISCUSSION, item=target)
                write(it.session, writing, by=it.taker, at=NEXT)
            decision = decide(
                it.session,
                Wording(text="Diputuskan", how=DecisionRule.CONSENSUS),
                item=it.agenda_item,
                by=it.taker,
                at=NEXT,
                without_quorum="Disepakati yang hadir.",
            )
            proposal = Proposal(
                circle=it.forum.circle,
                title="Menyerahkan",
                criteria="Lengkap",
                responsible=it.member.organisation,
                responsible_person=it.member,
                verifier=it.taker.organisation,
                due=(NEXT + timedelta(days=20)).date(),
            )
            become_commitment(decision, proposal, by=it.taker, at=NEXT)
            guest = ParticipantFactory(forum=it.forum)
            db.session.add(
                Attendance(
                    session_id=it.session.id,
                    seat_id=guest.seat_id,
                    participant_id=guest.id,
                    presence=Presence.PRESENT,
                    recorded_by_id=it.taker.id,
                    recorded_at=NEXT,
                )
            )
        db.session.commit()
    return decision


@pytest.mark.parametrize("who", ["taker", "coordinator", "chair", "member"])
def test_the_page_asks_at_most_sixteen_questions_however_much_happens(it, app, as_user, queries, who):
    person = as_user(getattr(it, who))

    def cost(**place):
        with queries(at_most=16) as seen:
            person.get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id, **place)
        return len(seen)

    first = fill(app, it, 1)
    few = cost(), cost(commit=first.id) if who != "chair" else 0
    fill(app, it, 6)
    assert few == (cost(), cost(commit=first.id) if who != "chair" else 0)


@pytest.mark.parametrize("words, kept", [("Dinkes menyerahkan daftar.", []), ("Dinkes menyerahkan data.", [NOTE])])
def test_a_decision_takes_the_place_of_the_note_that_it_repeats(it, as_user, words, kept):
    note = Writing(passage_id=uuid4(), version=0, text=NOTE, part=Part.DISCUSSION, item=it.agenda_item)
    note = write(it.session, note, by=it.coordinator, at=NEXT)
    db.session.commit()
    sent = {"text": words, "how": "consensus", **WITHOUT_QUORUM}
    address = f"/sessions/{it.session.id}/decisions?item={it.agenda_item.id}&decide={note.id}"
    as_user(it.taker).post(address, sent)
    [item] = content_of(db.session.scalars(select(Minutes)).one(), it.session)["items"]
    assert [one["text"] for one in item["passages"]] == kept
    assert [one["text"] for one in item["decisions"]] == [words]
    assert db.session.scalars(select(EarlierText.text)).all() == ([] if kept else [NOTE])


def test_a_note_that_the_browser_sends_again_after_the_decision_is_no_conflict(it, as_user):
    sent = {"passage": uuid4(), "version": 0, "text": NOTE, "part": "discussion", "item": it.agenda_item.id}
    taker = as_user(it.taker)
    taker.post("forums.minutes.save", sent, session_id=it.session.id)
    address = f"/sessions/{it.session.id}/decisions?item={it.agenda_item.id}&decide={sent['passage']}"
    taker.post(address, {"text": "Dinkes menyerahkan daftar.", "how": "consensus", **WITHOUT_QUORUM})
    taker.post("forums.minutes.save", sent, session_id=it.session.id)
    taker.post("forums.minutes.save", {**sent, "text": "Yang lain"}, session_id=it.session.id, status=409)
    assert db.session.scalars(select(Passage.text)).all() == [""]


@pytest.mark.parametrize("part", ["forums.live.agenda_part", "forums.live.notes_part"])
def test_pages_that_keep_up_ask_little_while_nothing_changes(it, as_user, queries, part, clock):
    taker = as_user(it.taker)
    tag = taker.get(part, session_id=it.session.id).headers["ETag"]
    address = taker.address(part, {"session_id": it.session.id})
    with queries(at_most=5):
        assert taker.client.get(address, headers={"If-None-Match": tag}).status_code == 304
    note = {"passage": str(uuid4()), "version": 0, "part": "discussion", "item": str(it.agenda_item.id), "text": "Baru"}
    taker.post("forums.minutes.save", note, session_id=it.session.id)
    changed = taker.client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    clock.shift(timedelta(minutes=1))
    assert taker.client.get(address, headers={"If-None-Match": changed.headers["ETag"]}).status_code == 200


def test_one_persons_tag_is_worth_nothing_to_another(it, as_user):
    tag = as_user(it.taker).get("forums.live.notes_part", session_id=it.session.id).headers["ETag"]
    member = as_user(it.member)
    address = member.address("forums.live.notes_part", {"session_id": it.session.id})
    assert member.client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_notes_come_without_the_one_that_the_reader_is_writing(it, as_user):
    taker, mine = as_user(it.taker), uuid4()
    note = {"passage": str(mine), "version": 0, "part": "discussion", "item": str(it.agenda_item.id), "text": "Milikku"}
    taker.post("forums.minutes.save", note, session_id=it.session.id)
    shown = taker.get("forums.live.notes_part", session_id=it.session.id, item=it.agenda_item.id)
    hidden = taker.get("forums.live.notes_part", session_id=it.session.id, item=it.agenda_item.id, besides=mine)
    assert "Milikku" in shown.words
    assert "Milikku" not in hidden.words


def test_members_follow_the_agenda_but_read_notes_and_decisions_only_once_circulated(it, app, as_user):
    fill(app, it, 1)
    member = as_user(it.member)
    page = member.get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id)
    assert "Status integrasi perizinan" in page.words
    assert "KEP-2026-001" not in page.words
    assert page.soup.find_all("div", "passage") == []
    assert page.soup.find(id="write") is None
    minutes = db.session.query(Minutes).one()
    minutes.state = type(minutes.state).CIRCULATED
    page = member.get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id)
    assert len(page.soup.find_all("div", "passage")) == 1
    assert "KEP-2026-001" in page.words


@pytest.mark.parametrize(
    "endpoint", ["forums.live.show", "forums.live.agenda_part", "forums.agenda.show", "forums.attendance.show"]
)
def test_a_new_name_shows_at_once(it, as_user, endpoint):
    it.agenda_item.presenter_person = it.member
    taker, before = as_user(it.taker), it.member.name
    assert before in taker.get(endpoint, session_id=it.session.id).words
    it.member.name = "Sri Handayani"
    page = taker.get(endpoint, session_id=it.session.id)
    assert "Sri Handayani" in page.words
    assert before not in page.words


def test_what_one_reader_may_change_is_not_offered_to_another(it, app, as_user):
    fill(app, it, 1)
    db.session.query(Minutes).one().state = MinutesState.CIRCULATED
    for who, offered in ((it.taker, 2), (it.member, 0), (it.taker, 2)):
        page = as_user(who).get("forums.live.show", session_id=it.session.id, item=it.agenda_item.id)
        assert page.soup.find("div", "passage")
        assert page.soup.find("div", "decision")
        assert (
            len(page.soup.select(".passage a[href*=edit], .decision a[href$=edit], .decision a[href*='edit?']"))
            == offered
        )


@pytest.mark.parametrize(
    "who, status",
    [("coordinator", 200), ("observer", 200), ("leader", 200), ("stranger", 404), ("member", 200)],
)
def test_readers_of_the_forum_read_the_page(it, as_user, who, status):
    it.stranger, it.leader = PersonFactory(), LeadershipFactory()
    for endpoint in ("forums.live.show", "forums.live.agenda_part", "forums.live.notes_part"):
        as_user(getattr(it, who)).get(endpoint, session_id=it.session.id, status=status)
        as_user(it.coordinator).get(endpoint, session_id=uuid4(), status=404)


def test_what_an_address_names_wrongly_is_left_aside(it, as_user):
    odd = {"item": "x", "part": "nonsense", "edit": "x", "commit": str(uuid4()), "decide": "x"}
    page = as_user(it.taker).get("forums.live.show", session_id=it.session.id, **odd)
    assert page.soup.find(id="notes").text == "1 Status integrasi perizinan"


def test_opening_the_session_from_here_comes_back_here(app, as_user, clock):
    it = room()
    clock.move_to(NEXT)
    chair, here = as_user(it.chair), f"/sessions/{it.session.id}/live"
    form = chair.get(here).soup.find("form", action=f"/sessions/{it.session.id}/open")
    sent = {field["name"]: field["value"] for field in form.find_all("input")}
    assert chair.post("forums.sessions.open_", sent, session_id=it.session.id).location == here


def test_a_session_without_an_agenda_says_how_one_begins(app, as_user):
    it = room()
    page = as_user(it.taker).get("forums.live.show", session_id=it.session.id)
    assert "Acara disusun saat sesi dibuka" in page.words


def test_a_cancelled_session_takes_no_notes(it, as_user):
    it.session.state = SessionState.CANCELLED
    taker = as_user(it.taker)
    assert taker.get("forums.live.show", session_id=it.session.id).soup.find(id="write") is None
    note = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": "Baru"}
    taker.post("forums.minutes.save", note, session_id=it.session.id, status=409)


def test_decisions_are_offered_from_the_start_of_an_opened_session_on(it, as_user, clock):
    taker = as_user(it.taker)
    note = {"passage": str(uuid4()), "version": 0, "part": "discussion", "item": str(it.agenda_item.id), "text": "Baru"}
    taker.post("forums.minutes.save", note, session_id=it.session.id)
    place = {"session_id": it.session.id, "item": it.agenda_item.id}
    page = taker.get("forums.live.show", **place)
    assert page.soup.find(id="decide")
    assert "Buat keputusan" in page.words
    clock.move_to(NEXT - timedelta(minutes=20))
    early = as_user(it.taker).get("forums.live.show", **place)
    assert not early.soup.find(id="decide")
    assert "Buat keputusan" not in early.words
    assert "Jadikan keputusan" not in early.words
    assert "Keputusan dicatat dalam sesi yang sudah dibuka, mulai" in early.words
