"""What changed between two versions of a pack."""

from hypothesis import given
from hypothesis import strategies as st

from forums.pack.rules import Change, ChangeKind, Part, PartKind, changes_between

CONTENT = st.sampled_from(["a", "b", "c"])
KEYS = st.lists(st.integers(0, 12), unique=True, max_size=10)


def item(number, content="a"):
    return Part(f"item:{number}", PartKind.ITEM, "", f"Butir {number}", content)


def document(number, title="Anggaran", content="a", under="Butir 1"):
    return Part(f"document:{number}", PartKind.DOCUMENT, under, title, content)


def kinds(before, after):
    return [(change.kind, change.key) for change in changes_between(before, after)]


@st.composite
def agendas(draw):
    return [item(number, draw(CONTENT)) for number in draw(KEYS)]


@given(agendas())
def test_nothing_changed_between_equal_versions(parts):
    assert changes_between(parts, parts) == []


@given(agendas(), agendas())
def test_changes_lead_from_one_version_to_the_other(before, after):
    changes = changes_between(before, after)
    keys = {kind: {one.key for one in changes if one.kind is kind} for kind in ChangeKind}
    old, new = {part.key: part for part in before}, {part.key: part for part in after}
    assert keys[ChangeKind.NEW] == new.keys() - old.keys()
    assert keys[ChangeKind.REMOVED] == old.keys() - new.keys()
    assert keys[ChangeKind.EDITED] == {key for key in old.keys() & new.keys() if old[key].sha256 != new[key].sha256}
    kept = [key for key in old if key in new and key not in keys[ChangeKind.MOVED] | keys[ChangeKind.EDITED]]
    assert kept == [key for key in new if key in kept]
    assert (old == new and list(old) == list(new)) == (changes == [])


@given(agendas(), agendas())
def test_changes_are_stored_and_loaded_as_they_are(before, after):
    changes = changes_between(before, after)
    assert [Change.loaded(change.stored()) for change in changes] == changes


def test_one_item_that_moves_is_named_and_not_all_that_make_place_for_it():
    before = [item(number) for number in (1, 2, 3, 4)]
    after = [item(number) for number in (4, 1, 2, 3)]
    assert kinds(before, after) == [(ChangeKind.MOVED, "item:4")]


def test_a_document_of_the_same_title_under_the_same_item_replaces_the_one_that_is_gone():
    before = [item(1), document(1), document(2, "Peta")]
    assert kinds(before, [item(1), document(3, "ANGGARAN", "b"), document(2, "Peta")]) == [
        (ChangeKind.REPLACED, "document:3")
    ]
    assert kinds(before, [item(1), document(3, "Lain", "b"), document(2, "Peta")]) == [
        (ChangeKind.NEW, "document:3"),
        (ChangeKind.REMOVED, "document:1"),
    ]
    assert kinds(before, [item(1), document(3, under="Butir 2"), document(2, "Peta")])[0][0] is ChangeKind.NEW


def test_newer_minutes_replace_older_ones_and_commitments_are_no_reason_for_a_version():
    before = [Part("minutes:1", PartKind.MINUTES, "", "7", "a"), Part("commitments", PartKind.COMMITMENTS, "", "", "x")]
    after = [Part("minutes:2", PartKind.MINUTES, "", "8", "b"), Part("commitments", PartKind.COMMITMENTS, "", "", "y")]
    assert kinds(before, after) == [(ChangeKind.REPLACED, "minutes:2")]
