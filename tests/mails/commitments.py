"""Produces each wording of the mail about commitments."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.accounts.models import Person
from app.calendars.holidays import known_holiday
from app.circles.models import Steward, StewardRole
from app.clock import utc_now
from app.database import db
from app.mail.notifications import actions as notifications
from app.mail.notifications.models import Rhythm
from app.mail.notifications.summaries import send_summaries as send_news
from app.organisations.models import Contact, ContactRole
from commitments.blockers import actions as blockers
from commitments.blockers.models import BlockerKind
from commitments.bulk import actions as bulk
from commitments.contact import actions as contact
from commitments.delivery import actions as delivery
from commitments.delivery.models import Source
from commitments.delivery.timeline import Behalf
from commitments.extensions import actions as extensions
from commitments.registry import actions as registry
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from commitments.reminders.jobs import nudge, remind
from commitments.reminders.rules import DEFAULT, Step
from commitments.summaries.jobs import send_summaries
from tests.factories import PersonFactory
from tests.mails.stage import Stage, ToMailbox, produces, to_mailbox

NOTICE = "commitments/notice"
REPORT = delivery.Report(progress=100, text="Selesai", links=("https://hasil.example/1",))
DUE = date(2026, 12, 18)
LATER = date(2027, 1, 29)


@produces(NOTICE, "proposed")
def proposed(it: Stage) -> Person:
    town = it.town
    proposal = registry.Proposal(
        circle=town.circle,
        title="Katalog sensor",
        criteria="Memuat 24 sensor",
        responsible=town.health,
        responsible_person=None,
        verifier=town.it,
        due=DUE,
    )
    registry.propose(proposal, by=town.coordinator, at=utc_now())
    return town.owner


@produces(NOTICE, "contact_named")
def contact_named(it: Stage) -> Person:
    contact.name_contact(it.town.promised(Delivery.ACCEPTED), it.town.owner, by=it.town.coordinator, at=utc_now())
    return it.town.owner


@produces("commitments/summary")
def summary(it: Stage) -> Person:
    it.town.promised(Delivery.IN_PROGRESS, current_due=date(2026, 11, 18))
    for _part in send_summaries():
        db.session.commit()
    db.session.commit()
    return it.town.owner


@produces(NOTICE, "cancelled")
def cancelled(it: Stage) -> Person:
    registry.cancel(it.town.promised(Delivery.ACCEPTED), by=it.town.coordinator, at=utc_now(), reason="Batal")
    return it.town.owner


@produces(NOTICE, "accepted")
def accepted(it: Stage) -> Person:
    delivery.accept(it.town.promised(), by=it.town.owner, at=utc_now())
    return it.town.coordinator


@produces(NOTICE, "declined")
def declined(it: Stage) -> Person:
    delivery.decline(it.town.promised(), by=it.town.owner, at=utc_now(), reason="Bukan tugas kami")
    return it.town.coordinator


def _countered(it: Stage) -> Commitment:
    commitment = it.town.promised()
    delivery.counter_propose(commitment, due=LATER, reason="Alat datang", by=it.town.owner, at=utc_now())
    return commitment


@produces(NOTICE, "counter_proposed")
def counter_proposed(it: Stage) -> Person:
    _countered(it)
    return it.town.verifier


@produces(NOTICE, "date_agreed")
def date_agreed(it: Stage) -> Person:
    delivery.agree_to_date(_countered(it), by=it.town.verifier, at=utc_now())
    return it.town.owner


@produces(NOTICE, "proposed_again")
def proposed_again(it: Stage) -> Person:
    delivery.insist_on_date(_countered(it), by=it.town.verifier, at=utc_now(), reason="Dipakai Desember")
    return it.town.owner


@produces(NOTICE, "help_needed")
def help_needed(it: Stage) -> Person:
    report = delivery.Report(progress=10, text="Mulai", challenges="Izin", help_needed=True)
    delivery.report(it.town.promised(Delivery.ACCEPTED), report, by=it.town.owner, at=utc_now())
    return it.town.coordinator


@produces(NOTICE, "recorded")
def recorded(it: Stage) -> Person:
    behalf = Behalf(source=Source.TELEPHONE, said_on=date(2026, 11, 23))
    delivery.accept(it.town.promised(), by=it.town.coordinator, at=utc_now(), behalf=behalf)
    return it.town.owner


def _submitted(it: Stage) -> Commitment:
    commitment = it.town.promised(Delivery.ACCEPTED)
    delivery.submit(commitment, REPORT, by=it.town.owner, at=utc_now())
    return commitment


@produces(NOTICE, "submitted")
def submitted(it: Stage) -> Person:
    _submitted(it)
    return it.town.verifier


def _found(act: Callable[..., Any], it: Stage, **details: str) -> Commitment:
    commitment = _submitted(it)
    act(commitment, by=it.town.verifier, at=utc_now(), **details)
    return commitment


@produces(NOTICE, "met")
def met(it: Stage) -> Person:
    from commitments.verification import actions

    _found(actions.confirm, it)
    return it.town.owner


@produces(NOTICE, "partially_met")
def partially_met(it: Stage) -> Person:
    from commitments.verification import actions

    _found(actions.find_partly_met, it, remainder="Dua sensor")
    return it.town.owner


@produces(NOTICE, "closed")
def closed(it: Stage) -> Person:
    from commitments.verification import actions

    commitment = _found(actions.find_partly_met, it, remainder="Dua sensor")
    actions.close(commitment, by=it.town.coordinator, at=utc_now(), reason="Cukup")
    return it.town.owner


@produces(NOTICE, "returned")
def returned(it: Stage) -> Person:
    from commitments.verification import actions

    _found(actions.send_back, it, reason="Belum lengkap")
    return it.town.owner


def _extension(it: Stage) -> Any:
    commitment = it.town.promised(Delivery.ACCEPTED)
    return extensions.ask(commitment, due=LATER, reason="Menunggu alat", by=it.town.owner, at=utc_now())


@produces(NOTICE, "extension_asked")
def extension_asked(it: Stage) -> Person:
    _extension(it)
    return it.town.verifier


@produces(NOTICE, "extension_approved")
def extension_approved(it: Stage) -> Person:
    extensions.approve(_extension(it), by=it.town.verifier, at=utc_now())
    return it.town.owner


@produces(NOTICE, "extension_denied")
def extension_denied(it: Stage) -> Person:
    extensions.deny(_extension(it), by=it.town.verifier, at=utc_now(), note="Dipakai Desember")
    return it.town.owner


@produces(NOTICE, "blocked")
def blocked(it: Stage) -> Person:
    commitment = it.town.promised(Delivery.ACCEPTED)
    why = {"kind": BlockerKind.SYSTEM, "text": "API belum dibuka", "remover": it.town.it}
    blockers.block(commitment, **why, by=it.town.owner, at=utc_now())
    return it.town.verifier


def _disputed(it: Stage) -> Commitment:
    """Let the owner dispute a returned delivery; a facilitator of neither side can mediate."""
    from commitments.disputes.actions import Statement, dispute
    from commitments.verification import actions

    steward = Steward(circle_id=it.town.circle.id, person_id=it.town.member.id, role=StewardRole.FACILITATOR)
    db.session.add(steward)
    commitment = _found(actions.send_back, it, reason="Belum lengkap")
    dispute(commitment, "Cukupkah 60 detik?", Statement(holds="Cukup"), by=it.town.owner, at=utc_now())
    return commitment


@produces(NOTICE, "disputed")
def disputed(it: Stage) -> Person:
    _disputed(it)
    return it.town.verifier


@produces(NOTICE, "to_mediate")
def to_mediate(it: Stage) -> Person:
    _disputed(it)
    return it.town.member


@produces(NOTICE, "mediate")
def mediate(it: Stage) -> Person:
    from commitments.disputes.jobs import remind_mediators

    _disputed(it)
    it.later(days=6)
    remind_mediators()
    return it.town.member


def _outcome(it: Stage) -> Commitment:
    from commitments.disputes.actions import propose_outcome
    from commitments.disputes.rules import OutcomeKind

    commitment = _disputed(it)
    propose_outcome(commitment, OutcomeKind.STAYS, "Tetap", by=it.town.member, at=utc_now(), mediates=True)
    return commitment


@produces(NOTICE, "outcome_proposed")
def outcome_proposed(it: Stage) -> Person:
    _outcome(it)
    return it.town.owner


@produces(NOTICE, "outcome_declined")
def outcome_declined(it: Stage) -> Person:
    from commitments.disputes.actions import decline

    decline(_outcome(it), 1, reason="Terlalu lama", by=it.town.verifier, at=utc_now())
    return it.town.owner


@produces(NOTICE, "settled")
def settled(it: Stage) -> Person:
    from commitments.disputes.actions import agree

    commitment = _outcome(it)
    for person in (it.town.owner, it.town.verifier):
        agree(commitment, 1, by=person, at=utc_now())
    return it.town.owner


@produces(NOTICE, "dispute_withdrawn")
def dispute_withdrawn(it: Stage) -> Person:
    from commitments.disputes.actions import withdraw

    withdraw(_disputed(it), reason="Kami perbaiki", by=it.town.owner, at=utc_now())
    return it.town.verifier


def _handover(it: Stage, *, by: Person | None = None) -> Any:
    from commitments.handover.actions import ask

    town = it.town
    db.session.add(Contact(organisation=town.community, role=ContactRole.FOCAL_POINT, person=town.member))
    commitment = town.promised(Delivery.IN_PROGRESS)
    return ask(commitment, town.community, reason="Pindah tugas", by=by or town.owner, at=utc_now())


@produces(NOTICE, "handover_asked")
def handover_asked(it: Stage) -> Person:
    _handover(it)
    return it.town.member


@produces(NOTICE, "handover_begun")
def handover_begun(it: Stage) -> Person:
    _handover(it, by=it.town.coordinator)
    return it.town.owner


@produces(NOTICE, "handed_over")
def handed_over(it: Stage) -> Person:
    from commitments.handover.actions import accept

    accept(_handover(it), None, by=it.town.member, at=utc_now())
    return it.town.owner


@produces(NOTICE, "handover_declined")
def handover_declined(it: Stage) -> Person:
    from commitments.handover.actions import decline

    decline(_handover(it), reason="Bukan tugas kami", by=it.town.member, at=utc_now())
    return it.town.owner


@produces(NOTICE, "handover_withdrawn")
def handover_withdrawn(it: Stage) -> Person:
    from commitments.handover.actions import withdraw

    withdraw(_handover(it), by=it.town.owner, at=utc_now())
    return it.town.member


@produces(NOTICE, "awaited_ended")
def awaited_ended(it: Stage) -> Person:
    from commitments.waiting.actions import begin

    waiting, awaited = it.town.promised(Delivery.IN_PROGRESS), it.town.promised(Delivery.PROPOSED, title="Server")
    begin(waiting, awaited, by=it.town.owner, at=utc_now())
    registry.cancel(awaited, by=it.town.coordinator, at=utc_now(), reason="Batal")
    return it.town.owner


def _disposition(it: Stage) -> Any:
    from app.dispositions.actions import give

    it.town.worker = PersonFactory(name="Staf", organisation=it.town.health, joined_at=None)
    commitment = it.town.promised(Delivery.IN_PROGRESS)
    return give(commitment, it.town.worker, instruction="Siapkan berkas", due=DUE, by=it.town.owner, at=utc_now())


@produces("dispositions/given")
def disposition_given(it: Stage) -> Person:
    _disposition(it)
    return it.town.worker


@produces("dispositions/news")
def disposition_news(it: Stage) -> Person:
    from app.dispositions.actions import answer

    answer(_disposition(it), text="Selesai", by=it.town.worker, at=utc_now())
    return it.town.owner


@produces(NOTICE, "watched")
def watched(it: Stage) -> Person:
    from commitments.watching.actions import watch
    from commitments.watching.jobs import tell

    commitment = it.town.promised(Delivery.ACCEPTED)
    watch(commitment, by=it.town.member, at=utc_now())
    it.later(minutes=1)
    delivery.report(commitment, REPORT, by=it.town.owner, at=utc_now())
    list(tell())
    return it.town.member


@produces("notifications/summary")
def news_summary(it: Stage) -> Person:
    topics = {"watching": Rhythm.DAILY}
    notifications.choose(it.town.member, topics, at=utc_now())
    watched(it)
    it.later(days=1)
    list(send_news())
    return it.town.member


@produces(NOTICE, "mentioned")
def mentioned(it: Stage) -> Person:
    from commitments.watching.actions import mention

    mention(it.town.promised(), it.town.owner, text="Mohon dilihat", by=it.town.coordinator, at=utc_now())
    return it.town.owner


@produces(NOTICE, "answer")
def answer(it: Stage) -> Person:
    it.town.promised()
    it.later(days=6)
    list(nudge())
    return it.town.owner


@produces(NOTICE, "verify")
def verify(it: Stage) -> Person:
    _submitted(it)
    it.later(days=6)
    list(nudge())
    return it.town.verifier


@produces(NOTICE, "T-14", "T-3", "T+1", "T+7")
def reminded(it: Stage) -> Person:
    it.town.promised(Delivery.IN_PROGRESS)
    db.session.commit()
    _remind(it, Step(it.wording))
    return it.town.head if it.wording == "T+7" else it.town.owner


def _remind(it: Stage, step: Step) -> None:
    day = DEFAULT.date_of(step, DUE, known_holiday)
    it.clock.move_to(datetime.fromisoformat(f"{day}T06:00:00+07:00"))
    list(remind())


@produces("commitments/reminders")
def reminded_of_several(it: Stage) -> Person:
    for _ in range(2):
        it.town.promised(Delivery.IN_PROGRESS)
    db.session.commit()
    _remind(it, Step.DAY_AFTER)
    return it.town.owner


@to_mailbox("commitments/T+7")
def secretariat_reminded(it: Stage) -> ToMailbox:
    it.wording = "T+7"
    health = it.town.health
    health.secretariat_email = "sekretariat@dinkes.example"
    head = reminded(it)
    return ToMailbox("commitments/T+7", health.secretariat_email, health, (head, it.town.owner))


@produces("commitments/reminder_of_several")
def reminded_by_a_person_of_several(it: Stage) -> Person:
    owed = [it.town.promised(Delivery.IN_PROGRESS, first_due=DUE, title=title) for title in ("Katalog", "Panduan")]
    bulk.remind(owed, by=it.town.coordinator, at=utc_now())
    return it.town.owner
