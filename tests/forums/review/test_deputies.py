"""A named deputy approves in place of the presider, and the minutes say so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from forums.minutes.models import MinutesState
from forums.review.jobs import remind_approvers
from forums.review.models import Deputy

BECAUSE = {"because": "Dinas luar negeri sampai 14 Desember"}


@pytest.fixture
def deputy(it, as_user):
    """The facilitator may approve seven days after the window."""
    sent = {"person": str(it.facilitator.id), "days": "7"}
    as_user(it.coordinator).post("forums.review.name_deputy", sent, slug=it.forum.slug)
    return it.facilitator


def approve(as_user, it, person, **options):
    return as_user(person).post("forums.review.approve_as_deputy", BECAUSE, minutes_id=it.minutes.id, **options)


def test_the_chair_names_a_participant_and_the_forum_shows_it(it, as_user):
    chair = as_user(it.chair)
    page = chair.get("forums.review.name_deputy", slug=it.forum.slug)
    offered = {one["value"] for one in page.soup.select("#person option")}
    assert str(it.facilitator.id) in offered
    assert str(it.observer.id) not in offered
    assert page.soup.find(id="days")["value"] == "7"
    chair.post("forums.review.name_deputy", {"person": "", "days": "0"}, slug=it.forum.slug, status=422)
    chair.post("forums.review.name_deputy", {"person": str(it.member.id), "days": "5"}, slug=it.forum.slug)
    chair.post("forums.review.name_deputy", {"person": str(it.facilitator.id), "days": "9"}, slug=it.forum.slug)
    (kept,) = db.session.scalars(select(Deputy))
    assert (kept.person_id, kept.days) == (it.facilitator.id, 9)
    words = "Fasilitator JSC dapat menyetujui sebagai pengganti pimpinan rapat 9 hari"
    assert words in as_user(it.member).get("forums.scheduling.show", slug=it.forum.slug).words
    as_user(it.member).get("forums.review.name_deputy", slug=it.forum.slug, status=403)
    chair.post("forums.review.remove_deputy", slug=it.forum.slug)
    chair.post("forums.review.remove_deputy", slug=it.forum.slug, status=409)
    assert db.session.scalars(select(Deputy)).all() == []


def test_a_deputy_waits_and_then_approves_with_a_reason(it, as_user, deputy, clock):
    clock.move_to(it.minutes.correction_until + timedelta(days=7))
    page = approve(as_user, it, deputy, status=409)
    assert "Pimpinan rapat yang menyetujui" in page.words
    clock.shift(1)
    shown = as_user(deputy).get("forums.minutes.show", session_id=it.session.id)
    assert shown.soup.find("a", href=f"/minutes/{it.minutes.id}/approve-as-deputy")
    sent = {"because": ""}
    as_user(deputy).post("forums.review.approve_as_deputy", sent, minutes_id=it.minutes.id, status=422)
    approve(as_user, it, deputy)
    assert it.minutes.state is MinutesState.APPROVED
    assert it.minutes.approved_by_id == deputy.id
    assert it.minutes.content["deputy"] == BECAUSE
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.approved")).one()
    assert row.details["reason"] == BECAUSE["because"]
    assert BECAUSE["because"] in as_user(it.member).get("forums.minutes.show", session_id=it.session.id).words


def test_nobody_else_approves_as_deputy(it, as_user, deputy, clock):
    clock.move_to(it.minutes.correction_until + timedelta(days=8))
    for person in (it.chair, it.taker, it.coordinator):
        approve(as_user, it, person, status=403)
    assert it.minutes.state is MinutesState.CIRCULATED


def test_a_deputy_does_not_pass_over_open_corrections(it, as_user, deputy, clock):
    as_user(it.member).post("forums.minutes.correct", {"text": "Keliru", "passage": ""}, minutes_id=it.minutes.id)
    clock.move_to(it.minutes.correction_until + timedelta(days=8))
    assert "belum dijawab" in approve(as_user, it, deputy, status=409).words


def test_published_minutes_have_no_reason_and_no_parties(it, as_user, deputy, clock):
    it.forum.circle.classification = Classification.PUBLIC
    db.session.commit()
    clock.move_to(it.minutes.correction_until + timedelta(days=8))
    approve(as_user, it, deputy)
    as_user(it.coordinator).post("forums.minutes.publish", minutes_id=it.minutes.id)
    assert it.minutes.published_content["parties"] == []
    assert it.minutes.published_content["deputy"] == {"because": ""}


def told():
    rows = db.session.execute(select(Mail.recipient, Mail.subject).where(Mail.kind == "forums/review/approvable"))
    return [row[0] for row in rows.all()]


def test_presider_and_deputy_hear_once_when_they_may_approve(it, as_user, deputy, clock):
    def run():
        list(remind_approvers())
        db.session.commit()

    run()
    assert told() == []
    clock.move_to(it.minutes.correction_until + timedelta(hours=1))
    run()
    run()
    assert told() == [it.chair.email]
    clock.shift(timedelta(days=7))
    run()
    run()
    assert told() == [it.chair.email, deputy.email]
