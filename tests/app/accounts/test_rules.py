"""Guessers' rules, without a database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import WINDOW, Weakness, must_wait, weakness

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
moments = st.lists(st.integers(0, 3600), max_size=30).map(
    lambda seconds: sorted(NOW - timedelta(seconds=second) for second in seconds)
)


@given(moments, st.integers(1, 10))
def test_the_wait_is_as_long_as_it_must_and_no_longer(failures, limit):
    wait = must_wait(failures, limit=limit, now=NOW)
    if wait is None:
        assert sum(NOW - moment < WINDOW for moment in failures) < limit
    else:
        assert timedelta() < wait <= WINDOW
        assert must_wait(failures, limit=limit, now=NOW + wait) is None
        assert must_wait(failures, limit=limit, now=NOW + wait - timedelta(seconds=1)) is not None


@given(st.text(max_size=9))
def test_short_passwords_are_always_refused(password):
    assert weakness(password, email="a@b.example") is Weakness.SHORT


@given(st.sampled_from(["bismillah", "Indonesia", "JAKARTA", "qwertyuiop"]), st.text("0123456789!@#", min_size=3))
def test_a_common_word_stays_common_with_figures_around_it(word, tail):
    assert weakness((word + tail).ljust(10, "1"), email="a@b.example") is Weakness.COMMON


def test_a_sentence_is_strong():
    assert weakness("kuda terbang di Ancol", email="narahubung@dinas.example", name="Narahubung") is None


def test_the_own_name_is_refused_with_or_without_spaces():
    for password in ("Kepala Bidang Data", "kepalabidangdata", "narahubung.dinas"):
        found = weakness(password, email="narahubung.dinas@dinas.example", name="Kepala Bidang Data")
        assert found is Weakness.PERSONAL
