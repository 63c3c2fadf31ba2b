"""Produces the mails of forums, agreements and digests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from agreements.amendments import actions as amendments
from agreements.amendments.applying import apply
from agreements.amendments.models import Addendum
from agreements.amendments.rules import Stance
from agreements.clauses.models import Right
from agreements.compliance import actions as compliance
from agreements.making import actions as making
from agreements.registry import actions as agreements
from agreements.registry.jobs import announce
from agreements.registry.models import Agreement
from agreements.registry.rules import Renewal
from agreements.registry.rules import Stage as AgreementStage
from agreements.renewals.jobs import renew
from agreements.termination.actions import terminate
from app.accounts.models import Person
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.web.forms import ANY_OUTCOME
from app.web.policies import load
from commitments.delivery import models as commitment_delivery
from commitments.delivery.timeline import Behalf
from commitments.registry.rules import Delivery
from forums.agenda import actions as agenda
from forums.agenda.models import AgendaItem, Purpose
from forums.basis import actions as basis
from forums.basis.jobs import warn
from forums.basis.models import BasisKind
from forums.circular import actions as circulars
from forums.circular.jobs import close_circulars, remind_silent_seats
from forums.circular.models import Circular
from forums.circular.rules import Choice
from forums.directives import actions as directives
from forums.directives.models import Directive
from forums.invitations import actions as invitations
from forums.invitations import reminding, rsvp
from forums.invitations.jobs import send_change_notices
from forums.invitations.models import AnswerState, Invitation, Via
from forums.minutes import actions as minutes
from forums.minutes.models import Correction, Minutes, Passage
from forums.minutes.writing import Writing, write
from forums.pack import actions as packs
from forums.pack.models import PackVersion
from forums.pack.queries import guests
from forums.preparation import actions as preparation
from forums.preparation.jobs import remind as remind_to_prepare
from forums.preparation.models import Preparation
from forums.redaction import actions as redactions
from forums.redaction.jobs import propose_openings
from forums.redaction.models import Redaction
from forums.redaction.rules import Mark, parts
from forums.registration import actions as registration
from forums.registration.queries import opening_of
from forums.replies import proposals
from forums.review import actions as review
from forums.review.jobs import notify_of_changed_texts, remind_approvers, remind_silent_parties
from forums.review.models import Opinion, Source
from forums.scheduling import actions as scheduling
from forums.scheduling import session_actions
from forums.scheduling.models import ForumRole, Participant, Session, SessionState
from insights.digests import actions as digests
from insights.digests.jobs import draft_last_month, send_released
from insights.digests.models import Digest
from insights.digests.rules import read_period
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    LeadershipFactory,
    PersonFactory,
    RightFactory,
    SessionFactory,
)
from tests.factories.forums import NEXT
from tests.forums.pack.conftest import guest_of
from tests.mails.stage import Stage, ToMailbox, produces, to_mailbox

# Agreements


@produces("agreements/ends")
def ends(it: Stage) -> Person:
    it.pact.at_stage(AgreementStage.SIGNED)
    it.clock.move_to("2026-12-09T06:10:00+07:00")
    announce()
    return it.pact.citizen


@produces("agreements/dates_changed")
def dates_changed(it: Stage) -> Person:
    it.pact.at_stage(AgreementStage.SIGNED, signed_on=date(2026, 1, 5))
    agreement = load(Agreement, "agreement_id", it.pact.agreement.id)
    dates = agreements.Dates(
        signed_on=agreement.signed_on,
        effective_on=agreement.effective_on,
        expires_on=date(2027, 6, 30),
        notice_days=agreement.notice_days,
    )
    agreements.change_dates(
        agreement, dates, reason="Adendum", version=agreement.version, by=it.pact.coordinator, at=utc_now()
    )
    return it.pact.official


@produces("agreements/passed_on")
def passed_on(it: Stage) -> Person:
    agreement = load(Agreement, "agreement_id", it.pact.agreement.id)
    agency = next(one.seat.organisation for one in agreement.parties if one.seat.organisation_id == it.pact.agency.id)
    making.pass_on(agreement, agency, word="Mohon telaah", by=it.pact.coordinator, at=utc_now())
    return it.pact.official


@produces("agreements/renewed_tacitly")
def renewed_tacitly(it: Stage) -> Person:
    it.pact.at_stage(AgreementStage.SIGNED, renewal=Renewal.TACIT)
    it.clock.move_to("2027-01-09T05:20:00+07:00")
    renew()
    return it.pact.citizen


@produces("agreements/terminated")
def terminated(it: Stage) -> Person:
    it.pact.at_stage(AgreementStage.SIGNED)
    agreement = load(Agreement, "agreement_id", it.pact.agreement.id)
    terminate(agreement, last_day=date(2026, 12, 31), reason="Selesai", by=it.pact.coordinator, at=utc_now())
    return it.pact.official


def _amendment(it: Stage) -> tuple[Addendum, dict[str, Any]]:
    """Return an amendment that was sent to the parties, and who acts on it when."""
    it.pact.at_stage(AgreementStage.SIGNED)
    agreement = load(Agreement, "agreement_id", it.pact.agreement.id)
    given = {"by": it.pact.coordinator, "at": utc_now()}
    frame = amendments.Frame(
        title="Satu tahun lagi",
        rationale="Program berlanjut.",
        effective_on=date(2026, 12, 1),
        changes_end=True,
        new_end=date(2028, 1, 8),
    )
    amendment = amendments.begin(agreement, frame, **given)
    amendments.send(amendment, **given)
    return amendment, given


@produces("agreements/receipt_recorded")
def receipt_recorded(it: Stage) -> Person:
    it.pact.at_stage(AgreementStage.SIGNED)
    holder = it.pact.party(it.pact.community).id
    right = load(Right, "right_id", RightFactory(clause=it.pact.clause, holder_id=holder, text="Memakai data").id)
    told = Behalf(source=commitment_delivery.Source.LETTER, said_on=date(2026, 11, 20))
    given = {"text": "Belum dibuka", "behalf": told, "by": it.pact.coordinator, "at": utc_now()}
    compliance.state(right, received_on=None, **given)
    return it.pact.citizen


@produces("agreements/amendments/sent")
def amendment_sent(it: Stage) -> Person:
    _amendment(it)
    return it.pact.citizen


@produces("agreements/amendments/position_taken")
def position_taken(it: Stage) -> Person:
    amendment, given = _amendment(it)
    bargain = {"stance": Stance.BARGAINS, "words": "Enam bulan saja"}
    amendments.take_position(amendment, **bargain, **{**given, "by": it.pact.citizen})
    return it.pact.coordinator


@produces("agreements/amendments/applied")
def amendment_applied(it: Stage) -> Person:
    amendment, given = _amendment(it)
    amendments.send_for_signature(amendment, **given)
    apply(amendment, signed_on=date(2026, 11, 24), seen=ANY_OUTCOME, **given)
    return it.pact.official


@produces("agreements/amendments/withdrawn")
def amendment_withdrawn(it: Stage) -> Person:
    amendment, given = _amendment(it)
    amendments.withdraw(amendment, reason="Tidak jadi", **given)
    return it.pact.official


# Forums


@produces("forums/scheduling/joined")
def joined(it: Stage) -> Person:
    room = it.room
    person = PersonFactory(name="Anggota Tambahan", organisation=room.member.organisation, joined_at=None)
    seat = room.seats["agency"]
    participant = Participant(forum=room.forum, seat=seat, person=person, role=ForumRole.MEMBER, joined_at=utc_now())
    scheduling.join(participant, by=room.coordinator, at=utc_now())
    scheduling.keep_stewards(room.forum)
    return person


def _proposed(it: Stage) -> AgendaItem:
    draft = agenda.Draft(title="Keamanan API", purpose=Purpose.INFORMATION, minutes=10)
    return agenda.propose(it.room.session, draft, by=it.room.member, at=utc_now(), accepted=False)


@produces("forums/agenda/proposed")
def item_proposed(it: Stage) -> Person:
    _proposed(it)
    return it.room.facilitator


@produces("forums/agenda/answered")
def item_answered(it: Stage) -> Person:
    agenda.decline(_proposed(it), by=it.room.facilitator, at=utc_now(), reason="Bukan pokok forum ini")
    return it.room.member


def _prepares(it: Stage, *, days: int) -> Preparation:
    wanted = preparation.Wanted(
        seat=it.room.seats["agency"], what="Daftar layanan", due=it.room.session.day - timedelta(days=days)
    )
    return preparation.ask(it.room.item(), wanted, by=it.room.facilitator, at=utc_now())


@produces("forums/preparation/asked")
def preparation_asked(it: Stage) -> Person:
    _prepares(it, days=0)
    return it.room.member


@produces("forums/preparation/reminded")
def preparation_reminded(it: Stage) -> Person:
    _prepares(it, days=1)
    remind_to_prepare()
    return it.room.member


@produces("forums/pack/circulated")
def pack_circulated(it: Stage) -> Person:
    _pack(it)
    return it.room.member


@produces("forums/pack/reminded")
def pack_reminded(it: Stage) -> Person:
    packs.remind(_pack(it), by=it.room.coordinator, at=utc_now())
    return it.room.member


@produces("forums/pack/shared")
def pack_shared(it: Stage) -> Person:
    version, guest = _pack(it), guest_of(it.room)
    packs.send_to_guests(version, guests(it.room.session), by=it.room.coordinator, at=utc_now())
    return guest


def _pack(it: Stage) -> PackVersion:
    it.room.item()
    packs.circulate(it.room.session, as_of=utc_now(), by=it.room.coordinator, at=utc_now())
    it.room.item(position=2, title="Laporan warga")
    return packs.circulate(it.room.session, as_of=utc_now(), by=it.room.coordinator, at=utc_now())


def _circulate(it: Stage) -> Circular:
    room = it.room
    end = utc_now() + timedelta(days=6, hours=7)
    draft = circulars.Draft(title="Foto lokasi", text="Foto diterima.", why="Mendesak", ends_at=end)
    circular = circulars.draft(room.forum, draft, by=room.coordinator, at=utc_now())
    db.session.commit()
    circular = load(Circular, "circular_id", circular.id)
    circulars.circulate(circular, by=room.coordinator, at=utc_now())
    return circular


@produces("forums/circular/circulated")
def circular_circulated(it: Stage) -> Person:
    _circulate(it)
    return it.room.member


@produces("forums/circular/reminded")
def circular_reminded(it: Stage) -> Person:
    circular = _circulate(it)
    it.clock.move_to(circular.ends_at - timedelta(hours=20))
    list(remind_silent_seats())
    return it.room.member


@produces("forums/circular/recorded")
def vote_recorded(it: Stage) -> Person:
    recorded = review.Recorded(source=Source.LETTER, note="12/2026")
    circular = _circulate(it)
    ballot = circulars.Ballot(choice=Choice.ABSTAIN)
    seat = it.room.seats["agency"]
    circulars.vote(circular, seat, ballot, recorded=recorded, by=it.room.coordinator, at=utc_now())
    return it.room.member


@produces("forums/circular/objected")
def circular_objected(it: Stage) -> Person:
    ballot = circulars.Ballot(choice=Choice.DISCUSS, words="Siapa yang bertanggung jawab?")
    circulars.vote(_circulate(it), it.room.seats["agency"], ballot, by=it.room.member, at=utc_now())
    return it.room.facilitator


@produces("forums/circular/replied")
def circular_replied(it: Stage) -> Person:
    circulars.reply(_circulate(it), text="Pemohon sendiri.", by=it.room.facilitator, at=utc_now())
    return it.room.member


@produces("forums/circular/extended")
def circular_extended(it: Stage) -> Person:
    circular = _circulate(it)
    circulars.extend(circular, circular.ends_at + timedelta(days=1), by=it.room.facilitator, at=utc_now())
    return it.room.member


@produces("forums/circular/withdrawn")
def circular_withdrawn(it: Stage) -> Person:
    circulars.withdraw(_circulate(it), reason="Salah naskah.", by=it.room.facilitator, at=utc_now())
    return it.room.member


@produces("forums/circular/closed")
def circular_closed(it: Stage) -> Person:
    circular = _circulate(it)
    it.clock.move_to(circular.ends_at + timedelta(minutes=5))
    list(close_circulars())
    return it.room.member


def _invite(it: Stage, session: Session | None = None) -> Invitation:
    session = session or it.room.session
    invitations.invite(session, by=it.room.coordinator, at=utc_now())
    own = select(Invitation).where(Invitation.session_id == session.id, Invitation.person_id == it.room.partner.id)
    return db.session.scalars(own).one()


@produces("forums/invitations/invited")
def invited(it: Stage) -> Person:
    _invite(it)
    return it.room.partner


@produces("forums/invitations/reminded")
def reminded(it: Stage) -> Person:
    _invite(it)
    it.later(hours=21)
    reminding.by_hand(it.room.session, by=it.room.coordinator, at=utc_now())
    return it.room.partner


@produces("forums/invitations/recorded")
def recorded(it: Stage) -> Person:
    through = rsvp.Channel(via=Via.ON_BEHALF, by=it.room.coordinator, source="telephone")
    rsvp.record(_invite(it), rsvp.Reply(answer=AnswerState.EXCUSED, reason="Cuti"), through=through, at=utc_now())
    return it.room.partner


def _office(it: Stage, kind: str) -> ToMailbox:
    """Return a mail to the office of a party that named nobody for the forum, and so is invited itself."""
    office = it.office
    _invite(it)
    return ToMailbox(f"forums/invitations/{kind}", office.secretariat_email, office)


@to_mailbox("forums/invitations/invited")
def office_invited(it: Stage) -> ToMailbox:
    return _office(it, "invited")


@to_mailbox("forums/invitations/reminded")
def office_reminded(it: Stage) -> ToMailbox:
    sent = _office(it, "reminded")
    it.later(hours=21)
    reminding.by_hand(it.room.session, by=it.room.coordinator, at=utc_now())
    return sent


def _changes_told(it: Stage) -> None:
    it.later(minutes=2)
    list(send_change_notices())


@produces("forums/invitations/withdrawn")
def withdrawn(it: Stage) -> Person:
    _invite(it)
    session_actions.cancel(it.room.session, reason="Banjir", by=it.room.coordinator, at=utc_now())
    _changes_told(it)
    return it.room.partner


@produces("forums/invitations/changed")
def changed(it: Stage) -> Person:
    second = SessionFactory(forum=it.room.forum, starts_at=NEXT + timedelta(days=7), number=2)
    for session in (it.room.session, second):
        _invite(it, session)
        starts_at = session.starts_at + timedelta(hours=3)
        change = {"starts_at": starts_at, "minutes": 120, "reason": "Ruang terpakai"}
        session_actions.move(session, **change, by=it.room.coordinator, at=utc_now())
    _changes_told(it)
    return it.room.partner


@produces("forums/replies/declined")
def proposal_declined(it: Stage) -> Person:
    wish = proposals.Wish(starts_at=NEXT + timedelta(days=1), ends_at=NEXT + timedelta(days=1, hours=2))
    made = proposals.propose(_invite(it), wish, through=rsvp.Channel(via=Via.LINK), at=utc_now())
    proposals.decline(made, reason="Pimpinan hanya bisa Kamis", by=it.room.coordinator, at=utc_now())
    return it.room.partner


@produces("forums/registration/told")
def registered(it: Stage) -> str:
    session = it.open_room.session
    terms = registration.Terms(capacity=None, retention_days=30)
    registration.open_(session, terms, by=it.open_room.coordinator, at=utc_now())
    visitor = registration.Visitor(name="Sari", organisation="Warga", email="sari@warga.example", language="id")
    registration.register(opening_of(session.id), visitor, at=utc_now())
    return "sari@warga.example"


@produces("forums/basis/ending")
def basis_ending(it: Stage) -> Person:
    room = it.room
    details = basis.Details(
        kind=BasisKind.DECREE,
        number="12",
        dated=date(2026, 1, 5),
        issued_by="Gubernur",
        subject="Forum",
        valid_from=date(2026, 1, 5),
        valid_until=date(2026, 12, 20),
    )
    basis.enter(room.forum, details, by=room.coordinator, at=utc_now())
    list(warn())
    return room.facilitator


def _directive(it: Stage) -> Directive:
    due, leader = date(2026, 12, 8), LeadershipFactory()
    return directives.give(it.room.forum, "Percepat izin", session=None, answer_due=due, by=leader, at=utc_now())


@produces("forums/directives/given")
def directive_given(it: Stage) -> Person:
    _directive(it)
    return it.room.facilitator


@produces("forums/directives/answered")
def directive_answered(it: Stage) -> Person:
    directive = _directive(it)
    directives.reply(directive, text="Dua layanan selesai Desember.", by=it.room.facilitator, at=utc_now())
    return directive.given_by


@produces("forums/directives/received")
def suggestion_received(it: Stage) -> str:
    who = {"name": "Sari", "organisation": "", "email": "sari@warga.example", "language": "id"}
    directives.suggest(it.open_room.forum, directives.Suggestion(text="Buka data sensor", **who), at=utc_now())
    return "sari@warga.example"


# Minutes


def _circulated(it: Stage) -> Minutes:
    room = it.room
    it.clock.move_to(NEXT + timedelta(hours=1))
    room.open()
    note = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": "Dinkes melaporkan 12 layanan."}
    it.visitor(room.coordinator).post("forums.minutes.save", note, session_id=room.session.id)
    room.hold()
    it.clock.move_to(NEXT + timedelta(hours=4))
    written = db.session.scalars(select(Minutes)).one()
    minutes.circulate(written, days=3, number="", without_attendance=True, by=room.taker, at=utc_now())
    return written


def _corrected(it: Stage, written: Minutes) -> Correction:
    passage = db.session.scalars(select(Passage)).one()
    request = minutes.CorrectionRequest(
        text="Bukan 12, melainkan 14.", passage_id=passage.id, wording="Dinkes melaporkan 14 layanan."
    )
    return minutes.correct(written, request, by=it.room.member, at=utc_now())


@produces("forums/minutes/circulated")
def circulated(it: Stage) -> Person:
    _circulated(it)
    return it.room.member


@produces("forums/minutes/approved")
def approved(it: Stage) -> Person:
    written = _circulated(it)
    it.later(days=4)
    minutes.approve(written, by=it.room.chair, at=utc_now())
    return it.room.observer


@produces("forums/minutes/correction-asked")
def correction_asked(it: Stage) -> Person:
    _corrected(it, _circulated(it))
    return it.room.taker


@produces("forums/minutes/correction-answered")
def correction_answered(it: Stage) -> Person:
    asked = _corrected(it, _circulated(it))
    minutes.answer(asked, minutes.Verdict(accepted=False, text="Rekaman menyebut 12."), by=it.room.taker, at=utc_now())
    return it.room.member


# Review of minutes


@produces("forums/review/reminded")
def silent_reminded(it: Stage) -> Person:
    _circulated(it)
    it.later(days=1, hours=2)
    list(remind_silent_parties())
    return it.room.partner


@produces("forums/review/recorded")
def agreement_recorded(it: Stage) -> Person:
    told = review.Recorded(source=Source.TELEPHONE, note="Ibu Sari, 27 November")
    review.agree(_circulated(it), it.room.seats["company"], recorded=told, by=it.room.coordinator, at=utc_now())
    return it.room.partner


def _asked(it: Stage) -> Opinion:
    correction = _corrected(it, _circulated(it))
    review.ask(correction, [it.room.seats["company"]], by=it.room.taker, at=utc_now())
    return load(Opinion, "opinion_id", db.session.scalars(select(Opinion.id)).one())


@produces("forums/review/opinion-asked")
def opinion_asked(it: Stage) -> Person:
    _asked(it)
    return it.room.partner


@produces("forums/review/opinion-given")
def opinion_given(it: Stage) -> Person:
    review.give_opinion(_asked(it), approves=False, reason="Kami mendengar 12", by=it.room.partner, at=utc_now())
    return it.room.taker


@produces("forums/review/passage-changed")
def passage_changed(it: Stage) -> Person:
    written = _circulated(it)
    review.agree(written, it.room.seats["company"], by=it.room.partner, at=utc_now())
    asked = _corrected(it, written)
    verdict = minutes.Verdict(accepted=True, wording=asked.wording, version=1)
    minutes.answer(asked, verdict, by=it.room.taker, at=utc_now())
    return it.room.partner


@produces("forums/review/text-changed")
def text_changed(it: Stage) -> Person:
    written = _circulated(it)
    review.agree(written, it.room.seats["company"], by=it.room.partner, at=utc_now())
    it.later(minutes=1)
    note = db.session.scalars(select(Passage)).one()
    changed = Writing(passage_id=note.id, version=note.version, text="Dinkes menolak melapor.", part=note.part)
    write(it.room.session, changed, by=it.room.taker, at=utc_now())
    it.later(minutes=15)
    list(notify_of_changed_texts())
    return it.room.partner


@produces("forums/review/approvable")
def approvable(it: Stage) -> Person:
    _circulated(it)
    it.later(days=4)
    list(remind_approvers())
    return it.room.chair


# Digests


def _reported() -> Person:
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 28, 2, tzinfo=UTC))
    CommitmentFactory(title="Sudah lewat", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    return CoordinatorFactory(name="Koordinator JSC")


def _released(coordinator: Person) -> Digest:
    digest = digests.draft(read_period("monthly", "2026-11"), about=None, by=coordinator, at=utc_now())
    question = digests.Ask(title="Lanjut?", why="Habis", options=["Ya", "Tidak"], by=date(2026, 12, 9))
    digests.ask(digest, question, by=coordinator, at=utc_now())
    digests.release(digest, by=coordinator, at=utc_now())
    return digest


@produces("insights/digest_drafted")
def digest_drafted(it: Stage) -> Person:
    coordinator = _reported()
    draft_last_month()
    return coordinator


@produces("insights/digest_released")
def digest_released(it: Stage) -> Person:
    leader = LeadershipFactory()
    _released(_reported())
    db.session.commit()
    send_released()
    return leader


@produces("insights/digest_answered")
def digest_answered(it: Stage) -> Person:
    coordinator = _reported()
    digests.answer(_released(coordinator), digests.Reply(option=1), number=1, by=LeadershipFactory(), at=utc_now())
    return coordinator


# Withheld parts of minutes, whose recipients have an account


def _marked(it: Stage) -> Redaction:
    """Ask the chair to approve the marks of the coordinator."""
    written = _circulated(it)
    room = it.room
    room.forum.circle.classification, room.chair.joined_at = Classification.PUBLIC, utc_now()
    it.later(days=4)
    minutes.approve(written, by=room.chair, at=utc_now())
    (part, *_others) = parts(written.content or {})
    last = (utc_now() + timedelta(days=1)).date()
    mark = Mark(part=part, sentences=(0,), basis="personal_data", until=last, instead="Pembukaan rapat")
    made = redactions.mark(written, [mark], by=room.coordinator, at=utc_now())
    redactions.propose(made, room.chair, by=room.coordinator, at=utc_now(), today=utc_now().date())
    return made


@produces("forums/redaction/proposed")
def redaction_proposed(it: Stage) -> Person:
    _marked(it)
    return it.room.chair


@produces("forums/redaction/decided")
def redaction_decided(it: Stage) -> Person:
    redactions.refuse(_marked(it), reason="Terlalu banyak", by=it.room.chair, at=utc_now())
    return it.room.coordinator


@produces("forums/redaction/expired")
def redaction_expired(it: Stage) -> Person:
    redactions.approve(_marked(it), by=it.room.chair, at=utc_now())
    db.session.commit()
    it.later(days=3)
    propose_openings()
    return it.room.coordinator
