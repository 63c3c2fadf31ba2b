"""Texts of mails about commitments: subject, main sentence and button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts of a mail; `act` is the label of its button.

    Parameters of the subject: title, distance ("in 9 days") and late ("30 days late"). Parameters of the sentence:
    name (title and code), by, due, counter_due, responsible, verifier, distance, days (days late, as "30 days") and
    ago (since when an answer is pending).
    """

    subject: Any
    sentence: Any
    act: Any


SEE = _l("See the commitment")
DUE = Wording(_l("Due %(distance)s: %(title)s"), _l("%(name)s is due %(due)s, %(distance)s."), _l("Report progress"))

WORDINGS = {
    "proposed": Wording(
        _l("Please answer: %(title)s"),
        _l("%(by)s proposes that %(responsible)s commits to %(name)s by %(due)s. It binds once you accept it."),
        _l("Accept, decline or propose another date"),
    ),
    "cancelled": Wording(
        _l("Cancelled: %(title)s"), _l("%(by)s cancelled %(name)s. Nothing more is asked of you."), SEE
    ),
    "accepted": Wording(
        _l("Accepted: %(title)s"), _l("%(responsible)s accepted %(name)s. It is binding, due %(due)s."), SEE
    ),
    "declined": Wording(_l("Declined: %(title)s"), _l("%(responsible)s declined %(name)s."), SEE),
    "counter_proposed": Wording(
        _l("Another date proposed: %(title)s"),
        _l("%(responsible)s offers %(counter_due)s instead of %(due)s for %(name)s."),
        _l("Take the date, or insist"),
    ),
    "date_agreed": Wording(
        _l("Date agreed: %(title)s"), _l("Your date for %(name)s was taken. It is binding, due %(due)s."), SEE
    ),
    "proposed_again": Wording(
        _l("Please answer again: %(title)s"),
        _l("%(by)s keeps to the date first proposed for %(name)s: %(due)s."),
        _l("Accept, decline or propose another date"),
    ),
    "help_needed": Wording(
        _l("Help needed: %(title)s"), _l("%(responsible)s reports a difficulty with %(name)s and asks for help."), SEE
    ),
    "submitted": Wording(
        _l("To verify: %(title)s"),
        _l("%(responsible)s handed over %(name)s. Please check it against the acceptance criteria."),
        _l("Check and confirm"),
    ),
    "recorded": Wording(
        _l("Recorded on your behalf: %(title)s"),
        _l("%(by)s recorded what your organisation told them about %(name)s. Please say so if it is not right."),
        SEE,
    ),
    "met": Wording(
        _l("Kept: %(title)s"), _l("%(verifier)s confirmed that %(name)s meets its acceptance criteria."), SEE
    ),
    "partially_met": Wording(
        _l("Partly met: %(title)s"), _l("%(verifier)s found that something of %(name)s remains to be done."), SEE
    ),
    "returned": Wording(
        _l("Sent back: %(title)s"),
        _l("%(verifier)s sent back the delivery of %(name)s."),
        _l("See why, and hand it over again"),
    ),
    "closed": Wording(_l("Closed as partly met: %(title)s"), _l("%(by)s closed %(name)s as it stands."), SEE),
    "extension_asked": Wording(
        _l("A later date is asked for: %(title)s"),
        _l("%(responsible)s asks for a later date than %(due)s for %(name)s."),
        _l("Grant it, or keep the date"),
    ),
    "extension_approved": Wording(_l("Later date granted: %(title)s"), _l("%(name)s is now due %(due)s."), SEE),
    "extension_denied": Wording(_l("The date stays: %(title)s"), _l("%(name)s is still due %(due)s."), SEE),
    "blocked": Wording(
        _l("Blocked: %(title)s"),
        _l("%(responsible)s cannot go on with %(name)s, and names who could remove the barrier."),
        SEE,
    ),
    "answer": Wording(
        _l("Still waiting for your answer: %(title)s"),
        _l("%(name)s, due %(due)s, was proposed to %(responsible)s %(ago)s. Nobody has answered yet."),
        _l("Accept, decline or propose another date"),
    ),
    "verify": Wording(
        _l("Still to verify: %(title)s"),
        _l("%(responsible)s handed over %(name)s %(ago)s and waits for %(verifier)s to look at it."),
        _l("Check and confirm"),
    ),
    "T-14": DUE,
    "T-3": DUE,
    "T+1": Wording(
        _l("%(late)s: %(title)s"),
        _l("%(name)s is %(days)s late: it was due %(due)s. Report where it stands, or ask for a later date."),
        _l("Report progress"),
    ),
    "T+7": Wording(
        _l("%(late)s: %(title)s"),
        _l("%(responsible)s is %(days)s late with %(name)s, due %(due)s. You receive this as its head or secretariat."),
        SEE,
    ),
}
