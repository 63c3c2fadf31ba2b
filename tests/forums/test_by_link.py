"""People without an account read and answer what forums mail to them, by the links in the mails."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from forums.agenda import notices as agenda_notices
from forums.agenda.models import AgendaItem, ItemState
from forums.basis import actions as basis_actions
from forums.basis.jobs import warn
from forums.basis.models import Basis, BasisKind
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState
from forums.review.jobs import remind_approvers
from forums.scheduling import notices as scheduling_notices
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support.mail_links import code_to, link_to, mails_to
from tests.support.visitors import Visitor


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def it(app, clock):
    """A session of a forum whose participants have no account."""
    made = room()
    for person in (made.chair, made.facilitator, made.taker, made.member, made.partner, made.observer):
        person.joined_at = None
    db.session.commit()
    return made


@pytest.fixture
def circulated(it, as_user, clock):
    """Its minutes, written and circulated by the coordinator."""
    clock.move_to(NEXT + timedelta(hours=1))
    it.open()
    note = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": "Dinkes melaporkan 12 layanan."}
    as_user(it.coordinator).post("forums.minutes.save", note, session_id=it.session.id)
    it.hold()
    clock.move_to(NEXT + timedelta(hours=4))
    minutes = db.session.scalars(select(Minutes)).one()
    sent = {"days": 3, "number": "", "without_attendance": "y"}
    as_user(it.coordinator).post("forums.minutes.circulate", sent, minutes_id=minutes.id)
    return minutes


def confirm(reader, path, person, fields=None):
    """Send a form that asks for a code, then the same with the code."""
    reader.post(path, fields, status=200)
    return reader.post(path, {**(fields or {}), "link_code": code_to(person)})


def test_a_party_corrects_circulated_minutes_by_link(it, circulated, reader):
    path = link_to(it.member)
    assert "12 layanan" in reader.get(path).words
    reader.get(f"{path}/correct")
    answer = reader.post(f"{path}/correct", {"passage": "", "text": "Bukan 12, melainkan 14 layanan."})
    assert answer.location == path
    correction = db.session.scalars(select(Correction)).one()
    assert (correction.by_id, correction.text) == (it.member.id, "Bukan 12, melainkan 14 layanan.")
    assert "14 layanan" in reader.get(path).words


def test_an_observer_reads_approved_minutes_by_link_and_corrects_nothing(it, circulated, reader, as_user, clock):
    it.chair.joined_at = it.coordinator.joined_at
    clock.shift(timedelta(days=4))
    as_user(it.chair).post("forums.minutes.approve", minutes_id=circulated.id)
    path = link_to(it.observer)
    assert "12 layanan" in reader.get(path).words
    reader.get(f"{path}/correct", status=403)


def test_corrections_are_answered_by_link_only_with_a_code(it, circulated, reader, app):
    reader.post(f"{link_to(it.member)}/correct", {"passage": "", "text": "Bukan 12."})
    correction = db.session.scalars(select(Correction)).one()
    path = f"{link_to(it.taker)}/answer-correction/{correction.id}"
    taker = Visitor(app)
    page = taker.get(link_to(it.taker))
    assert page.words.index("Bukan 12.") < page.words.index("12 layanan")
    assert page.soup.select_one("main a.btn-primary")["href"] == path
    taker.get(path)
    confirm(taker, path, it.taker, {"verdict": "declined", "answer": "Rekaman menyebut 12."})
    assert correction.state is CorrectionState.DECLINED


def test_minutes_are_never_approved_by_link(it, circulated, reader, clock):
    clock.shift(timedelta(days=4))
    path = link_to(it.chair)
    assert "12 layanan" in reader.get(path).words
    for act in ("approve", "publish", "reopen"):
        reader.post(f"{path}/{act}", status=404)
    assert circulated.state is MinutesState.CIRCULATED


def test_a_correction_of_other_minutes_stays_closed(it, circulated, reader):
    reader.get(f"{link_to(it.taker)}/answer-correction/{uuid4()}", status=404)
    reader.get(f"{link_to(it.taker)}/answer-correction/x", status=404)


def test_a_facilitator_answers_a_proposal_by_link_with_a_code(it, reader, clock):
    item = it.item(title="Keamanan API", state=ItemState.PROPOSED)
    agenda_notices.proposed(item, by=it.member)
    path = link_to(it.facilitator)
    assert "Keamanan API" in reader.get(path).words
    reader.post(f"{path}/accept-item/{item.id}", status=200)
    assert item.state is ItemState.PROPOSED
    reader.get(f"{path}/accept-item/{item.id}", status=405)
    reader.get(f"{path}/decline-item/{item.id}")
    clock.shift(1)
    confirm(reader, f"{path}/decline-item/{item.id}", it.facilitator, {"reason": "Bukan pokok forum ini"})
    assert item.state is ItemState.DECLINED


def test_a_party_proposes_another_item_by_link(it, reader):
    item = it.item(title="Keamanan API", proposed_by_id=it.member.id)
    agenda_notices.answered(item, by=it.facilitator)
    path = link_to(it.member)
    reader.get(f"{path}/propose")
    proposal = {"title": "Mutu data", "purpose": "information", "minutes": "10", "presenter": ""}
    assert reader.post(f"{path}/propose", proposal).location == path
    proposed = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Mutu data")).one()
    assert (proposed.state, proposed.proposed_by_id) == (ItemState.PROPOSED, it.member.id)
    reader.post(f"{path}/accept-item/{proposed.id}", status=200)
    reader.post(f"{path}/accept-item/{proposed.id}", {"link_code": code_to(it.member)}, status=403)


def test_a_new_participant_reads_about_the_forum_by_link(it, reader):
    scheduling_notices.joined(it.participants["member"], by=it.coordinator)
    assert it.forum.name in reader.get(link_to(it.member)).words


def test_a_presider_without_an_account_is_offered_one_to_approve(it, circulated, reader, clock):
    clock.shift(timedelta(days=4))
    list(remind_approvers())
    path = link_to(it.chair)
    act = reader.get(path).soup.select_one("#question ~ .choice a.btn-primary")
    assert act["href"] == f"{path}/account"
    reader.post(act["href"])
    assert "accounts/invitation" in [mail.kind for mail in mails_to(it.chair)]
    it.chair.joined_at = it.coordinator.joined_at
    assert "/sign-in" in reader.get(path).soup.select_one("#question ~ .choice a.btn-primary")["href"]
    reader.post(f"{path}/approve", status=404)


def renewal(it):
    """Return the fields of a form that renews the basis of the forum with two of its organisations."""
    sent = {"kind": "decree", "number": "28", "dated": "24/11/2026", "issued_by": "Gubernur", "subject": "Forum"}
    for number, name in enumerate(("secretariat", "agency")):
        row = {"organisation": it.seats[name].organisation_id, "office": "Kepala", "duty": "Anggota"}
        sent |= {f"members-{number}-{field}": str(value) for field, value in row.items()}
    return sent | {"valid_from": "1/1/2027", "valid_until": "31/12/2027"}


@pytest.fixture
def basis(it):
    """A basis of the forum that ends in four weeks, of which its facilitator was warned."""
    details = basis_actions.Details(
        kind=BasisKind.DECREE,
        number="12",
        dated=date(2026, 1, 5),
        issued_by="Gubernur",
        subject="Forum",
        valid_from=date(2026, 1, 5),
        valid_until=date(2026, 12, 20),
    )
    made = basis_actions.enter(it.forum, details, by=it.coordinator, at=utc_now())
    list(warn())
    db.session.commit()
    return made


def test_a_facilitator_without_an_account_renews_a_basis_by_link_with_a_code(it, basis, reader):
    path = link_to(it.facilitator)
    assert reader.get(path).soup.select_one("main a.btn-primary")["href"] == f"{path}/renew"
    added = renewal(it) | {"add": "1", "organisation": str(it.seats["company"].organisation_id)}
    reader.post(f"{path}/renew", added, status=200)
    page = reader.post(f"{path}/renew", added | {"link_code": code_to(it.facilitator)}, status=200)
    assert len(page.soup.select("tr.member")) == 3
    assert page.soup.select_one("main form a.btn-link")["href"] == path
    page = reader.post(f"{path}/renew", renewal(it) | {"preview": "1"}, status=200)
    seen = page.soup.select_one("input[name=seen]")["value"]
    assert reader.post(f"{path}/renew", renewal(it) | {"seen": seen}).location == path
    made = db.session.scalars(select(Basis).where(Basis.follows_id == basis.id)).one()
    assert made.entered_by_id == it.facilitator.id
    page = reader.get(path)
    assert "Sudah diperbarui." in page.words
    assert not page.soup.select("main a[href$='/renew']")


def test_a_forwarded_link_renews_no_basis_and_adds_no_file(it, basis, reader):
    path = link_to(it.facilitator)
    reader.post(f"{path}/renew", renewal(it), status=200)
    reader.post(f"{path}/renew", renewal(it) | {"link_code": "000000"}, status=422)
    reader.post(f"{path}/add-file", status=200)
    assert db.session.scalars(select(Basis)).one() == basis
