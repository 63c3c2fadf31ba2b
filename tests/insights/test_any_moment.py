"""The dashboard of any moment: the same later as at the time, and the same as counted one by one from raw rows."""

from datetime import timedelta

import pytest

from app.clock import end_of, local_date
from app.database import db
from insights.dashboard.behind import page_of_rows
from insights.dashboard.board import Board, board_of
from insights.dashboard.rows import Key
from insights.dashboard.scope import Scope
from insights.indicators import daily
from insights.indicators.rules import Window
from tests.insights import slowly
from tests.insights.living import DAYS, FIRST, City
from tests.insights.moving import Town, steps

SHARES = {
    "extended": Key.EXTENDED,
    "returned": Key.RETURNED,
    "disputed": Key.DISPUTED,
    "services": Key.SERVICES,
    "barriers": Key.BARRIERS,
    "notice": Key.NOTICE,
}


def scope_at(person, at, *, past=True, days=90, **part):
    """Return the dashboard's scope as of a moment."""
    return Scope(person=person, window=Window.ending(local_date(at), days), now=at, is_past=past, **part)


@pytest.mark.every_database
def test_the_dashboard_of_a_moment_says_later_what_it_said_then(app, clock):
    town = Seated()
    db.session.commit()
    said = {}
    for at, act in steps(town):
        clock.move_to(at)
        act(at)
        db.session.commit()
        said[at] = told(board_of(scope_at(town.coordinator, at, past=False)))
    clock.shift(timedelta(days=40))
    for at, then in said.items():
        assert told(board_of(scope_at(town.coordinator, at))) == then, at
    assert len({str(then) for then in said.values()}) > len(said) / 2, "they are not always the same"


class Seated(Town):
    """A town whose observers stay the same: whether a seat observes is told as of today."""

    def change_forum(self, at, *, observes=False, **changes):
        """Change the charter of the forum."""
        super().change_forum(at, **changes)


def told(board: Board):
    """Return a dashboard as plain values, without names and sectors, which are those of today."""
    return {name: getattr(board, name) for name in set(Board.__slots__) - {"ending"}} | {
        "shares": {key: both for key, both in board.shares.items() if key is not Key.ROLES},
        "open_in": sorted(row[1:] for row in board.open_in),
        "late_ones": [(row.id, row.due) for row in board.late_ones],
        "ahead": [(row.id, row.day) for row in board.ahead],
        "forums": [(row.forum_id, row.sessions, row.share) for row in board.forums],
        "organisations": [(row.id, row.share) for row in board.organisations],
    }


@pytest.mark.parametrize("seed", [7, 23])
def test_every_figure_is_what_raw_rows_give_one_by_one(app, clock, seed):
    city = City(seed)
    city.live(clock)
    clock.move_to(end_of(FIRST + timedelta(days=DAYS + 40)))
    parts = [{}, {"forum": city.forum}, {"organisation": city.people[0].organisation}]
    counted = set()
    for offset in sorted(city.dice.sample(range(10, DAYS), 5)):
        day = FIRST + timedelta(days=offset)
        for part in parts:
            scope = scope_at(city.coordinator, end_of(day), days=city.dice.choice([30, 90]), **part)
            narrowed = {"circle": scope.circle_id, "organisation": scope.organisation and scope.organisation.id}
            right = slowly.figures(scope.now, day, scope.window.days, **narrowed)
            compare(board_of(scope), right, scope)
            counted |= {name for name, value in right.items() if value and value != (0, 0)}
    assert {"on_time", "late", "organisations", "verification", "returned", "done", "attendance", "services"} <= counted


def compare(board: Board, right: dict, scope: Scope) -> None:
    """Compare a dashboard with the figures that were counted one by one."""
    shares = {name: (now.part, now.whole) for name, key in SHARES.items() for now in [board.shares[key][0]]}
    if scope.forum:
        shares = {name: value for name, value in shares.items() if name not in {"services", "barriers", "notice"}}
    shown = {
        "on_time": (board.on_time.part, board.on_time.whole),
        "late": (board.late.part, board.late.whole),
        "longest": board.longest_late,
        "blocked": board.blocked,
        "verification": (board.verification.now, board.verification.number),
        "done": (board.done.now, board.done.number),
        "attendance": (board.attendance.part, board.attendance.whole),
        "balance": None if board.balance is None else round(board.balance, 9),
        "proposals": {row.sector: (row.adopted, row.proposed) for row in board.proposals},
        **shares,
    }
    if not scope.organisation:
        shown["organisations"] = {row.id: (row.on_time, row.whole) for row in board.organisations}
        shown["minutes"] = (board.minutes.now, board.minutes.number)
    assert shown == {name: right[name] for name in shown}, scope
    if "made" in right:
        made = [key for key, at in right["made"].items() if local_date(at) >= scope.window.first]
        followed = board.shares[Key.FOLLOWED][0]
        assert (followed.part, followed.whole) == (sum(key in right["bound"] for key in made), len(made))


def test_each_list_has_what_its_figure_counts(app, clock):
    city = City(3)
    city.live(clock)
    day = FIRST + timedelta(days=DAYS - 5)
    clock.move_to(end_of(day + timedelta(days=30)))
    with app.test_request_context():
        scope = scope_at(city.coordinator, end_of(day))
        board = board_of(scope)
        figures = {Key.ON_TIME: board.on_time, Key.LATE: board.late, Key.ATTENDANCE: board.attendance}
        figures |= {key: now for key, (now, _before) in board.shares.items()}
        assert {key: page_of_rows(key, scope).share for key in figures} == figures
        numbers = {Key.MINUTES: board.minutes.number, Key.VERIFICATION: board.verification.number}
        numbers |= {Key.DONE: board.done.number, Key.AGENDA: sum(row.proposed for row in board.proposals)}
        assert {key: page_of_rows(key, scope).page.total for key in numbers} == numbers
        for key, mean in ((Key.MINUTES, board.minutes.now), (Key.VERIFICATION, board.verification.now)):
            days = page_of_rows(key, scope).days
            assert (None if days is None else round(days)) == mean


@pytest.mark.every_database
def test_stored_counts_are_what_is_counted_on_that_day(app, clock):
    city = City(11)
    city.live(clock)
    clock.move_to(end_of(FIRST + timedelta(days=DAYS)))
    days = [FIRST + timedelta(days=offset) for offset in (15, 60, DAYS - 1)]
    assert daily.missing() == days[-1:]
    for day in days:
        daily.store(day)
    db.session.commit()
    assert daily.missing() == []
    stored = daily.counts_on(days, city.coordinator)
    assert stored.keys() == set(days)
    for day in days:
        right = slowly.figures(end_of(day), day, 30)
        assert (stored[day].late, stored[day].open) == right["late"]
        assert stored[day].blocked == right["blocked"]
        assert stored[day].overdue == right["overdue"]
    before = rows()
    daily.store(days[1])
    assert rows() == before, "counting a day anew changes nothing"


def rows():
    """Return the stored counts as plain values."""
    found = slowly.every(daily.DailyCount)
    names = ("day", "circle_id", "organisation_id", "shared", *daily.COUNTS)
    return sorted([tuple(str(getattr(one, name)) for name in names) for one in found])
