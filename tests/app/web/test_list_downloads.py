"""Every list downloads what it shows, filtered, on all its pages, and only what its reader may read."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.circles.models import Classification
from app.clock import utc_now
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    SessionFactory,
)


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


@pytest.fixture
def coordinator(app, clock):
    return CoordinatorFactory(name="Koordinator JSC")


def test_sessions_of_all_pages_without_those_of_closed_forums(coordinator, as_user, queries):
    forum = ForumFactory(name="Forum Terbuka")
    for number in range(30):
        SessionFactory(forum=forum, number=number + 1, starts_at=utc_now() + timedelta(days=number + 1))
    secret = ForumFactory(name="Forum Tertutup", circle__classification=Classification.SECRET)
    SessionFactory(forum=secret, starts_at=utc_now() + timedelta(days=2))
    with queries(at_most=4):
        answer = as_user(coordinator).get("forums.sessions.index", format="csv")
    found = rows(answer)
    assert len(found) == 30
    assert {one["Forum"] for one in found} == {"Forum Terbuka"}
    none = as_user(coordinator).get("forums.sessions.index", format="csv", state="cancelled")
    assert rows(none) == []


def test_people_and_organisations_by_the_filters_of_the_list(coordinator, as_user):
    agency = OrganisationFactory(name="Dinas Unduhan")
    PersonFactory(name="=Orang Dinas", organisation=agency)
    PersonFactory(name="Orang Lain")
    answer = as_user(coordinator).get("people.index", format="csv", organisation=agency.id)
    assert [one["Nama"] for one in rows(answer)] == ["'=Orang Dinas"]
    book = as_user(coordinator).get("organisations.index", format="xlsx", q="unduhan")
    sheet = load_workbook(io.BytesIO(book.data)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Dinas Unduhan"]
    as_user(PersonFactory()).get("people.index", format="csv", status=403)


def test_the_audit_trail_hides_in_a_download_what_it_hides_on_the_page(coordinator, as_user):
    as_user(coordinator).post(
        "organisations.create", {"name": "Dinas Tercatat", "kind": "agency", "sector": "government"}
    )
    found = rows(as_user(AdministratorFactory()).get("audit.index", format="csv"))
    assert any("Koordinator JSC" in one.values() for one in found)
    as_user(PersonFactory()).get("audit.index", format="csv", status=403)


def test_views_of_these_lists_are_saved(coordinator, as_user):
    visitor = as_user(coordinator)
    for name, endpoint, asked in (
        ("sessions", "forums.sessions.index", {"state": "past"}),
        ("people", "people.index", {"account": "none"}),
        ("organisations", "organisations.index", {"sector": "private"}),
    ):
        assert visitor.get(endpoint, **asked).soup.select_one(f"a[href*='{name}']")
        visitor.post("saved_views.save", {"name": f"Milik saya {name}"}, list_name=name, **asked)
        assert f"Milik saya {name}" in visitor.get(endpoint).words
