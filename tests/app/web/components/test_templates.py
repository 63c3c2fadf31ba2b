"""Rules for every template."""

import re
from pathlib import Path

import pytest

from app.web.panels import registry

ROOT = Path(__file__).resolve().parents[4]
TEMPLATES = ROOT / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "mails")
MAILS = sorted((TEMPLATES / "mails").rglob("*.html"))


def name_of(path):
    return str(path.relative_to(TEMPLATES))


def without_comments(path):
    return re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", MAILS, ids=name_of)
def test_no_mail_has_script_or_fetches_anything(path):
    text = path.read_text()
    assert not re.search(r"<script|<img|<link|@import|url\(", text, re.IGNORECASE)


@pytest.mark.one_database
def test_every_template_compiles(app):
    names = app.jinja_env.list_templates(extensions=["html", "txt", "ics"])
    assert "base.html" in names
    for name in names:
        app.jinja_env.get_template(name)


ICON_NAMES = (
    r"icon\([\"']([a-z-]+)[\"']",
    r"drawing=[\"']([a-z-]+)[\"']",
    r"mark\([\"'][a-z]*[\"'], ?[\"']([a-z-]+)[\"']",
)


@pytest.mark.one_database
@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_icon_that_a_template_names_is_in_the_sprite(path):
    sprite = (ROOT / "app/static/icons.svg").read_text()
    text = without_comments(path)
    named = {name for pattern in ICON_NAMES for name in re.findall(pattern, text)}
    assert {name for name in named if f'id="{name}"' not in sprite} == set()


@pytest.mark.one_database
def test_every_icon_of_the_rail_and_the_menu_is_in_the_sprite(app):
    sprite = (ROOT / "app/static/icons.svg").read_text()
    entries = [*registry(app).navigation, *registry(app).creation]
    assert entries
    assert {entry.icon for entry in entries if f'id="{entry.icon}"' not in sprite} == set()
