"""One small world in which every kind of thing exists, and someone for every role that the permission table knows.

Everybody's own things are in an internal, a secret and a public circle; `elsewhere` is an internal one in which none of
them has a part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.documents.models import Document, DocumentKind
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import Stage
from app import outbox
from app.accounts.models import Token, TokenPurpose
from app.accounts.tokens import issue
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday, Ramadan
from app.circles.models import Circle, Classification
from app.clock import utc_now
from app.codes import Counter
from app.database import db
from app.documents.models import Paper
from app.files import store
from app.inbox.models import IncomingMail, Standing, Why
from app.organisations.models import Sector
from app.outbox.models import MailState
from commitments.delivery.models import Act, Evidence, Update
from commitments.extensions.models import Extension
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.busy.models import BusyFeed
from forums.changes.models import Change, ChangeKind
from forums.decisions.models import Decision
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
from insights.digests import actions as digests
from insights.digests.models import Digest, DigestState
from insights.digests.rules import read_period
from tests.factories import (
    AdministratorFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SeriesFactory,
    SessionFactory,
)
from tests.factories.forums import MADE, NEXT

A_DAY = timedelta(days=1)
CIRCLES = {
    "internal": Classification.INTERNAL,
    "secret": Classification.SECRET,
    "public": Classification.PUBLIC,
    "elsewhere": Classification.INTERNAL,
}
SERVING = {"chair": ForumRole.CHAIR, "facilitator": ForumRole.FACILITATOR, "taker": ForumRole.MINUTE_TAKER}
ASK = {"title": "Perpanjangan PKS", "why": "Berakhir 8 Januari.", "options": ["Ya", "Tidak"], "by": "2026-12-09"}


@dataclass
class World:
    """People by role, things by kind and circle: `things["Forum"]["secret"]` holds the values of its addresses."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, thing: Any, **values: Any) -> Any:
        """Remember `thing` under its model and `name`; `values` stand beside its identity in addresses."""
        self.things.setdefault(type(thing).__name__, {})[name] = {"id": thing.id, **values}
        return thing

    def address(self, app: Flask, rule: Any, name: str | None = None, *, absent: bool = False) -> str:
        """Return the address of a route for the thing `name`, or for one that does not exist."""
        values = self.values(app, rule, name)
        if absent:
            values = {key: "tidak-ada" if isinstance(value, str) else uuid4() for key, value in values.items()}
            values.update({key: 1 for key in rule.arguments if key == "number"})
        built_path = rule.build(values | (rule.defaults or {}), append_unknown=False)
        assert built_path is not None, rule.rule
        return str(built_path[1])

    def values(self, app: Flask, rule: Any, name: str | None) -> dict[str, Any]:
        """Return what fills the parameters of a route. Raises LookupError naming what the world lacks."""
        policy = app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        known: dict[str, Any] = {"number": 1}
        if policy and policy.model:
            kind = policy.model.__name__
            if name not in self.things.get(kind, {}):
                raise LookupError(f"{rule.rule}: the world of tests/doors/world.py has no {kind} named {name}")
            thing = self.things[kind][name]
            known |= {parameter: thing["id"] for parameter in rule.arguments if parameter.endswith("_id")} | thing
        else:
            known |= {"holiday_id": self.only("ListedHoliday"), "ramadan_id": self.only("Ramadan")}
            known |= {
                "slug": "forum-public",
                "mail_id": self.only("Mail"),
                "filename": "css/selaras.css",
                "sha256": self.tokens["sha256"],
            }
            known["session_id"] = self.things["Session"]["public"]["id"]
            known["token"] = self.tokens.get(rule.endpoint, "tidak-ada")
        wanted = rule.arguments - (rule.defaults or {}).keys()
        missing = wanted - known.keys()
        if missing:
            raise LookupError(f"{rule.rule}: the world of tests/doors/world.py does not fill {sorted(missing)}")
        return {parameter: known[parameter] for parameter in wanted}

    def only(self, kind: str) -> UUID:
        """Return the identity of a thing of which there is one."""
        return UUID(str(next(iter(self.things[kind].values()))["id"]))


