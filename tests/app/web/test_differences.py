"""Differences between two texts, word by word."""

from flask import render_template_string
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from app.web.differences import words_changed

WORDS = st.lists(st.sampled_from(["data", "layanan", "lima", "empat", ",", ".", "18.000"]), max_size=12)
TEXTS = WORDS.map(" ".join) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_difference(before, after):
    changes = words_changed(before, after)
    assert "".join(text for kind, text in changes if kind != "removed") == after
    kept = "".join(text for kind, text in changes if kind != "added")
    assert "".join(kept.split()) == "".join(before.split())


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert [kind for kind, _text in words_changed(text, text)] == (["same"] if text else [])


def test_a_changed_word_is_one_removed_and_one_added():
    assert words_changed("dalam tiga hari kerja.", "dalam lima hari kerja.") == [
        ("same", "dalam"),
        ("removed", " tiga"),
        ("added", " lima"),
        ("same", " hari kerja."),
    ]


def test_punctuation_changes_without_its_word_but_a_number_is_one_word():
    assert words_changed("sudah tersedia.", "sudah tersedia, 1.500") == [
        ("same", "sudah tersedia"),
        ("removed", "."),
        ("added", ", 1.500"),
    ]
    assert ("removed", "1.000") in words_changed("1.000", "1.500")


def difference(app, before, after, **how):
    macro = '{% from "components/differences.html" import difference %}{{ difference(before, after, **how) }}'
    with app.test_request_context(), force_locale("id"):
        return render_template_string(macro, before=before, after=after, how=how)


def test_marks_of_markdown_are_neither_shown_nor_counted_as_words(app):
    shown = difference(
        app, "**Dinas** melapor\n\n1. *satu*\n2. dua", "**Dinas Kesehatan** melapor\n\n1. *satu*\n2. tiga"
    )
    assert "*" not in shown
    assert "Dinas<" in shown or "Dinas <ins>" in shown
    assert "1. satu" in shown
    assert "Hanya penekanan" not in shown


def test_a_difference_of_marks_alone_is_stated(app):
    assert "Hanya penekanan atau daftar yang berbeda." in difference(app, "**Dinas** melapor", "Dinas melapor")


def test_the_wording_of_a_decision_is_not_markdown(app):
    assert "5 * 4" in difference(app, "5 * 4", "5 * 4 * 3", markdown=False)


def test_screen_readers_hear_what_was_removed_and_added(app):
    hidden = '<span class="visually-hidden">'
    assert difference(app, "dalam <3> hari", "dalam lima hari", markdown=False) == (
        f"dalam <del>{hidden}[dihapus: </span>&lt;3&gt;{hidden}]</span></del>"
        f" <ins>{hidden}[ditambah: </span>lima{hidden}]</span></ins> hari"
    )
