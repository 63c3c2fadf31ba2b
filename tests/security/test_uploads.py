"""Uploads: refused files leave nothing behind, large ones are refused with a message, downloads never run."""

import io
import tracemalloc
import zipfile

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.permissions.matrix import allowed
from tests.permissions.routes import guarded_pages
from tests.security.forms import forms_of
from tests.support.probes import Probe

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("empty_papers")]

POLYGLOTS = {
    "a paper that is a page": (b"%PDF-1.7\n<html><script>alert(1)</script></html>", "a.pdf"),
    "a picture that is a program": (b"GIF89a/*\x00\x00*/=1;alert(1)//", "a.gif"),
    "a picture that is an archive": (b"\xff\xd8\xff\xe0" + b"x" * 20 + b"PK\x03\x04", "a.jpg"),
    "a picture that is enormous when drawn": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (2**31 - 1).to_bytes(4, "big") * 2 + b"\x08\x06\x00\x00\x00",
        "a.png",
    ),
}
"""Contents that are valid as two types: they are refused, or served as a download of the type of their name."""
REFUSED = {
    "nothing": (b"", "a.pdf"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "a.html"),
    "a page by another name": (b"<!doctype html><script>alert(1)</script>", "a.pdf"),
    "a name of another place": (b"#!/bin/sh", "../" * 3 + "etc/cron.d/x"),
    "a name without end": (b"x", "x" * 100_000 + ".exe"),
}


COMPLETE = {"agreements.documents.add", "commitments.delivery.report", "commitments.delivery.submit"}
"""Forms that `send` fills completely, so that they keep the file."""


@pytest.fixture(scope="module")
def visitors(instance):
    return {role: Probe(instance.app, person) for role, person in instance.world.people.items()}


@pytest.fixture(scope="module")
def forms(instance, visitors):
    """Every form that takes files, with the name of its field for them."""
    found = [(form, name) for form in forms_of(instance, visitors) for name in ("file", "files") if name in form.values]
    found = [one for one in found if one[0].endpoint != "agreements.documents.check"]  # compares, and keeps nothing
    assert {form.endpoint for form, _name in found} >= COMPLETE
    return found


def contents(instance):
    folder = instance.app.extensions["settings"].data_dir / "files"
    return {path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


def send(visitors, form, field, content, *names):
    sent = {**form.values, field: [FileStorage(io.BytesIO(content), name) for name in names]}
    sent |= {one: "Bukti" for one in ("title", "text") if one in form.values} | {
        "progress": "50",
        "said_on": "2026-11-20",
    }
    boundary, body = encode_multipart(sent)  # the client's own way leaves large temporary files open
    kind = f"multipart/form-data; boundary={boundary}"
    return visitors[form.role].client.post(form.action, data=body, content_type=kind, headers=visitors[form.role].token)


@pytest.mark.parametrize("what", REFUSED)
def test_a_forbidden_file_is_refused_with_a_message_and_leaves_nothing(instance, visitors, forms, what):
    before = contents(instance)
    for form, field in forms:
        answer = send(visitors, form, field, *REFUSED[what])
        assert answer.status_code == 422
        assert len(answer.soup.select(".errors li")) >= 1
    assert contents(instance) == before


@pytest.mark.parametrize("what", POLYGLOTS)
def test_a_file_of_two_types_crashes_nothing(visitors, forms, what):
    for form, field in forms:
        assert send(visitors, form, field, *POLYGLOTS[what]).status_code in {303, 409, 422}


def test_a_file_above_the_limit_is_refused_beside_its_field_and_leaves_nothing(instance, visitors, forms):
    limit = instance.app.extensions["settings"].upload_limit
    before = contents(instance)
    for form, field in (one for one in forms if one[0].endpoint in COMPLETE):
        answer = send(visitors, form, field, b"%PDF-".ljust(limit + 1, b"x"), "a.pdf")
        assert answer.status_code == 413
        assert "terlalu besar" in answer.soup.select_one(f".field:has([name={field}]) .message").text
    assert contents(instance) == before


def test_several_files_within_the_limit_are_accepted_together(instance, visitors, forms):
    form, field = next(one for one in forms if one[1] == "files")
    most = b"%PDF-1.7\n".ljust(instance.app.extensions["settings"].upload_limit)
    assert send(visitors, form, field, most, "januari.pdf", "februari.pdf").status_code == 303


def test_a_request_above_the_limit_is_answered_with_a_page_that_says_so(instance, visitors, forms):
    form, field = forms[0]
    answer = send(visitors, form, field, b"%PDF-".ljust(instance.app.config["MAX_CONTENT_LENGTH"], b"x"), "a.pdf")
    assert answer.status_code == 413
    assert "terlalu besar" in answer.soup.h1.text


def test_refusing_a_zip_bomb_takes_no_memory(visitors, forms):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("word/document.xml", b"<x/>")
        for number in range(8):
            made.writestr(f"word/{number}.xml", b" " * 16 * 1024 * 1024)
    form, field = forms[0]
    tracemalloc.start()
    answer = send(visitors, form, field, bomb.getvalue(), "a.docx")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 422
    assert most < 32 * 1024 * 1024


def test_every_file_is_served_as_a_download_that_cannot_run(instance, visitors):
    seen = set()
    for rule, method, policy in guarded_pages(instance.app):
        row, role = allowed(policy.name)
        if method == "GET":
            answer = visitors[role].client.get(instance.world.address(instance.app, rule, row.target))
            if answer.mimetype not in {"text/html", "application/json"} and answer.status_code == 200:
                seen.add(rule.endpoint)
                assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
                assert answer.headers["Content-Disposition"].startswith(("attachment", "inline; filename=")), rule
                assert answer.headers["Cache-Control"].startswith(("private", "no-store", "no-cache")), rule
                if "sandbox" not in answer.headers["Content-Security-Policy"]:
                    assert answer.mimetype == "application/pdf", rule
    assert seen >= {"agreements.documents.download", "commitments.delivery.evidence"}
