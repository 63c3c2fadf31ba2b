"""Pages under a strict content security policy: nothing inline, nothing unescaped."""

import re
import subprocess
import sys
from typing import Any

from flask import Flask
from flask.templating import Environment

from tests.support.databases import app_for
from tests.support.repository import ROOT, name_of, tracked

MAILS = "templates/mails/"
ESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false|Markup\(")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son(?:blur|change|click|drag\w*|drop|error|focus|input|key\w+|load|mouse\w+|pointer\w+|"
    r"submit|toggle|touch\w+)\s*=|javascript:|\bhx-on|<script\b(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))",
    re.IGNORECASE,
)


class Names(dict[str, Any]):
    """Names in templates, each of one object: a second object under a name is refused."""

    def __setitem__(self, name: str, value: Any) -> None:
        assert self.get(name, value) is value, f"{name} is registered twice, and the second one would replace the first"
        super().__setitem__(name, value)

    def update(self, *others: Any, **more: Any) -> None:
        for name, value in dict(*others, **more).items():
            self[name] = value


class StrictEnvironment(Environment):
    """The environment of Flask, which refuses to replace a global, a filter or a test that a package registered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.globals, self.filters, self.tests = Names(self.globals), Names(self.filters), Names(self.tests)


def templates() -> list[tuple[str, str]]:
    """Return the name and text of every template."""
    return [(name_of(path), path.read_text()) for path in tracked("templates/*")]


def hits(pattern: re.Pattern[str], *, mails: bool) -> list[str]:
    """Return where a pattern occurs in templates."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group().strip()}"
        for name, text in templates()
        if mails or not name.startswith(MAILS)
        for found in pattern.finditer(text)
    ]


def test_no_line_of_a_template_is_longer_than_an_editor_is_wide():
    long = [
        f"{name}:{number}"
        for name, text in templates()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > 160
    ]
    assert long == []


def test_no_template_bypasses_escaping():
    assert hits(ESCAPED, mails=True) == []


def test_no_template_carries_styles_scripts_or_handlers():
    assert hits(INLINE, mails=False) == []


def test_no_package_replaces_a_template_global_or_filter_of_another(monkeypatch, tmp_path):
    monkeypatch.setattr(Flask, "jinja_environment", StrictEnvironment)
    app = app_for(f"sqlite:///{tmp_path / 'never.sqlite'}", tmp_path)
    assert {"can", "sector_choices"} <= app.jinja_env.globals.keys()


def test_both_languages_are_complete():
    program = [sys.executable, ROOT / "script/translate", "--check"]
    told = subprocess.run(program, capture_output=True, text=True, check=False)
    assert told.stdout + told.stderr == ""
