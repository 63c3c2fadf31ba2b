"""Watching commitments, and mentioning people in remarks."""

from datetime import timedelta

from sqlalchemy import select

from app.circles.models import Seat
from app.clock import today
from app.database import db
from app.mail.outbox.models import Mail
from commitments.delivery.models import Update
from commitments.registry.rules import Delivery
from commitments.watching.jobs import tell
from commitments.watching.models import Watch

W = "commitments.watching"


def news() -> list[Mail]:
    list(tell())
    db.session.commit()
    return list(db.session.scalars(select(Mail).where(Mail.kind == "commitments/watched").order_by(Mail.created_at)))


def remark(as_user, person, commitment, text):
    as_user(person).post("commitments.delivery.comment", {"text": text}, commitment_id=commitment.id)


def test_one_mail_tells_what_others_did(town, as_user, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    remark(as_user, town.owner, commitment, "Sebelumnya")
    as_user(town.member).post(f"{W}.watch", commitment_id=commitment.id)
    clock.shift(timedelta(minutes=5))
    remark(as_user, town.owner, commitment, "Alat datang besok")
    remark(as_user, town.verifier, commitment, "Baik")
    (mail,) = news()
    assert mail.recipient == town.member.email
    assert "Alat datang besok" in mail.text
    assert "Baik" in mail.text
    assert "Sebelumnya" not in mail.text
    assert len(news()) == 1


def test_nobody_is_told_of_their_own_acts_or_after_they_stopped(town, as_user, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.owner).post(f"{W}.watch", commitment_id=commitment.id)
    clock.shift(timedelta(minutes=5))
    remark(as_user, town.owner, commitment, "Milik sendiri")
    assert news() == []
    as_user(town.owner).post(f"{W}.unwatch", commitment_id=commitment.id)
    remark(as_user, town.verifier, commitment, "Sesudahnya")
    assert news() == []


def test_who_may_no_longer_read_is_told_nothing(town, as_user, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.member).post(f"{W}.watch", commitment_id=commitment.id)
    seat = db.session.scalars(select(Seat).where(Seat.organisation_id == town.community.id)).one()
    seat.until = today() - timedelta(days=1)
    db.session.commit()
    clock.shift(timedelta(minutes=5))
    remark(as_user, town.owner, commitment, "Rahasia dapur")
    assert news() == []
    assert db.session.scalars(select(Watch)).all() == []


def test_only_readers_watch(town, as_user):
    commitment = town.promised()
    as_user(town.stranger).post(f"{W}.watch", commitment_id=commitment.id, status=404)


def test_a_mention_sends_one_mail_that_leads_to_the_remark(town, as_user):
    commitment = town.promised()
    typed = {"person": str(town.owner.id), "text": "Mohon dilihat"}
    as_user(town.verifier).post(f"{W}.mention", typed, commitment_id=commitment.id)
    (mail,) = db.session.scalars(select(Mail))
    update = db.session.scalars(select(Update)).one()
    assert (mail.kind, mail.recipient) == ("commitments/mentioned", town.owner.email)
    assert f"#update-{update.id}" in mail.text
    page = as_user(town.owner).get("commitments.registry.show", commitment_id=commitment.id)
    assert f"@{town.owner.name}: Mohon dilihat" in page.soup.find(id=f"update-{update.id}").text


def test_only_people_concerned_who_may_read_are_offered(town, as_user):
    commitment = town.promised()
    page = as_user(town.verifier).get(f"{W}.mention", commitment_id=commitment.id)
    offered = {one["value"] for one in page.soup.select("#person option")}
    assert str(town.owner.id) in offered
    assert str(town.stranger.id) not in offered
    typed = {"person": str(town.stranger.id), "text": "Halo"}
    as_user(town.verifier).post(f"{W}.mention", typed, commitment_id=commitment.id, status=422)
    assert db.session.scalars(select(Mail)).all() == []
