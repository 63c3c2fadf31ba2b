"""Rules of requests for cooperation: states, and how late an answer is. Days are local dates."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from app.calendars.shifts import HolidayOn, nearest_working_day


class Applicant(enum.Enum):
    """As what somebody asks for cooperation; citizens ask in their own name."""

    PRIVATE = "private"
    REGIONAL_ENTERPRISE = "regional_enterprise"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    CITIZEN = "citizen"


class Contribution(enum.Enum):
    """What an applicant brings."""

    DATA = "data"
    TECHNOLOGY = "technology"
    EXPERTISE = "expertise"
    FUNDING = "funding"


class RequestState(enum.Enum):
    """The state of a request."""

    RECEIVED = "received"
    ASKED = "asked"
    AUDIENCE = "audience"
    AGREEMENT = "agreement"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ThreadAct(enum.Enum):
    """What an entry of the thread of a request did."""

    WROTE = "wrote"
    ASKED = "asked"
    INVITED = "invited"
    STARTED = "started"
    ATTACHED = "attached"
    DECLINED = "declined"
    WITHDREW = "withdrew"


UNANSWERED = (RequestState.RECEIVED, RequestState.ASKED)
"""The states before the unit decided."""
OPEN = (*UNANSWERED, RequestState.AUDIENCE)
"""The states that can still lead to an audience, and in which the applicant can withdraw."""
GOING = (*OPEN, RequestState.AGREEMENT)
"""The states in which both sides write to each other."""
ENDED = (RequestState.DECLINED, RequestState.WITHDRAWN)
"""The states that end a request; its personal data is erased some time after."""
KEPT = timedelta(days=2 * 365)
"""How long the personal data of a request that ended is kept, as the form states."""


def working_days_past(due: date, today: date, holiday_on: HolidayOn) -> int:
    """Return how many working days after `due` have begun by `today`; 0 if it is not past."""
    days, day = 0, due
    while (day := nearest_working_day(day, holiday_on, step=1)) <= today:
        days += 1
    return days


def titled(text: str, longest: int = 90) -> str:
    """Return the first sentence of a text as a title of at most `longest` characters."""
    line = " ".join(text.split())
    first = line.partition(". ")[0].rstrip(".")
    if len(first) <= longest:
        return first
    return first[: longest - 1].rpartition(" ")[0].rstrip(",;:") + "…"