def built() -> World:
    """Build the world in the database of the present application, as of 24 November 2026."""
    world = World()
    _people(world)
    for name, classification in CIRCLES.items():
        _forum(world, name, classification)
        _promises(world, name)
        _agreement(world, name, classification)
    _digests(world)
    _house(world)
    _add(Counter(id="KMT-2026", value=9_000))  # beyond the numbers that factories give
    db.session.commit()
    for person in world.people.values():
        db.session.refresh(person)
    db.session.expunge_all()
    return world


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def _people(world: World) -> None:
    city = OrganisationFactory(name="Sekretariat Daerah", short_name="Setda")
    names = ("lead", "agency", "community", "debtor", "inspector", "helper", "first", "second", "stranger")
    own = {name: OrganisationFactory(name=f"Instansi {name}", short_name=f"In {name}") for name in names}
    own["community"].sector = Sector.CIVIL_SOCIETY
    world.people = {
        "administrator": AdministratorFactory(organisation=city),
        "coordinator": CoordinatorFactory(organisation=city),
        "leadership": LeadershipFactory(organisation=city),
        "chair": PersonFactory(organisation=own["lead"]),
        "facilitator": PersonFactory(organisation=own["lead"]),
        "taker": PersonFactory(organisation=own["lead"]),
        "participant": PersonFactory(organisation=own["agency"]),
        "colleague": PersonFactory(organisation=own["agency"]),
        "observer": PersonFactory(organisation=own["community"]),
        "responsible": PersonFactory(organisation=own["debtor"]),
        "verifier": PersonFactory(organisation=own["inspector"]),
        "contributor": PersonFactory(organisation=own["helper"]),
        "party": PersonFactory(organisation=own["first"]),
        "counterparty": PersonFactory(organisation=own["second"]),
        "other": PersonFactory(organisation=own["stranger"]),
    }
    world.keep("agency", own["agency"])
    world.keep("member", PersonFactory(organisation=own["agency"]))
    world.keep("contact", PersonFactory(organisation=own["agency"], joined_at=None))
    world.keep("official", CoordinatorFactory(organisation=city))


def _forum(world: World, name: str, classification: Classification) -> None:
    forum = ForumFactory(circle__classification=classification, slug=f"forum-{name}")
    world.keep(name, forum, slug=forum.slug)
    SeriesFactory(forum=forum)
    world.keep(name, forum.circle)
    member = _seats(world, forum, name) if name != "elsewhere" else ParticipantFactory(forum=forum)
    _member(world, name, member)
    presider, taker = (world.people[role] if name != "elsewhere" else member.person for role in ("chair", "taker"))
    states = {f"{name} draft": MinutesState.DRAFT, f"{name} circulated": MinutesState.CIRCULATED}
    if name == "internal":
        states[f"{name} approved"] = MinutesState.APPROVED
    for number, (named, state) in enumerate(states.items()):
        session = SessionFactory(forum=forum, presider=presider, minute_taker=taker)
        _sitting(world, named, session, member.person)
        _minutes(world, named, session, state, member)
        session.number = number + 1
    coming = SessionFactory(forum=forum, presider=presider, minute_taker=taker, starts_at=NEXT + timedelta(days=28))
    world.keep(name, coming)
    _invite(world, name, coming, member)
    imported = CalendarImport(forum_id=forum.id, calendar="Kalender Kantor", entries=[], left_out=[], created_at=MADE)
    world.keep(name, _add(imported))
    if name == "public":
        _register(world, coming, presider)
    world.keep(name, _add(Change(forum=forum, kind=ChangeKind.MOVED, by_id=presider.id, at=utc_now())))


def _seats(world: World, forum: Forum, name: str) -> Any:
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


def _member(world: World, name: str, member: Any) -> None:
    """Keep a participant with the seat, and somebody who will take part for it."""
    world.keep(name, member)
    world.keep(name, member.seat)
    arrival = Arrival(forum=member.forum, seat=member.seat, since=NEXT.date() + timedelta(days=60), entered_at=MADE)
    arrival.person = arrival.entered_by = PersonFactory(organisation=member.seat.organisation)
    arrival.role, arrival.capacity = ForumRole.MEMBER, Capacity.OWN
    world.keep(name, _add(arrival))


