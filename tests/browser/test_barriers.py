"""A blocked commitment becomes a barrier, stands in the digest, is directed by leadership there, and is resolved."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from alignment.barriers.models import Barrier
from app.clock import local_date, utc_now
from app.database import db
from commitments.blockers.actions import block
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment
from insights.digests import actions as digests
from insights.digests.rules import period_with
from tests.alignment.conftest import table as table
from tests.factories import LeadershipFactory

pytestmark = pytest.mark.one_database


def test_a_barrier_goes_to_leadership_and_comes_back_resolved(table, pages, axe):
    commitment = db.session.scalars(select(Commitment)).one()
    told = {"kind": BlockerKind.SYSTEM, "text": "Antarmuka antrean belum terbuka", "remover": table.unit}
    block(commitment, by=table.partner, at=utc_now(), **told)
    path, people = f"/commitments/{commitment.id}", (table.partner, table.coordinator, LeadershipFactory())
    for person in (*people, table.forum):
        db.session.refresh(person)
    db.session.commit()
    partner, coordinator = pages(people[0], width=320), pages(people[1], width=1280)
    leader = pages(people[2], width=360, script=False)
    db.session.commit()

    partner.goto(path)
    axe(partner)
    partner.get_by_role("link", name="Catat sebagai hambatan").click()
    axe(partner)
    expect(partner.get_by_label("Apa hambatannya?")).to_have_value("Antarmuka antrean belum terbuka")
    partner.get_by_role("button", name="Simpan hambatan").click()
    expect(partner.get_by_role("heading", name="Antarmuka antrean belum terbuka")).to_be_visible()
    axe(partner)
    assert partner.evaluate("document.documentElement.scrollWidth") <= 320
    barrier = partner.url

    coordinator.goto(barrier)
    coordinator.get_by_role("button", name="Ajukan kepada pimpinan").click()
    axe(coordinator)
    coordinator.goto("/alignment/barriers")
    expect(coordinator.get_by_role("cell", name="Diajukan kepada pimpinan")).to_be_visible()
    axe(coordinator)
    by = db.session.get_one(type(people[1]), people[1].id)
    digest = digests.draft(period_with("monthly", local_date(utc_now())), about=None, by=by, at=utc_now())
    digests.release(digest, by=by, at=utc_now())
    asked = f"/digests/{digest.id}"
    db.session.commit()

    leader.goto(asked)
    leader.get_by_role("button", name="melapor kepada forum").click()
    leader.goto(barrier)
    expect(leader.get_by_role("link", name="menyelesaikannya dalam 30 hari")).to_be_visible()
    coordinator.goto(asked)
    axe(coordinator)
    expect(
        coordinator.get_by_role("listitem").get_by_role("link", name="menyelesaikannya dalam 30 hari")
    ).to_be_visible()

    coordinator.goto(barrier)
    coordinator.get_by_role("link", name="Nyatakan selesai").first.click()
    axe(coordinator)
    coordinator.get_by_label("Bagaimana hambatan ini selesai?").fill("Antarmuka dibuka")
    coordinator.get_by_role("button", name="Nyatakan selesai").click()
    axe(coordinator)
    partner.goto("/alignment/barriers")
    expect(partner.get_by_text("Antarmuka dibuka")).to_be_visible()
    axe(partner)
    assert partner.evaluate("document.documentElement.scrollWidth") <= 320
    made = db.session.scalars(select(Barrier)).one()
    assert made.directive_id
    assert made.resolved_on
