"""A session whose agenda has a PDF, a picture, a sheet and a request that nobody has answered."""

import base64
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import func, select

from app.clock import utc_now
from app.database import db
from app.files.store import keep
from app.pdf.canonical import fingerprint
from forums.agenda.models import Purpose
from forums.invitations import actions as invitations
from forums.invitations import rsvp
from forums.invitations.models import Invitation, Via
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.preparation.models import AgendaDocument, Preparation
from forums.scheduling.models import SessionState
from tests.factories import SessionFactory
from tests.factories.forums import MADE, NEXT
from tests.forums.room import room

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def pdf(pages=1, width=300):
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=(width, 400))
    result = BytesIO()
    made.save(result, deterministic_id=True)
    return result.getvalue()


def document(it, item, title, content=None, name="bahan.pdf", media_type="application/pdf"):
    """Add a document to an item."""
    file = keep(content or pdf(), name=name, media_type=media_type, by=it.member, at=MADE)
    db.session.flush()
    at = MADE + timedelta(minutes=db.session.scalar(select(func.count(AgendaDocument.id))) or 0)
    made = AgendaDocument(agenda_item_id=item.id, file_id=file.id, title=title, added_by_id=it.member.id, added_at=at)
    made.file = file
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def it(app, clock):
    made = room()
    made.opening = made.item(position=1, title="Pembukaan", purpose=Purpose.INFORMATION, minutes=5)
    made.budget = made.item(position=2, title="Anggaran 2027", question="Urutan tiga layanan", minutes=20)
    made.proposal = document(made, made.budget, "Usul anggaran", pdf(3), "usul.pdf")
    made.picture = document(made, made.budget, "Foto lokasi", PNG, "foto.png", "image/png")
    made.sheet = document(made, made.budget, "Rincian biaya", b"No,Biaya\n", "rincian.csv", "text/csv")
    made.asked = Preparation(
        agenda_item_id=made.opening.id,
        seat_id=made.seats["agency"].id,
        what="Data puskesmas",
        due=NEXT.date(),
        asked_by_id=made.coordinator.id,
        asked_at=MADE,
    )
    db.session.add(made.asked)
    db.session.commit()
    return made


def approved_minutes(it):
    """Add a session before this one, number 7, with approved minutes."""
    session = SessionFactory(
        forum=it.forum,
        number=7,
        starts_at=NEXT - timedelta(days=28),
        ends_at=NEXT - timedelta(days=28, hours=-2),
        presider=it.chair,
        minute_taker=it.taker,
        state=SessionState.HELD,
    )
    minutes = Minutes(session=session, language="id", begun_at=MADE, state=MinutesState.APPROVED)
    db.session.add(minutes)
    db.session.flush()
    minutes.content = {**content_of(minutes, session), "approved_at": MADE.isoformat(), "approved_by": it.chair.name}
    minutes.sha256 = fingerprint(minutes.content)
    db.session.commit()
    return minutes


def guest_of(it, email="budi@mitra.example"):
    """Invite everyone to the session, and return the guest to whom the partner passes the invitation on."""
    invitations.invite(it.session, by=it.coordinator, at=utc_now())
    own = db.session.scalars(select(Invitation).where(Invitation.person_id == it.partner.id)).one()
    channel = rsvp.Channel(via=Via.LINK)
    passed = rsvp.pass_on(own, name="Budi", position="Analis", email=email, through=channel, at=utc_now())
    db.session.commit()
    return passed.person
