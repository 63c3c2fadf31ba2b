"""A forum of the world with its sessions, minutes, decisions, invitations and the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.circles.models import Classification, Seat
from app.clock import utc_now
from app.database import db
from app.files import store
from app.mail.links.actions import keep as keep_link
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.basis.models import Basis, BasisKind, BasisMember
from forums.changes.models import Change, ChangeKind
from forums.checkin.links import token_of
from forums.checkin.models import Guest
from forums.circular.models import (
    Circular,
    CircularDocument,
    CircularReply,
    CircularState,
    CircularVote,
    circular_seats,
)
from forums.circular.rules import Choice
from forums.conflicts.models import ConflictOfInterest
from forums.decisions.models import Decision
from forums.directives.links import own_link as own_suggestion
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.dossier.models import FileKind, SessionFile
from forums.imports.models import CalendarImport
from forums.invitations import links
from forums.invitations.models import Invitation, Via
from forums.members.models import Arrival
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Part, Passage
from forums.pack.models import PackOpening, PackVersion
from forums.papers.models import Letter, Nature
from forums.papers.records.models import AgreementRecord
from forums.papers.reports.models import Report
from forums.preparation.models import AgendaDocument, Preparation
from forums.redaction.models import LegalBasis, Redaction, RedactionState, Withholding
from forums.registration.links import own_link
from forums.registration.models import Opening, Registration, RegistrationState
from forums.replies.models import TimeProposal
from forums.review.models import Consent, Deputy, Opinion, Source
from forums.scheduling.models import Capacity, DecisionRule, Forum, ForumRole, Session, SessionState
from tests.factories import (
    CoordinatorFactory,
    ForumFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SeriesFactory,
    SessionFactory,
)
from tests.factories.forums import MADE, NEXT
from tests.support.pdfs import blank_pdf

if TYPE_CHECKING:
    from tests.support.world.world import World

A_DAY = timedelta(days=1)
SERVING = {"chair": ForumRole.CHAIR, "facilitator": ForumRole.FACILITATOR, "taker": ForumRole.MINUTE_TAKER}


def add_forum(world: World, name: str, classification: Classification) -> None:
    forum = ForumFactory(circle__classification=classification, slug=f"forum-{name}")
    world.keep(name, forum, slug=forum.slug)
    SeriesFactory(forum=forum)
    world.keep(name, forum.circle)
    member = seat_everybody(world, forum, name) if name != "elsewhere" else ParticipantFactory(forum=forum)
    keep_member(world, name, member)
    deputy = world.people["facilitator"] if name != "elsewhere" else member.person
    world.add(Deputy(forum_id=forum.id, person_id=deputy.id, days=7))
    presider, taker = (world.people[role] if name != "elsewhere" else member.person for role in ("chair", "taker"))
    states = {f"{name} draft": MinutesState.DRAFT, f"{name} circulated": MinutesState.CIRCULATED}
    if name == "internal":
        states |= {f"{name} approved": MinutesState.APPROVED, f"{name} published": MinutesState.PUBLISHED}
    if name == "public":
        states |= {f"{name} published": MinutesState.PUBLISHED}
    if name in {"secret", "elsewhere"}:
        states |= {f"{name} approved": MinutesState.APPROVED}
    for number, (named, state) in enumerate(states.items()):
        session = SessionFactory(forum=forum, presider=presider, minute_taker=taker)
        hold(world, named, session, member.person)
        file = store.keep(b"Daftar layanan", name="bahan.txt", media_type="text/plain", by=presider, at=MADE)
        prepare_item(world, named, member, file)
        keep_file(world, named, session, file.id, FileKind.PHOTO, alternative="Peserta rapat")
        write_minutes(world, named, session, state, member)
        session.number = number + 1
    ask_to_redact(world, name, named)
    keep_file(world, f"{name} receipt", session, file.id, FileKind.RECEIPT)
    coming = SessionFactory(forum=forum, presider=presider, minute_taker=taker, starts_at=NEXT + timedelta(days=28))
    world.keep(name, coming)
    invite(world, name, coming, member)
    add_guest(world, name, coming)
    imported = CalendarImport(forum_id=forum.id, calendar="Kalender Kantor", entries=[], left_out=[], created_at=MADE)
    world.keep(name, world.add(imported))
    if name == "public":
        register(world, coming, presider)
    world.keep(name, appoint(world, forum, member))
    direct(world, name, forum)
    file = store.keep(b"Rancangan", name="rancangan.txt", media_type="text/plain", by=presider, at=MADE)
    circulate(world, name, forum, member, file)
    world.keep(name, world.add(Change(forum=forum, kind=ChangeKind.MOVED, by_id=presider.id, at=utc_now())))


def seat_everybody(world: World, forum: Forum, name: str) -> Any:
    """Give a forum everybody who takes part, and return the participant."""
    seats = {
        role: SeatFactory(
            circle=forum.circle, organisation=world.people[role].organisation, observer=role == "observer"
        )
        for role in ("chair", "participant", "observer")
    }
    for role, part in SERVING.items():
        ParticipantFactory(forum=forum, person=world.people[role], seat=seats["chair"], role=part)
    ParticipantFactory(forum=forum, person=world.people["observer"], seat=seats["observer"], role=ForumRole.OBSERVER)
    return ParticipantFactory(forum=forum, person=world.people["participant"], seat=seats["participant"])


def keep_member(world: World, name: str, member: Any) -> None:
    """Keep a participant with the seat, and the person who will take it over."""
    world.keep(name, member)
    world.keep(name, member.seat)
    arrival = Arrival(forum=member.forum, seat=member.seat, since=NEXT.date() + timedelta(days=60), entered_at=MADE)
    arrival.person = arrival.entered_by = PersonFactory(organisation=member.seat.organisation)
    arrival.role, arrival.capacity = ForumRole.MEMBER, Capacity.OWN
    world.keep(name, world.add(arrival))


def appoint(world: World, forum: Forum, member: Any) -> Basis:
    """Give a forum a basis that appoints the organisation of a participant, with its signed document."""
    file = store.keep(b"%PDF-1.4", name="sk.pdf", media_type="application/pdf", by=member.person, at=MADE)
    basis = Basis(forum_id=forum.id, kind=BasisKind.DECREE, number="12", issued_by="Gubernur", subject="Forum")
    basis.dated = basis.valid_from = date(2026, 1, 5)
    basis.file_id, basis.entered_by_id, basis.entered_at = file.id, member.person_id, MADE
    world.add(basis)
    appointed = {"organisation_id": member.seat.organisation_id, "office": "Kepala", "duty": "Anggota"}
    world.add(BasisMember(basis_id=basis.id, position=0, **appointed))
    return basis


def direct(world: World, name: str, forum: Forum) -> None:
    """Give a forum a directive, a suggestion on an agenda, and one that has its link."""
    shared = {"forum_id": forum.id, "language": "id", "given_at": MADE, "answer_due": date(2026, 12, 8)}
    given = Directive(kind=DirectiveKind.DIRECTIVE, text="Percepat izin", **shared)
    given.given_by_id = world.people["leadership"].id
    world.keep(name, world.add(given))
    suggested = Directive(kind=DirectiveKind.SUGGESTION, text="Buka data sensor", name="Sari", **shared)
    suggested.email, suggested.state = "sari@warga.example", DirectiveState.ON_AGENDA
    suggested.agenda_item_id = world.objects["AgendaItem"][f"{name} circulated"]["id"]
    world.keep(f"{name} on agenda", world.add(suggested))
    if name == "public":
        world.tokens["forums.suggest.own"] = own_suggestion(suggested).rsplit("/", 1)[-1].partition("?")[0]


def circulate(world: World, name: str, forum: Forum, member: Any, file: Any) -> Circular:
    """Send a circular decision with a document to the seats of a forum, on which the participant's seat has voted."""
    circular = Circular(code=f"SIR-{name}", forum_id=forum.id, title="Foto lokasi", text="Diterima")
    circular.how, circular.state, circular.ends_at = DecisionRule.CONSENSUS, CircularState.CIRCULATING, NEXT + A_DAY
    circular.drafted_by_id = circular.circulated_by_id = member.person_id
    circular.drafted_at = circular.circulated_at = MADE
    circular.quorum, circular.language = {"share": 50, "sectors": []}, "id"
    world.keep(name, world.add(circular))
    voting = db.session.scalars(select(Seat.id).where(Seat.circle_id == forum.circle_id, Seat.observer.is_(False)))
    db.session.execute(circular_seats.insert(), [{"circular_id": circular.id, "seat_id": one} for one in voting])
    document = CircularDocument(circular_id=circular.id, file_id=file.id, title="Rancangan", added_at=MADE)
    document.added_by_id = member.person_id
    world.keep(name, world.add(document))
    vote = CircularVote(circular_id=circular.id, seat_id=member.seat_id, choice=Choice.AGREE_WITH_NOTE, words="Ya")
    vote.by_id, vote.at, vote.source = member.person_id, MADE, Source.LETTER
    world.add(vote)
    world.add(CircularReply(circular_id=circular.id, text="Pemohon", by_id=member.person_id, at=MADE))
    return circular


