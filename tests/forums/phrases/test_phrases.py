"""Standard phrases of a forum, and what the field for notes offers to insert."""

from uuid import uuid4

import pytest

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from tests.factories.forums import NEXT
from tests.forums.room import room


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    return made


def change(visitor, it, text, *, status=303):
    return visitor.post("forums.phrases.edit", {"text": text}, slug=it.forum.slug, status=status)


def insertions(visitor, it, *, status=200):
    answer = visitor.get("forums.phrases.insertions", session_id=it.session.id, status=status)
    return answer.json if status == 200 else None


def test_a_forum_without_phrases_offers_the_standard_ones_in_its_language(it, as_user):
    it.forum.language = "id"
    it.taker.language = "en"
    offered = insertions(as_user(it.taker), it)["phrases"]
    assert "Peserta rapat menyepakati secara mufakat:" in offered
    assert len(offered) == 6


def test_the_phrases_of_a_forum_replace_them(it, as_user):
    change(as_user(it.facilitator), it, "Disepakati.\n\nDisepakati.\nDitunda.")
    assert insertions(as_user(it.taker), it)["phrases"] == ["Disepakati.", "Ditunda."]
    assert db.session.scalars(db.select(AuditRow.action)).all()[-1] == "forum.phrases_changed"
    change(as_user(it.facilitator), it, "")
    assert len(insertions(as_user(it.taker), it)["phrases"]) == 6


@pytest.mark.parametrize("text", ["x" * 301, "\n".join(f"Frasa {n}" for n in range(41))])
def test_too_many_or_too_long_phrases_are_refused_and_stay_in_the_field(it, as_user, text):
    page = change(as_user(it.facilitator), it, text, status=422)
    assert page.soup.find("textarea", attrs={"name": "text"}).get_text().strip() == text
    assert it.forum.phrases == []


def test_who_may_write_inserts_names_of_organisations_and_people(it, as_user):
    labels = [speaker["label"] for speaker in insertions(as_user(it.taker), it)["speakers"]]
    seat = next(iter(it.seats.values()))
    assert any(seat.organisation.label in label for label in labels)
    assert any(it.member.name in label for label in labels)


def test_members_neither_insert_nor_change_phrases(it, as_user):
    insertions(as_user(it.member), it, status=403)
    as_user(it.member).get("forums.phrases.edit", slug=it.forum.slug, status=403)
    as_user(it.partner).get("forums.phrases.edit", slug=it.forum.slug, status=403)


def test_notes_show_marks_as_what_they_mean(it, as_user):
    item = it.item()
    writer = as_user(it.taker)
    data = {"passage": str(uuid4()), "version": 0, "part": "discussion", "item": str(item.id)}
    text = "**DPMPTSP** melaporkan:\n\n- 18 layanan\n- <b>9</b>"
    writer.post("forums.minutes.save", {**data, "text": text}, session_id=it.session.id)
    page = writer.get("forums.live.show", session_id=it.session.id).soup
    passage = page.select_one("#written .passage")
    assert passage.strong.get_text() == "DPMPTSP"
    assert [entry.get_text() for entry in passage.find_all("li")] == ["18 layanan", "<b>9</b>"]


def test_texts_of_secret_sessions_are_not_kept_in_the_browser(it, as_user):
    it.item()
    form = as_user(it.taker).get("forums.live.show", session_id=it.session.id).soup.select_one("#write")
    assert form["data-keep"] == str(it.taker.id)
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    form = as_user(it.taker).get("forums.live.show", session_id=it.session.id).soup.select_one("#write")
    assert not form.has_attr("data-keep")
