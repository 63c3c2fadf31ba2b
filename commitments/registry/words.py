"""What mails about promises say: subject, the sentence that matters, and the one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts with the parameters title, code, by, due, responsible and verifier; `act` is the button."""

    subject: Any
    sentence: Any
    act: Any


SEE = _l("See the commitment")

WORDINGS = {
    "proposed": Wording(
        _l("Please answer: %(title)s"),
        _l("%(by)s proposes that %(responsible)s commits to this by %(due)s. It binds once you accept it."),
        _l("Accept, decline or propose another date"),
    ),
    "cancelled": Wording(
        _l("Cancelled: %(title)s"), _l("%(by)s cancelled this commitment. Nothing more is asked of you."), SEE
    ),
    "accepted": Wording(
        _l("Accepted: %(title)s"), _l("%(responsible)s accepted. The commitment is binding, due %(due)s."), SEE
    ),
    "declined": Wording(_l("Declined: %(title)s"), _l("%(responsible)s declined this commitment."), SEE),
    "counter_proposed": Wording(
        _l("Another date proposed: %(title)s"),
        _l("%(responsible)s offers %(counter_due)s instead of %(due)s."),
        _l("Take the date, or insist"),
    ),
    "date_agreed": Wording(
        _l("Date agreed: %(title)s"), _l("Your date was taken. The commitment is binding, due %(due)s."), SEE
    ),
    "proposed_again": Wording(
        _l("Please answer again: %(title)s"),
        _l("%(by)s asks for the first date, %(due)s, once more."),
        _l("Accept, decline or propose another date"),
    ),
    "help_needed": Wording(
        _l("Help needed: %(title)s"), _l("%(responsible)s reports a difficulty and asks for help."), SEE
    ),
    "submitted": Wording(
        _l("To verify: %(title)s"),
        _l("%(responsible)s handed this over. Please check it against the acceptance criteria."),
        _l("Check and confirm"),
    ),
    "recorded": Wording(
        _l("Recorded on your behalf: %(title)s"),
        _l("%(by)s recorded what your organisation told them. Please say so if it is not right."),
        SEE,
    ),
    "met": Wording(_l("Kept: %(title)s"), _l("%(verifier)s confirmed that the acceptance criteria are met."), SEE),
    "partially_met": Wording(
        _l("Partly met: %(title)s"), _l("%(verifier)s found that something remains to be done."), SEE
    ),
    "returned": Wording(
        _l("Sent back: %(title)s"), _l("%(verifier)s sent this delivery back."), _l("See why, and hand it over again")
    ),
    "closed": Wording(_l("Closed as partly met: %(title)s"), _l("%(by)s closed this commitment as it stands."), SEE),
    "extension_asked": Wording(
        _l("A later date is asked for: %(title)s"),
        _l("%(responsible)s asks for a later date than %(due)s."),
        _l("Grant it, or keep the date"),
    ),
    "extension_approved": Wording(_l("Later date granted: %(title)s"), _l("It is now due %(due)s."), SEE),
    "extension_denied": Wording(_l("The date stays: %(title)s"), _l("It is still due %(due)s."), SEE),
    "blocked": Wording(
        _l("Blocked: %(title)s"), _l("%(responsible)s cannot go on, and names who could remove the barrier."), SEE
    ),
    "answer": Wording(
        _l("Still waiting for your answer: %(title)s"),
        _l("This was proposed to %(responsible)s, due %(due)s, and nobody has answered yet."),
        _l("Accept, decline or propose another date"),
    ),
    "verify": Wording(
        _l("Still to verify: %(title)s"),
        _l("%(responsible)s handed this over and waits for %(verifier)s to look at it."),
        _l("Check and confirm"),
    ),
    "T-14": Wording(_l("Due in two weeks: %(title)s"), _l("This is due %(due)s."), _l("Report progress")),
    "T-3": Wording(_l("Due soon: %(title)s"), _l("This is due %(due)s."), _l("Report progress")),
    "T+1": Wording(
        _l("Late: %(title)s"),
        _l("This was due %(due)s. Report where it stands, or ask for a later date."),
        _l("Report progress"),
    ),
    "T+7": Wording(
        _l("Late for a week: %(title)s"),
        _l("%(responsible)s owes this since %(due)s. You receive this as its head or secretariat."),
        SEE,
    ),
}
