"""A forum's form as a browser sends it."""

from collections.abc import Callable
from typing import Any

import pytest

FORM = {
    "name": "Forum Koordinasi Lintas Sektor",
    "kind": "cross_sector",
    "goal": "Warga mendapat layanan tanpa mengulang data.",
    "purpose": "",
    "ground_rules": "Datang tepat waktu.\nSatu orang berbicara.",
    "decision_rule": "consensus",
    "classification": "internal",
    "repeat": "monthly",
    "rule": "",
    "position": "fourth",
    "weekday": "thursday",
    "time": "09.00",
    "minutes": "120",
    "first_day": "26 November 2026",
    "timezone": "Asia/Jakarta",
    "holiday_rule": "forward",
    "mode": "in_person",
    "place": "Balai Kota",
    "link": "",
    "organisation": "",
    "quorum_share": "50",
    "quorum_sectors": ["government", "private"],
}


@pytest.fixture
def forum_form() -> Callable[..., dict[str, Any]]:
    """`forum_form((person, "chair"), …, place="")` is what a browser sends for these participants and answers."""

    def form(*places: tuple[Any, str], **answers: Any) -> dict[str, Any]:
        rows = {}
        for number, (person, role) in enumerate(places):
            rows[f"places-{number}-organisation"] = str(person.organisation_id)
            rows[f"places-{number}-person"] = str(person.id)
            rows[f"places-{number}-role"] = role
        return {**FORM, **rows, **answers}

    return form