def _sitting(world: World, name: str, session: Session, person: Any) -> None:
    session.opened_at, session.closed_at, session.state = NEXT, session.ends_at, SessionState.HELD
    _letter(session, person)
    world.keep(name, session)
    item = AgendaItem(session_id=session.id, position=1, title="Status perizinan", purpose=Purpose.JOINT_SOLUTION)
    item.minutes, item.state, item.proposed_at, item.proposed_by_id = 20, ItemState.ACCEPTED, MADE, person.id
    world.keep(name, _add(item))
    decision = Decision(
        code=f"KEP-{len(world.things.get('Decision', {})):03}",
        session_id=session.id,
        agenda_item_id=item.id,
        text="Daftar layanan diserahkan.",
        how=DecisionRule.CONSENSUS,
        quorum_met=True,
        decided_at=NEXT,
        recorded_by_id=person.id,
        language="id",
    )
    world.keep(name, _add(decision))


def _letter(session: Session, person: Any) -> None:
    session.letter_number, session.letter_dated = "005/2026", date(2026, 11, 20)
    letter = Letter(session_id=session.id, place="Jakarta", nature=Nature.ORDINARY)
    letter.subject, letter.opening, letter.closing = "Undangan", "Dengan hormat", "Demikian"
    letter.signatory_position, letter.signatory_name, letter.language = "Kepala", "Sri", "id"
    letter.written_by_id, letter.written_at = person.id, MADE
    _add(letter)


def _minutes(world: World, name: str, session: Session, state: MinutesState, member: Any) -> None:
    minutes = Minutes(session_id=session.id, state=state, language="id", begun_at=NEXT)
    world.keep(name, _add(minutes))
    if state is not MinutesState.DRAFT:
        minutes.circulated_at, minutes.circulated_by_id = NEXT, session.minute_taker_id
        minutes.correction_until = NEXT + timedelta(days=3)
    passage = Passage(minutes_id=minutes.id, part=Part.OPENING, position=1, text="Ketua membuka rapat.")
    passage.author_id = passage.written_by_id = member.person_id
    passage.at = passage.written_at = NEXT
    _add(passage)
    correction = Correction(minutes_id=minutes.id, text="Dua puluh empat titik", by_id=member.person_id, at=NEXT)
    correction.seat_id = member.seat_id
    if state is MinutesState.APPROVED:
        correction.state = CorrectionState.ACCEPTED
    world.keep(name, _add(correction))
    db.session.commit()
    if state is MinutesState.APPROVED:
        _approve(minutes, session)


def _approve(minutes: Minutes, session: Session) -> None:
    from forums.minutes import actions, queries

    minutes.state = MinutesState.CIRCULATED
    db.session.commit()
    found = queries.minutes_for_act(minutes.id)
    assert found is not None
    actions.approve(found, by=db.session.get_one(type(session.presider), session.presider_id), at=utc_now())
    db.session.commit()


def _invite(world: World, name: str, session: Session, member: Any) -> None:
    invitation = Invitation(session_id=session.id, seat_id=member.seat_id, person_id=member.person_id, sent_at=MADE)
    invitation.id, invitation.generation = uuid4(), 0
    links.seal(invitation)
    world.keep(name, _add(invitation))
    for door in ("answers.show", "answers.excused", "answers.forward", "answers.represented", "replies.by_link"):
        world.tokens[f"forums.{door}"] = links.secret(invitation)
    proposal = TimeProposal(session_id=session.id, invitation_id=invitation.id, via=Via.LINK, proposed_at=MADE)
    proposal.starts_at, proposal.ends_at = session.starts_at + A_DAY, session.ends_at + A_DAY
    world.keep(name, _add(proposal))