def hold(world: World, name: str, session: Session, person: Any) -> None:
    """Make a session a held one, with a letter of invitation, an agenda item and a decision."""
    session.opened_at, session.closed_at, session.state = NEXT, session.ends_at, SessionState.HELD
    write_letter(world, session, person)
    world.keep(name, session)
    item = AgendaItem(session_id=session.id, position=1, title="Status perizinan", purpose=Purpose.JOINT_SOLUTION)
    item.minutes, item.state, item.proposed_at, item.proposed_by_id = 20, ItemState.ACCEPTED, MADE, person.id
    world.keep(name, world.add(item))
    decision = Decision(
        code=f"KEP-{len(world.objects.get('Decision', {})):03}",
        forum_id=session.forum_id,
        session_id=session.id,
        agenda_item_id=item.id,
        text="Daftar layanan diserahkan.",
        how=DecisionRule.CONSENSUS,
        quorum_met=True,
        decided_at=NEXT,
        recorded_by_id=person.id,
        language="id",
    )
    world.keep(name, world.add(decision))


def prepare_item(world: World, name: str, member: Any, file: Any) -> None:
    """Ask a participant's seat to prepare an item, which has a document of theirs and their conflict of interest."""
    item_id = world.objects["AgendaItem"][name]["id"]
    by = {"agenda_item_id": item_id, "added_by_id": member.person_id}
    world.keep(name, world.add(AgendaDocument(title="Daftar layanan", file_id=file.id, added_at=MADE, **by)))
    asked = Preparation(agenda_item_id=item_id, seat_id=member.seat_id, what="Daftar layanan", due=NEXT.date())
    asked.asked_by_id, asked.asked_at, asked.received_at = member.person_id, MADE, MADE
    world.keep(name, world.add(asked))
    circulate_pack(world, name, member)
    conflict = ConflictOfInterest(agenda_item_id=item_id, participant_id=member.id, text="Ikut menawar", abstains=True)
    conflict.declared_by_id, conflict.declared_at = member.person_id, MADE
    world.keep(name, world.add(conflict))


