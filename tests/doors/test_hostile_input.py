"""Whatever is sent to a form or written into an address, the answer is a page that says so, never a crash."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from app.doors import PROGRAMS
from tests.doors.test_permissions import TABLE, Asking, doors

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("papers_are_empty")]

TEXTS = {
    "a NUL": "a\0b",
    "half a character": "\ud800",
    "emoji": "👩‍👩‍👧‍👦",
    "letters from right to left": "\u202eabc\u2067",
    "a script": "<script>alert(1)</script>",
    "a formula": '=HYPERLINK("https://example.org")',
    "a number too large": "9" * 400,
    "a date that is none": "2026-02-31",
    "an id of nobody": "00000000-0000-4000-8000-000000000000",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "less than nothing": "-1",
}
LONG = "x" * (1024 * 1024)
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
def papers_are_empty():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.documents.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
        yield


@pytest.fixture(scope="module")
def visitors(house):
    return {role: Asking(house.app, person) for role, person in house.world.people.items()}


def open_doors(house, *, method):
    """Yield the address of every route with a visitor who may go through it."""
    for rule, how, policy in doors(house.app):
        if how == method:
            row, role = next(
                (row, role)
                for row in TABLE[policy.name]
                for role in ("coordinator", *row.answers)
                if row.answers[role] == "may"
            )
            yield rule, role, house.world.address(house.app, rule, row.thing)


def fields_of(page):
    """Return the names of a page's own form fields with what they hold, and those of them that are text."""
    soup = BeautifulSoup(page, "html.parser")
    form = (soup.find("main") or soup).find("form", attrs={"method": "post"})
    controls = form.find_all(["input", "textarea", "select"]) if form else []
    named = {
        control["name"]: control for control in controls if control.get("name") and control["name"] != "csrf_token"
    }
    return SimpleNamespace(
        held={name: _held(control) for name, control in named.items()},
        texts=[name for name, control in named.items() if control.name == "textarea" or control.get("type") == "text"],
    )


def _held(control):
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return chosen.get("value", "") if chosen else ""
    return control.text if control.name == "textarea" else control.get("value", "")


def sent(visitor, path, data):
    return visitor.client.post(path, data=data, headers=visitor.token)


def encoded(values):
    """Return a form's body with lone surrogates as the bytes that a broken program would send."""
    return "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in values.items())


def crashed(answer):
    return answer.status_code >= 500


def test_no_form_crashes_whatever_stands_in_its_fields(house, visitors):
    told = []
    for rule, role, path in open_doors(house, method="POST"):
        visitor = visitors[role]
        fields = fields_of(visitor.client.get(path).get_data(as_text=True)) if "GET" in rule.methods else fields_of("")
        for name, text in TEXTS.items():
            body = encoded(dict.fromkeys(fields.held or {"text": ""}, text))
            answer = visitor.client.post(
                path, data=body, content_type="application/x-www-form-urlencoded", headers=visitor.token
            )
            if crashed(answer):
                told.append(f"{rule.rule}: {name} in all fields as {role}: {answer.status_code}")
        for field in fields.held:
            answer = sent(visitor, path, {**fields.held, field: "nonsense\u202e"})
            if crashed(answer):
                told.append(f"{rule.rule}: nonsense as {field}: {answer.status_code}")
    assert "\n".join(told) == ""


def test_what_is_too_long_is_refused_beside_its_field_and_stays(house, visitors):
    told = []
    for rule, role, path in open_doors(house, method="POST"):
        if "GET" not in rule.methods:
            continue
        visitor = visitors[role]
        fields = fields_of(visitor.client.get(path).get_data(as_text=True))
        for field in fields.texts[:1]:
            answer = sent(visitor, path, {**fields.held, field: LONG})
            if crashed(answer):
                told.append(f"{rule.rule}: {field}: {answer.status_code}")
            elif answer.status_code == 422 and LONG not in answer.get_data(as_text=True):
                told.append(f"{rule.rule}: {field} was lost")
    assert "\n".join(told) == ""


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
        if not path.startswith(f"{PROGRAMS}/")
        if (status := visitors[role].client.post(path, data={"text": "x"}).status_code) != 400
    ]
    assert "\n".join(told) == ""


def test_methods_that_a_route_does_not_know_are_refused(house, visitors):
    told = [
        f"{method} {path}: {answer.status_code}"
        for rule, role, path in open_doors(house, method="GET")
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
