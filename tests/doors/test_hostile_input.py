"""Whatever is written into an address, the answer is a page that says so, never a crash."""

from urllib.parse import quote

import pytest

from app.api.access import PREFIX
from tests.doors.forms import who_may
from tests.doors.test_permissions import Asking, doors

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("papers_are_empty")]

ADDRESSES = [
    "page=0",
    "page=-1",
    "page=99999999999999999999999",
    "page=x",
    "sort=nonsense&order=sideways",
    "q=%ff%fe",
    "q=" + quote("👩‍👧\u202e<script>'\";--"),
    "q=" + "x" * 5000,
    "q=%25_%5C",
    "since=2026-02-31&until=9999-12-31&from=0001-01-01&to=0000-00-00&month=2026-13&day=x&year=99999",
    "state=nonsense&kind=nonsense&health=nonsense&sector=nonsense&stage=nonsense&validity=nonsense&role=nonsense",
    "forum=nonsense&organisation=nonsense&circle=nonsense&person=x&responsible=x&verifier=x&agreement=x&item=x",
    "after=nonsense&before=nonsense&cursor=%00x&limit=-1&number=1e9&lang=xx&next=//example.org",
    "lang=en&lang=id&view=nonsense&show=nonsense&only=nonsense&tab=nonsense&part=nonsense&mine=maybe",
]


@pytest.fixture(scope="module")
def visitors(house):
    return {role: Asking(house.app, person) for role, person in house.world.people.items()}


def open_doors(house, *, method):
    """Yield the address of every route with a visitor who may go through it."""
    for rule, how, policy in doors(house.app):
        if how == method:
            row, role = who_may(policy.name)
            yield rule, role, house.world.address(house.app, rule, row.thing)


def crashed(answer):
    return answer.status_code >= 500


def test_no_list_or_page_crashes_whatever_its_address_asks(house, visitors):
    told = [
        f"{path}?{asked[:60]} as {role}: {answer.status_code}"
        for _rule, role, path in open_doors(house, method="GET")
        for asked in ADDRESSES
        if crashed(answer := visitors[role].client.get(f"{path}?{asked}"))
    ]
    assert "\n".join(told) == ""


def test_no_form_is_accepted_without_its_token(house, visitors):
    told = [
        f"{path} as {role}: {status}"
        for _rule, role, path in open_doors(house, method="POST")
        if not path.startswith(f"{PREFIX}/")
        if (status := visitors[role].client.post(path, data={"text": "x"}).status_code) != 400
    ]
    assert "\n".join(told) == ""


def test_methods_that_a_route_does_not_know_are_refused(house, visitors):
    told = [
        f"{method} {path}: {answer.status_code}"
        for rule, role, path in open_doors(house, method="GET")
        if not path.startswith(f"{PREFIX}/")
        for method in ({"PUT", "DELETE", "PATCH", "TRACE", "NONSENSE"} - set(rule.methods))
        if (answer := visitors[role].client.open(path, method=method, headers=visitors[role].token)).status_code != 405
    ]
    assert "\n".join(told) == ""


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static/..%2f..%2fconfig.py",
        "/static//etc/passwd",
        "/forums/..%2f..%2fetc%2fpasswd",
        "/forums/%ff%fe",
        "/verify/..%2f..%2fetc",
        "/answer/%F0%9F%91%A9",
        "/calendar/..%2f..%2fx.ics",
        "/commitments/00000000-0000-0000-0000-00000000000g",
        "/sessions/%2e%2e%2f",
        "/" + "x" * 20_000,
    ],
    ids=range(12),
)
def test_an_address_that_leads_astray_leads_nowhere(house, visitors, path):
    assert visitors["coordinator"].client.get(path).status_code in {302, 308, 400, 404, 410, 414}
