"""The rules of accounts, without a database: guessing, devices, changes of addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.addresses.rules import AddressState, first_state, may_be_undone
from app.accounts.rules import WINDOW, Weakness, must_wait, weakness
from app.accounts.sessions.rules import device_of

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


@pytest.mark.parametrize(
    "user_agent, device",
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            ("Chrome", "Windows"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", ("Safari", "macOS")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Safari/604.1", ("Chrome", "iPhone")),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Safari/537.36",
            ("Samsung Internet", "Android"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_named_by_browser_and_system(user_agent, device):
    assert device_of(user_agent) == device


@pytest.mark.parametrize(
    "has_duty, has_second, state",
    [(False, False, "done"), (False, True, "done"), (True, True, "needs_second"), (True, False, "waiting")],
)
def test_a_change_of_an_address_waits_for_the_person_who_must_agree(has_duty, has_second, state):
    assert first_state(has_duty=has_duty, has_second=has_second).value == state


@pytest.mark.parametrize(
    "state, by_owner, hours, undone",
    [
        (AddressState.DONE, True, 0, True),
        (AddressState.DONE, True, 23.99, True),
        (AddressState.DONE, True, 24, False),
        (AddressState.DONE, False, 0, False),
        (AddressState.STOPPED, True, 0, False),
    ],
)
def test_only_what_no_administrator_confirmed_is_undone_and_for_a_day(state, by_owner, hours, undone):
    now = NOW + timedelta(hours=hours)
    assert may_be_undone(state, by_owner=by_owner, ended_at=NOW, now=now) is undone
