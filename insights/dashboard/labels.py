"""Names and definitions of indicators, and the words of their lists."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from insights.dashboard.rows import Key
from insights.dashboard.scope import Scope


class Indicator(NamedTuple):
    """An indicator: its name, how it is counted, what the date of its rows is, and what `part` means and does not."""

    name: Any
    about: Any
    day: Any
    yes: Any = ""
    no: Any = ""
    fewer: bool = False
    """Whether a lower value is better."""


INDICATORS = {
    Key.ON_TIME: Indicator(
        _l("On time against the first due date"),
        _l(
            "Commitments whose submission, once met, is dated on or before the first due date, among all that were met "
            "in this time and those still owed past their first due date. Extensions change nothing, and what awaits "
            "verification is not counted yet. Fewer than five are told as a number."
        ),
        _l("First due date"),
        _l("On time"),
        _l("Not on time"),
    ),
    Key.LATE: Indicator(
        _l("Open commitments that are late"),
        _l(
            "The present due date is past, and the commitment is accepted, in progress or blocked. What awaits "
            "verification is not late."
        ),
        _l("Due"),
        _l("Late"),
        _l("Not late"),
        True,
    ),
    Key.DONE: Indicator(
        _l("From decision to done"),
        _l(
            "Half of the commitments of the decisions of the last twelve months were met within this time; those that "
            "are open count as not done (Kaplan-Meier). Compared with the twelve months before."
        ),
        _l("Decided"),
        _l("Done"),
        _l("Open"),
    ),
    Key.MINUTES: Indicator(
        _l("Minutes circulated after the session"),
        _l(
            "Mean days from the end of a session until its first minutes were circulated, of minutes circulated in "
            "this time."
        ),
        _l("Session"),
    ),
    Key.ATTENDANCE: Indicator(
        _l("Attendance"),
        _l(
            "Seats of which somebody came, in person or represented, among all seats at the sessions held in this time "
            "whose attendance was recorded; observers are left out. Balance: 100 less half the sum of the differences "
            "between each sector’s share of those called and of those that came."
        ),
        _l("Session"),
    ),
    Key.VERIFICATION: Indicator(
        _l("Verification"),
        _l("Mean days from the last submission until it was found met, of verdicts in this time."),
        _l("Verdict"),
    ),
    Key.FOLLOWED: Indicator(
        _l("Decisions with an accepted commitment"),
        _l(
            "Decisions of this time with at least one commitment that the responsible organisation accepted, with its "
            "due date, and that was not cancelled since."
        ),
        _l("Decided"),
        _l("Followed up"),
        _l("No accepted commitment"),
    ),
    Key.EXTENDED: Indicator(
        _l("Met after an extension"),
        _l("Commitments found met in this time whose due date was extended at least once."),
        _l("Verdict"),
        _l("Extended"),
        _l("Never extended"),
        True,
    ),
    Key.RETURNED: Indicator(
        _l("Deliveries returned"),
        _l("Verdicts of this time by which the verifier returned a delivery, among all verdicts."),
        _l("Verdict"),
        _l("Returned"),
        _l("Not returned"),
        True,
    ),
    Key.DISPUTED: Indicator(
        _l("Verdicts disputed"),
        _l(
            "Verdicts of this time that the responsible organisation disputed, among those that it could dispute: "
            "returned, or found partly met."
        ),
        _l("Verdict"),
        _l("Disputed"),
        _l("Not disputed"),
        True,
    ),
    Key.AGENDA: Indicator(
        _l("Agenda items proposed and taken up"),
        _l(
            "Items that people proposed for the sessions held in this time, by the sector of their organisation; taken "
            "up: they came onto the agenda. Items carried over count once, and those of a template not at all."
        ),
        _l("Session"),
        _l("Taken up"),
        _l("Not taken up"),
    ),
    Key.NOTICE: Indicator(
        _l("Agreements decided before their notice date"),
        _l(
            "Agreements whose notice date, that of their end as it stands, lay in this time: their renewal was drafted "
            "or they were terminated by that day."
        ),
        _l("Notice date"),
        _l("Decided in time"),
        _l("Not decided in time"),
    ),
    Key.SERVICES: Indicator(
        _l("Services integrated"),
        _l("Services in the register on the last day whose data flow both ways without being typed again."),
        _l("Status since"),
        _l("Integrated"),
        _l("Not integrated"),
    ),
    Key.BARRIERS: Indicator(
        _l("Open barriers older than 60 days"),
        _l("Barriers that are open on the last day, by the days since they began."),
        _l("Since"),
        _l("Older than 60 days"),
        _l("Up to 60 days"),
        True,
    ),
    Key.ROLES: Indicator(
        _l("Roles seen differently"),
        _l(
            "Activities of role matrices for which the parties name different accountable organisations, once the "
            "views are shown to all. Only as of today: views are not kept when they change."
        ),
        _l("Begun"),
        _l("Seen differently"),
        _l("Seen alike"),
        True,
    ),
}
FURTHER = (
    Key.FOLLOWED,
    Key.EXTENDED,
    Key.RETURNED,
    Key.DISPUTED,
    Key.NOTICE,
    Key.SERVICES,
    Key.BARRIERS,
    Key.ROLES,
)
"""The indicators of the table, in order."""


def is_counted(key: Key, scope: Scope) -> bool:
    """Return whether an indicator exists in a scope; views of roles are overwritten, so that no past day has them."""
    if key in {Key.FOLLOWED, Key.MINUTES}:
        return not (scope.agreement or scope.organisation)
    if key is Key.ROLES:
        return not scope.is_past
    return not (key is Key.NOTICE and scope.forum)
