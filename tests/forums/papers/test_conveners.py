"""The letterhead of the organisation that convenes a forum, on the documents of its sessions."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.circles.models import Seat
from app.clock import utc_now
from app.database import db
from app.organisations.letterheads.models import Letterhead
from forums.pack import paper as pack_paper
from forums.pack.content import content_of
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory
from tests.forums.papers.scenes import APPROVED_AT, TYPED, approved, held
from tests.forums.room import room

LETTERHEAD, CONVENER = "letterheads.letterhead", "forums.convener.convener"
LINES = {"unit": "Dinas Kesehatan (Contoh)", "above": "Pemerintah Contoh", "address": "Jalan Contoh 1", "city": "Bogor"}

ON_SHEET = (
    "LEMBAR DISPOSISI",
    "Nomor surat DEMO/UND/31/2026",
    "Sangat Segera",
    "Diteruskan kepada",
    "Isi disposisi",
)


def name_convener(as_user, it, organisation):
    as_user(it.coordinator).post(CONVENER, {"organisation_id": str(organisation.id)}, slug=it.forum.slug)


@pytest.mark.one_database
def test_documents_have_the_letterhead_of_the_convener_from_then_on(as_user, read, clock, forget_papers):
    it = held()
    minutes = approved(it)
    paper = {"minutes_id": minutes.id}
    issued = as_user(it.member).get("forums.papers.minutes", **paper).get_data()
    clock.move_to(APPROVED_AT + timedelta(days=1))
    organisation = it.member.organisation
    as_user(AdministratorFactory()).post(LETTERHEAD, LINES, organisation_id=organisation.id)
    name_convener(as_user, it, organisation)
    forget_papers()
    assert as_user(it.member).get("forums.papers.minutes", **paper).get_data() == issued
    for endpoint in ("sheet_to_sign", "letter_pdf", "running_order_pdf"):
        words = read(as_user(it.coordinator).get(f"forums.papers.{endpoint}", session_id=it.session.id)).words
        assert "PEMERINTAH CONTOH" in words
        assert "DINAS KESEHATAN (CONTOH)" in words
        assert "Jalan Contoh 1" in words
    assert "Jalan Contoh 1" in pack_paper.job(content_of(it.session), 1, utc_now()).own.html
    assert "Bogor, " in read(as_user(it.coordinator).get("forums.papers.letter_pdf", session_id=it.session.id)).words


@pytest.mark.one_database
def test_an_issued_letter_keeps_its_letterhead_and_bytes(as_user, clock, app, forget_papers):
    it = room()
    organisation, boss = it.member.organisation, as_user(AdministratorFactory())
    boss.post(LETTERHEAD, LINES, organisation_id=organisation.id)
    name_convener(as_user, it, organisation)
    where = {"session_id": it.session.id}
    as_user(it.coordinator).post("forums.papers.letter", {**TYPED, "disposition": "y"}, **where)
    first = as_user(it.coordinator).get("forums.papers.letter_pdf", **where).get_data()
    clock.shift(timedelta(days=1))
    boss.post(LETTERHEAD, {**LINES, "unit": "Nama lain"}, organisation_id=organisation.id)
    forget_papers()
    assert as_user(it.coordinator).get("forums.papers.letter_pdf", **where).get_data() == first


@pytest.mark.one_database
def test_a_letter_can_have_a_disposition_sheet(as_user, read, clock):
    it = room()
    where = {"session_id": it.session.id}
    as_user(it.coordinator).post("forums.papers.letter", TYPED, **where)
    assert "LEMBAR DISPOSISI" not in read(as_user(it.coordinator).get("forums.papers.letter_pdf", **where)).words
    as_user(it.coordinator).post("forums.papers.letter", {**TYPED, "version": "1", "disposition": "y"}, **where)
    paper = read(as_user(it.coordinator).get("forums.papers.letter_pdf", **where))
    sheet = paper.pages[-1]
    assert [words for words in ON_SHEET if words not in sheet] == []


@pytest.mark.one_database
def test_only_organisations_with_a_seat_convene_a_forum(as_user, as_program, app):
    it = room()
    stranger = OrganisationFactory()
    sent = {"organisation_id": str(stranger.id)}
    as_user(it.coordinator).post(CONVENER, sent, slug=it.forum.slug, status=422)
    as_user(it.member).get(CONVENER, slug=it.forum.slug, status=403)
    program = as_program(it.coordinator)
    organisation = db.session.scalars(select(Seat.organisation_id).limit(1)).one()
    changed = program.patch(f"/forums/{it.forum.slug}/convener", {"organisation_id": str(organisation)}).json
    assert changed["organisation_id"] == str(organisation)
    assert program.patch(f"/forums/{it.forum.slug}/convener", {"organisation_id": None}).json["name"] is None


@pytest.mark.one_database
def test_a_letterhead_has_an_emblem_until_it_is_removed(as_user, as_program, app, clock):
    organisation = OrganisationFactory()
    own = CoordinatorFactory(organisation=organisation)
    where = {"organisation_id": organisation.id}
    as_user(CoordinatorFactory()).get(LETTERHEAD, status=403, **where)
    emblem = BytesIO()
    Image.new("RGB", (40, 40), "red").save(emblem, "PNG")
    emblem.seek(0)
    as_user(own).post(LETTERHEAD, {**LINES, "emblem": (emblem, "lambang.png")}, **where)
    assert as_user(own).get("letterheads.letterhead_emblem", **where).mimetype == "image/png"
    clock.shift(timedelta(minutes=1))
    as_user(own).post(LETTERHEAD, LINES, **where)
    assert as_program(own).get(f"/organisations/{organisation.id}/letterhead").json["has_emblem"] is True
    clock.shift(timedelta(minutes=1))
    as_user(own).post(LETTERHEAD, {**LINES, "without_emblem": "y"}, **where)
    as_user(own).get("letterheads.letterhead_emblem", status=404, **where)
    clock.shift(timedelta(minutes=1))
    as_user(own).post("letterheads.remove_letterhead", **where)
    assert as_program(own).get(f"/organisations/{organisation.id}/letterhead").json["unit"] == ""
    refused = as_user(own).post(LETTERHEAD, {**LINES, "emblem": (BytesIO(b"x"), "a.txt")}, status=422, **where)
    assert "PNG" in refused.words
    assert len(db.session.scalars(select(Letterhead)).all()) == 4
