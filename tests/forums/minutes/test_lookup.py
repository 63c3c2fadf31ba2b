"""The text of minutes is found by those who read it: the passages of the latest version, or what was published."""

from uuid import uuid4

import pytest

from app.circles.models import Classification
from app.database import db
from app.search import index
from forums.agenda.models import ItemState
from forums.minutes.lookup import PASSAGES, PUBLISHED
from forums.minutes.models import Minutes, MinutesState, Part, Passage
from forums.minutes.policies import newest_readable, reads_whole
from forums.versions.actions import amend, discard
from tests.factories.forums import MADE
from tests.forums.searching import allowed, classify, crowd, finders, found

pytestmark = pytest.mark.every_database


def minutes_of(made, state, version=1, **values):
    minutes = Minutes(session_id=made.session.id, state=state, version=version, language="id", begun_at=MADE, **values)
    db.session.add(minutes)
    db.session.commit()
    return minutes


def passage_of(minutes, text, item=None, **values):
    written = {"author_id": minutes.session.minute_taker_id, "written_by_id": minutes.session.minute_taker_id}
    times = {"at": MADE, "written_at": MADE, "position": 1}
    part = {"part": Part.DISCUSSION, "agenda_item_id": item.id} if item else {"part": Part.OPENING}
    passage = Passage(id=uuid4(), minutes_id=minutes.id, text=text, **{**written, **times, **part, **values})
    db.session.add(passage)
    db.session.commit()
    return passage


def content_of(text):
    return {"opening": [{"id": "1", "text": text}, {"id": "1", "text": "", "withheld": {}}], "items": [], "closing": []}


def test_a_passage_leads_to_its_place_in_the_minutes(app, clock):
    made, people = crowd()
    made.session.number, made.session.title = 10, "Evaluasi"
    item = made.item(title="Data sensor")
    minutes = minutes_of(made, MinutesState.CIRCULATED)
    passage = passage_of(minutes, "Dinas **menyerahkan** katalog [sensor](https://contoh.example/katalog).", item)
    opening = passage_of(minutes, "Dibuka dengan doa.")
    here = f"/sessions/{made.session.id}/minutes#passage-"
    title = "Notulen Sesi 10: Evaluasi" if made.session.series_id else "Notulen Evaluasi"
    member = people["member"]
    assert found(member, "penyerahan katalog") == [("minutes", f"{title}, Data sensor", f"{here}{passage.id}")]
    assert found(member, '"dengan doa"') == [("minutes", title, f"{here}{opening.id}")]
    assert found(member, '"menyerahkan katalog sensor"')
    passage.text, item.title = "", "Katalog"
    db.session.delete(opening)
    db.session.commit()
    assert found(member, "penyerahan") == found(member, "doa") == []
    assert index.rebuild() == 0


def test_notes_of_items_that_the_minutes_do_not_show_are_not_found(app, clock):
    made, people = crowd()
    item = made.item(title="Arsip", state=ItemState.DISCUSSED)
    passage_of(minutes_of(made, MinutesState.CIRCULATED), "Sensor rusak", item)
    assert found(people["member"], "sensor")
    item.state = ItemState.DECLINED
    db.session.commit()
    assert found(people["chair"], "sensor") == []
    assert index.rebuild() == 0


def readers_of(people, session, version, *, whole):
    """Return what the people are who read a version on the page of the minutes, completely or as published."""

    def reads(person, session):
        newest = newest_readable(person, session)
        return newest and newest.version == version and reads_whole(person, session) is whole

    return allowed(reads, people, session)


@pytest.mark.parametrize(
    "states",
    [
        *((one,) for one in MinutesState),
        *((MinutesState.PUBLISHED, one) for one in MinutesState),
        (MinutesState.APPROVED, MinutesState.DRAFT),
    ],
)
def test_each_finds_what_the_page_of_the_minutes_shows(app, clock, states):
    made, people = crowd()
    made.session.presider_id = people["presider"].id
    versions = {}
    for number, state in enumerate(states, 1):
        content = content_of("Umum") if state is MinutesState.PUBLISHED else None
        versions[number] = minutes_of(made, state, number, published_content=content)
    passages = {number: passage_of(minutes, "Utuh") for number, minutes in versions.items()}
    for classification in Classification:
        classify(made, classification)
        for number, minutes in versions.items():
            whole, published = (readers_of(people, made.session, number, whole=one) for one in (True, False))
            assert finders(people, PASSAGES, passages[number]) == whole
            assert finders(people, PUBLISHED, minutes) == published


def test_what_is_published_is_found_by_everyone(app, clock):
    made, people = crowd()
    classify(made, Classification.PUBLIC)
    minutes = minutes_of(made, MinutesState.PUBLISHED, published_content=content_of("Sensor **umum**"))
    passage_of(minutes, "Sensor utuh")
    stranger, here = people["stranger"], f"/sessions/{made.session.id}/minutes"
    assert found(stranger, '"sensor umum"') == [("minutes", f"Notulen Sesi {made.session.number}", here)]
    assert found(stranger, "sensor utuh") == []
    assert found(people["member"], "sensor umum") == []
    minutes.published_content = content_of("Disunting")
    db.session.commit()
    assert found(stranger, "sensor") == []
    assert found(stranger, "penyuntingan")
    assert index.rebuild() == 0


def test_the_passages_of_a_discarded_version_are_not_found(app, clock):
    made, people = crowd()
    first = minutes_of(made, MinutesState.APPROVED, content=content_of("Sensor"))
    passage_of(first, "Sensor rusak")
    second = amend(first, reason="Keliru", asked_by="Dinkes", by=made.taker, at=MADE)
    db.session.commit()
    passage_of(second, "Sensor utuh")
    assert found(people["chair"], "sensor utuh")
    discard(second, by=made.taker, at=MADE)
    db.session.commit()
    assert found(people["chair"], "sensor utuh") == []
    assert len(found(people["chair"], "sensor rusak")) == 1
    assert index.rebuild() == 0
