"""What links in mails about commitments open: the commitment, and the acts of its parties."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, abort, g
from flask_babel import gettext as _

from app.circles.models import Classification
from app.database import db
from app.mail import links
from app.mail.links import LinkAct
from app.web.arguments import uuid_of
from commitments.delivery.models import Evidence
from commitments.extensions.models import Extension
from commitments.handover.models import Handover
from commitments.registry.models import Commitment
from commitments.summaries.models import Summary


def init_app(app: Flask) -> None:
    """Let links open commitments. Acts that bind or decide ask for a code."""
    from commitments.blockers import views as blockers
    from commitments.by_link import views
    from commitments.delivery import views as delivery
    from commitments.extensions import views as extensions
    from commitments.reminders import views as reminders
    from commitments.verification import views as verification

    acts = {
        "accept": LinkAct(delivery.accept, binds=True),
        "decline": LinkAct(delivery.decline, binds=True),
        "counter-propose": LinkAct(delivery.counter_propose, binds=True),
        "agree-to-date": LinkAct(delivery.agree_to_date, binds=True),
        "insist-on-date": LinkAct(delivery.insist_on_date, binds=True),
        "report": LinkAct(delivery.report),
        "reports": LinkAct(delivery.receive),
        "submit": LinkAct(delivery.submit, binds=True, uploads=True),
        "accept-and-report": LinkAct(delivery.accept_and_report, binds=True, uploads=True),
        "accept-and-submit": LinkAct(delivery.accept_and_submit, binds=True, uploads=True),
        "comment": LinkAct(delivery.comment),
        "evidence": LinkAct(delivery.evidence, parameters=_evidence),
        "block": LinkAct(blockers.block),
        "unblock": LinkAct(blockers.unblock),
        "extend": LinkAct(extensions.ask),
        "on-track": LinkAct(reminders.on_track),
        "ask-for-help": LinkAct(reminders.ask_for_help),
        "approve-extension": LinkAct(extensions.approve, binds=True, parameters=_extension),
        "deny-extension": LinkAct(extensions.deny, binds=True, parameters=_extension),
        "verify": LinkAct(verification.confirm, binds=True),
        "partly-met": LinkAct(verification.find_partly_met, binds=True),
        "return": LinkAct(verification.send_back, binds=True),
        **_acts_between_sides(),
    }
    links.offer(
        app,
        Commitment,
        parameter="commitment_id",
        view=views.show,
        acts=acts,
        label=lambda commitment: f"{commitment.code} {commitment.title}",
        secret=lambda commitment: commitment.circle.classification is Classification.SECRET,
    )
    offer_summaries(app)


def _acts_between_sides() -> dict[str, LinkAct]:
    """Return the acts of disputes, hand-overs and dispositions; the last name colleagues, and so ask for a code."""
    from commitments.dispositions import views as dispositions
    from commitments.disputes import views as disputes
    from commitments.handover import views as handover

    return {
        "disposition": LinkAct(dispositions.give, binds=True, uploads=True),
        "dispute": LinkAct(disputes.dispute, binds=True),
        "position": LinkAct(disputes.take_position),
        "option": LinkAct(disputes.add_option),
        "outcome": LinkAct(disputes.propose_outcome, binds=True),
        "agree-to-outcome": LinkAct(disputes.agree, binds=True),
        "decline-outcome": LinkAct(disputes.decline, binds=True),
        "withdraw-dispute": LinkAct(disputes.withdraw, binds=True),
        "take-over": LinkAct(handover.accept, binds=True, parameters=_handover),
        "decline-hand-over": LinkAct(handover.decline, binds=True, parameters=_handover),
    }


def offer_summaries(app: Flask) -> None:
    """Let links open weekly summaries. The acts are those of each commitment, whose page is then the summary."""
    from commitments.delivery import views as delivery
    from commitments.summaries import views

    acts = {
        "accept": LinkAct(delivery.accept, binds=True, parameters=_summarised),
        "decline": LinkAct(delivery.decline, binds=True, parameters=_summarised),
        "counter-propose": LinkAct(delivery.counter_propose, binds=True, parameters=_summarised),
        "report": LinkAct(delivery.report, parameters=_summarised),
        "reports": LinkAct(delivery.receive, parameters=_summarised),
        "submit": LinkAct(delivery.submit, binds=True, uploads=True, parameters=_summarised),
        "stop": LinkAct(views.stop),
    }
    links.offer(
        app,
        Summary,
        parameter="summary_id",
        view=views.show,
        acts=acts,
        label=lambda summary: _("the weekly summary"),
        secret=lambda _summary: False,
        home=lambda _summary: "/",
    )


def _summarised(summary: Summary, part: str) -> dict[str, UUID]:
    """Return the parameters of an act on a commitment of the organisation of the person; never on a secret one."""
    found = db.session.get(Commitment, uuid_of(part) or abort(404))
    if not found or found.responsible_id != summary.person.organisation_id:
        abort(404)
    if found.circle.classification is Classification.SECRET:
        abort(404)
    g.link_page = (Commitment.__name__, found.id, g.link_page[2])
    return {"commitment_id": found.id}


def _evidence(commitment: Commitment, part: str) -> dict[str, UUID]:
    found = db.session.get(Evidence, uuid_of(part) or abort(404))
    return {"evidence_id": found.id} if found and found.commitment_id == commitment.id else abort(404)


def _extension(commitment: Commitment, part: str) -> dict[str, UUID]:
    found = db.session.get(Extension, uuid_of(part) or abort(404))
    return {"extension_id": found.id} if found and found.commitment_id == commitment.id else abort(404)


def _handover(commitment: Commitment, part: str) -> dict[str, UUID]:
    found = db.session.get(Handover, uuid_of(part) or abort(404))
    return {"handover_id": found.id} if found and found.commitment_id == commitment.id else abort(404)
