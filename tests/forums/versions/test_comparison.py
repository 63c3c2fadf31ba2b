"""The rules of the comparison of two contents, and of what an amendment takes over."""

from hypothesis import given
from hypothesis import strategies as st

from forums.versions.comparison import compared
from forums.versions.rules import OF_THIS_VERSION, amended

PRESENCES = {None: "–", "present": "hadir", "absent": "tidak hadir"}


def decision(number, text):
    return {"id": f"d{number}", "code": f"KEP-{number:03}", "text": text, "basis": "", "dissent": "", "how": "vote"}


def content(opening=(), items=(), closing=(), other=(), **more):
    return {
        "opening": list(opening),
        "items": [
            {
                "id": f"i{place}",
                "place": place,
                "title": f"Acara {place}",
                "passages": list(notes),
                "decisions": list(taken),
            }
            for place, (notes, taken) in enumerate(items, 1)
        ],
        "other_decisions": list(other),
        "closing": list(closing),
        **more,
    }


def note(name, text, origin=None):
    return {"id": name, "text": text} | ({"origin": origin} if origin else {})


def kinds(comparison):
    return [(part.kind, [entry.kind for entry in part.entries]) for part in comparison.parts]


def test_passages_are_matched_by_their_origin():
    before = content(opening=[note("a", "satu"), note("b", "dua")])
    after = content(opening=[note("x", "satu", "a"), note("y", "dua ratus", "b"), note("z", "baru")])
    assert kinds(compared(before, after, PRESENCES)) == [("opening", ["same", "changed", "added"])]


def test_what_was_removed_stands_where_it_was():
    before = content(opening=[note("a", "satu"), note("b", "dua"), note("c", "tiga")])
    after = content(opening=[note("c", "tiga"), note("d", "empat")])
    comparison = compared(before, after, PRESENCES)
    texts = [entry.before or entry.after for entry in comparison.parts[0].entries]
    assert texts == ["satu", "dua", "tiga", "empat"]
    assert comparison.words == (1, 2)


def test_the_wording_of_decisions_is_compared_part_by_part():
    before = content(items=[([], [decision(1, "Diserahkan.")])])
    changed = {**decision(1, "Diserahkan."), "basis": "Perda 3/2024"}
    comparison = compared(before, content(items=[([], [changed])]), PRESENCES)
    assert [(one.code, one.wording, one.kind) for one in comparison.changed] == [("KEP-001", "basis", "changed")]
    assert comparison.reworded == ["KEP-001"]


def test_attendance_shows_who_came_only_where_it_differs():
    row = {"organisation": "Dinkes", "name": "Sari", "representative": "", "presence": "present"}
    before = content(attendance=[row, {**row, "name": "Budi"}])
    after = content(attendance=[{**row, "presence": "absent"}, {**row, "name": "Budi"}])
    comparison = compared(before, after, PRESENCES)
    assert [(one.before, one.after) for one in comparison.changed] == [
        ("Dinkes, Sari: hadir", "Dinkes, Sari: tidak hadir")
    ]


TEXTS = st.text(alphabet="ab .,\n", min_size=1, max_size=12).filter(str.strip)
NOTES = st.dictionaries(st.sampled_from("abcdefgh"), TEXTS).map(
    lambda notes: [note(name, text) for name, text in notes.items()]
)
CONTENTS = st.tuples(NOTES, NOTES).map(lambda both: content(opening=both[0], items=[(both[1], [])]))


@given(CONTENTS)
def test_a_content_does_not_differ_from_itself(one):
    assert compared(one, one, PRESENCES).changed == []
    assert compared(one, one, PRESENCES).words == (0, 0)


@given(CONTENTS, CONTENTS)
def test_every_passage_of_both_appears_once_and_in_the_order_of_the_later(before, after):
    for part in compared(before, after, PRESENCES).parts:
        sides = [
            content["opening"] if part.kind == "opening" else content["items"][0]["passages"]
            for content in (before, after)
        ]
        assert [one.after for one in part.entries if one.after is not None] == [one["text"] for one in sides[1]]
        old = [one.before for one in part.entries if one.before is not None]
        assert sorted(old) == sorted(one["text"] for one in sides[0])


@given(CONTENTS, CONTENTS)
def test_the_other_direction_swaps_added_and_removed(before, after):
    there, back = compared(before, after, PRESENCES), compared(after, before, PRESENCES)
    assert there.total == back.total
    assert len(there.changed) == len(back.changed)


@given(CONTENTS, CONTENTS, st.dictionaries(st.sampled_from(["forum", "quorum", "attendance"]), TEXTS))
def test_an_amendment_keeps_every_fact_and_takes_the_notes(base, current, facts):
    old = {**base, **facts, "version": 1, "approved_at": "then"}
    new = amended(old, {**current, "version": 2, "forum": "lain"}, {})
    assert {key: new[key] for key in facts} == facts
    assert new["version"] == 2
    assert "approved_at" not in new
    assert new["opening"] == current["opening"]
    assert [item["passages"] for item in new["items"]] == [item["passages"] for item in current["items"]]


def test_an_amendment_adds_and_removes_no_decision():
    base = content(items=[([], [decision(1, "Lama.")])], other=[decision(2, "Juga.")])
    current = content(items=[([], [decision(3, "Baru.")])])
    new = amended(base, current, {"d1": {"text": "Jelas.", "basis": "", "dissent": ""}})
    assert [one["code"] for one in new["items"][0]["decisions"]] == ["KEP-001"]
    assert new["items"][0]["decisions"][0]["text"] == "Jelas."
    assert new["items"][0]["decisions"][0]["how"] == "vote"
    assert [one["text"] for one in new["other_decisions"]] == ["Juga."]


def test_the_keys_of_a_version_are_not_facts():
    assert {"version", "approved_at", "approved_by", "circulated_at", "corrections"} <= OF_THIS_VERSION