def circulate_pack(world: World, name: str, member: Any) -> None:
    """Circulate a version of the pack of a session, which a participant opened."""
    session_id = world.objects["Session"][name]["id"]
    file = store.keep(blank_pdf(), name="bahan.pdf", media_type="application/pdf", by=member.person, at=MADE)
    db.session.flush()
    version = PackVersion(session_id=session_id, number=1, as_of=MADE, circulated_at=MADE, file_id=file.id, pages=1)
    cover = {"key": "cover", "kind": "cover", "item": "", "title": "", "sha256": "0" * 64}
    cover |= {"heading": "", "first": 1, "count": 1}
    version.circulated_by_id, version.parts, version.changes = member.person_id, [cover], []
    world.keep(name, world.add(version))
    world.add(PackOpening(version_id=version.id, person_id=member.person_id, opened_at=MADE))


def keep_file(world: World, name: str, session: Session, file_id: UUID, kind: FileKind, **values: Any) -> Any:
    """Add a file to a session, and keep it."""
    file = SessionFile(session_id=session.id, file_id=file_id, kind=kind, title="Daftar", dated=NEXT.date(), **values)
    file.added_by_id, file.added_at = session.minute_taker_id, MADE
    return world.keep(name, world.add(file))


def write_letter(world: World, session: Session, person: Any) -> None:
    """Write the letter of invitation of a session."""
    session.letter_number, session.letter_dated = "005/2026", date(2026, 11, 20)
    letter = Letter(session_id=session.id, place="Jakarta", nature=Nature.ORDINARY)
    letter.subject, letter.opening, letter.closing = "Undangan", "Dengan hormat", "Demikian"
    letter.signatory_position, letter.signatory_name, letter.language = "Kepala", "Sri", "id"
    letter.written_by_id, letter.written_at = person.id, MADE
    world.add(letter)


