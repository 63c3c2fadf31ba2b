"""People without an account act on commitments by the links in their mails."""

import base64
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.access import end_access
from app.audit.models import AuditRow
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.links.models import MailLink
from app.mail.outbox.models import Mail
from commitments.by_link.rules import suggested_dates
from commitments.delivery import actions
from commitments.delivery.models import Evidence, Update
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry import notices
from commitments.registry.rules import Delivery, Verification
from tests.factories import NamedPersonFactory, PersonFactory
from tests.support.mail_links import code_to, link_to, mails_to
from tests.support.visitors import Visitor

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one pixel."""


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def asked(town):
    """The contacts of both parties have no account, and a commitment was proposed."""
    for person in (town.owner, town.verifier):
        person.joined_at = None
    commitment = town.promised()
    notices.proposed(commitment, by=town.coordinator)
    db.session.commit()
    return commitment


def confirm(reader, path, person, fields=None):
    """Send a form that asks for a code, then the code, as the page carries the fields."""
    page = reader.post(path, fields, status=200)
    assert "kode enam angka" in page.words
    carried = {one["name"]: one["value"] for one in page.soup.select("main form input[type=hidden]")}
    carried.pop("csrf_token")
    return reader.post(path, {**carried, "link_code": code_to(person)})


def test_opening_a_link_shows_whose_it_is_and_changes_nothing_but_that_it_was_opened(town, asked, reader):
    path = link_to(town.owner)
    page = reader.get(path)
    assert "Narahubung Dinkes" in page.words
    assert asked.title in page.words
    assert asked.delivery is Delivery.PROPOSED
    link = db.session.scalars(select(MailLink)).one()
    assert link.opened_at
    assert link.mail_id == mails_to(town.owner)[0].id
    assert db.session.scalar(select(Update)) is None


def test_the_language_of_a_page_behind_a_link_is_that_browsers_alone(town, asked, reader):
    path = link_to(town.owner)
    assert "Do you accept?" in reader.get(f"{path}?lang=en").words
    assert "Do you accept?" in reader.get(path).words
    assert town.owner.language == "id"


def test_acceptance_binds_only_with_the_code_that_was_mailed_to_the_same_address(town, asked, reader):
    path = link_to(town.owner)
    page = reader.post(f"{path}/accept", status=200)
    assert asked.delivery is Delivery.PROPOSED
    assert town.owner.email not in page.words
    wrong = "000000" if code_to(town.owner) != "000000" else "000001"
    assert "bukan kode" in reader.post(f"{path}/accept", {"link_code": wrong}, status=422).words
    assert asked.delivery is Delivery.PROPOSED
    spaced = f"{code_to(town.owner)[:3]} {code_to(town.owner)[3:]}"
    reader.post(f"{path}/accept", {"link_code": spaced})
    assert asked.delivery is Delivery.ACCEPTED
    update = db.session.scalars(select(Update)).one()
    assert (update.by_id, update.by_link) == (town.owner.id, True)
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "commitment.accepted")).one()
    assert (row.actor_id, row.details["via"]) == (town.owner.id, "link")


def test_what_was_typed_comes_along_to_the_code_and_back(town, asked, reader):
    path = f"{link_to(town.owner)}/decline"
    reader.get(path)
    confirm(reader, path, town.owner, {"reason": "Bukan <b>tugas</b> kami"})
    assert asked.delivery is Delivery.DECLINED
    assert db.session.scalars(select(Update)).one().text == "Bukan <b>tugas</b> kami"


def test_a_code_works_once_for_ten_minutes_and_five_tries(town, asked, reader, clock):
    path = f"{link_to(town.owner)}/accept"
    reader.post(path, status=200)
    for _try in range(5):
        reader.post(path, {"link_code": "x1"}, status=422)
    right = code_to(town.owner)
    assert "tidak berlaku lagi" in reader.post(path, {"link_code": right}, status=422).words
    reader.post(path, status=200)
    clock.shift(timedelta(minutes=11))
    assert "tidak berlaku lagi" in reader.post(path, {"link_code": code_to(town.owner)}, status=422).words
    assert asked.delivery is Delivery.PROPOSED


def test_a_confirmed_browser_needs_no_other_code_for_an_hour(town, asked, reader, clock):
    path = link_to(town.owner)
    confirm(reader, f"{path}/accept", town.owner)
    clock.shift(timedelta(minutes=59))
    page = reader.get(f"{path}/submit")
    assert page.soup.select_one("input[type=file]")
    clock.shift(timedelta(minutes=2))
    assert not reader.get(f"{path}/submit").soup.select_one("input[type=file]")


@pytest.mark.parametrize("act, delivery", [("report", Delivery.IN_PROGRESS), ("submit", Delivery.SUBMITTED)])
def test_who_has_begun_already_accepts_by_reporting(town, asked, reader, act, delivery):
    path = link_to(town.owner)
    assert "Sudah mulai, atau sudah selesai?" in reader.get(path).words
    path = f"{path}/accept-and-{act}"
    reader.post(path, {"link_reads": "1"}, status=200)
    reader.post(path, {"link_reads": "1", "link_code": code_to(town.owner)})
    sent = {"progress": "100", "text": "Selesai"}
    refused = reader.post(path, {**sent, "progress": "140"}, status=422)
    assert "sekaligus" in refused.words
    assert asked.delivery is Delivery.PROPOSED
    reader.post(path, {**sent, "files": (io.BytesIO(PNG), "foto.png")})
    assert asked.delivery is delivery
    acts = select(AuditRow.action).where(AuditRow.subject_id == asked.id).order_by(AuditRow.id)
    done = {"report": "commitment.progress", "submit": "commitment.submitted"}[act]
    assert db.session.scalars(acts).all()[-2:] == ["commitment.accepted", done]
    reader.post(path, sent, status=422)


def test_a_delivery_without_its_evidence_does_not_accept_either(town, asked, reader):
    path = f"{link_to(town.owner)}/accept-and-submit"
    reader.post(path, {"link_reads": "1"}, status=200)
    reader.post(path, {"link_reads": "1", "link_code": code_to(town.owner)})
    reader.post(path, {"progress": "100", "text": "Selesai"}, status=422)
    assert asked.delivery is Delivery.PROPOSED


def test_a_confirmation_is_valid_for_one_person_and_no_other_link(town, asked, reader):
    confirm(reader, f"{link_to(town.owner)}/accept", town.owner)
    actions.submit(
        asked, actions.Report(progress=100, text="Selesai", links=["https://a.example"]), by=town.owner, at=utc_now()
    )
    db.session.commit()
    reader.post(f"{link_to(town.verifier)}/verify", status=200)
    assert asked.delivery is Delivery.SUBMITTED


def test_progress_with_a_photo_needs_no_code(town, reader):
    town.owner.joined_at = None
    commitment = town.promised(Delivery.ACCEPTED)
    notices.write("T-3", commitment, town.owner)
    path = link_to(town.owner)
    page = reader.get(f"{path}/report")
    assert len(page.soup.select("form.form .does button")) == 1
    assert not page.soup.select("form.form [value=done]")
    report = {"progress": "40", "text": "Alat terpasang", "files": (io.BytesIO(PNG), "foto.png")}
    reader.post(f"{path}/report", report)
    assert (commitment.progress, commitment.delivery) == (40, Delivery.IN_PROGRESS)
    assert db.session.scalars(select(Evidence)).one().file.name == "foto.png"


def test_a_report_by_link_never_submits(town, reader):
    commitment = town.promised(Delivery.ACCEPTED)
    notices.write("T-3", commitment, town.owner)
    reader.post(f"{link_to(town.owner)}/report", {"progress": "100", "text": "Selesai", "submit": "1"})
    assert commitment.delivery is Delivery.IN_PROGRESS


def test_submitting_asks_for_the_code_before_the_form_so_that_files_are_chosen_once(town, reader):
    commitment = town.promised(Delivery.ACCEPTED)
    notices.write("T-3", commitment, town.owner)
    path = f"{link_to(town.owner)}/submit"
    assert "Kirim kode" in reader.get(path).words
    assert not mails_to(town.owner)[1:]
    reader.post(path, {"link_reads": "1"}, status=200)
    answer = reader.post(path, {"link_reads": "1", "link_code": code_to(town.owner)})
    assert answer.location.endswith("/submit")
    reader.post(path, {"progress": "100", "text": "Selesai", "files": (io.BytesIO(PNG), "foto.png")})
    assert commitment.delivery is Delivery.SUBMITTED


def test_the_verifier_reads_the_evidence_by_link_and_verifies_with_a_code(town, asked, reader, clock):
    clock.shift(60)
    now = utc_now()
    actions.accept(asked, by=town.owner, at=now)
    town_file = {"progress": "100", "text": "Selesai", "files": (io.BytesIO(PNG), "foto.png")}
    notices.write("T-3", asked, town.owner)
    reader.post(f"{link_to(town.owner)}/report", town_file)
    actions.submit(asked, actions.Report(progress=100, text="Selesai"), by=town.owner, at=now)
    path = link_to(town.verifier)
    evidence = reader.get(path).soup.select_one("a[href*='/evidence/']")
    assert "foto.png" in evidence.get_text()
    assert reader.get(evidence["href"]).get_data() == PNG
    confirm(reader, f"{path}/verify", town.verifier)
    assert (asked.delivery, asked.verification) == (Delivery.CLOSED, Verification.MET)


def test_evidence_of_another_commitment_stays_closed(town, asked, reader, clock):
    clock.shift(60)
    other = town.promised(Delivery.ACCEPTED)
    notices.write("T-3", other, town.owner)
    reader.post(f"{link_to(town.owner)}/report", {"progress": "1", "text": "x", "files": (io.BytesIO(PNG), "a.png")})
    piece = db.session.scalars(select(Evidence)).one()
    clock.shift(60)
    notices.write("answer", asked, town.owner)
    reader.get(f"{link_to(town.owner)}/evidence/{piece.id}", status=404)


def test_a_later_date_is_asked_for_by_link_and_granted_with_a_code(town, reader):
    town.verifier.joined_at = None
    commitment = town.promised(Delivery.ACCEPTED)
    notices.write("T-3", commitment, town.owner)
    reader.post(f"{link_to(town.owner)}/extend", {"due": "30 Januari 2027", "reason": "Menunggu alat"})
    extension = db.session.scalars(select(Extension)).one()
    path = f"{link_to(town.verifier)}/approve-extension/{extension.id}"
    reader.get(path, status=405)
    confirm(reader, path, town.verifier)
    assert extension.state is ExtensionState.APPROVED


def test_acts_that_a_person_may_not_do_stay_closed_by_link_too(town, asked, reader):
    path = link_to(town.owner)
    confirm(reader, f"{path}/accept", town.owner)
    reader.post(f"{path}/verify", status=403)
    reader.get(f"{path}/approve", status=404)


def test_nothing_happens_on_get(town, asked, reader):
    path = link_to(town.owner)
    for act in ("verify", "agree-to-date", "accept"):
        reader.client.get(f"{path}/{act}")
    assert asked.delivery is Delivery.PROPOSED
    assert [mail.kind for mail in mails_to(town.owner)] == ["commitments/proposed"]


def test_an_expired_revoked_or_unknown_link_says_so_in_one_sentence(town, asked, reader, as_user, clock):
    path = link_to(town.owner)
    reader.get("/by-link/unknown-secret", status=404)
    reader.get("/by-link/unknown-secret/accept", status=404)
    clock.shift(timedelta(days=31))
    assert "sudah lewat. Mintalah" in reader.get(path, status=410).words
    town.owner.language = "en"
    assert "This link has expired. Ask the person" in reader.get(path, status=410).words
    assert "sudah lewat" in reader.get(f"{path}?lang=id", status=410).words
    town.owner.language = "id"
    reader.post(f"{path}/accept", status=410)
    notices.proposed(asked, by=town.coordinator)
    path = link_to(town.owner)
    reader.get(path)
    administrator = as_user(PersonFactory(is_administrator=True))
    assert town.owner.name in administrator.get("mail_links.index").words
    administrator.post(
        "mail_links.revoke",
        mail_link_id=db.session.scalars(select(MailLink.id).order_by(MailLink.created_at.desc())).first(),
    )
    assert "dicabut" in reader.get(path, status=410).words
    as_user(town.coordinator).get("mail_links.index", status=403)


def test_saying_not_me_ends_the_link_and_notifies_the_sender(town, asked, reader):
    path = link_to(town.owner)
    reader.get(f"{path}/not-me")
    reader.get(path)
    reader.post(f"{path}/not-me", status=200)
    assert "bukan untuknya" in reader.get(path, status=410).words
    assert [mail.kind for mail in mails_to(town.coordinator)] == ["links/disowned"]
    assert asked.delivery is Delivery.PROPOSED


def test_coordinators_are_notified_in_place_of_a_sender_without_an_account(town, asked, reader, clock):
    actions.accept(asked, by=town.owner, at=utc_now())
    actions.submit(
        asked, actions.Report(progress=100, text="Selesai", links=["https://a.example"]), by=town.owner, at=utc_now()
    )
    path = link_to(town.verifier)
    clock.shift(60)
    reader.post(f"{path}/not-me", status=200)
    told = db.session.scalars(select(Mail.recipient).where(Mail.kind == "links/disowned")).all()
    assert told == [town.coordinator.email]


def test_a_remark_is_added_by_link(town, asked, reader):
    path = link_to(town.owner)
    href = reader.get(path).soup.select_one("main a[href$='/comment']")["href"]
    page = reader.get(href)
    assert page.soup.select_one("main form.form textarea[name=text]")
    assert reader.post(href, {"text": "Kami bahas Kamis"}).location == path
    assert db.session.scalars(select(Update)).one().text == "Kami bahas Kamis"


def test_a_link_passed_on_is_a_link_of_the_colleagues_own(town, asked, reader, app):
    colleague = PersonFactory(name="Rekan Dinkes", organisation=town.health, joined_at=None)
    stranger = PersonFactory(name="Orang Lain", joined_at=None)
    path = link_to(town.owner)
    assert "Rekan Dinkes" not in reader.get(f"{path}/pass-on").words
    confirm(reader, f"{path}/pass-on", town.owner, {"link_reads": "1"})
    page = reader.get(f"{path}/pass-on")
    assert "Rekan Dinkes" in page.words
    assert stranger.name not in page.words
    reader.post(f"{path}/pass-on", {"person": str(stranger.id)}, status=422)
    reader.post(f"{path}/pass-on", {"person": str(colleague.id)})
    theirs = link_to(colleague)
    assert theirs != path
    confirm(Visitor(app), f"{theirs}/accept", colleague)
    assert db.session.scalars(select(Update)).one().by_id == colleague.id


def test_nothing_is_passed_on_to_a_colleague_who_may_not_read_it(town, asked, reader):
    colleague = PersonFactory(name="Rekan Dinkes", organisation=town.health, joined_at=None)
    colleague.organisation = town.company
    town.owner.organisation = town.company
    NamedPersonFactory(circle_id=town.circle.id, person_id=town.owner.id)
    path = f"{link_to(town.owner)}/pass-on"
    page = reader.post(path, {"person": str(colleague.id)}, status=200)
    page = reader.post(path, {"person": str(colleague.id), "link_code": code_to(town.owner)}, status=422)
    assert "tidak berwenang membaca ini" in page.words
    assert mails_to(colleague) == []


def test_a_link_can_request_only_few_mails(town, asked, reader):
    path = f"{link_to(town.owner)}/account"
    for _turn in range(5):
        reader.post(path)
    assert "Terlalu banyak surel" in reader.post(path, status=429).words


def test_a_program_that_only_looks_for_the_headers_of_a_link_opens_nothing(town, asked, reader):
    assert reader.client.head(link_to(town.owner)).status_code == 200
    assert db.session.scalars(select(MailLink)).one().opened_at is None


def test_a_signed_in_reader_of_a_forwarded_link_acts_as_nobody_but_its_owner_with_a_code(town, asked, as_user):
    path = link_to(town.owner)
    other = as_user(town.coordinator)
    assert "Narahubung Dinkes" in other.get(path).words
    other.post(f"{path}/accept", status=200)
    assert asked.delivery is Delivery.PROPOSED


def test_people_who_are_signed_in_are_redirected_from_their_link_to_the_page(town, asked, as_user):
    town.owner.joined_at = town.coordinator.joined_at
    answer = as_user(town.owner).get(link_to(town.owner), status=302)
    assert answer.location == f"/commitments/{asked.id}"


def test_links_end_with_the_access_of_their_person(town, asked, reader):
    path = link_to(town.owner)
    end_access(town.owner, at=utc_now())
    reader.get(path, status=410)


def test_a_secret_commitment_shows_nothing_before_the_code(town, reader):
    town.owner.joined_at = None
    commitment = town.promised(title="Audit tertutup", responsible_person=town.owner)
    commitment.circle.classification = Classification.SECRET
    notices.proposed(commitment, by=town.coordinator)
    path = link_to(town.owner)
    assert "Audit tertutup" not in reader.get(path).get_data(as_text=True)
    reader.get(f"{path}/pass-on", status=404)
    reader.post(path, {"link_reads": "1"}, status=200)
    reader.post(path, {"link_reads": "1", "link_code": code_to(town.owner)})
    page = reader.get(path)
    assert "Audit tertutup" in page.words
    assert not page.soup.select("main a[href$='/pass-on']")


def test_a_person_without_an_account_asks_for_one_at_their_own_address(town, asked, reader):
    path = link_to(town.owner)
    reader.post(f"{path}/account")
    mail = db.session.scalars(select(Mail).where(Mail.kind == "accounts/invitation")).one()
    assert mail.recipient == town.owner.email


def test_another_date_is_proposed_on_the_page_of_the_link_itself(town, asked, reader):
    asked.proposed_at = utc_now()
    path = link_to(town.owner)
    page = reader.get(path)
    assert "Jawab paling lambat Minggu, 29 November 2026." in page.words
    form = page.soup.select_one(f"form[action='{path}/counter-propose']")
    suggested = [one["value"] for one in form.select("button[name=due]")]
    assert suggested == ["2026-12-28", "2027-01-04"]
    confirm(reader, form["action"], town.owner, {"due": suggested[1], "reason": "Alat baru datang"})
    assert asked.delivery is Delivery.COUNTER_PROPOSED
    assert asked.counter_due.isoformat() == suggested[1]


def test_a_commitment_is_declined_on_the_page_of_the_link_itself(town, asked, reader):
    path = link_to(town.owner)
    form = reader.get(path).soup.select_one(f"details form[action='{path}/decline']")
    confirm(reader, form["action"], town.owner, {"reason": "Bukan tugas kami"})
    assert asked.delivery is Delivery.DECLINED


@pytest.mark.parametrize(
    "due, now, suggested",
    [
        (date(2026, 12, 10), date(2026, 11, 24), [date(2026, 12, 17), date(2026, 12, 24)]),
        (date(2026, 12, 12), date(2026, 11, 24), [date(2026, 12, 21), date(2026, 12, 28)]),
        (date(2026, 12, 18), date(2026, 11, 24), [date(2026, 12, 28), date(2027, 1, 4)]),
        (date(2026, 11, 2), date(2026, 11, 24), [date(2026, 12, 1), date(2026, 12, 8)]),
    ],
)
def test_suggested_dates_are_working_days_after_the_due_date_and_today(due, now, suggested):
    free = {date(2026, 12, 25): "Natal", date(2027, 1, 1): "Tahun Baru"}
    assert suggested_dates(due, now, free.get) == suggested
