"""Parties without an account answer circulated minutes by the links in their mails."""

import pytest
from sqlalchemy import select

from app.database import db
from forums.minutes.models import Correction
from forums.review import actions
from forums.review.models import Consent, Opinion
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor


@pytest.fixture
def it(it):
    for person in (it.chair, it.facilitator, it.taker, it.member, it.partner, it.observer):
        person.joined_at = None
    db.session.commit()
    return it


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


def test_a_party_agrees_and_withdraws_by_the_link_alone(it, reader):
    path = link_to(it.member)
    page = reader.get(path)
    assert page.soup.select_one(f'form[action="{path}/agree"]')
    reader.get(f"{path}/agree", status=405)
    assert db.session.scalars(select(Consent)).all() == []
    assert reader.post(f"{path}/agree").location == path
    (consent,) = db.session.scalars(select(Consent))
    assert (consent.by_id, consent.seat_id, consent.by_link) == (it.member.id, it.seats["agency"].id, True)
    page = reader.get(path)
    assert "Dinas Kesehatan setuju dengan notulen ini" in page.words
    assert page.soup.select_one(f'form[action="{path}/withdraw"]')
    reader.post(f"{path}/withdraw")
    assert db.session.scalars(select(Consent)).all() == []


def test_a_party_proposes_a_wording_below_the_passage(it, reader):
    path = link_to(it.member)
    form = reader.get(path).soup.select_one(f"#passage-{it.passage} form")
    assert form["action"] == f"{path}/correct"
    sent = {"passage": str(it.passage), "wording": "Dinkes melaporkan 14 layanan.", "text": "Rekaman"}
    assert reader.post(form["action"], sent).location == path
    assert db.session.scalars(select(Correction.wording)).one() == "Dinkes melaporkan 14 layanan."


def test_an_asked_party_answers_by_link_and_nobody_else(it, reader, as_user, clock):
    sent = {"passage": str(it.passage), "wording": "Dinkes melaporkan 14 layanan.", "text": "Rekaman"}
    it.member.joined_at = it.coordinator.joined_at
    db.session.commit()
    as_user(it.member).post("forums.minutes.correct", sent, minutes_id=it.minutes.id)
    clock.shift(1)
    as_user(it.coordinator).post(
        "forums.review.ask",
        {"seats": [str(it.seats["company"].id)]},
        correction_id=db.session.scalars(select(Correction.id)).one(),
    )
    opinion = db.session.scalars(select(Opinion)).one()
    path = link_to(it.partner)
    form = reader.get(path).soup.select_one(".respond")
    assert form["action"] == f"{path}/opinion/{opinion.id}"
    reader.post(f"{link_to(it.taker)}/opinion/{opinion.id}", {"verdict": "approves"}, status=403)
    reader.post(form["action"], {"verdict": "approves"})
    assert opinion.approves is True
    reader.get(f"{path}/opinion/{it.passage}", status=404)


def test_nobody_approves_as_deputy_by_link(it, reader):
    actions.name_deputy(it.forum, it.facilitator, days=1, by=it.coordinator, at=it.minutes.circulated_at)
    db.session.commit()
    reader.post(f"{link_to(it.facilitator)}/approve-as-deputy", {"because": "x"}, status=404)