def write_papers(world: World, session: Session, minutes: Minutes, person_id: UUID) -> None:
    """Write the record of agreement and the report of a session; both have a number."""
    by = {"session_id": session.id, "language": "id", "written_by_id": person_id, "written_at": MADE}
    record = AgreementRecord(number="BA/2026", dated=date(2026, 11, 26), opening="kami", closing="Demikian", **by)
    record.place = "Balai Kota"
    record.points = [{"id": str(UUID(int=0)), "code": "KEP-000", "text": "Daftar layanan diserahkan."}]
    record.signatories = [{"name": "Sri", "position": "Kepala", "organisation": "Dinas Kesehatan"}]
    world.add(record)
    report = Report(minutes_id=minutes.id, number="ND/2026", dated=date(2026, 11, 27), nature=Nature.ORDINARY, **by)
    report.addressee, report.sender, report.subject = "Kepala Dinas", "Kepala Bidang", "Laporan hasil rapat"
    report.opening, report.closing, report.summary = "Dilaporkan", "Demikian", "Daftar layanan dibahas."
    report.signatory_position, report.signatory_name = "Kepala", "Sri"
    world.add(report)


def write_minutes(world: World, name: str, session: Session, state: MinutesState, member: Any) -> None:
    """Write the minutes of a session up to a state, with a passage and a correction."""
    minutes = Minutes(session_id=session.id, state=state, language="id", begun_at=NEXT)
    world.keep(name, world.add(minutes))
    if state is not MinutesState.DRAFT:
        minutes.circulated_at, minutes.circulated_by_id = NEXT, session.minute_taker_id
        minutes.correction_until = NEXT + timedelta(days=3)
    write_papers(world, session, minutes, member.person_id)
    passage = Passage(minutes_id=minutes.id, part=Part.OPENING, position=1, text="Ketua membuka rapat.")
    passage.author_id = passage.written_by_id = member.person_id
    passage.at = passage.written_at = NEXT
    world.add(passage)
    correction = Correction(minutes_id=minutes.id, text="Dua puluh empat titik", by_id=member.person_id, at=NEXT)
    correction.seat_id, correction.passage_id = member.seat_id, passage.id
    correction.original, correction.wording = passage.text, "Ketua membuka rapat pukul 09.30."
    if minutes.is_locked:
        correction.state = CorrectionState.ACCEPTED
    world.keep(name, world.add(correction))
    review(world, name, session, correction, member)
    db.session.commit()
    if minutes.is_locked:
        approve(minutes, session, published=state is MinutesState.PUBLISHED)


def review(world: World, name: str, session: Session, correction: Correction, member: Any) -> None:
    """Record the agreement of another party with minutes, and the opinion of the participant's on a correction."""
    seats = select(Seat).where(Seat.circle_id == session.circle_id, Seat.observer.is_(False))
    seat = db.session.scalars(seats.order_by(Seat.id == member.seat_id, Seat.position)).first()
    consent = Consent(minutes_id=correction.minutes_id, seat=seat, by_id=member.person_id, at=NEXT)
    consent.source, consent.note = Source.TELEPHONE, "Ibu Sari"
    world.add(consent)
    opinion = Opinion(correction=correction, seat_id=member.seat_id, asked_by_id=member.person_id, asked_at=NEXT)
    opinion.approves, opinion.reason, opinion.by_id, opinion.at = False, "Rekaman", member.person_id, NEXT
    world.keep(name, world.add(opinion))


