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
    ago (since when an answer is pending), awaited and awaited_state (what was waited for, and how it ended).
    """

    subject: Any
    sentence: Any
    act: Any


SEE = _l("See the commitment")
DUE = Wording(_l("Due %(distance)s: %(title)s"), _l("%(name)s is due %(due)s, %(distance)s."), _l("Report progress"))

WORDINGS = {
    "proposed": Wording(
        _l("Please answer: %(title)s"),
        _l("%(by)s proposes that %(responsible)s commits to %(name)s by %(due)s. It is binding once you accept it."),
        _l("Accept, decline or propose another date"),
    ),
    "cancelled": Wording(
        _l("Cancelled: %(title)s"), _l("%(by)s cancelled %(name)s. Nothing more is asked of you."), SEE
    ),
    "accepted": Wording(
        _l("Accepted: %(title)s"), _l("%(responsible)s accepted %(name)s. It is binding, due %(due)s."), SEE
    ),
    "contact_named": Wording(
        _l("You are the contact: %(title)s"),
        _l("%(by)s named you as the contact of %(responsible)s for %(name)s, due %(due)s."),
        SEE,
    ),
    "declined": Wording(_l("Declined: %(title)s"), _l("%(responsible)s declined %(name)s."), SEE),
    "counter_proposed": Wording(
        _l("Another date proposed: %(title)s"),
        _l("%(responsible)s proposes %(counter_due)s instead of %(due)s for %(name)s."),
        _l("Accept the date or keep the proposed one"),
    ),
    "date_agreed": Wording(
        _l("Date agreed: %(title)s"), _l("Your date for %(name)s was accepted. It is binding, due %(due)s."), SEE
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
        _l("%(responsible)s submitted %(name)s. Please check it against the acceptance criteria."),
        _l("Check and confirm"),
    ),
    "recorded": Wording(
        _l("Recorded on your behalf: %(title)s"),
        _l("%(by)s recorded what your organisation told them about %(name)s. Please let them know if it is wrong."),
        SEE,
    ),
    "met": Wording(
        _l("Criteria met: %(title)s"), _l("%(verifier)s confirmed that %(name)s meets its acceptance criteria."), SEE
    ),
    "partially_met": Wording(
        _l("Partly met: %(title)s"), _l("%(verifier)s found that part of %(name)s remains to be done."), SEE
    ),
    "returned": Wording(
        _l("Returned: %(title)s"),
        _l("%(verifier)s returned the delivery of %(name)s."),
        _l("See the reason and submit it again"),
    ),
    "closed": Wording(_l("Closed as partly met: %(title)s"), _l("%(by)s closed %(name)s as partly met."), SEE),
    "extension_asked": Wording(
        _l("Extension requested: %(title)s"),
        _l("%(responsible)s requests an extension of %(name)s, which is due %(due)s."),
        _l("Grant the extension or keep the due date"),
    ),
    "extension_approved": Wording(_l("Extension granted: %(title)s"), _l("%(name)s is now due %(due)s."), SEE),
    "extension_denied": Wording(_l("Due date unchanged: %(title)s"), _l("%(name)s is still due %(due)s."), SEE),
    "blocked": Wording(
        _l("Blocked: %(title)s"),
        _l("%(responsible)s cannot proceed with %(name)s and has reported a barrier."),
        SEE,
    ),
    "answer": Wording(
        _l("Still waiting for your answer: %(title)s"),
        _l("%(name)s, due %(due)s, was proposed to %(responsible)s %(ago)s. Nobody has answered yet."),
        _l("Accept, decline or propose another date"),
    ),
    "verify": Wording(
        _l("Still to verify: %(title)s"),
        _l("%(responsible)s submitted %(name)s %(ago)s and is waiting for %(verifier)s to verify it."),
        _l("Check and confirm"),
    ),
    "disputed": Wording(
        _l("Disputed: %(title)s"),
        _l(
            "%(responsible)s disputes your finding about %(name)s. Please write your position; someone impartial "
            "mediates."
        ),
        _l("Write the position of your side"),
    ),
    "to_mediate": Wording(
        _l("To mediate: %(title)s"),
        _l("%(responsible)s disputes a finding of %(verifier)s about %(name)s. You can mediate."),
        _l("See both positions"),
    ),
    "mediate": Wording(
        _l("Mediation pauses: %(title)s"),
        _l("%(responsible)s and %(verifier)s wait for a step in the mediation about %(name)s."),
        _l("Continue the mediation"),
    ),
    "outcome_proposed": Wording(
        _l("Do you agree? %(title)s"),
        _l("%(by)s proposes an outcome of the mediation about %(name)s. It takes effect once both sides agree."),
        _l("Agree or decline"),
    ),
    "outcome_declined": Wording(
        _l("Outcome declined: %(title)s"),
        _l("%(by)s declined the outcome about %(name)s. The mediation continues."),
        SEE,
    ),
    "settled": Wording(
        _l("Settled: %(title)s"), _l("%(responsible)s and %(verifier)s agreed on an outcome about %(name)s."), SEE
    ),
    "dispute_withdrawn": Wording(
        _l("Dispute withdrawn: %(title)s"),
        _l("%(by)s withdrew the dispute about %(name)s. The finding applies again."),
        SEE,
    ),
    "handover_asked": Wording(
        _l("Take over? %(title)s"),
        _l("%(by)s asks whether your organisation takes over %(name)s from %(responsible)s. It is due %(due)s."),
        _l("Take over or decline"),
    ),
    "handover_begun": Wording(
        _l("Hand-over requested: %(title)s"),
        _l(
            "%(by)s asked another organisation to take over %(name)s. %(responsible)s stays responsible until it "
            "accepts."
        ),
        SEE,
    ),
    "handed_over": Wording(
        _l("Handed over: %(title)s"), _l("%(responsible)s is now responsible for %(name)s, due %(due)s."), SEE
    ),
    "handover_declined": Wording(
        _l("Hand-over declined: %(title)s"), _l("%(by)s declined to take over %(name)s."), SEE
    ),
    "handover_withdrawn": Wording(
        _l("Hand-over withdrawn: %(title)s"),
        _l("%(by)s withdrew the hand-over of %(name)s. Nothing is asked of you."),
        SEE,
    ),
    "awaited_ended": Wording(
        _l("No longer waiting: %(title)s"),
        _l("%(name)s waited for %(awaited)s, which has ended: %(awaited_state)s."),
        SEE,
    ),
    "watched": Wording(_l("News: %(title)s"), _l("You watch %(name)s. This is new:"), SEE),
    "mentioned": Wording(
        _l("You are mentioned: %(title)s"),
        _l("%(by)s mentioned you in a remark about %(name)s."),
        _l("Read the remark"),
    ),
    "T-14": DUE,
    "T-3": DUE,
    "T+1": Wording(
        _l("%(late)s: %(title)s"),
        _l("%(name)s is %(days)s late: it was due %(due)s. Please report progress or request an extension."),
        _l("Report progress"),
    ),
    "T+7": Wording(
        _l("%(late)s: %(title)s"),
        _l("%(responsible)s is %(days)s late with %(name)s, due %(due)s. You receive this as its head or secretariat."),
        SEE,
    ),
}