def _register(world: World, session: Session, keeper: Any) -> None:
    opening = _add(Opening(session=session, retention_days=30, opened_by_id=keeper.id, opened_at=MADE))
    registration = Registration(opening=opening, name="Sari", email="sari@warga.example", language="id", turn=1)
    registration.state, registration.consented_at = RegistrationState.CONFIRMED, MADE
    world.tokens["forums.register.own"] = own_link(_add(registration)).rsplit("/", 1)[-1].partition("?")[0]


def _promises(world: World, name: str) -> None:
    circle = db.session.get_one(Circle, world.things["Circle"][name]["id"])
    for visibility in Visibility if name == "internal" else (Visibility.CIRCLE,):
        named = name if visibility is Visibility.CIRCLE else f"{name} {visibility.value}"
        _promise(world, named, circle, visibility, own=name != "elsewhere")


def _promise(world: World, name: str, circle: Circle, visibility: Visibility, *, own: bool) -> Commitment:
    sides = {role: world.people[role].organisation for role in ("responsible", "verifier")} if own else {}
    promise = CommitmentFactory(circle=circle, visibility=visibility, delivery=Delivery.IN_PROGRESS, **sides)
    promise.accepted_on = date(2026, 11, 20)
    world.keep(name, promise)
    if own:
        promise.contributors.append(world.people["contributor"].organisation)
    teller = world.people["responsible"] if own else PersonFactory(organisation=promise.responsible)
    update = Update(commitment_id=promise.id, act=Act.PROGRESS, at=MADE, by_id=teller.id, text="Separuh jalan")
    _add(update)
    file = store.keep(b"Separuh jalan", name="bukti.txt", media_type="text/plain", by=teller, at=MADE)
    db.session.flush()
    evidence = Evidence(commitment_id=promise.id, update_id=update.id, file_id=file.id)
    world.keep(name, _add(evidence))
    wish = Extension(commitment_id=promise.id, from_due=promise.current_due, to_due=date(2027, 1, 8), reason="Libur")
    wish.asked_by_id, wish.asked_at = teller.id, MADE
    world.keep(name, _add(wish))
    return promise  # type: ignore[no-any-return]


def _agreement(world: World, name: str, classification: Classification) -> None:
    circle = CircleFactory(classification=classification)
    made = {"kind": AgreementKind.PERJANJIAN_KERJA_SAMA, "language": "id", "created_at": MADE, "stage": Stage.SIGNED}
    keeper = CoordinatorFactory()
    term = {"signed_on": date(2026, 1, 8), "effective_on": date(2026, 1, 9), "expires_on": date(2027, 1, 8)}
    agreement = Agreement(title=f"Kerja Sama {name}", circle_id=circle.id, keeper_id=keeper.id, **made, **term)
    world.keep(name, _add(agreement))
    own = name != "elsewhere"
    sides = [world.people[role].organisation if own else OrganisationFactory() for role in ("party", "counterparty")]
    parties = []
    for place, organisation in enumerate(sides, 1):
        seat = SeatFactory(circle=circle, organisation=organisation, position=place)
        parties.append(_add(Party(agreement_id=agreement.id, seat_id=seat.id, position=place, signatory_name="Sri")))
    world.keep(name, parties[0])
    world.keep(f"{name} agreement", circle)
    _clause(world, name, agreement, parties)
    for named, party in ((name, None), (f"{name} of one side", parties[0])):
        file = store.keep(b"%PDF-1.7", name="naskah.pdf", media_type="application/pdf", by=keeper, at=MADE)
        db.session.flush()
        document = Document(agreement_id=agreement.id, kind=DocumentKind.ANNEX, title="Naskah", number=1)
        document.file_id, document.added_by_id, document.added_at = file.id, keeper.id, MADE
        document.party_id = party.id if party else None
        world.keep(named, _add(document))
    db.session.commit()


def _clause(world: World, name: str, agreement: Agreement, parties: list[Party]) -> None:
    clause = world.keep(name, _add(Clause(agreement_id=agreement.id, position=1, number="Pasal 5", heading="Mutu")))
    obligation = Obligation(clause_id=clause.id, position=1, text="Laporan mutu", criteria="Lengkap")
    obligation.debtor_id, obligation.verifier_id = (party.id for party in parties)
    obligation.frequency, obligation.first_due = Frequency.ONCE, date(2026, 12, 18)
    world.keep(name, _add(obligation))
    world.keep(name, _add(Right(clause_id=clause.id, holder_id=parties[1].id, text="Memakai data")))


