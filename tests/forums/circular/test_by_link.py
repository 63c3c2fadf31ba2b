"""Parties without an account vote by the link in their mail and a code."""

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from forums.circular.models import CircularReply, CircularVote
from forums.circular.rules import Choice
from tests.forums.circular.conftest import END, circulated, vote
from tests.support.mail_links import LINK, code_to, link_to, mails_to
from tests.support.visitors import Visitor


@pytest.fixture
def it(it):
    for person in (it.chair, it.facilitator, it.taker, it.member, it.partner):
        person.joined_at = None
    db.session.commit()
    return it


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


def confirm(reader, path, person, fields):
    """Send a form that asks for a code, then the same with the code."""
    page = reader.post(path, fields, status=200)
    assert "kode enam angka" in page.words
    return reader.post(path, {**fields, "link_code": code_to(person)})


def test_a_party_votes_by_link_with_a_code_and_changes_its_vote(it, reader):
    path = link_to(it.member)
    page = reader.get(path)
    assert page.soup.select_one(f'form[action="{path}/vote"] .ballot')
    assert "Dinas Kesehatan" in page.words
    sent = {"choice": "discuss", "question": "Siapa yang bertanggung jawab?"}
    assert confirm(reader, f"{path}/vote", it.member, sent).location == path
    (given,) = db.session.scalars(select(CircularVote))
    assert (given.choice, given.by_link, given.by_id) == (Choice.DISCUSS, True, it.member.id)
    assert given.seat_id == it.seats["agency"].id
    assert "Siapa yang bertanggung jawab?" in reader.get(path).words
    reader.post(f"{path}/vote", {"choice": "agree"})  # this browser was confirmed a moment ago
    current = select(CircularVote.choice).where(CircularVote.replaced_at.is_(None))
    assert db.session.scalars(current).all() == [Choice.AGREE]


def test_opening_a_link_and_a_vote_without_a_code_change_nothing(it, reader):
    path = link_to(it.member)
    reader.get(f"{path}/vote", status=200)
    reader.post(f"{path}/vote", {"choice": "agree"}, status=200)
    reader.post(f"{path}/vote", {"choice": "agree", "link_code": "000000"}, status=422)
    assert db.session.scalars(select(CircularVote)).all() == []


def test_a_late_vote_by_link_is_refused(it, reader, clock):
    path = link_to(it.member)
    clock.move_to(END.replace(minute=30))
    reader.post(f"{path}/vote", {"choice": "agree"}, status=200)
    page = reader.post(f"{path}/vote", {"choice": "agree", "link_code": code_to(it.member)}, status=409)
    assert "Terlambat" in page.words
    assert not reader.get(path).soup.select_one(".ballot")


def test_who_has_no_vote_has_no_ballot_by_link(it, reader, as_user):
    vote(it, "company", "discuss", "Siapa?")
    path = link_to(it.facilitator)
    page = reader.get(path)
    assert page.soup.find("a", href=f"{path}/reply")
    confirm(reader, f"{path}/reply", it.facilitator, {"text": "Pemohon."})
    assert db.session.scalars(select(CircularReply.text)).all() == ["Pemohon."]


def test_the_mail_about_a_secret_circular_has_no_content(it, reader):
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    it.circular = circulated(it)
    (mail,) = (one for one in mails_to(it.member) if one.about_id == it.circular.id)
    assert it.circular.code in mail.subject
    for text in (mail.subject, mail.text, mail.html):
        assert "Foto lokasi" not in text
        assert "Uji coba mulai" not in text
    page = reader.get(LINK.search(mail.text)[1])
    assert "Foto lokasi" not in page.words
