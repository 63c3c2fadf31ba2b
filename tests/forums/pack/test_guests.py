"""Guests of a session read its pack by a personal link that can be ended; printing is prepared for those who come."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from forums.invitations.models import AnswerState, Invitation, Via
from forums.invitations.rsvp import Channel, Reply, answer
from forums.pack.models import PackOpening
from tests.factories.forums import NEXT
from tests.forums.pack.conftest import document, guest_of, pdf
from tests.forums.pack.test_pack import circulate, latest
from tests.support.mail_links import link_to, mails_to
from tests.support.visitors import Visitor


def send(as_user, it, status=303):
    return as_user(it.chair).post("forums.pack.send_to_guests", {}, session_id=it.session.id, status=status)


def page_of_guests(as_user, it):
    return as_user(it.chair).get("forums.pack.guests", session_id=it.session.id)


def test_a_guest_reads_the_pack_by_link_until_the_link_is_ended(it, as_user, app, clock):
    guest = guest_of(it)
    send(as_user, it, status=409)
    circulate(as_user, it)
    assert "forums/pack/circulated" not in [mail.kind for mail in mails_to(guest)]
    page = page_of_guests(as_user, it)
    assert "Budi" in page.words
    assert it.partner.name not in page.soup.select_one("main table").text
    send(as_user, it)
    assert "forums/pack/shared" in [mail.kind for mail in mails_to(guest)]
    link, reader = link_to(guest), Visitor(app)
    assert "Anggaran 2027" in reader.get(link).words
    assert reader.get(f"{link}/download/{latest().id}").data.startswith(b"%PDF")
    (opening,) = db.session.scalars(select(PackOpening).where(PackOpening.person_id == guest.id))
    assert opening.by_link
    page = page_of_guests(as_user, it)
    assert "Dibuka" in page.words
    send(as_user, it, status=409)
    ended = {"person": str(guest.id)}
    as_user(it.member).post("forums.pack.end_link", ended, session_id=it.session.id, status=403)
    as_user(it.chair).post("forums.pack.end_link", ended, session_id=it.session.id)
    reader.get(link, status=410)
    as_user(it.chair).post("forums.pack.end_link", ended, session_id=it.session.id, status=409)
    as_user(it.chair).post("forums.pack.end_link", {"person": "x"}, session_id=it.session.id, status=409)
    clock.shift(timedelta(minutes=5))
    send(as_user, it)
    assert "Anggaran 2027" in Visitor(app).get(link_to(guest)).words


def test_guests_with_a_link_are_told_of_the_next_version(it, as_user):
    guest = guest_of(it)
    circulate(as_user, it)
    send(as_user, it)
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    circulate(as_user, it)
    (mail,) = (one for one in mails_to(guest) if one.kind == "forums/pack/circulated")
    assert "Data puskesmas ditambahkan" in mail.text


def test_a_pack_of_a_secret_forum_has_no_reading_links(it, as_user, app):
    guest = guest_of(it)
    circulate(as_user, it)
    send(as_user, it)
    link = link_to(guest)
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    assert "Anggaran 2027" not in Visitor(app).get(link).words  # it asks for a code, and then says nothing
    page = page_of_guests(as_user, it)
    assert "Budi" not in page.words
    send(as_user, it, status=409)


def test_a_withdrawn_invitation_takes_the_guest_off_the_list(it, as_user):
    guest = guest_of(it)
    circulate(as_user, it)
    invitation = db.session.scalars(select(Invitation).where(Invitation.person_id == guest.id)).one()
    invitation.withdrawn_at = NEXT - timedelta(days=1)
    db.session.commit()
    assert "Budi" not in page_of_guests(as_user, it).words


def test_the_list_of_guests_takes_few_statements(it, as_user, queries):
    guest_of(it)
    circulate(as_user, it)
    page_of_guests(as_user, it)
    with queries(at_most=9):
        page_of_guests(as_user, it)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_file_to_print_begins_each_item_on_a_new_sheet(it, as_user, language):
    circulate(as_user, it)
    it.chair.language = language
    db.session.commit()
    answer_of = as_user(it.chair).get("forums.pack.to_print", pack_version_id=latest().id)
    reader = pypdf.PdfReader(BytesIO(answer_of.data))
    outline = {entry.title: reader.get_destination_page_number(entry) for entry in _flat(reader.outline)}
    fronts = {title: place % 2 for title, place in outline.items()}
    sheet = {"id": "Komitmen terbuka", "en": "Open commitments"}[language]
    assert (fronts["1. Pembukaan"], fronts["2. Anggaran 2027"], fronts[sheet]) == (0, 0, 0)
    assert outline["Usul anggaran"] == outline["2. Anggaran 2027"] + 1
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    shown = as_user(it.chair).get("forums.pack.prepare_print", session_id=it.session.id, copies=10)
    total = (len(reader.pages) + 1) // 2 * 10
    assert str(total) in shown.words


def _flat(entries):
    for entry in entries:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def test_as_many_copies_are_proposed_as_people_come_in_person(it, as_user):
    as_user(it.chair).get("forums.pack.prepare_print", session_id=it.session.id, status=302)
    guest_of(it)
    circulate(as_user, it)
    for person in (it.member, it.taker):
        invitation = db.session.scalars(select(Invitation).where(Invitation.person_id == person.id)).one()
        reply = Reply(answer=AnswerState.ATTENDING_IN_PERSON)
        answer(invitation, reply, through=Channel(via=Via.LINK), at=NEXT - timedelta(days=2))
    db.session.commit()
    page = as_user(it.chair).get("forums.pack.prepare_print", session_id=it.session.id)
    assert page.soup.find("input", {"name": "copies"})["value"] == "2"
    assert it.member.name in page.words
    assert "Rincian biaya" in page.soup.select_one("[aria-labelledby=apart]").text
    assert "Usul anggaran" not in page.soup.select_one("[aria-labelledby=apart]").text
    as_user(it.member).get("forums.pack.prepare_print", session_id=it.session.id, status=403)
