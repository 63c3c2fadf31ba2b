"""Contacts of parties without an account read agreements by the links in their mails."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agreements.registry import notices
from agreements.registry.jobs import announce
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.database import db
from app.web.policies import load
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


def test_a_party_reads_by_link_when_its_agreement_ends_and_whom_to_write_to(pact, app, clock):
    pact.citizen.joined_at = None
    pact.at_stage(Stage.SIGNED)
    clock.move_to("2026-12-09T06:10:00+07:00")
    announce()
    db.session.commit()
    page = Visitor(app).get(link_to(pact.citizen))
    assert "Data Kualitas Udara" in page.words
    assert "8 Januari 2027" in page.words
    assert page.soup.select_one("a[href^='mailto:']")["href"].startswith(f"mailto:{pact.coordinator.email}")
    assert "DLH/12" not in page.words


def test_a_party_objects_by_link_alone_and_the_coordinator_sees_it(pact, reader, as_user):
    pact.at_stage(Stage.SIGNED)
    pact.citizen.joined_at = None
    notices.ends(load(Agreement, "agreement_id", pact.agreement.id))
    db.session.commit()
    path = link_to(pact.citizen)
    assert reader.get(path).soup.select_one("main a.btn-primary")["href"] == f"{path}/object"
    assert "Tulis" in reader.post(f"{path}/object", {"text": " "}, status=422).words
    assert reader.post(f"{path}/object", {"text": "Kami minta pasal 5 diubah."}).location == path
    assert "Kami minta pasal 5 diubah." in reader.get(path).words
    party = pact.party(pact.community)
    assert party.objected_to == pact.agreement.expires_on
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "agreement.objected")).one()
    assert (row.actor_id, row.details["via"]) == (pact.citizen.id, "link")
    visitor = as_user(pact.coordinator)
    assert "Kami minta pasal 5 diubah." in visitor.get(f"/agreements/{pact.agreement.id}").words
    assert "Forum Warga Digital: keberatan" in visitor.get("/").words
    assert "pasal 5 diubah" not in as_user(pact.official).get(f"/agreements/{pact.agreement.id}").words
    visitor.post(f"/agreements/{pact.agreement.id}/object", {"text": "Kami setuju."})
    as_user(pact.stranger).post(f"/agreements/{pact.agreement.id}/object", {"text": "Saya"}, status=404)


def test_an_objection_ends_when_the_end_changes_and_none_is_made_after_the_end(pact, reader, as_user, clock):
    pact.at_stage(Stage.SIGNED)
    visitor = as_user(pact.official)
    visitor.post(f"/agreements/{pact.agreement.id}/object", {"text": "Kami keberatan."})
    pact.agreement.expires_on += timedelta(days=365)
    db.session.commit()
    coordinator = as_user(pact.coordinator)
    assert "Kami keberatan." not in coordinator.get(f"/agreements/{pact.agreement.id}").words
    assert "keberatan" not in coordinator.get("/").words
    pact.agreement.expires_on = pact.today - timedelta(days=1)
    db.session.commit()
    visitor.post(f"/agreements/{pact.agreement.id}/object", {"text": "Kami keberatan."}, status=409)
