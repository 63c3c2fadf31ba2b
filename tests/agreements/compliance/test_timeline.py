"""The specification of the chart in time: what is where, in words that fit."""

from datetime import date

import pytest

from agreements.compliance.rules import Outcome, months, window
from agreements.compliance.timeline import Frame, Line, timeline
from app.charts.job import ChartJob
from tests.agreements.compliance.test_rules import owed

TODAY, END = date(2026, 11, 30), date(2027, 1, 8)


def line(said="Terpenuhi", **facts):
    made = owed(**facts)
    return Line(made, "Laporan mutu data, triwulan II (FWD)", "Laporan, TW II (FWD)", said, f"/commitments/{made.code}")


def drawn(*lines, slim=False, ends=END):
    shown = window(2026, [], ends)
    frame = Frame(
        window=shown,
        months=[(day, f"{day:%b}") for day in months(shown.start, shown.end)],
        today=TODAY,
        today_said="Hari ini",
        notice_on=date(2026, 12, 9),
        notice_said="Pemberitahuan 9 Des",
        ends_said="Berakhir 8 Jan",
    )
    return timeline("Ringkasan", lines, frame, width=326 if slim else 960, slim=slim)


def values(spec, mark):
    return [row for one in spec["layer"] if one["mark"]["type"] == mark for row in one["data"]["values"]]


def at(day):
    return (day - date(2026, 1, 1)).days


def words_of(spec):
    """Return the words of each row with their alignment."""
    texts = [one for one in spec["layer"] if one["mark"]["type"] == "text" and "color" in one["encoding"]]
    return {row["t"]: (one["mark"]["align"], row["x"]) for one in texts for row in one["data"]["values"]}


def test_a_row_has_first_and_current_date_and_what_became_of_it():
    late = line(outcome=Outcome.MET_LATE, due=date(2026, 7, 10), met_on=date(2026, 7, 8))
    marks = [(row["shape"], row["x"]) for row in values(drawn(late), "point")]
    assert marks == [
        ("circle", at(date(2026, 6, 15))),
        ("diamond", at(date(2026, 7, 10))),
        ("square", at(date(2026, 7, 8))),
    ]
    still = line(outcome=Outcome.LATE, first=date(2026, 11, 4), due=date(2026, 11, 18))
    red = [one for one in drawn(still)["layer"] if one["mark"].get("strokeWidth") == 4]
    (span,) = red[0]["data"]["values"]
    assert (span["x"], span["x2"]) == (at(date(2026, 11, 18)), at(TODAY))


def test_words_stand_where_they_cross_no_date():
    met = line(outcome=Outcome.MET, met_on=date(2026, 6, 12))
    soon = line("Belum jatuh tempo", first=date(2026, 12, 17))
    late = line("Terlambat 12 hari", outcome=Outcome.LATE, first=date(2026, 11, 18))
    assert words_of(drawn(met, soon, late)) == {
        "Terpenuhi": ("left", at(date(2026, 6, 15))),
        "Belum jatuh tempo": ("right", at(TODAY)),
        "Terlambat 12 hari": ("right", at(date(2026, 11, 18))),
    }


def test_words_that_fit_on_neither_side_stand_right_of_the_mark():
    long = line("Terpenuhi, 22 hari lambat", outcome=Outcome.MET_LATE, met_on=date(2026, 7, 7))
    assert words_of(drawn(long, slim=True)) == {"Terpenuhi, 22 hari lambat": ("left", at(date(2026, 7, 7)))}


def test_a_slim_drawing_has_short_names_and_no_notice():
    spec = drawn(line(), slim=True)
    said = {row["t"] for row in values(spec, "text")}
    assert "Laporan, TW II (FWD)" in said
    assert "Pemberitahuan 9 Des" not in said


@pytest.mark.parametrize("ends", [END, None, date(2026, 11, 1), date(2026, 11, 30)])
def test_it_is_drawn_with_a_link_for_each_row(app, tmp_path, ends):
    lines = [line(outcome=one, first=date(2026, number + 1, 28)) for number, one in enumerate(Outcome)]
    svg = ChartJob(spec=drawn(*lines, ends=ends), fonts=tmp_path).print().decode()
    assert svg.count('<a href="/commitments/KMT-2026-0001" aria-label="Laporan mutu data, triwulan II (FWD): ') == 9
