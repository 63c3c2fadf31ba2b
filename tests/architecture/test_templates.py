"""Pages under a strict content security policy: nothing inline, nothing unescaped."""

import re
import subprocess
import sys

from tests.support.repository import ROOT, name_of, tracked

MAILS = "templates/mails/"
ESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false|Markup\(")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son(?:blur|change|click|drag\w*|drop|error|focus|input|key\w+|load|mouse\w+|pointer\w+|"
    r"submit|toggle|touch\w+)\s*=|javascript:|\bhx-on|<script\b(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))",
    re.IGNORECASE,
)


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


def test_both_languages_are_complete():
    program = [sys.executable, ROOT / "script/translate", "--check"]
    told = subprocess.run(program, capture_output=True, text=True, check=False)
    assert told.stdout + told.stderr == ""