def _digests(world: World) -> None:
    kinds = {
        "draft": (DigestState.DRAFT, Classification.INTERNAL),
        "released": (DigestState.RELEASED, Classification.INTERNAL),
        "restricted": (DigestState.RELEASED, Classification.RESTRICTED),
        "public": (DigestState.RELEASED, Classification.PUBLIC),
    }
    for month, (name, (state, classification)) in enumerate(kinds.items(), 7):
        period = read_period("monthly", f"2026-{month:02}")
        digest: Digest = digests.draft(period, forum=None, by=world.people["coordinator"], at=utc_now())
        db.session.flush()
        digest.state, digest.classification, digest.asks = state, classification, [ASK]
        world.keep(name, digest)
        digest.released_at = None if state is DigestState.DRAFT else MADE
    paper = Paper(sha256="f" * 64, kind="digest", title="Rangkuman", state="released", dated=date(2026, 11, 1))
    paper.classification, paper.language, paper.registered_at = Classification.PUBLIC, "id", MADE
    paper.subject_type, paper.subject_id = "Digest", world.things["Digest"]["public"]["id"]
    world.tokens["sha256"] = _add(paper).sha256


def _message(world: World, name: str, circle_id: UUID | None) -> None:
    """Let a message arrive that waits for somebody, about a circle if it is known."""
    mail = IncomingMail(received_at=MADE, size=20, content=b"From: a@b.example\r\n\r\nx", text="x", circle_id=circle_id)
    mail.sender, mail.subject, mail.why, mail.standing = "a@b.example", "Hadir", Why.NO_CALENDAR, Standing.ASIDE
    world.keep(name, _add(mail))


def _calendar_of(person: Any) -> BusyFeed:
    address = "https://calendar.example/rahasia.ics"
    return BusyFeed(person_id=person.id, address=address, added_at=utc_now(), due_at=utc_now())


def _house(world: World) -> None:
    """Holidays, a fasting month, messages that did not leave and that arrived, and links that open something."""
    _message(world, "internal", None)
    _message(world, "secret", world.things["Circle"]["secret"]["id"])
    _message(world, "elsewhere", world.things["Circle"]["elsewhere"]["id"])
    day = ListedHoliday(day=date(2026, 12, 25), name="Hari Raya Natal", kind=HolidayKind.PUBLIC)
    world.keep("only", _add(day))
    world.keep("only", _add(Ramadan(first_day=date(2027, 2, 8), last_day=date(2027, 3, 9))))
    person = world.people["other"]
    mail = outbox.enqueue("accounts/password-changed", person, address="https://contoh.example", addressee=person.name)
    assert mail is not None
    db.session.flush()
    mail.state, mail.last_error = MailState.DEAD, "550 no such user"
    world.keep("dead", mail)
    contact = db.session.get_one(type(person), world.things["Person"]["contact"]["id"])
    doors = {
        "accounts.join": (contact, TokenPurpose.INVITATION),
        "accounts.reset_password": (person, TokenPurpose.PASSWORD),
        "accounts.follow_link": (person, TokenPurpose.SIGN_IN),
        "forums.feeds.personal": (person, TokenPurpose.FEED),
    }
    for door, (holder, purpose) in doors.items():
        world.tokens[door] = issue(holder, purpose, at=utc_now(), lifetime=timedelta(days=7))
    for name, role in (("the participant's", "participant"), ("elsewhere", "counterparty")):
        holder = world.people[role]
        issue(holder, TokenPurpose.API, at=utc_now(), lifetime=timedelta(days=7), name="Dasbor")
        db.session.flush()
        world.keep(name, db.session.scalars(db.select(Token).where(Token.person_id == holder.id)).one())
        world.keep(name, _add(_calendar_of(holder)))
