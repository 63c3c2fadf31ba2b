"""Somebody without an account does everything that mails ask for, on a phone, by the links in them."""

from __future__ import annotations

import base64
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.mail.links import actions as links
from app.mail.links.models import MailLink
from app.organisations.models import Contact, ContactRole
from commitments.delivery.models import Evidence, Update
from commitments.registry import notices
from commitments.registry.rules import Delivery, Verification
from forums.minutes import actions as minutes
from forums.minutes.models import Correction, Minutes
from tests.factories import CommitmentFactory
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support import mail_links
from tests.support.visitors import Visitor

pytestmark = pytest.mark.one_database

PHOTO = {
    "name": "foto.png",
    "mimeType": "image/png",
    "buffer": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    ),
}


@pytest.fixture(params=["id", "en"])
def it(request, app, clock):
    """A forum of whose participants none has an account, and a commitment that was proposed to one of them."""
    made = room()
    for person in (made.chair, made.facilitator, made.taker, made.member, made.partner, made.observer):
        person.joined_at, person.language = None, request.param
    for person in (made.member, made.partner):
        db.session.add(Contact(organisation=person.organisation, role=ContactRole.FOCAL_POINT, person=person))
    commitment = CommitmentFactory(
        circle=made.forum.circle,
        responsible=made.member.organisation,
        verifier=made.partner.organisation,
        proposed_by_id=made.coordinator.id,
    )
    notices.proposed(commitment, by=made.coordinator)
    db.session.commit()
    return SimpleNamespace(room=made, commitment=commitment, member=made.member, partner=made.partner)


@pytest.fixture
def opens(pages, axe):
    """`opens(path)` opens a page on a phone, in a browser of its own."""

    def open_(path):
        phone = Phone(pages(width=360, height=780), axe)
        phone.open(path)
        return phone

    return open_


class Phone:
    """A page, each step of which is accessible and as wide as the screen."""

    def __init__(self, page, axe):
        self.page, self.axe = page, axe

    def open(self, path):
        self.page.goto(path)
        self.examine()

    def press(self, selector):
        self.page.locator(selector).click()
        self.page.wait_for_load_state()
        self.examine()

    def examine(self):
        self.axe(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{self.page.url} scrolls sideways"

    def enter(self, code):
        self.page.locator("#code").fill(code)
        self.press("main form .btn-primary")

    @property
    def words(self):
        return " ".join(self.page.locator("main").inner_text().split())


def link_to(person):
    """Return the path of the link in the newest mail, and leave the database to the server."""
    path = mail_links.link_to(person)
    db.session.commit()
    return path


def code_to(person):
    """Return the newest code, and leave the database to the server."""
    code = mail_links.code_to(person)
    db.session.commit()
    return code


def found(model):
    """Return the only row of a model as it is now."""
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


def circulate(app, it, clock):
    """Write and circulate the minutes of the session."""
    clock.move_to(NEXT + timedelta(hours=1))
    it.room.open()
    note = {"passage": str(uuid4()), "version": 0, "part": "opening", "text": "Dinkes melaporkan 12 layanan."}
    Visitor(app, it.room.coordinator).post("forums.minutes.save", note, session_id=it.room.session.id)
    it.room.hold()
    clock.move_to(NEXT + timedelta(hours=4))
    written = db.session.scalars(select(Minutes)).one()
    minutes.circulate(written, days=3, number="", without_attendance=True, by=it.room.coordinator, at=utc_now())
    db.session.commit()


def test_a_commitment_is_kept_and_verified_from_mails_alone(it, opens, clock):
    phone = opens(link_to(it.member))
    phone.press("form[action$='/accept'] button")
    phone.enter(code_to(it.member))
    phone.press("a[href$='/report']")
    phone.page.locator("input[name=progress][value='40']").check()
    phone.page.locator("textarea[name=text]").fill("Alat terpasang")
    phone.page.locator("#photo").set_input_files(PHOTO)
    phone.page.locator("main form.form .btn-primary").click()  # a script sends it, and then opens the commitment
    expect(phone.page.locator("#latest")).to_be_visible()
    phone.examine()
    assert found(Evidence).file.name == "foto.png"
    db.session.commit()
    clock.shift(timedelta(minutes=5))
    phone.press("a[href$='/submit']")
    phone.page.locator("input[name=progress]").fill("100")
    phone.page.locator("textarea[name=text]").fill("Selesai")
    phone.press("main form.form .btn-primary")
    verifier = opens(link_to(it.partner))
    assert "foto.png" in verifier.words
    verifier.press("button[formaction$='/verify']")
    verifier.enter(code_to(it.partner))
    db.session.refresh(it.commitment)
    assert (it.commitment.delivery, it.commitment.verification) == (Delivery.CLOSED, Verification.MET)
    acts = db.session.scalars(select(Update).order_by(Update.at, Update.id)).all()
    assert all(update.by_link for update in acts)
    assert {update.by_id for update in acts} == {it.member.id, it.partner.id}


def test_minutes_are_corrected_from_a_mail_alone(app, it, opens, clock):
    circulate(app, it, clock)
    phone = opens(link_to(it.member))
    assert "12 layanan" in phone.words
    phone.press("a[href$='/correct']")
    phone.page.locator("textarea[name=text]").fill("Bukan 12, melainkan 14 layanan.")
    phone.press("main form.form .btn-primary")
    assert "melainkan 14 layanan" in phone.words
    assert found(Correction).by_id == it.member.id


def test_people_with_a_forwarded_link_decide_nothing(it, opens):
    path = link_to(it.member)
    phone = opens(path)
    phone.press("form[action$='/accept'] button")
    phone.enter(code_to(it.member))
    db.session.refresh(it.commitment)
    assert it.commitment.delivery is Delivery.ACCEPTED
    db.session.commit()
    stranger = opens(path)
    assert it.commitment.title in stranger.words
    db.session.commit()
    stranger.press("a[href$='/submit']")
    assert not stranger.page.locator("input[type=file]").count()
    stranger.press("main form .btn-primary")
    assert it.member.email not in stranger.words
    db.session.commit()
    stranger.enter("000000" if code_to(it.member) != "000000" else "000001")
    expect(stranger.page.locator("#code-error")).to_be_visible()
    db.session.refresh(it.commitment)
    assert it.commitment.delivery is Delivery.ACCEPTED


def ended(it, clock):
    """Let the link expire."""
    clock.shift(timedelta(days=31))


def revoked(it, clock):
    """Revoke the link, as an administrator does."""
    links.revoke(found(MailLink), by=it.room.coordinator, at=utc_now())
    db.session.commit()


def disowned(it, clock):
    """Say that the mail was for somebody else."""
    links.disown(found(MailLink), at=utc_now())
    db.session.commit()


@pytest.mark.parametrize("ends", [ended, revoked, disowned])
def test_a_link_that_works_no_longer_says_so_in_a_sentence(it, opens, clock, ends):
    path = link_to(it.member)
    ends(it, clock)
    phone = opens(path)
    assert it.commitment.title not in phone.words
    db.session.commit()
    assert 5 < len(phone.words.split()) < 40
    assert not phone.page.locator("main form").count()
    assert phone.page.locator("html").get_attribute("lang") == it.member.language


def test_a_foreign_link_shows_nothing(it, opens):
    phone = opens("/by-link/rahasia-orang-lain")
    assert it.commitment.title not in phone.words
    db.session.commit()
    assert 5 < len(phone.words.split()) < 40
