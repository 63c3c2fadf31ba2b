"""Guides show pictures that exist, and name pages and buttons as the interface does."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.support.repository import ROOT, name_of, tracked

GUIDES = {"en": "docs/guide-first-day.md", "id": "docs/id/panduan-hari-pertama.md"}
WORDS = {"administrator", "coordinator", "koordinator", "bold", "tebal"}
"""Bold words that are no labels."""
PICTURE = re.compile(r"\]\((?!https?:)([^)\s]+\.(?:png|svg))\)")
MOST_BYTES = 1_500_000


def pictures_of(page: Path) -> list[Path]:
    """Return the pictures that a document shows or links to, in their order."""
    return [(page.parent / target).resolve() for target in PICTURE.findall(page.read_text())]


def labels(language: str) -> set[str]:
    """Return the texts of the interface."""
    found: set[str] = set()
    for path in tracked("*/translations/id/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            messages = [one for one in read_po(file) if isinstance(one.id, str)]
        found |= {str(one.id if language == "en" else one.string) for one in messages}
    return found


def test_every_picture_exists_and_is_shown():
    shown = {picture for page in tracked("*.md") for picture in pictures_of(page)}
    assert shown == set(tracked("docs/*.png", "docs/*.svg"))


def test_pictures_are_small():
    sizes = [path.stat().st_size for path in tracked("docs/pictures/*.png")]
    assert sizes
    assert sum(sizes) < MOST_BYTES


def test_the_guide_shows_the_same_pictures_in_both_languages():
    shown = {language: pictures_of(ROOT / name) for language, name in GUIDES.items()}
    assert {language: {picture.parent.name for picture in pictures} for language, pictures in shown.items()} == {
        "en": {"en"},
        "id": {"id"},
    }
    assert [one.name for one in shown["en"]] == [one.name for one in shown["id"]]


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_names_pages_and_buttons_as_the_interface_does(language):
    text = " ".join((ROOT / GUIDES[language]).read_text().split())
    named = set(re.findall(r"\*\*(.+?)\*\*", text)) - WORDS
    assert len(named) > 20
    assert named - labels(language) == set(), name_of(ROOT / GUIDES[language])
