"""Passages: saved as typed, both texts shown to the person who saves too late, nothing lost."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.minutes.models import EarlierText, Minutes, Passage
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support.visitors import Visitor

JSON = {"Accept": "application/json"}


def note(item, text, *, version=0, passage=None):
    return {
        "passage": str(passage or uuid4()),
        "version": version,
        "part": "discussion",
        "item": str(item.id),
        "text": text,
    }


def autosave(visitor, session, data, *, status=200):
    """Save as the page's script does."""
    address = visitor.address("forums.minutes.save", {"session_id": session.id})
    headers = {**JSON, "X-CSRFToken": visitor.csrf_token()}
    answer = visitor.client.post(address, data=data, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    return answer.get_json()


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item()
    return made


def passages():
    return db.session.scalars(select(Passage).order_by(Passage.position)).all()


def test_typing_saves_a_passage_and_tells_its_version_and_time(it, as_user):
    taker = as_user(it.taker)
    first = note(it.agenda_item, "Dinkes melaporkan")
    assert autosave(taker, it.session, first) == {"version": 1, "saved_at": "09.00"}
    told = autosave(taker, it.session, {**first, "version": 1, "text": "Dinkes melaporkan 12 layanan."})
    assert told["version"] == 2
    (passage,) = passages()
    assert passage.text == "Dinkes melaporkan 12 layanan."
    assert passage.author_id == it.taker.id


def test_a_save_that_is_sent_twice_counts_once(it, as_user):
    taker = as_user(it.taker)
    same = note(it.agenda_item, "Dinkes melaporkan")
    autosave(taker, it.session, same)
    assert autosave(taker, it.session, same)["version"] == 1
    assert len(passages()) == 1


def test_a_save_on_an_older_text_is_answered_with_the_newer_one(it, as_user):
    taker, coordinator = as_user(it.taker), as_user(it.coordinator)
    first = note(it.agenda_item, "Satu")
    autosave(taker, it.session, first)
    autosave(coordinator, it.session, {**first, "version": 1, "text": "Satu dan dua"})
    told = autosave(taker, it.session, {**first, "version": 1, "text": "Satu dan tiga"}, status=409)
    assert told == {"version": 2, "text": "Satu dan dua", "by": "Ditulis oleh Koordinator JSC."}
    assert passages()[0].text == "Satu dan dua"


def test_what_another_person_wrote_is_kept_when_it_is_changed(it, as_user):
    taker, coordinator = as_user(it.taker), as_user(it.coordinator)
    first = note(it.agenda_item, "Kata notulis")
    autosave(taker, it.session, first)
    autosave(coordinator, it.session, {**first, "version": 1, "text": "Kata koordinator"})
    (earlier,) = db.session.scalars(select(EarlierText)).all()
    assert (earlier.text, earlier.version, earlier.written_by_id) == ("Kata notulis", 1, it.taker.id)


def test_without_script_a_late_save_shows_both_texts_and_offers_to_keep_both(it, as_user):
    taker, coordinator = as_user(it.taker), as_user(it.coordinator)
    first = note(it.agenda_item, "Satu")
    taker.post("forums.minutes.save", first, session_id=it.session.id)
    coordinator.post("forums.minutes.save", {**first, "version": 1, "text": "Dua"}, session_id=it.session.id)
    page = taker.post(
        "forums.minutes.save", {**first, "version": 1, "text": "Tiga"}, session_id=it.session.id, status=409
    )
    assert "Dua" in page.words
    assert page.soup.find("textarea", id="ours").text.strip() == "Tiga"
    both, over = page.soup.find("main").find_all("form")
    for form in (both, over):
        sent = {
            field["name"]: field.get("value") or field.text.strip() for field in form.find_all(["input", "textarea"])
        }
        taker.post("forums.minutes.save", sent, session_id=it.session.id)
    assert [passage.text for passage in passages()] == ["Tiga", "Tiga"]
    assert {one.text for one in db.session.scalars(select(EarlierText))} >= {"Dua"}


def test_stretches_of_typing_are_recorded_and_not_every_save(it, as_user):
    taker = as_user(it.taker)
    first = note(it.agenda_item, "a")
    autosave(taker, it.session, first)
    for version in range(1, 8):
        autosave(taker, it.session, {**first, "version": version, "text": "a" * (version + 1)})
    actions = db.session.scalars(select(AuditRow.action).where(AuditRow.action.startswith("passage"))).all()
    assert actions == ["passage.begun"]


def test_opening_and_closing_have_passages_of_their_own(it, as_user):
    taker = as_user(it.taker)
    opening = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": "Rapat dibuka pukul 09.00."}
    taker.post("forums.minutes.save", opening, session_id=it.session.id)
    assert "Rapat dibuka" in taker.get("forums.live.show", session_id=it.session.id, part="opening").words
    assert "Rapat dibuka" not in taker.get("forums.live.show", session_id=it.session.id).words


def test_others_see_who_is_writing_where_for_a_minute(it, as_user, clock):
    taker, chair = as_user(it.taker), as_user(it.chair)
    autosave(taker, it.session, note(it.agenda_item, "Sedang ditulis"))
    assert "Notulis JSC menulis di sini" in chair.get("forums.live.show", session_id=it.session.id).words
    assert "menulis di sini" not in taker.get("forums.live.show", session_id=it.session.id).words
    clock.shift(61)
    assert "menulis di sini" not in chair.get("forums.live.show", session_id=it.session.id).words


@pytest.mark.parametrize("bad", [{"passage": "no id"}, {"passage": ""}, {"text": "x" * 20_001}])
def test_what_cannot_be_saved_is_refused_with_one_sentence(it, as_user, bad):
    told = autosave(as_user(it.taker), it.session, {**note(it.agenda_item, "Teks"), **bad}, status=422)
    assert told["message"]
    assert passages() == []


def test_an_item_of_another_session_takes_no_passage(it, as_user):
    foreign = it.item(session_id=SessionFactory().id)
    autosave(as_user(it.coordinator), it.session, note(foreign, "Teks"), status=422)
    assert passages() == []


@pytest.mark.every_database
def test_fifty_people_who_write_one_passage_at_once_lose_nothing(it, app):
    passage = uuid4()
    autosave(Visitor(app, it.taker), it.session, note(it.agenda_item, "Awal", passage=passage))
    visitors = [Visitor(app, person) for person in (it.taker, it.coordinator, it.facilitator)]
    session, item, writers = it.session, it.agenda_item, 50
    address = visitors[0].address("forums.minutes.save", {"session_id": session.id})
    fields = note(item, "", passage=passage)
    cookies = [(visitor, visitor.csrf_token()) for visitor in visitors]
    start, problems = threading.Barrier(writers), []
    db.session.commit()
    db.session.remove()

    def write(number):
        visitor, token = cookies[number % len(cookies)]
        text, version = f"Awal\nbaris {number}", 1
        start.wait()
        with visitor.another_client() as client:
            for _attempt in range(200):
                answer = client.post(
                    address,
                    data={**fields, "version": version, "text": text},
                    headers={**JSON, "X-CSRFToken": token},
                )
                told = answer.get_json()
                if answer.status_code == 200:
                    return
                if answer.status_code != 409:
                    problems.append((answer.status_code, told))
                    return
                version, text = told["version"], f"{told['text']}\nbaris {number}"
            problems.append("never got through")

    threads = [threading.Thread(target=write, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    saved = db.session.get_one(Passage, passage)
    assert sorted(saved.text.splitlines()[1:]) == sorted(f"baris {number}" for number in range(writers))
    assert saved.version == writers + 1


@pytest.mark.every_database
def test_fifty_people_who_write_the_minutes_of_one_session_lose_nothing_and_see_each_conflict(it, app):
    """Each writes a passage of their own, and changes one that nine others change from the same version."""
    writers, shared = 50, [uuid4() for _number in range(5)]
    first = Visitor(app, it.taker)
    for passage in shared:
        autosave(first, it.session, note(it.agenda_item, "Awal", passage=passage))
    visitors = [first, Visitor(app, it.coordinator), Visitor(app, it.facilitator)]
    address = first.address("forums.minutes.save", {"session_id": it.session.id})
    fields = note(it.agenda_item, "")
    cookies = [(visitor, visitor.csrf_token()) for visitor in visitors]
    start, answers = threading.Barrier(writers), []
    db.session.commit()
    db.session.remove()

    def write(number):
        visitor, token = cookies[number % len(cookies)]
        headers = {**JSON, "X-CSRFToken": token}
        own = {**fields, "passage": str(uuid4()), "text": f"Catatan {number}"}
        change = {**fields, "passage": str(shared[number % 5]), "version": 1, "text": f"Awal\nbaris {number}"}
        start.wait()
        with visitor.another_client() as client:
            for data in (own, change):
                answer = client.post(address, data=data, headers=headers)
                answers.append((data["text"], answer.status_code, answer.get_json()))

    threads = [threading.Thread(target=write, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [passage.text for passage in passages()]
    saved = [text for text, status, _told in answers if status == 200]
    refused = [told for _text, status, told in answers if status == 409]
    assert len(answers) == 2 * writers == len(saved) + len(refused)
    assert len(refused) == writers - len(shared)
    assert all(told["text"] in texts and told["version"] == 2 and told["by"] for told in refused)
    assert sorted(texts) == sorted(saved)


def test_minutes_are_begun_once_by_people_who_begin_at_the_same_time(it, app):
    visitors = [Visitor(app, it.taker) for _number in range(8)]
    item, session = it.agenda_item, it.session
    address = visitors[0].address("forums.minutes.save", {"session_id": session.id})
    sent = [(visitor, visitor.csrf_token(), note(item, f"Catatan {number}")) for number, visitor in enumerate(visitors)]
    start, statuses = threading.Barrier(len(visitors)), []
    db.session.commit()
    db.session.remove()

    def write(visitor, token, data):
        start.wait()
        with visitor.another_client() as client:
            statuses.append(client.post(address, data=data, headers={**JSON, "X-CSRFToken": token}).status_code)

    threads = [threading.Thread(target=write, args=one) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * len(visitors)
    assert len(db.session.scalars(select(Minutes)).all()) == 1
    assert len(passages()) == len(visitors)


def test_the_earlier_text_is_shown_to_the_person_who_changes_a_note(it, as_user):
    taker, coordinator = as_user(it.taker), as_user(it.coordinator)
    first = note(it.agenda_item, "Kata notulis")
    autosave(taker, it.session, first)
    autosave(coordinator, it.session, {**first, "version": 1, "text": "Kata koordinator"})
    page = taker.get("forums.live.show", session_id=it.session.id, edit=first["passage"])
    assert page.soup.find("textarea", id="note").text.strip() == "Kata koordinator"
    assert "Kata notulis" in page.words


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(1)\x00\x07", "=HYPERLINK(1)"),
        ("مرحبا 👋 baris\r\nkedua", "مرحبا 👋 baris\nkedua"),
        ("{{ 7 * 7 }} %s %(x)s", "{{ 7 * 7 }} %s %(x)s"),
    ],
)
def test_whatever_is_typed_is_kept_as_text(it, as_user, typed, kept):
    taker = as_user(it.taker)
    taker.post("forums.minutes.save", note(it.agenda_item, typed), session_id=it.session.id)
    assert passages()[0].text == kept
    page = taker.get("forums.live.show", session_id=it.session.id)
    assert page.soup.find("div", "passage").p.text == kept
    assert page.soup.find("div", "passage").find("script") is None


def test_a_save_without_the_forms_token_changes_nothing(it, as_user):
    taker = as_user(it.taker)
    address = taker.address("forums.minutes.save", {"session_id": it.session.id})
    assert taker.client.post(address, data=note(it.agenda_item, "Teks"), headers=JSON).status_code == 400
    assert passages() == []
