"""Presider and minute-taker change while the session is under way, and the minutes name all."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.queries import minutes_for_act
from forums.officers.labels import officers_of
from forums.officers.models import OfficerChange
from forums.papers.minutes_paper import pdf
from tests.factories.forums import NEXT
from tests.forums.room import room


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    return made


def name(it, visitor, *, presider=None, minute_taker=None, **options):
    sent = {"presider": str((presider or it.chair).id), "minute_taker": str((minute_taker or it.taker).id)}
    return visitor.post("forums.officers.change", sent, session_id=it.session.id, **options)


def minutes_of(it):
    made = Minutes(session_id=it.session.id, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(made)
    db.session.commit()
    found = minutes_for_act(made.id)
    assert found is not None
    return found


def test_the_new_minute_taker_writes_at_once_and_the_earlier_one_no_longer(it, as_user):
    assert "Keputusan" not in as_user(it.member).get("forums.live.show", session_id=it.session.id).words
    name(it, as_user(it.chair), minute_taker=it.member)
    sent = {"passage": "6b2a7d7e-30d7-4a3c-9b64-ff0d9b5a4d11", "version": "0", "part": "opening", "text": "Dibuka."}
    as_user(it.taker).post("forums.minutes.save", sent, session_id=it.session.id, status=403)
    as_user(it.member).post("forums.minutes.save", sent, session_id=it.session.id)


def test_the_minutes_name_all_who_served_with_the_times(it, as_user, clock):
    clock.shift(timedelta(minutes=70))
    name(it, as_user(it.chair), presider=it.facilitator)
    clock.shift(timedelta(minutes=10))
    name(it, as_user(it.facilitator), presider=it.facilitator, minute_taker=it.member)
    it.hold()
    minutes = minutes_of(it)
    content = content_of(minutes, minutes.session)
    assert [(one["role"], one["name"], one["from"][11:16], one["until"][11:16]) for one in content["served"]] == [
        ("presider", "Kepala JSC", "02:00", "03:10"),
        ("presider", "Fasilitator JSC", "03:10", "04:00"),
        ("minute_taker", "Notulis JSC", "02:00", "03:20"),
        ("minute_taker", "Narahubung Dinkes", "03:20", "04:00"),
    ]
    assert officers_of(content, "presider") == "Kepala JSC (09.00–10.10), Fasilitator JSC (10.10–11.00)"
    pages = PdfReader(BytesIO(pdf(minutes, NEXT, "id"))).pages
    paper = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Kepala JSC (09.00–10.10), Fasilitator JSC (10.10–11.00)" in paper
    assert "Notulis JSC (09.00–10.20), Narahubung Dinkes (10.20–11.00)" in paper


def test_one_officer_all_the_time_is_named_without_times(it):
    it.hold()
    minutes = minutes_of(it)
    content = content_of(minutes, minutes.session)
    assert officers_of(content, "presider") == "Kepala JSC"
    assert officers_of({key: value for key, value in content.items() if key != "served"}, "presider") == "Kepala JSC"


def test_a_change_before_the_session_counts_from_its_beginning(it, as_user):
    it.session.opened_at = None
    db.session.commit()
    name(it, as_user(it.coordinator), presider=it.facilitator)
    assert db.session.scalars(select(OfficerChange)).all() == []


def test_a_change_on_the_page_of_place_and_people_is_kept_too(it, as_user):
    form = {"mode": "in_person", "place": "Balai Kota", "link": "", "title": "", "version": str(it.session.version)}
    form |= {"presider": str(it.facilitator.id), "minute_taker": str(it.taker.id)}
    as_user(it.coordinator).post("forums.sessions.edit", form, session_id=it.session.id)
    (change,) = db.session.scalars(select(OfficerChange)).all()
    assert (change.before_id, change.after_id, change.at) == (it.chair.id, it.facilitator.id, NEXT)
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "session.changed")).one()
    assert row.details["changed"] == ["presider_id"]


def test_only_those_who_run_the_session_name_officers(it, as_user):
    name(it, as_user(it.member), presider=it.member, status=403)
    page = as_user(it.chair).get("forums.live.show", session_id=it.session.id)
    assert "Pimpinan rapat dan notulis" in page.words
    assert (
        "Pimpinan rapat dan notulis" not in as_user(it.member).get("forums.live.show", session_id=it.session.id).words
    )


def test_somebody_outside_the_forum_is_refused(it, as_user):
    name(it, as_user(it.chair), presider=it.coordinator, status=422)


def test_a_program_reads_and_changes_the_officers(it, as_program, clock):
    program = as_program(it.chair)
    path = f"/sessions/{it.session.id}/officers"
    assert [one["role"] for one in program.get(path).json["served"]] == ["presider", "minute_taker"]
    clock.shift(timedelta(minutes=30))
    answer = program.post(path, {"presider": str(it.facilitator.id)})
    assert [one["person"]["name"] for one in answer.json["served"] if one["role"] == "presider"] == [
        "Kepala JSC",
        "Fasilitator JSC",
    ]
