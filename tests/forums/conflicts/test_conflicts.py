"""Conflicts of interest: declared by participants or on their behalf, seen by officers, printed in the minutes."""

import pytest
from sqlalchemy import select

from app.database import db
from forums.conflicts.models import ConflictOfInterest
from forums.minutes.content import content_to_read
from forums.minutes.models import Minutes, MinutesState
from tests.factories.forums import NEXT
from tests.forums.room import room

TEXT = "Perusahaan kami ikut menawar pekerjaan ini."


@pytest.fixture
def it(app, clock):
    made = room()
    made.agenda_item = made.item()
    return made


def declare(browser, it, who, status=None, **values):
    sent = {"participant": str(it.participants[who].id), "text": TEXT, "abstains": "y"} | values
    return browser.post("forums.conflicts.declare", sent, agenda_item_id=it.agenda_item.id, status=status)


def test_officers_read_what_a_participant_declares_and_others_do_not(it, as_user):
    declare(as_user(it.partner), it, "partner")
    for who, reads in {"chair": True, "taker": True, "coordinator": True, "partner": True, "member": False}.items():
        page = as_user(getattr(it, who)).get("forums.agenda.show", session_id=it.session.id)
        assert (TEXT in page.words) == reads, who


def test_a_participant_declares_for_themselves_alone(it, as_user):
    declare(as_user(it.partner), it, "member", status=422)
    declare(as_user(it.observer), it, "observer", status=403)
    declare(as_user(it.taker), it, "member")
    found = db.session.scalars(select(ConflictOfInterest)).one()
    assert (found.participant_id, found.declared_by_id) == (it.participants["member"].id, it.taker.id)


def test_one_participant_declares_once_per_item_until_it_is_withdrawn(it, as_user):
    partner = as_user(it.partner)
    declare(partner, it, "partner")
    refused = declare(partner, it, "partner", text="Lain", status=422)
    assert refused.soup.find(id="text")["value"] == "Lain"
    found = db.session.scalars(select(ConflictOfInterest)).one()
    as_user(it.member).post("forums.conflicts.withdraw", conflict_id=found.id, status=404)
    partner.post("forums.conflicts.withdraw", conflict_id=found.id)
    declare(partner, it, "partner")


def test_nothing_is_declared_or_withdrawn_after_the_session(it, as_user):
    declare(as_user(it.partner), it, "partner")
    it.hold()
    declare(as_user(it.member), it, "member", status=409)
    found = db.session.scalars(select(ConflictOfInterest)).one()
    as_user(it.partner).post("forums.conflicts.withdraw", conflict_id=found.id, status=409)


def test_the_live_page_says_who_takes_no_part_in_the_decision(it, as_user, clock):
    declare(as_user(it.partner), it, "partner")
    clock.move_to(NEXT)
    it.open()
    page = as_user(it.taker).get("forums.live.show", session_id=it.session.id)
    assert "Tidak ikut memutuskan: MSK." in page.words
    assert TEXT not in as_user(it.member).get("forums.live.show", session_id=it.session.id).words


def test_the_minutes_name_it_with_its_item(it, as_user):
    declare(as_user(it.partner), it, "partner")
    minutes = Minutes(session_id=it.session.id, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(minutes)
    db.session.commit()
    (item,) = content_to_read(minutes, it.session)["items"]
    organisation = it.partner.organisation.name
    assert item["conflicts"] == [
        {"organisation": organisation, "name": it.partner.name, "text": TEXT, "abstains": True}
    ]
    page = as_user(it.taker).get("forums.minutes.show", session_id=it.session.id)
    assert f"{organisation}, {it.partner.name}: {TEXT} (tidak ikut memutuskan)" in page.words


def test_a_program_declares_lists_and_withdraws(it, as_program):
    path = f"/agenda-items/{it.agenda_item.id}/conflicts"
    partner, chair = as_program(it.partner), as_program(it.chair)
    made = partner.post(path, {"participant": str(it.participants["partner"].id), "text": TEXT}, status=201).json
    assert (made["text"], made["abstains"]) == (TEXT, True)
    assert [one["id"] for one in chair.get(path).json["items"]] == [made["id"]]
    partner.get(path, status=403)
    partner.post(f"/conflicts/{made['id']}/withdraw")
    assert chair.get(path).json["items"] == []
