"""One request of the demo goes the whole way, from the public form to a signed agreement, whatever the day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.clock import local_date, today, utc_now
from app.database import db
from cooperation.board.cards import board
from cooperation.board.rules import Column, Wanted
from cooperation.requests import queries
from cooperation.requests.rules import ThreadAct
from demo.cooperation import agree_with_applicant, hear_applicant
from demo.forums import SINCE, create_forums
from demo.instance import set_letterhead
from demo.parties import add_parties
from demo.sessions import hold_sessions
from forums.agenda.models import AgendaItem, ItemState


@pytest.mark.one_database
@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-31", "2028-02-29", "2026-08-01"])
def test_a_request_leads_to_an_audience_a_memorandum_and_an_agreement(app, clock, monkeypatch, day):
    monkeypatch.setattr(
        "demo.pdf_pages.pdf.render", lambda *_given, **_named: b"%PDF-1.7"
    )  # the dates do not depend on it
    clock.move_to(f"{day}T09:00:00+07:00")
    now = utc_now()
    parties = add_parties(now - SINCE - timedelta(days=30))
    set_letterhead(parties, now - SINCE)
    forum = create_forums(parties, now)["audiensi"]
    heard = hear_applicant(parties, forum, now)
    hold_sessions(parties, forum, now)
    agree_with_applicant(parties, heard, now)
    db.session.commit()
    request, session = heard
    assert db.session.get_one(AgendaItem, request.agenda_item_id).state is ItemState.DISCUSSED
    assert [one.act for one in queries.thread(request.id)] == [
        ThreadAct.INVITED,
        ThreadAct.WROTE,
        ThreadAct.STARTED,
        ThreadAct.STARTED,
    ]
    memorandum, contract = db.session.scalars(select(Agreement).order_by(Agreement.signed_on)).all()
    assert (memorandum.stage, contract.stage) == (Stage.SIGNED, Stage.SIGNED)
    assert contract.parent_id == memorandum.id
    days = [local_date(request.received_at), session.day, memorandum.signed_on, contract.signed_on, today()]
    assert days == sorted(days)
    with app.test_request_context():
        shown = board(parties.coordinator, Wanted(), today())
    assert contract.title in [card.title for card in shown.columns[Column.IN_FORCE]]
    assert shown.median == (memorandum.signed_on - local_date(request.received_at)).days
