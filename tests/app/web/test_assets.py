"""Static files: URLs that change with the content, cached for good, compressed."""

import gzip
import re
from pathlib import Path

import pytest

from app.web.assets import FOR_GOOD, asset, icon

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "app/static"
FIRST_VISIT = 250 * 1024

pytestmark = pytest.mark.one_database


def test_an_address_with_the_right_hash_may_be_kept_for_good(app, client):
    with app.test_request_context():
        address = asset("theme.css")
    assert re.fullmatch(r"/static/theme\.css\?v=[0-9a-f]{6}", address)
    assert client.get(address).headers["Cache-Control"] == FOR_GOOD


@pytest.mark.parametrize("address", ["/static/theme.css", "/static/theme.css?v=000000000000"])
def test_an_address_without_the_right_hash_is_asked_for_again(client, address):
    assert client.get(address).headers["Cache-Control"] == "no-cache"


def test_text_is_compressed_for_those_who_can_read_it(client):
    plain = client.get("/static/theme.css")
    small = client.get("/static/theme.css", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert "Accept-Encoding" in small.headers["Vary"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_a_browser_has_already_is_not_sent_again(client, encoding):
    headers = {"Accept-Encoding": encoding}
    tag = client.get("/static/theme.css", headers=headers).headers["ETag"]
    assert client.get("/static/theme.css", headers=headers | {"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", ["/static/missing.css", "/static/../config.py", "/static/%2e%2e/config.py"])
def test_nothing_outside_the_folder_is_served(client, address):
    assert client.get(address).status_code == 404


def test_a_font_has_the_address_that_the_theme_names(app):
    named = re.findall(r'url\("(vendor/[^"]+)"\)', (STATIC / "theme.css").read_text())
    assert named
    with app.test_request_context():
        for name in named:
            assert (STATIC / name).is_file()
            assert asset(name) == f"/static/{name}"


def test_an_unknown_icon_is_refused(app):
    with app.test_request_context(), pytest.raises(LookupError):
        icon("unicorn")


def test_an_icon_says_what_it_tells_only_when_asked(app):
    with app.test_request_context():
        assert 'aria-hidden="true"' in icon("late")
        assert 'role="img" aria-label="Terlambat &lt;6&gt;"' in icon("late", label="Terlambat <6>")


def test_a_first_visit_fits_into_its_weight(client):
    names = ["vendor/bootstrap.min.css", "theme.css", "selaras.js", "pickers.js", "icons.svg", "favicon.svg"]
    names.append("vendor/public-sans-latin-wght-normal.woff2")
    answers = [client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"}) for name in names]
    assert all(answer.status_code == 200 for answer in answers)
    assert sum(len(answer.data) for answer in answers) < FIRST_VISIT / 2
