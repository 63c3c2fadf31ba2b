"""A forum of the world with its sessions, minutes, decisions, invitations and the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.files import store
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.basis.models import Basis, BasisKind, BasisMember
from forums.changes.models import Change, ChangeKind
from forums.decisions.models import Decision
from forums.directives.links import own_link as own_suggestion
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.imports.models import CalendarImport
from forums.invitations import links
from forums.invitations.models import Invitation, Via
from forums.members.models import Arrival
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Part, Passage
from forums.papers.models import Letter, Nature
from forums.registration.links import own_link
from forums.registration.models import Opening, Registration, RegistrationState
from forums.replies.models import TimeProposal
from forums.scheduling.models import Capacity, DecisionRule, Forum, ForumRole, Session, SessionState
from tests.factories import (
    ForumFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SeriesFactory,
    SessionFactory,
)
from tests.factories.forums import MADE, NEXT

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
    presider, taker = (world.people[role] if name != "elsewhere" else member.person for role in ("chair", "taker"))
    states = {f"{name} draft": MinutesState.DRAFT, f"{name} circulated": MinutesState.CIRCULATED}
    if name == "internal":
        states |= {f"{name} approved": MinutesState.APPROVED, f"{name} published": MinutesState.PUBLISHED}
    if name == "public":
        states |= {f"{name} published": MinutesState.PUBLISHED}
    for number, (named, state) in enumerate(states.items()):
        session = SessionFactory(forum=forum, presider=presider, minute_taker=taker)
        hold(world, named, session, member.person)
        write_minutes(world, named, session, state, member)
        session.number = number + 1
    coming = SessionFactory(forum=forum, presider=presider, minute_taker=taker, starts_at=NEXT + timedelta(days=28))
    world.keep(name, coming)
    invite(world, name, coming, member)
    imported = CalendarImport(forum_id=forum.id, calendar="Kalender Kantor", entries=[], left_out=[], created_at=MADE)
    world.keep(name, world.add(imported))
    if name == "public":
        register(world, coming, presider)
    world.keep(name, appoint(world, forum, member))
    direct(world, name, forum)
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


def write_letter(world: World, session: Session, person: Any) -> None:
    """Write the letter of invitation of a session."""
    session.letter_number, session.letter_dated = "005/2026", date(2026, 11, 20)
    letter = Letter(session_id=session.id, place="Jakarta", nature=Nature.ORDINARY)
    letter.subject, letter.opening, letter.closing = "Undangan", "Dengan hormat", "Demikian"
    letter.signatory_position, letter.signatory_name, letter.language = "Kepala", "Sri", "id"
    letter.written_by_id, letter.written_at = person.id, MADE
    world.add(letter)


def write_minutes(world: World, name: str, session: Session, state: MinutesState, member: Any) -> None:
    """Write the minutes of a session up to a state, with a passage and a correction."""
    minutes = Minutes(session_id=session.id, state=state, language="id", begun_at=NEXT)
    world.keep(name, world.add(minutes))
    if state is not MinutesState.DRAFT:
        minutes.circulated_at, minutes.circulated_by_id = NEXT, session.minute_taker_id
        minutes.correction_until = NEXT + timedelta(days=3)
    passage = Passage(minutes_id=minutes.id, part=Part.OPENING, position=1, text="Ketua membuka rapat.")
    passage.author_id = passage.written_by_id = member.person_id
    passage.at = passage.written_at = NEXT
    world.add(passage)
    correction = Correction(minutes_id=minutes.id, text="Dua puluh empat titik", by_id=member.person_id, at=NEXT)
    correction.seat_id = member.seat_id
    if minutes.is_locked:
        correction.state = CorrectionState.ACCEPTED
    world.keep(name, world.add(correction))
    db.session.commit()
    if minutes.is_locked:
        approve(minutes, session, published=state is MinutesState.PUBLISHED)


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
    for endpoint in ("answers.show", "answers.excused", "answers.forward", "answers.represented", "replies.by_link"):
        world.tokens[f"forums.{endpoint}"] = links.secret(invitation)
    proposal = TimeProposal(session_id=session.id, invitation_id=invitation.id, via=Via.LINK, proposed_at=MADE)
    proposal.starts_at, proposal.ends_at = session.starts_at + A_DAY, session.ends_at + A_DAY
    world.keep(name, world.add(proposal))


def register(world: World, session: Session, keeper: Any) -> None:
    """Open the registration of a session, for which somebody of the public registers."""
    opening = world.add(Opening(session=session, retention_days=30, opened_by_id=keeper.id, opened_at=MADE))
    registration = Registration(opening=opening, name="Sari", email="sari@warga.example", language="id", turn=1)
    registration.state, registration.consented_at = RegistrationState.CONFIRMED, MADE
    world.tokens["forums.register.own"] = own_link(world.add(registration)).rsplit("/", 1)[-1].partition("?")[0]
