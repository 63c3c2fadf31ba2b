"""The acts of commitments, as the table of states and the state machine perform them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.circles.models import Steward, StewardRole
from app.clock import utc_now
from app.database import db
from app.organisations.models import Contact, ContactRole
from app.web.policies import Policy
from commitments.blockers import actions as blockers
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.delivery import policies as deliveries
from commitments.disputes import actions as disputes
from commitments.disputes import policies as mediation
from commitments.disputes.rules import OutcomeKind
from commitments.extensions import actions as extensions
from commitments.extensions.policies import ask_extension
from commitments.handover import actions as handover
from commitments.handover.policies import ask_handover
from commitments.milestones import actions as milestones
from commitments.milestones.policies import set_milestones
from commitments.registry import actions as registry
from commitments.registry.models import Commitment
from commitments.registry.policies import cancel_commitment
from commitments.verification import actions as verification
from commitments.verification.policies import close_commitment, verify_commitment
from commitments.waiting import actions as waiting
from commitments.waiting.policies import begin_wait
from commitments.watching import actions as watching
from commitments.watching.policies import watch_commitment
from tests.factories import CommitmentFactory, PersonFactory

LATER = date(2027, 1, 29)
REPORT = delivery.Report(progress=50, text="Separuh", links=("https://hasil.example/1",))
STATEMENT = disputes.Statement(holds="Cukup")


class ActOf(NamedTuple):
    """An act: the policy that decides who may, and what it does as `by`."""

    policy: Policy
    perform: Callable[[Any, Commitment, Any], Any]


def _act(policy: Policy, action: Callable[..., Any], *values: Any, **named: Any) -> ActOf:
    return ActOf(policy, lambda _town, it, by: action(it, *values, by=by, at=utc_now(), **named))


def _settling(action: Callable[..., Any], *values: Any) -> ActOf:
    return ActOf(
        mediation.settle,
        lambda town, it, by: action(it, *values, by=by, at=utc_now(), mediates=not mediation.is_side(by, it)),
    )


ACTS = {
    "accept": _act(deliveries.deliver, delivery.accept),
    "decline": _act(deliveries.deliver, delivery.decline, reason="x"),
    "counter-propose": _act(deliveries.deliver, delivery.counter_propose, due=LATER, reason="x"),
    "agree-to-date": _act(deliveries.agree_date, delivery.agree_to_date),
    "insist-on-date": _act(deliveries.agree_date, delivery.insist_on_date, reason="x"),
    "report": _act(deliveries.deliver, delivery.report, REPORT),
    "submit": _act(deliveries.deliver, delivery.submit, REPORT),
    "block": _act(deliveries.deliver, blockers.block, kind=BlockerKind.SYSTEM, text="x", remover=None),
    "unblock": _act(deliveries.deliver, blockers.unblock, note="x"),
    "extend": ActOf(
        ask_extension,
        lambda town, it, by: extensions.ask(
            it, due=it.current_due + timedelta(days=40), reason="x", by=by, at=utc_now()
        ),
    ),
    "hand-over": ActOf(
        ask_handover, lambda town, it, by: handover.ask(it, town.community, reason="x", by=by, at=utc_now())
    ),
    "verify": _act(verify_commitment, verification.confirm),
    "partly-met": _act(verify_commitment, verification.find_partly_met, remainder="x"),
    "return": _act(verify_commitment, verification.send_back, reason="x"),
    "close": _act(close_commitment, verification.close, reason="x"),
    "dispute": _act(mediation.open_dispute, disputes.dispute, "Cukupkah?", STATEMENT),
    "position": _act(mediation.take_part, disputes.take_position, STATEMENT),
    "support": _act(mediation.take_part, disputes.support, "A"),
    "reword": _act(mediation.mediate, disputes.reword, "Cukupkah?"),
    "option": _settling(disputes.add_option, "Bertahap"),
    "outcome": _settling(disputes.propose_outcome, OutcomeKind.STAYS, "Tetap"),
    "agree": _act(mediation.take_part, disputes.agree, 1),
    "decline-outcome": _act(mediation.take_part, disputes.decline, 1, reason="x"),
    "withdraw": _act(mediation.open_dispute, disputes.withdraw, reason="x"),
    "cancel": _act(cancel_commitment, registry.cancel, reason="x"),
    "milestone": ActOf(
        set_milestones,
        lambda _town, it, by: milestones.add(it, text="x", due=it.current_due, by=by, at=utc_now()),
    ),
    "wait": ActOf(begin_wait, lambda town, it, by: waiting.begin(it, town.awaited, by=by, at=utc_now())),
    "comment": _act(deliveries.comment, delivery.comment, text="x"),
    "watch": _act(watch_commitment, watching.watch),
}


def peopled(town: Any) -> dict[str, Any]:
    """Return the actors of the table by letter; the community can be reached, and a facilitator of it mediates.

    `town.awaited` is a commitment of others for which one can wait.
    """
    town.awaited = CommitmentFactory(circle=town.circle)
    town.facilitator = PersonFactory(name="Fasilitator", organisation=town.community)
    db.session.add(Steward(circle_id=town.circle.id, person_id=town.facilitator.id, role=StewardRole.FACILITATOR))
    db.session.add(Contact(organisation=town.community, role=ContactRole.FOCAL_POINT, person=town.member))
    db.session.commit()
    return {
        "r": town.owner,
        "v": town.verifier,
        "c": town.coordinator,
        "m": town.facilitator,
        "p": town.member,
        "s": town.stranger,
    }
