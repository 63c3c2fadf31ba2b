"""What the world holds outside circles: digests, holidays, mail, tokens, account sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PIL import Image
from werkzeug.datastructures import FileStorage

from app.accounts.addresses.models import AddressChange
from app.accounts.addresses.rules import AddressState
from app.accounts.models import AccountSession, Token, TokenPurpose
from app.accounts.roles.models import RoleRequest
from app.accounts.sessions.actions import begin
from app.accounts.sessions.rules import Device
from app.accounts.tokens import digest, issue
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday, Ramadan
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.files import save
from app.mail import outbox
from app.mail.inbox.models import IncomingMail, MailStatus, Why
from app.mail.links.actions import issue as issue_link
from app.mail.notifications.links import address_for
from app.mail.outbox.models import MailState
from app.organisations.letterheads.actions import LetterheadDetails, set_letterhead
from app.pdf.models import Paper
from app.saved_views.models import SavedView
from app.settings.actions import InstanceDetails, change_instance
from commitments.registry.models import Commitment
from forums.busy.models import BusyFeed
from forums.scheduling.models import SessionState
from insights.digests import actions as digests
from insights.digests.models import Digest, DigestKind, DigestState
from insights.digests.rules import read_period
from insights.schedules.models import DigestSchedule
from tests.factories import AdministratorFactory, CircleFactory, SessionFactory
from tests.factories.forums import MADE

if TYPE_CHECKING:
    from tests.support.world.world import World

ASK = {"title": "Perpanjangan PKS", "why": "Berakhir 8 Januari.", "options": ["Ya", "Tidak"], "by": "2026-12-09"}


def add_digests(world: World) -> None:
    kinds = {
        "draft": (DigestState.DRAFT, Classification.INTERNAL),
        "released": (DigestState.RELEASED, Classification.INTERNAL),
        "restricted": (DigestState.RELEASED, Classification.RESTRICTED),
        "public": (DigestState.RELEASED, Classification.PUBLIC),
        "secret": (DigestState.RELEASED, Classification.SECRET),
    }
    SessionFactory(starts_at=datetime(2026, 7, 2, 2, tzinfo=UTC), state=SessionState.HELD)  # the record begins here
    for month, (name, (state, classification)) in enumerate(kinds.items(), 7):
        period = read_period("monthly", f"2026-{month:02}")
        digest: Digest = digests.draft(period, about=None, by=world.people["coordinator"], at=utc_now())
        db.session.flush()
        digest.state, digest.classification, digest.asks = state, classification, [ASK]
        if classification is Classification.SECRET:
            digest.circle_id = world.objects["Circle"]["secret"]["id"]
        world.keep(name, digest)
        digest.released_at = None if state is DigestState.DRAFT else MADE
    schedule = DigestSchedule(kind=DigestKind.QUARTERLY, scope="", created_at=MADE)
    schedule.created_by_id = world.people["coordinator"].id
    world.keep("usable", world.add(schedule))
    paper = Paper(sha256="f" * 64, kind="digest", title="Rangkuman", state="released", dated=date(2026, 11, 1))
    paper.classification, paper.language, paper.registered_at = Classification.PUBLIC, "id", MADE
    paper.subject_type, paper.subject_id = "Digest", world.objects["Digest"]["public"]["id"]
    world.tokens["sha256"] = world.add(paper).sha256


def _message(world: World, name: str, circle_id: UUID | None) -> None:
    """Add an incoming mail that was set aside, about a circle where that is known."""
    mail = IncomingMail(received_at=MADE, size=20, content=b"From: a@b.example\r\n\r\nx", text="x", circle_id=circle_id)
    mail.sender, mail.subject, mail.why, mail.standing = "a@b.example", "Hadir", Why.NO_CALENDAR, MailStatus.ASIDE
    world.keep(name, world.add(mail))


def _calendar_of(person: Any) -> BusyFeed:
    address = "https://calendar.example/rahasia.ics"
    return BusyFeed(person_id=person.id, address=address, added_at=utc_now(), due_at=utc_now())


def _closed_to_everyone(world: World) -> None:
    """Add secret circles that nobody can open: one without a request for access, and one for each request."""
    world.keep("abandoned", CircleFactory(classification=Classification.SECRET))
    asking = {"own": world.people["administrator"], "elsewhere": AdministratorFactory()}
    for name, person in asking.items():
        circle = CircleFactory(classification=Classification.SECRET)
        request = AccessRequest(circle_id=circle.id, asked_by_id=person.id, asked_at=MADE, reason="Ketua pensiun")
        world.keep(name, world.add(request))


def add_platform(world: World) -> None:
    """Add holidays, a Ramadan, incoming mail, mail that could not be sent, and tokens."""
    _message(world, "internal", None)
    _message(world, "secret", world.objects["Circle"]["secret"]["id"])
    _message(world, "elsewhere", world.objects["Circle"]["elsewhere"]["id"])
    _closed_to_everyone(world)
    _letterhead(world)
    day = ListedHoliday(day=date(2026, 12, 25), name="Hari Raya Natal", kind=HolidayKind.PUBLIC)
    world.keep("only", world.add(day))
    world.keep("only", world.add(Ramadan(first_day=date(2027, 2, 8), last_day=date(2027, 3, 9))))
    person = world.people["other"]
    mail = outbox.enqueue("accounts/password-changed", person, address="https://contoh.example", addressee=person.name)
    assert mail is not None
    db.session.flush()
    mail.state, mail.last_error = MailState.DEAD, "550 no such user"
    world.keep("dead", mail)
    _link(world)
    contact = db.session.get_one(type(person), world.objects["Person"]["contact"]["id"])
    _addresses(world)
    for name, asker in {"own": world.people["administrator"], "elsewhere": AdministratorFactory()}.items():
        world.keep(name, world.add(RoleRequest(person=asker, roles=["coordinator"], asked_at=MADE)))
    holders = {
        "accounts.join": (contact, TokenPurpose.INVITATION),
        "accounts.reset_password": (person, TokenPurpose.PASSWORD),
        "accounts.follow_link": (person, TokenPurpose.SIGN_IN),
        "first_steps.receive": (world.people["administrator"], TokenPurpose.TEST_MAIL),
        "forums.feeds.personal": (person, TokenPurpose.FEED),
    }
    for endpoint, (holder, purpose) in holders.items():
        world.tokens[endpoint] = issue(holder, purpose, at=utc_now(), lifetime=timedelta(days=7))
    shared = SavedView(
        list_name="commitments", name="Semua", query="state=all", owner_id=world.people["coordinator"].id
    )
    shared.is_shared, shared.saved_at = True, MADE
    world.keep("shared", world.add(shared))
    for name, role in (("the participant's", "participant"), ("elsewhere", "counterparty")):
        holder = world.people[role]
        issue(holder, TokenPurpose.API, at=utc_now(), lifetime=timedelta(days=7), name="Dasbor")
        db.session.flush()
        world.keep(name, db.session.scalars(db.select(Token).where(Token.person_id == holder.id)).one())
        world.keep(name, world.add(_calendar_of(holder)))
        view = SavedView(list_name="commitments", name="Terlambat", query="state=overdue", owner_id=holder.id)
        view.is_shared, view.saved_at = False, MADE
        world.keep(name, world.add(view))
        begin(holder, device=Device("Firefox", "Android"), at=utc_now())
        db.session.flush()
        sessions = db.select(AccountSession).where(AccountSession.person_id == holder.id)
        world.keep(name, db.session.scalars(sessions).one())


def _letterhead(world: World) -> None:
    """Give the instance and an organisation an emblem."""
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    emblem = save(FileStorage(BytesIO(picture.getvalue()), "lambang.png"), by=None, at=MADE)
    details = InstanceDetails(
        unit="BLUD Jakarta Smart City", above="", address="Jalan Contoh 1", city="Jakarta", timezone="Asia/Jakarta"
    )
    by = {"by": world.people["administrator"], "at": MADE}
    change_instance(details, emblem=emblem, version=1, **by)
    lines = LetterheadDetails(unit="Dinas Kesehatan", above="", address="", city="Jakarta")
    agency = world.people["participant"].organisation
    set_letterhead(agency, lines, emblem=emblem, without_emblem=False, **by)


def _addresses(world: World) -> None:
    """Add address changes: one that a participant asked for, and one that the administrator asked for somebody else."""
    secrets = {name: f"{name}-{'x' * 40}" for name in ("confirm", "stop")}
    for name, role, asker in (
        ("the participant's", "participant", "participant"),
        ("elsewhere", "counterparty", "administrator"),
    ):
        own = role == asker
        state = AddressState.UNCONFIRMED if own else AddressState.NEEDS_SECOND
        change = AddressChange(person=world.people[role], asked_by=world.people[asker], state=state, asked_at=utc_now())
        change.earlier, change.address = world.people[role].email, f"baru.{role}@dinas.example"
        change.until = utc_now() + timedelta(hours=24)
        if own:
            change.confirm_digest, change.stop_digest = digest(secrets["confirm"]), digest(secrets["stop"])
        world.keep(name, world.add(change))
    world.tokens |= {f"addresses.{name}": secret for name, secret in secrets.items()}


def _link(world: World) -> None:
    """Add a link of the responsible party to a commitment, for the pages that links open."""
    commitment = db.session.get_one(Commitment, world.objects["Commitment"]["internal"]["id"])
    link, secret = issue_link(world.people["responsible"], commitment, sender=None, at=utc_now())
    db.session.flush()
    world.keep("usable", link)
    for view in ("show", "perform", "disown", "pass_on", "ask_account"):
        world.tokens[f"links.{view}"] = secret
    world.tokens["notifications.off"] = address_for(world.people["responsible"], "watching").rpartition("/")[2]
