"""The version is defined in one place; the changelog and the notices of licences agree with what is released."""

import json
import re
import tomllib

import pytest

from app import __version__
from tests.factories import AdministratorFactory
from tests.support.repository import ROOT


def test_pyproject_reads_the_version_from_the_application():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" in project["project"]["dynamic"]
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "app.__version__"}


def test_the_changelog_ends_with_the_version_below_unreleased():
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d", headings[1])


@pytest.mark.one_database
def test_the_version_is_printed_and_described(app):
    printed = app.test_cli_runner().invoke(args=["version"])
    assert (printed.exit_code, printed.stdout) == (0, f"Selaras {__version__}\n")
    assert app.test_client().get("/api/v1/openapi.json").json["info"]["version"] == __version__


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "id"])
def test_administrators_and_their_programs_read_the_version(as_user, as_program, language):
    assert f"Selaras {__version__}, " in as_user(AdministratorFactory(language=language)).get("checks.index").words
    assert as_program(AdministratorFactory()).get("/health").json["version"] == __version__


def test_the_notice_names_the_licence_of_every_package_that_pages_contain():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    rows = re.findall(r"^\| `(.+?)` \|.*?\| (.+?) \|", (ROOT / "NOTICE.md").read_text(), re.MULTILINE)
    noticed = dict(rows)
    assert noticed.keys() == packages[""]["dependencies"].keys()
    named = {name: packages[f"node_modules/{name}"]["license"] for name in noticed}
    assert {name: licence for name, licence in named.items() if not licence.startswith("SEE ")} == {
        name: licence for name, licence in noticed.items() if not named[name].startswith("SEE ")
    }
