"""Hostile query strings, paths and methods: every answer is a page, never a crash."""

from urllib.parse import quote

import pytest

from app.api.access import PREFIX
from tests.permissions.matrix import allowed
from tests.permissions.routes import guarded_routes
from tests.support.probes import Probe

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("empty_papers")]

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
def visitors(instance):
    return {role: Probe(instance.app, person) for role, person in instance.world.people.items()}


def allowed_requests(instance, *, method):
    """Yield every route with this method, a role that may use it, and its address."""
    for rule, how, policy in guarded_routes(instance.app):
        if how == method:
            row, role = allowed(policy.name)
            yield rule, role, instance.world.address(instance.app, rule, row.target)


def crashed(answer):
    return answer.status_code >= 500


def test_no_list_or_page_crashes_whatever_its_address_asks(instance, visitors):
    wrong = [
        f"{path}?{asked[:60]} as {role}: {answer.status_code}"
        for _rule, role, path in allowed_requests(instance, method="GET")
        for asked in ADDRESSES
        if crashed(answer := visitors[role].client.get(f"{path}?{asked}"))
    ]
    assert "\n".join(wrong) == ""


def test_no_form_is_accepted_without_its_token(instance, visitors):
    wrong = [
        f"{path} as {role}: {status}"
        for _rule, role, path in allowed_requests(instance, method="POST")
        if not path.startswith(f"{PREFIX}/")
        if (status := visitors[role].client.post(path, data={"text": "x"}).status_code) != 400
    ]
    assert "\n".join(wrong) == ""


def test_methods_that_a_route_does_not_know_are_refused(instance, visitors):
    wrong = [
        f"{method} {path}: {answer.status_code}"
        for rule, role, path in allowed_requests(instance, method="GET")
        if not path.startswith(f"{PREFIX}/")
        for method in ({"PUT", "DELETE", "PATCH", "TRACE", "NONSENSE"} - set(rule.methods))
        if (answer := visitors[role].client.open(path, method=method, headers=visitors[role].token)).status_code != 405
    ]
    assert "\n".join(wrong) == ""


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
def test_an_address_that_leads_astray_leads_nowhere(instance, visitors, path):
    assert visitors["coordinator"].client.get(path).status_code in {302, 308, 400, 404, 410, 414}
