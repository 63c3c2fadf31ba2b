"""How form input is cleaned."""

import pytest

from app.web.forms import tidy

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  Budi\r\nSantoso ", "Budi\nSantoso"),
        ("Bu\u200bdi\u2060\ufeff", "Budi"),
        ("Bu\u200ddi\ufe0f", "Budi"),
        ("setuju \u202ekadit\u202c", "setuju kadit"),
        ("\u2067Budi\u2069\u200f", "Budi"),
        ("\u3164\u2800\u00ad", ""),
        ("a\0b\x1b\ud800", "ab"),
        ("👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3", "👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_cannot_be_seen_is_not_kept(typed, kept):
    assert tidy(typed) == kept