def ask_to_redact(world: World, name: str, named: str) -> None:
    """Request approval for withholding the opening of minutes; someone else than the people of the world asks."""
    passage = select(Passage).where(Passage.minutes_id == world.objects["Minutes"][named]["id"])
    redaction = Redaction(state=RedactionState.PROPOSED, begun_at=NEXT, proposed_at=NEXT)
    redaction.minutes_id, redaction.marked_by_id = world.objects["Minutes"][named]["id"], CoordinatorFactory().id
    part = Withholding(position=1, sentences=[0], basis=LegalBasis.PERSONAL_DATA, instead="Pembukaan")
    part.passage_id = db.session.scalars(passage).one().id
    redaction.withholdings = [part]
    world.keep(name, world.add(redaction))


def approve(minutes: Minutes, session: Session, *, published: bool) -> None:
    """Approve minutes as the presider does, and publish them where asked."""
    from forums.minutes import actions, queries

    minutes.state = MinutesState.CIRCULATED
    minutes.correction_until = utc_now() - timedelta(hours=1)
    db.session.commit()
    found = queries.minutes_for_act(minutes.id)
    assert found is not None
    presider = db.session.get_one(type(session.presider), session.presider_id)
    later = NEXT + timedelta(days=4)
    actions.approve(found, by=presider, at=later)
    if published:  # an internal forum published while it was public
        circle = found.session.forum.circle
        classification, circle.classification = circle.classification, Classification.PUBLIC
        actions.publish(found, by=presider, at=later)
        circle.classification = classification
    db.session.commit()


def invite(world: World, name: str, session: Session, member: Any) -> None:
    """Invite a participant, who proposes another time."""
    invitation = Invitation(session_id=session.id, seat_id=member.seat_id, person_id=member.person_id, sent_at=MADE)
    invitation.id, invitation.generation = uuid4(), 0
    links.seal(invitation)
    world.keep(name, world.add(invitation))
    world.tokens["forums.check_in.by_invitation"] = links.secret(invitation)
    keep_link(member.person, invitation, until=session.ends_at, sender=None, at=utc_now())
    for view in ("show", "excused", "forward", "represented", "disown", "ask_account", "calendar_file"):
        world.tokens[f"forums.answers.{view}"] = links.secret(invitation)
    world.tokens["forums.replies.by_link"] = links.secret(invitation)
    world.tokens["forums.assignments.by_link"] = links.secret(invitation)
    proposal = TimeProposal(session_id=session.id, invitation_id=invitation.id, via=Via.LINK, proposed_at=MADE)
    proposal.starts_at, proposal.ends_at = session.starts_at + A_DAY, session.ends_at + A_DAY
    world.keep(name, world.add(proposal))


def add_guest(world: World, name: str, session: Session) -> None:
    """Add a guest who waits to be confirmed, and the token of the check-in page unless the forum is secret."""
    guest = Guest(session=session, name="Tamu", position="Kepala", organisation="Instansi", entered_at=MADE)
    world.keep(name, world.add(guest))
    if name != "secret":
        for endpoint in ("show", "waiting"):
            world.tokens[f"forums.check_in.{endpoint}"] = token_of(session.id, 0)


def register(world: World, session: Session, keeper: Any) -> None:
    """Open the registration of a session, for which somebody of the public registers."""
    opening = world.add(Opening(session=session, retention_days=30, opened_by_id=keeper.id, opened_at=MADE))
    registration = Registration(opening=opening, name="Sari", email="sari@warga.example", language="id", turn=1)
    registration.state, registration.consented_at = RegistrationState.CONFIRMED, MADE
    world.tokens["forums.register.own"] = own_link(world.add(registration)).rsplit("/", 1)[-1].partition("?")[0]
