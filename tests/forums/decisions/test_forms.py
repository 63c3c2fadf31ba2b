"""The forms of decisions and commitments offer what fits the answers given so far."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from commitments.registry.models import Commitment
from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule
from tests.forums.room import room


@pytest.fixture
def it(app):
    made = room()
    began = utc_now().replace(microsecond=0) - timedelta(minutes=12)
    made.session.starts_at, made.session.ends_at = began, began + timedelta(hours=2)
    made.open(began)
    made.decision = Decision(
        code="KEP-2026-001",
        forum_id=made.forum.id,
        session_id=made.session.id,
        text="Daftar layanan diserahkan.",
        how=DecisionRule.CONSENSUS,
        quorum_met=True,
        decided_at=began,
        recorded_by_id=made.taker.id,
        language="id",
    )
    db.session.add(made.decision)
    db.session.commit()
    return made


def wish(it, **changes):
    return {
        "title": "Menyerahkan daftar layanan",
        "criteria": "Memuat semua layanan",
        "responsible": str(it.member.organisation_id),
        "verifier": str(it.taker.organisation_id),
        "due": (utc_now() + timedelta(days=20)).date().isoformat(),
        **changes,
    }


def test_a_contact_person_of_another_organisation_is_refused_and_those_who_fit_are_named(it, as_user):
    sent = wish(it, responsible_person=str(it.partner.id), title="", due="1/1/2020")
    page = as_user(it.taker).post("forums.decisions.commit", sent, decision_id=it.decision.id, status=422)
    assert {link["href"] for link in page.soup.select(".errors a")} == {"#title", "#responsible_person", "#due"}
    message = page.soup.find(id="responsible_person-error").get_text()
    assert it.partner.name in message
    assert it.member.name in message
    assert db.session.scalars(select(Commitment)).all() == []


def test_only_people_of_the_chosen_organisation_are_offered(it, pages):
    address, member, partner = f"/decisions/{it.decision.id}/commitments/new", str(it.member.id), str(it.partner.id)
    own, other = str(it.member.organisation_id), str(it.partner.organisation_id)
    db.session.commit()
    page = pages(it.taker)
    page.goto(address)
    offered = "(list) => [...list.options].filter((option) => !option.disabled).map((option) => option.value)"
    people = page.locator("select[name=responsible_person]")
    assert people.evaluate(offered) == [""]
    page.locator("select[name=responsible]").select_option(own)
    assert member in people.evaluate(offered)
    assert partner not in people.evaluate(offered)
    people.select_option(member)
    page.locator("select[name=responsible]").select_option(other)
    assert people.input_value() == ""
    assert partner in people.evaluate(offered)


def test_votes_are_asked_for_only_where_a_vote_decided(it, pages):
    address = f"/decisions/{it.decision.id}/edit"
    db.session.commit()
    page = pages(it.taker)
    page.goto(address)
    page.locator("[name=how][value=consensus]").check()
    expect(page.locator("#votes_for")).to_be_hidden()
    page.locator("[name=how][value=vote]").check()
    expect(page.locator("#votes_for")).to_be_visible()
    page.locator("#votes_for").fill("20000")
    page.locator("[name=how][value=consensus]").check()
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(f"**/decisions/{address.split('/')[2]}")


def test_without_script_votes_can_be_ignored(it, pages):
    address = f"/decisions/{it.decision.id}/edit"
    db.session.commit()
    page = pages(it.taker, script=False)
    page.goto(address)
    expect(page.locator("#votes_for")).to_be_visible()
    expect(page.get_by_text("Hanya jika diputuskan dengan pemungutan suara")).to_be_visible()
