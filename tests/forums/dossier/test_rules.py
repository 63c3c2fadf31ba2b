"""The state of the parts of a session's file, and the names of its separate files."""

import pytest

from forums.dossier.rules import PartState, numbered, state_of

NOTHING = {"uploaded": False, "signs": True, "ready": False, "lacking": False, "needed": True}


@pytest.mark.parametrize(
    "facts, state",
    [
        ({}, PartState.MISSING),
        ({"needed": False}, PartState.NOT_NEEDED),
        ({"ready": True}, PartState.READY),
        ({"ready": True, "draft": True}, PartState.DRAFT),
        ({"ready": True, "uploaded": True}, PartState.SIGNED),
        ({"uploaded": True, "signs": False}, PartState.UPLOADED),
        ({"uploaded": True, "lacking": True}, PartState.MISSING),
    ],
)
def test_a_part_has_the_state_of_what_comes_first(facts, state):
    assert state_of(**{**NOTHING, **facts}) is state


@pytest.mark.parametrize("place, total, name", [(3, 9, "03 a.pdf"), (3, 120, "003 a.pdf"), (12, 12, "12 a.pdf")])
def test_names_sort_by_their_place(place, total, name):
    assert numbered(place, total, "a.pdf") == name
