"""Markdown in texts that people write: what is interpreted, and that nothing harmful is."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from app.web.markdown import ATTRIBUTES, TAGS, markdown, plain_text


@pytest.mark.parametrize(
    "text,html",
    [
        ("**DPMPTSP** melaporkan *semua*", "<p><strong>DPMPTSP</strong> melaporkan <em>semua</em></p>"),
        ("satu\ndua", "<p>satu<br>dua</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("> kutipan", "<blockquote><p>kutipan</p></blockquote>"),
        ("[a](https://a.example)", '<p><a href="https://a.example" rel="noopener noreferrer">a</a></p>'),
    ],
)
def test_marks_become_elements(text, html):
    assert str(markdown(text)).replace("\n", "") == html


@pytest.mark.parametrize(
    "text",
    ["# Judul", "---\nx", "    kode", "`kode`", "a_b_c dan 2 * 3", "[Kepala Dinas] hadir", "<b>tebal</b>", "a & b < c"],
)
def test_what_is_no_mark_here_stays_as_it_was_written(text):
    page = BeautifulSoup(str(markdown(text)), "html.parser")
    assert {tag.name for tag in page.find_all()} <= {"p", "br"}
    assert page.get_text(" ", strip=True).split() == text.split()


def test_pictures_of_others_are_not_loaded_and_scripts_are_no_links():
    page = BeautifulSoup(str(markdown("![x](https://a.example/b.png) [y](javascript:alert(1))")), "html.parser")
    assert page.img is None
    assert [link["href"] for link in page.find_all("a")] == ["https://a.example/b.png"]


@given(st.text(alphabet=st.sampled_from("ab <>&\"'*_[]()!#`|\n-1.:/@\\"), max_size=80))
def test_no_text_becomes_other_elements_than_those_allowed(text):
    for tag in BeautifulSoup(str(markdown(text)), "html.parser").find_all():
        assert tag.name in TAGS
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, set()) | {"rel"}
        scheme = re.match(r"[a-z][a-z0-9+.-]*:", tag.get("href", ""), re.IGNORECASE)
        assert scheme is None or scheme[0].lower() in {"http:", "https:", "mailto:"}


def test_plain_text_has_no_marks():
    assert plain_text("**DPMPTSP** & *Dinkes*:\n\n- satu\n- dua") == "DPMPTSP & Dinkes:\n– satu\n– dua"
    assert plain_text("3. *satu*\n3. dua\n\n   lagi") == "3. satu\n4. dua\nlagi"
    assert plain_text("| a | b |\n|---|---|\n| **c** | d |") == "a · b\nc · d"


@given(st.text(alphabet=st.sampled_from("ab *_[]()1.\n-:/>|\\"), max_size=60))
def test_plain_text_has_the_words_that_are_shown(text):
    shown = BeautifulSoup(str(markdown(text)), "html.parser").get_text(" ")
    letters = [one for one in plain_text(text) if one in "ab"]
    assert letters == [one for one in shown if one in "ab"]
