"""Words, stems, phrases and prefixes: what is found in which text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.snippets import excerpt, highlighted
from app.search.words import Wanted, finds, spans, stem, words


@pytest.mark.parametrize(
    "forms",
    [
        ("menyerahkan", "penyerahan", "diserahkan", "serahkan"),
        ("melaporkan", "laporan", "dilaporkan", "pelaporan"),
        ("report", "reports", "reported", "reporting"),
        ("agreement", "agreements"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1
    for asked in forms:
        assert all(finds(Wanted.of(asked), "", f"Sudah {form}.") for form in forms)


@pytest.mark.parametrize(
    "asked,title,text,is_found",
    [
        ("serah data", "Katalog", "Data mutu diserahkan", True),
        ("serah udara", "Katalog", "Data mutu diserahkan", False),
        ("katalog data", "Katalog", "Data mutu", True),
        ('"data mutu"', "", "Data, mutu!", True),
        ('"mutu data"', "", "Data mutu", False),
        ('"data mutu"', "Data", "mutu", False),
        ('"data mutu', "", "data mutu", True),
        ("“data mutu” udara", "", "Udara: data mutu", True),
        ('"laporan mutu"', "", "pelaporan mutu", False),
        ("cafe", "Café", "", True),
        ("CAFÉ", "", "di cafe", True),
        ("ＫＭＴ", "kmt", "", True),
        ("kmt-2026-0041", "KMT-2026-0041", "", True),
        ("KMT 0041", "KMT-2026-0041", "", True),
        ("kmt-2026-00", "KMT-2026-0041", "", False),
        ("kmt-2026-004", "KMT-2026-0041", "", True),
        ("sit", "Siti Rahayu", "", True),
        ("sit", "", "Siti Rahayu", False),
        ("si", "Siti Rahayu", "", False),
        ("si", "Si Kancil", "", True),
        ("12/PKS/2026", "", "Nomor 12/PKS/2026", True),
        ("laporan_akhir", "laporan_akhir.pdf", "", True),
        ("水", "水", "", True),
        ("🙂", "🙂", "🙂", True),
    ],
)
def test_what_is_asked_for_is_found(asked, title, text, is_found):
    assert finds(Wanted.of(asked), title, text) is is_found


@pytest.mark.parametrize("asked", ["", "  ", "🙂", '""', "“”", "- / _ *", "%"])
def test_a_question_without_a_word_asks_for_nothing(asked):
    assert not Wanted.of(asked)


@given(st.text(max_size=200))
def test_every_text_has_words_of_letters_and_digits_and_is_found_by_them(text):
    found = words(text)
    assert all(word.isalnum() and len(word) <= 60 for word in found)
    for word in found[:3]:
        assert finds(Wanted.of(word), "", text)
        assert finds(Wanted.of(word), text, "")
    for start, end, folded in spans(text):
        assert 0 <= start < end <= len(text)
        assert folded == folded.casefold()


@given(st.text(max_size=300), st.text(max_size=20))
def test_an_excerpt_is_escaped_and_lost_nothing_but_the_rest(text, asked):
    wanted = Wanted.of(asked)
    assert (
        highlighted(text, wanted).striptags() == type(highlighted("", wanted))(highlighted(text, Wanted())).striptags()
    )
    assert excerpt(text, wanted).count("<mark>") == excerpt(text, wanted).count("</mark>")


def test_a_mebibyte_is_read_in_a_moment():
    text = "laporan mutu udara " * 55_000
    assert finds(Wanted.of('penyerahan "mutu udara"'), "", text + " diserahkan")
    assert words("x" * 2**20) == ["x" * 60]
    assert len(excerpt(text, Wanted.of("udara")).striptags()) < 300
