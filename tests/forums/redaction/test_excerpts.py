"""Sentences cut out of notes in Markdown keep their emphasis and numbers, and bring no word of the others."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from app.web.markdown import markdown
from forums.redaction.excerpts import excerpts, plain_sentences
from forums.redaction.rules import Mark, redacted
from forums.redaction.sentences import sentences

EMPHASIS = ["", "*", "**", "***"]
STRAY = set("*[]\\()")
STARTS = ["", "1. ", "- ", "> ", "   - "]


@st.composite
def noted(draw):
    """Return a note whose words are all different, with emphasis and links across its sentences."""
    lines, count = [], 0
    for _line in range(draw(st.integers(1, 5))):
        words = []
        for _word in range(draw(st.integers(1, 8))):
            words.append(f"Kata{count}z" + draw(st.sampled_from(["", "", ".", "?"])))
            count += 1
        first, last = sorted([draw(st.integers(0, len(words) - 1)), draw(st.integers(0, len(words) - 1))])
        before = mark = draw(st.sampled_from(EMPHASIS))
        if not mark and draw(st.booleans()):
            before, mark = "[", f"](https://contoh{count}z.example/a)"
        words[first] = before + words[first]
        words[last] += mark
        lines.append(draw(st.sampled_from(STARTS)) + " ".join(words))
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


@st.composite
def marked(draw):
    text = draw(noted())
    places = st.integers(0, len(sentences(text)) - 1)
    return text, draw(st.sets(places, min_size=1))


def published(text, hidden):
    """Return what the public reads of a note, as HTML."""
    content = {"opening": [{"id": "p", "text": text}], "items": [], "other_decisions": [], "closing": []}
    pieces = redacted(content, [Mark(part="passage:p", sentences=tuple(sorted(hidden)), instead="-")])["opening"]
    return [str(markdown(one["text"])) for one in pieces]


def words_in(text):
    return re.findall(r"Kata\d+z", text)


@given(marked())
@example(("**Dinas. Rahasia** buka.\n1. Satu\n2. Dua. Tiga", {1, 3}))
@example(("[Kata0z. Kata1z](https://contoh2z.example/a)", {1}))
def test_the_public_text_has_the_open_words_and_no_stray_marks(example):
    text, hidden = example
    html = "".join(published(text, hidden))
    known = sentences(text)
    assert words_in(html) == [word for place, one in enumerate(known) if place not in hidden for word in words_in(one)]
    for place in hidden:
        for address in re.findall(r"contoh\d+z", known[place]):
            assert address not in html
    shown = BeautifulSoup(html, "html.parser").get_text(" ")
    assert not STRAY & set(shown)


@given(noted())
def test_sentences_without_marks_have_all_words(text):
    plain = plain_sentences(text)
    assert [words_in(one) for one in plain] == [words_in(one) for one in sentences(text)]
    assert not STRAY & set("".join(plain))


@given(st.text(alphabet=st.sampled_from("abAB *_[]()<>1.\n-:/|\\&;#"), max_size=60), st.integers(0, 9))
def test_no_letter_of_a_hidden_sentence_is_read_in_any_text(text, hidden):
    known = sentences(text.replace("a", "x"))
    if hidden >= len(known):
        return
    secret = re.sub(r"\w", "a", known[hidden])
    cut = [*known[:hidden], secret, *known[hidden + 1 :]]
    whole = "".join(cut)
    if sentences(whole) != cut:
        return
    runs = [one for one in (range(hidden), range(hidden + 1, len(cut))) if one]
    assert "a" not in "".join(excerpts(whole, runs)).replace("example", "")


def test_numbers_of_a_list_continue_behind_what_is_withheld():
    html = "".join(published("1. Satu\n1. Dua\n1. Tiga", {1})).replace("\n", "")
    assert html == "<ol><li>Satu</li></ol>" + '<ol start="3"><li>Tiga</li></ol>'


def test_emphasis_across_a_border_is_closed_and_opened():
    pieces = published("**Dinas. Rahasia. Mitra** hadir.", {1})
    assert [one.strip() for one in pieces] == [
        "<p><strong>Dinas.</strong></p>",
        "",
        "<p><strong>Mitra</strong> hadir.</p>",
    ]


@pytest.mark.parametrize("text", ["Tarif 2 * 3 = 6. Alamat a_b@contoh.id.", "Lihat 3. Bab\nIsi (a) dan [b]. Lagi."])
def test_text_without_marks_stays_as_it_was_written(text):
    everything = range(len(sentences(text)))
    shown = BeautifulSoup(str(markdown(excerpts(text, [everything])[0])), "html.parser").get_text()
    assert shown.split() == text.split()
