"""Commitments that wait for others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from commitments.registry.rules import Delivery
from commitments.reminders.jobs import remind
from commitments.waiting.models import Wait
from commitments.waiting.rules import closes_cycle
from tests.commitments.test_delivery import told
from tests.factories import CircleFactory, CommitmentFactory
from tests.support.mail_links import mails_to

W = "commitments.waiting"
DUE = date(2026, 12, 8)


@pytest.fixture
def pair(town):
    """A commitment of the health office, and one of Kominfotik that it needs."""
    needed = CommitmentFactory(
        circle=town.circle,
        responsible=town.it,
        verifier=town.community,
        title="Server metadata",
        delivery=Delivery.SUBMITTED,
    )
    return town.promised(Delivery.IN_PROGRESS), needed


def begin(as_user, person, waiting, code, status=303):
    as_user(person).post(f"{W}.begin", {"chosen": "", "code": code}, commitment_id=waiting.id, status=status)


def test_both_pages_name_the_other_one_and_the_end_is_told(town, as_user, pair):
    waiting, needed = pair
    begin(as_user, town.owner, waiting, needed.code.lower())
    for shown, other in ((waiting, needed), (needed, waiting)):
        assert other.title in as_user(town.member).get("commitments.registry.show", commitment_id=shown.id).words
    as_user(town.member).post("commitments.verification.confirm", commitment_id=needed.id)
    assert "Tidak lagi menunggu" in " ".join(told())


def test_nobody_waits_for_what_they_may_not_read_or_learns_of_it(town, as_user, pair):
    waiting, _needed = pair
    secret = CommitmentFactory(
        circle=CircleFactory(classification=Classification.SECRET),
        title="Pengadaan tertutup",
        delivery=Delivery.ACCEPTED,
    )
    begin(as_user, town.owner, waiting, secret.code, status=422)
    db.session.add(Wait(commitment=waiting, awaited=secret, since=waiting.proposed_at, by_id=town.coordinator.id))
    db.session.commit()
    words = as_user(town.owner).get("commitments.registry.show", commitment_id=waiting.id).words
    assert "Pengadaan tertutup" not in words
    assert secret.code not in as_user(town.owner).get("commitments.registry.index").words


def test_a_cycle_and_an_ended_one_are_refused(town, as_user, pair):
    waiting, needed = pair
    third = town.promised(Delivery.ACCEPTED, title="Pelatihan")
    begin(as_user, town.owner, waiting, needed.code)
    begin(as_user, town.owner, third, waiting.code)
    begin(as_user, town.coordinator, needed, third.code, status=422)
    begin(as_user, town.owner, waiting, needed.code, status=422)
    begin(as_user, town.owner, third, town.promised(Delivery.CANCELLED, title="Batal").code, status=422)
    begin(as_user, town.verifier, waiting, third.code, status=403)


def test_the_list_names_what_is_awaited(town, as_user, pair):
    waiting, needed = pair
    begin(as_user, town.owner, waiting, needed.code)
    assert f"menunggu {needed.code}" in as_user(town.owner).get("commitments.registry.index").words


def test_it_ends_by_hand_and_by_programs(town, as_program, pair):
    waiting, needed = pair
    as_program(town.owner).post(f"/commitments/{waiting.id}/wait", {"code": needed.code})
    (wait,) = as_program(town.owner).get(f"/commitments/{needed.id}/waits").json["items"]
    assert wait["awaited"]["code"] == needed.code
    as_program(town.owner).post(f"/commitments/waits/{wait['id']}/end", {})
    assert db.session.scalars(select(Wait)).all() == []


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_waits_that_are_accepted_one_by_one_never_form_a_cycle(wished):
    accepted: list[tuple[int, int]] = []
    for waiting, awaited in wished:
        if not closes_cycle(accepted, waiting, awaited):
            accepted.append((waiting, awaited))
    order: list[int] = []
    left = set(range(7))
    while left:
        free = {one for one in left if not any(a == one and b in left for a, b in accepted)}
        assert free, accepted
        order += free
        left -= free


@given(st.integers(1, 8))
def test_a_chain_may_not_be_closed(length):
    chain = [(place, place + 1) for place in range(length)]
    assert closes_cycle(chain, length, 0)
    assert not closes_cycle(chain, 0, length)


def test_the_reminder_names_late_ones_that_its_recipient_may_read(town, pair):
    waiting, needed = pair
    needed.delivery, needed.current_due = Delivery.IN_PROGRESS, date(2026, 11, 2)
    waiting.accepted_on, waiting.first_due, waiting.current_due = date(2026, 11, 1), DUE, DUE
    hidden = CommitmentFactory(
        circle=CircleFactory(classification=Classification.SECRET),
        delivery=Delivery.IN_PROGRESS,
        current_due=date(2026, 11, 2),
    )
    for one in (needed, hidden):
        db.session.add(Wait(commitment=waiting, awaited=one, since=waiting.proposed_at, by_id=town.coordinator.id))
    db.session.commit()
    for _part in remind():
        db.session.commit()
    text = "\n".join(mail.text for mail in mails_to(town.owner))
    assert f"menunggu komitmen yang terlambat: {needed.code}." in text
    assert hidden.code not in text
