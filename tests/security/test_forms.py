"""Hostile form data: one clear message, nothing typed lost, nothing stored by halves, never a crash."""

import unicodedata
from hashlib import sha256
from urllib.parse import quote

import pytest

from tests.security.forms import controls, forms_of, unseen
from tests.support.probes import Probe

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("empty_papers")]

TEXTS = {
    "a NUL": "a\0b",
    "half a character": "\ud800",
    "emoji": "👩‍👩‍👧‍👦",
    "letters from right to left": "\u202eabc\u2067",
    "nothing to be seen": "\u200b\u3164\u2800",
    "a script": "<script>alert(1)</script>",
    "a formula": '=HYPERLINK("https://example.org")',
    "another header": "Rapat\r\nBcc: everyone@example.org",
    "a number too large": "9" * 400,
    "a number that is none": "NaN",
    "a date that is none": "2026-02-31",
    "an id of nobody": "00000000-0000-4000-8000-000000000000",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "less than nothing": "-1",
    "something like a template": "{{ 7*7 }}%(x)s{0}${x}",
}
COUNTED = {"profile.password"}
"""Endpoints that store something when they refuse: they count guesses."""
PARSED: dict[bytes, bool] = {}
"""Whether pages have a message, by digest: most hostile bodies get the same page from a form, which is parsed once."""
LONG = "x" * (1024 * 1024)
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
BODIES = {
    "JSON": ("application/json", b'{"text": "x", "name": ["y"]}'),
    "JSON of lists": ("application/json", b'[["text", 1], {"name": {"a": null}}]'),
    "JSON of all sorts": ("application/json", b'{"text": {"a": 1}, "name": [1, null], "reason": true, "due": 1e400}'),
    "JSON that is none": ("application/json", b'{"text": '),
    "plain text": ("text/plain", b"text=x"),
    "no type": ("", b"text=x"),
    "a type that is none": ("nonsense", b"text=x"),
    "another alphabet": (FORM + "; charset=utf-16", "text=x".encode("utf-16")),
    "broken escapes": (FORM, b"text=%zz%&%=%e2%28&=&&&"),
    "bytes of no text": (FORM, b"text=\xff\xfe\x00"),
    "parts without a boundary": ("multipart/form-data", b"--b\r\n\r\nx\r\n--b--\r\n"),
    "parts without an end": (PARTS, b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf'),
    "parts without names": (PARTS, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
    "parts without headers": (PARTS, b"--b\r\n\r\nx\r\n--b--\r\n"),
    "no parts at all": (PARTS, b"nothing of the kind"),
    "a part in an unknown encoding": (
        PARTS,
        b'--b\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n'
        b"\xff\r\n--b--\r\n",
    ),
    "a text where a file belongs": (
        PARTS,
        b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n'
        b'--b\r\nContent-Disposition: form-data; name="files"\r\n\r\nx\r\n--b--\r\n',
    ),
    "a file where a text belongs": (
        PARTS,
        b'--b\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\nx\r\n'
        b'--b\r\nContent-Disposition: form-data; name="reason"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n',
    ),
    "very many fields": (FORM, b"&".join(b"f%d=x" % number for number in range(5_000))),
    "very many parts": (
        PARTS,
        b"".join(b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n' for _ in range(1_500)) + b"--b--\r\n",
    ),
    "deep names": (FORM, b"a" + b"[b]" * 5_000 + b"=x&" + b"places-0-" * 1_000 + b"name=x"),
    "rows without end": (FORM, b"&".join(b"places-%d-organisation=x&sides-%d-x=y" % (n, n) for n in range(200))),
    "rows of great numbers": (FORM, b"places-99999999999999999999-organisation=x&sides--1-x=y&items-1e9-title=z"),
}


@pytest.fixture(scope="module")
def visitors(instance):
    return {role: Probe(instance.app, person) for role, person in instance.world.people.items()}


@pytest.fixture(scope="module")
def forms(instance, visitors):
    return forms_of(instance, visitors)


@pytest.fixture(scope="module")
def judge(instance):
    """`judge(send)` calls `send` and returns the answer and a list of what is wrong with it."""

    def judged(send):
        before = instance.commits()
        answer = send()
        wrong = list(complaints(answer, kept=instance.commits() > before))
        return answer, wrong

    return judged


def complaints(answer, *, kept):
    if answer.status_code >= 500:
        yield f"answered {answer.status_code}"
    elif answer.status_code >= 400:
        if kept:
            yield f"stored something although it refused with {answer.status_code}"
        if not has_message(answer):
            yield f"refused with {answer.status_code} without a message"


def has_message(answer):
    if answer.mimetype == "application/json":
        return bool(answer.json)
    digest = sha256(answer.get_data()).digest()
    if digest not in PARSED:
        messages = answer.soup.select(".errors li, [role=alert], main h1 ~ p, .lead, main p, .message")
        PARSED[digest] = any(one.get_text(strip=True) for one in messages)
    return PARSED[digest]


def sent(visitor, form, values):
    """Send a form; lone surrogates become the bytes that a broken program would send."""
    pairs = values.items() if isinstance(values, dict) else values
    body = "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)
    return visitor.client.post(form.action, data=body, content_type=FORM, headers=visitor.token)


def lost(answer, typed):
    """Return the fields of a refused form that do not show what was typed into them."""
    page = answer.soup
    shown = {}
    for form in (page.find("main") or page).find_all("form"):
        values, text_fields = controls(form)
        shown |= {name: values.get(name, "") for name in text_fields}
    return [
        name
        for name, text in typed.items()
        if plain(text) not in plain(shown[name] if name in shown else page.get_text())
    ]


def plain(text):
    """Return a text without what cannot be seen, in lower case, as e-mail addresses are stored."""
    seen = "".join(c for c in text.lower() if unicodedata.category(c)[0] not in "CZ" and c not in "\u3164\u2800\ufffd")
    return unicodedata.normalize("NFC", seen)


def test_every_form_takes_whatever_is_written_into_it(instance, forms, visitors, judge):
    wrong = []
    for form in (*forms, *unseen(instance, forms)):
        for what, text in TEXTS.items():
            typed = {**form.values, **dict.fromkeys(form.text_fields or form.values, text)}
            answer, faults = judge(lambda form=form, typed=typed: sent(visitors[form.role], form, typed))
            if answer.status_code == 422 and answer.mimetype == "text/html" and what != "half a character":
                faults += [f"lost {name}" for name in lost(answer, dict.fromkeys(form.text_fields, text))]
            if form.endpoint not in COUNTED:
                wrong += [f"{form.endpoint} as {form.role}: {what}: {one}" for one in faults]
    assert "\n".join(wrong) == ""


def test_every_field_takes_a_choice_that_it_does_not_offer_or_none_or_two(forms, visitors, judge):
    wrong = []
    for form in forms:
        for name in form.values:
            others = [(one, value) for one, value in form.values.items() if one != name]
            sendings = {
                "nonsense": [*others, (name, "nonsense\u202e")],
                "missing": others,
                "twice": [*form.values.items(), (name, "x"), (name, "")],
            }
            for what, pairs in sendings.items():
                _answer, faults = judge(lambda form=form, pairs=pairs: sent(visitors[form.role], form, pairs))
                wrong += [f"{form.endpoint} as {form.role}: {name} {what}: {one}" for one in faults]
    assert "\n".join(wrong) == ""


def test_a_megabyte_in_a_field_is_refused_and_stays(forms, visitors, judge):
    wrong = []
    for form in forms:
        for name in form.text_fields[:1]:
            typed = {**form.values, name: LONG}
            answer, faults = judge(lambda form=form, typed=typed: sent(visitors[form.role], form, typed))
            if answer.status_code == 422 and LONG not in answer.get_data(as_text=True):
                faults.append("lost it")
            wrong += [f"{form.endpoint} as {form.role}: {name}: {one}" for one in faults]
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("what", BODIES)
def test_every_form_takes_whatever_its_body_is(instance, forms, visitors, judge, what):
    content_type, body = BODIES[what]
    wrong = []
    for form in (*forms, *unseen(instance, forms)):
        visitor = visitors[form.role]
        _answer, faults = judge(
            lambda form=form, visitor=visitor: visitor.client.post(
                form.action, data=body, content_type=content_type, headers=visitor.token
            )
        )
        wrong += [f"{form.endpoint} as {form.role}: {one}" for one in faults]
    assert "\n".join(wrong) == ""
