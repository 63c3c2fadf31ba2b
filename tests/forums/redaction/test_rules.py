"""What is withheld is not in the public text, and all the rest is, in order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from forums.redaction import rules
from forums.redaction.rules import Mark, is_complete, marked_words, parts, redacted, sections, withheld_in, words_in


def content_with(passages, wording, title):
    """Return the content of minutes; each text is a list of unique words, each word a sentence."""
    text = [{"id": f"p{place}", "text": " ".join(f"{word}." for word in words)} for place, words in enumerate(passages)]
    decision = {"id": "d", "code": "KEP-2026-001", "text": f"{wording}.", "basis": f"B{wording}", "dissent": ""}
    item = {"id": "i", "place": 1, "title": title, "passages": text[1:], "decisions": [decision]}
    return {"opening": text[:1], "items": [item], "other_decisions": [], "closing": []}


@st.composite
def marked_content(draw):
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    passages = [[f"Kata{place}x{number}z" for number in range(size)] for place, size in enumerate(sizes)]
    content = content_with(passages, "Putusanz", "Judulz")
    marks = [
        Mark(part=key, sentences=tuple(sorted(chosen)), basis="personal_data", instead="Gantinya")
        for key, part in parts(content).items()
        if (chosen := draw(st.sets(st.integers(0, len(part.sentences) - 1))))
    ]
    return content, marks


@given(marked_content())
def test_every_unmarked_sentence_is_read_in_order_and_no_marked_one(given_content):
    content, marks = given_content
    public = redacted(content, marks)
    hidden = {(mark.part, place) for mark in marks for place in mark.sentences}
    for key, part in parts(content).items():
        for place, sentence in enumerate(part.sentences):
            words = sentence.replace(".", " ").split()
            assert all((word in str(public)) != ((key, place) in hidden) for word in words)
    item = public["items"][0]
    said = " ".join(one["text"] for one in (*public["opening"], *item["passages"]))
    open_sentences = [
        sentence.strip()
        for key, part in parts(content).items()
        for place, sentence in enumerate(part.sentences)
        if part.kind == "passage" and (key, place) not in hidden
    ]
    assert " ".join(open_sentences) == " ".join(said.split())


@given(marked_content())
def test_the_public_is_told_how_much_is_withheld(given_content):
    content, marks = given_content
    assert sum(one["words"] for one in withheld_in(redacted(content, marks))) == marked_words(content, marks)
    assert marked_words(content, marks) <= words_in(content)


def test_nothing_is_changed_without_marks_and_the_original_never():
    content = content_with([["A", "B"]], "C", "D")
    before = str(content)
    assert redacted(content, []) == content
    redacted(content, [Mark(part="passage:p0", sentences=(0, 1))])
    assert str(content) == before


def test_sentences_side_by_side_are_withheld_together():
    content = content_with([["Satu", "Dua", "Tiga", "Empat"]], "E", "F")
    mark = Mark(
        part="passage:p0", sentences=(1, 2), basis="other", other_basis="Kontrak", until=date(2027, 3, 31), instead="X"
    )
    first, gap, last = redacted(content, [mark])["opening"]
    assert (first["text"], gap["text"], last["text"]) == ("Satu.", "", "Empat.")
    assert gap["withheld"] == {
        "sentences": 2,
        "words": 2,
        "basis": "other",
        "other_basis": "Kontrak",
        "until": "2027-03-31",
        "instead": "X",
    }


def test_a_decision_is_withheld_as_a_whole_and_a_title_replaced():
    content = content_with([["A"]], "E", "F")
    marks = [
        Mark(part=key, sentences=rules.WHOLE, basis="trade_secret", instead="X") for key in ("decision:d", "title:i")
    ]
    item = redacted(content, marks)["items"][0]
    assert (item["title"], item["title_withheld"]["words"]) == ("X", 1)
    (decision,) = item["decisions"]
    assert (decision["text"], decision["basis"], decision["withheld"]["words"]) == ("", "", 2)


def test_conditions_and_votes_of_parties_are_withheld_with_the_wording():
    content = content_with([["A"]], "E", "F")
    (decision,) = content["items"][0]["decisions"]
    votes = [
        {"organisation": "Bappeda", "sector": "government", "choice": "for", "dissent": ""},
        {"organisation": "Dinkes", "sector": "government", "choice": "against", "dissent": "rahasiasuara"},
    ]
    decision |= {"conditions": "rahasiasyarat", "party_votes": votes}
    assert parts(content)["decision:d"].sentences == ("E.\nBE\nrahasiasyarat\nDinkes: rahasiasuara",)
    mark = Mark(part="decision:d", sentences=rules.WHOLE, basis="trade_secret", instead="X")
    assert "rahasia" not in str(redacted(content, [mark]))
    (whole,) = redacted(content, [])["items"][0]["decisions"]
    assert (whole["conditions"], whole["party_votes"]) == ("rahasiasyarat", votes)


def test_parts_have_numbers_that_people_can_find():
    content = content_with([["A"], ["B"], ["C"]], "D", "E")
    assert [(one.kind, one.about) for section in sections(content) for one in section.parts] == [
        ("passage", "1"),
        ("title", "1"),
        ("passage", "1.1"),
        ("passage", "1.2"),
        ("decision", "KEP-2026-001"),
    ]


def test_a_mark_is_complete_with_a_basis_and_a_text_for_the_public():
    assert is_complete(Mark(part="p", sentences=(0,), basis="personal_data", instead="X"))
    assert not is_complete(Mark(part="p", sentences=(0,), basis="personal_data"))
    assert not is_complete(Mark(part="p", sentences=(0,), instead="X"))
    assert not is_complete(Mark(part="p", sentences=(0,), basis="other", instead="X"))
