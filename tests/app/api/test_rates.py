"""A client above the rate limit is told how long to wait; other clients are not affected."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.api.rates import EXTENSION, PLACES, Rates
from config import ROOT
from tests.factories import CoordinatorFactory, PersonFactory

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def rates(tmp_path):
    return Rates(tmp_path / "rates", 6)


@pytest.fixture
def three_a_minute(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.extensions, EXTENSION, Rates(tmp_path / "rates", 3))


def test_what_a_token_may_send_in_a_minute_it_may_send_at_once(rates):
    token = uuid4()
    assert [rates.take(token, NOW).left for _n in range(6)] == [5, 4, 3, 2, 1, 0]
    early = rates.take(token, NOW)
    assert (early.wait, early.whole_in) == (10, 60)


def test_requests_come_back_evenly(rates):
    token = uuid4()
    for _n in range(6):
        rates.take(token, NOW)
    assert rates.take(token, NOW + 9 * A_SECOND).wait == 1
    assert rates.take(token, NOW + 10 * A_SECOND).wait == 0
    assert rates.take(token, NOW + 10 * A_SECOND).wait == 10
    assert rates.take(token, NOW + 70 * A_SECOND).left == 5


def test_a_clock_that_was_put_back_keeps_nobody_waiting_for_longer_than_a_minute(rates):
    token = uuid4()
    for _n in range(6):
        rates.take(token, NOW + timedelta(days=3))
    assert rates.take(token, NOW).wait <= 10


def test_two_tokens_in_one_place_begin_anew_by_turns(rates):
    one = uuid4()
    other = type(one)(int=one.int ^ (PLACES << 4))
    for token in (one, other, one):
        assert rates.take(token, NOW).left == 5


WORKER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from app.api.rates import Rates

rates, at = Rates(Path(sys.argv[1]), 50), datetime(2026, 11, 24, 2, tzinfo=UTC)
with ThreadPoolExecutor(4) as threads:
    print(sum(threads.map(lambda _n: rates.take(UUID(sys.argv[2]), at).wait == 0, range(40))))
"""


def test_the_workers_of_a_machine_count_together(tmp_path):
    token = str(uuid4())
    command = [sys.executable, "-c", WORKER, str(tmp_path / "rates"), token]
    workers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _n in range(3)]
    assert sum(int(worker.communicate(timeout=60)[0]) for worker in workers) == 50


@pytest.mark.usefixtures("three_a_minute")
def test_haste_is_answered_429_with_the_seconds_to_wait(as_program, clock):
    program, other = (as_program(CoordinatorFactory()) for _n in range(2))
    told = [program.get("/forums").headers for _n in range(3)]
    assert [one["RateLimit"] for one in told] == ['"token";r=2;t=20', '"token";r=1;t=40', '"token";r=0;t=60']
    assert told[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    hasty = program.get("/forums", status=429)
    assert hasty.headers["Retry-After"] == "20"
    assert hasty.headers["RateLimit"] == '"token";r=0;t=60'
    assert "Retry-After" in hasty.json["detail"]
    other.get("/forums")
    clock.shift(20 * A_SECOND)
    program.get("/forums")
    program.get("/forums", status=429)


@pytest.mark.usefixtures("three_a_minute")
def test_a_refused_request_counts_too_and_says_what_is_left(as_program):
    program = as_program(PersonFactory())
    told = program.post("/forums", {}, status=403)
    assert told.headers["RateLimit"] == '"token";r=2;t=20'


@pytest.mark.usefixtures("three_a_minute")
def test_counting_asks_the_database_nothing(as_program, queries):
    program = as_program(CoordinatorFactory())
    with queries(at_most=3):  # the token with its person, the instance, and the list
        program.get("/forums")


def test_where_nothing_can_be_written_nothing_is_counted(app, as_program, tmp_path, monkeypatch):
    monkeypatch.setitem(app.extensions, EXTENSION, Rates(tmp_path / "no" / "rates", 1))
    program = as_program(CoordinatorFactory())
    for _n in range(2):
        assert "RateLimit" not in program.get("/forums").headers


def test_a_setting_of_nought_limits_nobody(as_program):
    assert "RateLimit" not in as_program(CoordinatorFactory()).get("/forums").headers
