"""Who may read a commitment is capped by the classification of its circle; opening it to everyone is an act."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.actions import classify
from app.circles.models import CircleKind, Classification
from app.database import db
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from tests.commitments.test_registry import wish

PROPOSE, SHOW = "commitments.registry.propose", "commitments.registry.show"
CHANGE = "commitments.registry.change_visibility"
CLOSED = (Classification.INTERNAL, Classification.RESTRICTED)


def classified(town, classification):
    town.circle.classification = classification
    db.session.commit()


@pytest.mark.parametrize("classification", [Classification.PUBLIC, *CLOSED], ids=lambda one: one.value)
def test_nobody_proposes_a_public_commitment(town, as_user, as_program, classification):
    classified(town, classification)
    for person in (town.member, town.coordinator):
        page = as_user(person).get(PROPOSE, circle_id=town.circle.id)
        offered = [one["value"] for one in page.soup.select('input[name="visibility"]')]
        assert offered == ["parties", "circle"]
        typed = wish(town, visibility="public")
        refused = as_user(person).post(PROPOSE, typed, circle_id=town.circle.id, status=422)
        assert refused.soup.select_one("#visibility-error")
        body = {**typed, "responsible": str(town.health.id), "verifier": str(town.it.id), "due": "2026-12-11"}
        body |= {"weight": 4, "evidence_required": True}
        told = as_program(person).post(f"/circles/{town.circle.id}/commitments", body, status=422)
        assert [one["path"] for one in told.json["errors"]] == ["/visibility"]
    assert db.session.scalars(select(Commitment)).all() == []


def test_what_follows_from_an_agreement_is_for_its_parties_unless_asked_for(town, as_user):
    for kind, visibility in ((CircleKind.FORUM, "circle"), (CircleKind.AGREEMENT, "parties")):
        town.circle.kind = kind
        db.session.commit()
        page = as_user(town.member).get(PROPOSE, circle_id=town.circle.id)
        assert page.soup.select_one('input[name="visibility"][checked]')["value"] == visibility


def test_a_coordinator_opens_a_commitment_of_a_public_circle_with_a_reason(town, as_user):
    classified(town, Classification.PUBLIC)
    commitment = town.promised()
    as_user(town.stranger).get(SHOW, commitment_id=commitment.id, status=404)
    where = {"commitment_id": commitment.id}
    for person in (town.owner, town.verifier, town.member):
        as_user(person).post(CHANGE, {"visibility": "public", "reason": "Untuk warga"}, status=403, **where)
    visitor = as_user(town.coordinator)
    assert "Tulis alasannya" in visitor.post(CHANGE, {"visibility": "public", "reason": " "}, status=422, **where).words
    visitor.post(CHANGE, {"visibility": "public", "reason": "Untuk warga"}, **where)
    as_user(town.stranger).get(SHOW, **where)
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "commitment.visibility_changed")).one()
    assert row.details == {"before": "circle", "after": "public", "reason": "Untuk warga"}
    assert row.circle_id == town.circle.id
    assert "Untuk warga" in visitor.get(SHOW, **where).words
    visitor.post(CHANGE, {"visibility": "public", "reason": "Lagi"}, status=422, **where)


@pytest.mark.parametrize("classification", CLOSED, ids=lambda one: one.value)
def test_a_commitment_is_never_opened_beyond_its_circle(town, as_user, as_program, classification):
    classified(town, classification)
    commitment = town.promised(visibility=Visibility.PARTIES)
    typed = {"visibility": "public", "reason": "Untuk warga"}
    page = as_user(town.coordinator).get(CHANGE, commitment_id=commitment.id)
    assert [one["value"] for one in page.soup.select('input[name="visibility"]')] == ["parties", "circle"]
    as_user(town.coordinator).post(CHANGE, typed, commitment_id=commitment.id, status=422)
    path = f"/commitments/{commitment.id}"
    program = as_program(town.coordinator)
    version = {"If-Match": program.get(path).headers["ETag"]}
    told = program.post(f"{path}/visibility", typed, status=422, headers=version)
    assert [one["path"] for one in told.json["errors"]] == ["/visibility"]
    assert (
        program.post(f"{path}/visibility", {**typed, "visibility": "circle"}, headers=version).json["visibility"]
        == "circle"
    )


def test_a_circle_that_is_closed_takes_its_commitments_along(town, as_user):
    classified(town, Classification.PUBLIC)
    kept = town.promised(visibility=Visibility.PARTIES)
    opened = town.promised(visibility=Visibility.PUBLIC)
    classify(town.circle, Classification.INTERNAL, by=town.coordinator, at=opened.proposed_at)
    db.session.commit()
    assert (kept.visibility, opened.visibility) == (Visibility.PARTIES, Visibility.CIRCLE)
    told, row = db.session.scalars(select(AuditRow).order_by(AuditRow.id))
    assert (told.action, told.details) == ("circle.reclassified", {"before": "public", "after": "internal"})
    assert (row.subject_id, row.actor_id) == (opened.id, town.coordinator.id)
    assert row.details == {"before": "public", "after": "circle"}
    assert db.session.scalars(select(Update.act)).one() is Act.VISIBILITY_CHANGED
    as_user(town.stranger).get(SHOW, commitment_id=opened.id, status=404)
