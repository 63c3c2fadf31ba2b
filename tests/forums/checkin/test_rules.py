"""When check-in is open, which codes sessions have, and whom a guest probably represents."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from forums.checkin.rules import Coded, Entered, Place, Suggestion, codes, suggested, window

START = datetime(2026, 11, 26, 2, tzinfo=UTC)
END = START + timedelta(hours=2)
moments = some.none() | some.integers(0, 10_000).map(lambda number: START + timedelta(seconds=number))
sessions = some.lists(
    some.builds(Coded, some.uuids(), some.integers(0, 2), moments), max_size=30, unique_by=lambda one: one.id
)


def few(session_id: UUID, generation: int, attempt: int) -> int:
    """Draw from few numbers, so that sessions draw the same ones."""
    return (session_id.int + generation * 7 + attempt) % 40


@given(sessions)
def test_sessions_of_a_day_have_different_codes(day):
    found = codes(day, few)
    assert len(set(found.values())) == len(day)
    assert all(len(code) == 4 and code.isdigit() for code in found.values())


@given(sessions.filter(bool), some.uuids())
def test_a_session_that_is_added_later_changes_no_other_code(day, new):
    known = [one for one in day if one.id != new]
    latest = Coded(new, 3, START + timedelta(days=1))
    before, after = codes(known, few), codes([latest, *known], few)
    assert {key: after[key] for key in before} == before


@given(sessions.filter(bool))
def test_renewing_a_code_changes_no_other_one(day):
    first, *others = day
    renewed = first._replace(generation=9)
    before = codes(others, few)
    after = codes([renewed, *others], few)
    assert {key: after[key] for key in before} == before


@given(some.integers(-200, 400), some.none() | some.integers(30, 300))
def test_people_check_in_from_an_hour_before_the_start_until_two_hours_after_the_end(minute, closed):
    closed_at = START + timedelta(minutes=closed) if closed is not None else None
    ended = max(END, closed_at) if closed_at else END
    now = START + timedelta(minutes=minute)
    wanted = START - timedelta(hours=1) <= now < ended + timedelta(hours=2)
    assert window(starts_at=START, ends_at=END, closed_at=closed_at).is_open(now) == wanted


ANI = Place("1", "Ani", "Dinas Kesehatan", "Dinkes", False)
BUDI = Place("2", "Budi", "PT Mitra Solusi Kota", "MSK", False)


def test_a_guest_with_the_name_of_a_participant_is_probably_that_person():
    guest = Entered("  ani ", "Dinas Kesehatan", "")
    assert suggested(guest, [BUDI, ANI]) == Suggestion("1", in_person=True)


def test_a_guest_of_an_organisation_probably_represents_it():
    assert suggested(Entered("Citra", "dinkes", ""), [BUDI, ANI]) == Suggestion("1", in_person=False)
    assert suggested(Entered("Citra", "Biro Hukum", "MSK"), [ANI, BUDI]) == Suggestion("2", in_person=False)


def test_an_organisation_that_is_there_already_needs_no_representative():
    there = ANI._replace(came=True)
    assert suggested(Entered("Citra", "Dinas Kesehatan", ""), [there, ANI._replace(key="3", person="Dewi")]) is None


def test_somebody_unknown_is_suggested_for_no_seat():
    assert suggested(Entered("Citra", "Biro Hukum", ""), [ANI, BUDI]) is None
