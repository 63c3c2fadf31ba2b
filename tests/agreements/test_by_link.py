"""Contacts of parties without an account read agreements by the links in their mails."""

from agreements.registry.jobs import announce
from agreements.registry.rules import Stage
from app.database import db
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor


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
