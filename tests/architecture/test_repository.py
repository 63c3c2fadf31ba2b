"""The repository is self-contained and documents its settings."""

import re
import tomllib

import pytest

from tests.support.repository import PACKAGES, ROOT, matches_snapshot, name_of, tracked

ABSENT = re.compile(r"\.\./\.\./\.\.|(?<![\w.<>/])/(?:work|farm|home|Users|root)/\w")
ADDRESS = re.compile(r"https?://[^/\s\"']*(?:pypi|pythonhosted|npmjs|yarnpkg)[^\s\"']*|--(?:extra-)?index-url")


def lines(*patterns: str):
    """Yield where and what every line of the matching text files is."""
    for path in tracked(*patterns):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{name_of(path)}:{number}", line


def test_nothing_refers_to_paths_outside_the_repository():
    outside = [where for where, line in lines() if ABSENT.search(line) and "test_repository" not in where]
    assert outside == []


def test_locks_name_no_registry():
    named = [where for where, line in lines("requirements*", "*package-lock.json", "*.npmrc") if ADDRESS.search(line)]
    assert named == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(lock):
    blocks = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text())
    bare = [block.split("\n")[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert bare == []


def test_every_setting_is_documented():
    read = set(re.findall(r"\.(?:get|number)\(\s*[\"']([A-Z_]+)[\"']", (ROOT / "config.py").read_text()))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert documented == read


def test_import_rules_know_every_package():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    there = {package for package in PACKAGES if (ROOT / package / "__init__.py").exists()}
    assert set(contract["root_packages"]) == there


@pytest.mark.one_database
def test_the_permissions_page_is_what_the_policies_say(app):
    page = app.test_cli_runner().invoke(args=["docs", "permissions"])
    assert page.exit_code == 0
    assert matches_snapshot("docs/permissions.md", page.stdout), "see UPDATE_SNAPSHOTS=1"
