import enum
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdf.canonical import canonical, fingerprint

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcé", max_size=5), inner),
    max_leaves=20,
)


@given(plain)
def test_content_stored_as_json_and_read_back_keeps_its_fingerprint(content):
    assert fingerprint(json.loads(json.dumps(content))) == fingerprint(content)
    assert fingerprint(json.loads(canonical(content))) == fingerprint(content)


@given(st.dictionaries(st.text("abcdef"), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(content):
    assert canonical(dict(reversed(content.items()))) == canonical(content)


def test_the_fingerprint_of_a_known_content_never_changes():
    content = {"title": "Rapat", "items": [1, 2.0, None, True], "at": datetime(2026, 11, 26, 2, tzinfo=UTC)}
    assert canonical(content) == b'{"at":"2026-11-26T02:00:00Z","items":[1,2,null,true],"title":"Rapat"}'
    assert fingerprint(content) == "abfb46783da2a7d4baeaca401b632cb589eb0dd581e8f66e956872d40b4dd0d4"


def test_text_is_the_same_however_its_accents_were_typed():
    assert fingerprint({"n": "Jos\u00e9"}) == fingerprint({"n": "Jose\u0301"})
    assert fingerprint("a") != fingerprint("A")


def test_an_instant_is_the_same_in_every_zone():
    jakarta = timezone(timedelta(hours=7))
    assert canonical(datetime(2026, 11, 26, 9, tzinfo=jakarta)) == b'"2026-11-26T02:00:00Z"'


def test_enums_dates_and_ids_have_a_form():
    class Way(enum.Enum):
        CONSENSUS = "consensus"

    assert canonical([Way.CONSENSUS, date(2026, 11, 26), UUID(int=1), (1,)]) == (
        b'["consensus","2026-11-26","00000000-0000-0000-0000-000000000001",[1]]'
    )


@pytest.mark.parametrize("content", [datetime(2026, 1, 1), {1, 2}, Decimal("1.5"), b"x", object()])
def test_what_has_no_form_is_refused(content):
    with pytest.raises(TypeError):
        canonical({"x": content})


@pytest.mark.parametrize("content", [float("nan"), float("inf"), {"\u00e9": 1, "e\u0301": 2}])
def test_what_is_ambiguous_is_refused(content):
    with pytest.raises(ValueError):
        canonical(content)
