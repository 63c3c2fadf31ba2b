"""Who opened a pack: recorded once, when someone deliberately opens it; named to coordinators alone."""

import re

import pytest
from sqlalchemy import select

from app.database import db
from forums.pack.models import PackOpening
from tests.factories import LeadershipFactory, PersonFactory
from tests.forums.pack.conftest import document, pdf
from tests.forums.pack.test_pack import circulate, latest
from tests.support.mail_links import link_to, mails_to
from tests.support.visitors import Visitor


def openings():
    db.session.expire_all()
    return db.session.scalars(select(PackOpening)).all()


def test_opening_and_downloading_are_recorded_once_with_the_version(it, as_user, clock):
    circulate(as_user, it)
    member = as_user(it.member)
    member.get("forums.pack.show", session_id=it.session.id)
    first = openings()[0]
    assert (first.person_id, first.version_id, first.downloaded_at) == (it.member.id, latest().id, None)
    opened_at = first.opened_at
    clock.shift(3600)
    member.get("forums.pack.show", session_id=it.session.id)
    member.get("forums.pack.download", pack_version_id=latest().id)
    (only,) = openings()
    assert only.opened_at == opened_at
    assert only.downloaded_at > opened_at


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_what_a_browser_loads_in_advance_is_not_recorded(it, as_user, header):
    circulate(as_user, it)
    member = as_user(it.member)
    for endpoint, values in (
        ("forums.pack.show", {"session_id": it.session.id}),
        ("forums.pack.download", {"pack_version_id": latest().id}),
    ):
        answer = member.client.get(member.address(endpoint, values), headers={header: "prefetch;prerender"})
        assert answer.status_code == 200
        assert member.client.head(member.address(endpoint, values)).status_code == 200
    assert not openings()


def test_people_without_a_part_in_the_forum_are_not_recorded(it, as_user):
    circulate(as_user, it)
    as_user(LeadershipFactory()).get("forums.pack.show", session_id=it.session.id)
    assert not openings()


def test_opening_by_link_is_recorded_as_such(it, as_user, app):
    circulate(as_user, it)
    page = Visitor(app).get(link_to(it.member))
    (only,) = openings()
    assert only.by_link
    assert only.downloaded_at is None
    Visitor(app).get(page.soup.find("a", href=re.compile("/download/"))["href"])
    assert openings()[0].downloaded_at


def test_coordinators_see_who_opened_which_version_and_others_only_how_many(it, as_user):
    circulate(as_user, it)
    as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    circulate(as_user, it)
    aside = as_user(it.coordinator).get("forums.pack.show", session_id=it.session.id).soup.select_one("main aside").text
    assert re.search(r"Dinas Kesehatan\s*Sel 24 Nov 09.00, Narahubung Dinkes\s*Versi 1", aside)
    assert "Ingatkan 4 instansi" in aside
    for who in (it.chair, it.facilitator, it.partner):
        page = as_user(who).get("forums.pack.show", session_id=it.session.id)
        assert "Narahubung Dinkes" not in page.soup.select_one("main aside").text
        assert "Ingatkan" not in page.soup.select_one("main aside").text


def test_coordinators_alone_read_on_the_page_to_whom_the_pack_was_mailed_because_it_says_who_opened_it(it, as_user):
    circulate(as_user, it)
    mails = "section[aria-labelledby=mails]"
    panel = as_user(it.coordinator).get("forums.pack.show", session_id=it.session.id).soup.select_one(mails)
    assert it.partner.name in panel.get_text(" ")
    assert as_user(it.chair).get("forums.pack.show", session_id=it.session.id).soup.select_one(mails) is None


def test_only_coordinators_list_openings_by_program(it, as_user, as_program):
    circulate(as_user, it)
    as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    path = f"/pack-versions/{latest().id}/openings"
    assert as_program(it.coordinator).get(path).json["items"][0]["person_id"] == str(it.member.id)
    for who in (it.chair, it.member):
        as_program(who).get(path, status=403)
    as_program(PersonFactory()).get(path, status=404)


def test_those_who_have_not_opened_it_are_reminded_once_a_day(it, as_user):
    circulate(as_user, it)
    as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    for _again in range(2):
        as_user(it.coordinator).post("forums.pack.remind", {}, pack_version_id=latest().id)
    assert sorted(mail.kind for mail in mails_to(it.partner)) == ["forums/pack/circulated", "forums/pack/reminded"]
    assert [mail.kind for mail in mails_to(it.member)] == ["forums/pack/circulated"]
    as_user(it.chair).post("forums.pack.remind", {}, pack_version_id=latest().id, status=403)
    it.hold()
    as_user(it.coordinator).post("forums.pack.remind", {}, pack_version_id=latest().id, status=409)
