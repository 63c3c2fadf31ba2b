"""Passing a commitment on to a colleague, with an instruction that only the own organisation sees."""

from datetime import date

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.dispositions.models import Disposition
from app.dispositions.rules import DispositionState
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.registry import notices
from commitments.registry.rules import Delivery
from tests.factories import NamedPersonFactory, PersonFactory
from tests.support.mail_links import LINK, code_to, mails_to
from tests.support.visitors import Visitor

GIVE = "commitments.dispositions.give"


@pytest.fixture
def passed_on(town, as_user):
    """A commitment that the focal point of the responsible organisation passes on to a colleague without an account."""
    town.worker = PersonFactory(name="Staf Gizi", organisation=town.health, joined_at=None)
    town.colleague = PersonFactory(name="Rekan Gizi", organisation=town.health)
    commitment = town.promised(Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 1))
    give(as_user, town.owner, commitment, town.worker)
    return commitment


def give(as_user, by, commitment, receiver, status=303):
    typed = {"receiver": receiver.id, "instruction": "Siapkan katalog sensor", "due": "2026-11-30"}
    as_user(by).post(GIVE, typed, commitment_id=commitment.id, status=status)


def latest() -> Disposition:
    return db.session.scalars(select(Disposition).order_by(Disposition.given_at.desc(), Disposition.id)).first()


def test_who_gave_it_sees_where_it_is_and_readers_outside_do_not(town, as_user, clock, passed_on):
    page = as_user(town.owner).get("commitments.registry.show", commitment_id=passed_on.id)
    assert "Siapkan katalog sensor" in page.words
    for outsider in (town.verifier, town.coordinator, town.member):
        page = as_user(outsider).get("commitments.registry.show", commitment_id=passed_on.id)
        assert "Siapkan katalog" not in page.words
        as_user(outsider).get("dispositions.show", disposition_id=latest().id, status=404)
    assert "Terlambat" not in as_user(town.owner).get("dispositions.index").soup.main.text
    clock.move_to("2026-12-02T02:00:00Z")
    assert "Terlambat" in as_user(town.owner).get("dispositions.index").soup.main.text


def test_a_colleague_without_an_account_takes_and_answers_it_from_the_mail(town, app, passed_on):
    browser, path = Visitor(app), links_to(town.worker)[0]
    assert "Siapkan katalog sensor" in browser.get(path).words
    browser.post(f"{path}/take")
    assert latest().state is DispositionState.TAKEN
    browser.post(f"{path}/answer", {"text": ""})
    assert (latest().state, latest().answer) == (DispositionState.ANSWERED, "Selesai")
    assert mails_to(town.owner)[-1].subject == "Dijawab: Siapkan katalog sensor"
    browser.post(f"{path}/answer", {"text": "Lagi"}, status=409)


def links_to(person) -> list[str]:
    """Return the links in the only mail to a person: to the disposition, and to the commitment."""
    (mail,) = mails_to(person)
    return LINK.findall(mail.text)


def texts_to(person) -> str:
    return "\n".join(mail.text for mail in mails_to(person))


def test_the_mail_has_a_link_to_the_commitment_itself(town, app, passed_on):
    page = Visitor(app).get(links_to(town.worker)[1])
    assert passed_on.code in page.words
    assert "Laporkan kemajuan" in page.words


def test_a_new_one_replaces_the_open_one_and_all_who_passed_it_on_read_the_answer(town, as_user, app, passed_on):
    browser, path = Visitor(app), links_to(town.worker)[0]
    typed = {"receiver": str(town.colleague.id), "instruction": "Tolong lanjutkan", "due": "2026-11-28"}
    asked = browser.post(f"{path}/give-on", typed, status=200)  # it names colleagues, and so asks for a code
    carried = {one["name"]: one["value"] for one in asked.soup.select("main form input[type=hidden]")}
    carried.pop("csrf_token")
    browser.post(f"{path}/give-on", {**carried, "link_code": code_to(town.worker)})
    first, second = db.session.scalars(select(Disposition).order_by(Disposition.given_at, Disposition.state.desc()))
    if first.receiver_id != town.worker.id:
        first, second = second, first
    assert (first.state, second.state) == (DispositionState.REPLACED, DispositionState.GIVEN)
    assert "Tolong lanjutkan" in as_user(town.colleague).get("insights.homes.home").words
    as_user(town.colleague).post("dispositions.answer", {"text": "Katalog dikirim"}, disposition_id=second.id)
    for person in (town.owner, town.worker):
        assert "Katalog dikirim" in texts_to(person)


def test_a_head_without_an_account_passes_on_what_a_mail_asks(town, app):
    worker = PersonFactory(name="Staf Gizi", organisation=town.health, joined_at=None)
    town.owner.joined_at = None
    commitment = town.promised()
    notices.proposed(commitment, by=town.coordinator)
    db.session.commit()
    browser, (path,) = Visitor(app), links_to(town.owner)
    assert "Buat disposisi" in browser.get(path).words
    asked = browser.post(f"{path}/disposition", status=200)  # the code comes before the form, which names colleagues
    carried = {one["name"]: one["value"] for one in asked.soup.select("main form input[type=hidden]")}
    carried.pop("csrf_token")
    browser.post(f"{path}/disposition", {**carried, "link_code": code_to(town.owner)}, status=422)
    typed = {"receiver": str(worker.id), "instruction": "Pelajari dan jawab", "due": "2026-11-27"}
    browser.post(f"{path}/disposition", typed)
    assert "Pelajari dan jawab" in texts_to(worker)


def test_it_is_passed_back_with_a_reason(town, as_user, passed_on):
    give(as_user, town.owner, passed_on, town.colleague)
    made = db.session.scalars(select(Disposition).where(Disposition.receiver_id == town.colleague.id)).one()
    as_user(town.owner).post("dispositions.pass_back", {"reason": "x"}, disposition_id=made.id, status=403)
    as_user(town.colleague).post("dispositions.pass_back", {"reason": "Bukan bidang kami"}, disposition_id=made.id)
    assert made.state is DispositionState.PASSED_BACK
    assert "Bukan bidang kami" in texts_to(town.owner)
    assert "dialihkan ke orang lain" in texts_to(town.worker)


def test_only_contacts_the_responsible_person_and_its_receiver_pass_it_on(town, as_user, passed_on):
    give(as_user, town.coordinator, passed_on, town.worker, status=403)
    give(as_user, town.colleague, passed_on, town.worker, status=403)
    give(as_user, town.owner, passed_on, town.verifier, status=422)
    give(as_user, town.owner, passed_on, town.owner, status=422)


def test_a_secret_commitment_is_passed_on_only_to_people_who_may_know(town, as_user, passed_on):
    passed_on.circle.classification = Classification.SECRET
    db.session.commit()
    NamedPersonFactory(circle_id=town.circle.id, person_id=town.owner.id)
    give(as_user, town.owner, passed_on, town.colleague, status=422)
    assert "Siapkan katalog" not in as_user(town.colleague).get("dispositions.index").words
    NamedPersonFactory(circle_id=town.circle.id, person_id=town.colleague.id)
    give(as_user, town.owner, passed_on, town.colleague)
    assert len([mail for mail in db.session.scalars(select(Mail)) if mail.kind == "dispositions/news"]) == 0


def test_the_audit_trail_says_that_it_was_given_and_not_of_what(town, passed_on):
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "disposition.given")).one()
    assert (row.circle_id, row.details) == (None, {})


def test_what_awaits_a_person_passes_to_their_successor_within_the_organisation(town, as_user, passed_on):
    db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=town.worker))
    town.owner.is_coordinator = True
    db.session.commit()
    as_user(town.owner).post("succession.hand_over", {"successor": town.colleague.id}, person_id=town.worker.id)
    assert latest().receiver_id == town.colleague.id


def test_a_successor_learns_of_nothing_secret_and_what_they_gave_comes_back(town, as_user, passed_on):
    town.owner.is_coordinator = True
    passed_on.circle.classification = Classification.SECRET
    for person in (town.owner, town.worker):
        NamedPersonFactory(circle_id=town.circle.id, person_id=person.id)
    db.session.commit()
    at = {"person_id": town.worker.id}
    assert passed_on.code not in as_user(town.owner).get("succession.hand_over", **at).words
    passed_on.circle.classification = Classification.RESTRICTED
    db.session.commit()
    assert passed_on.code in as_user(town.owner).get("succession.hand_over", **at).words
    as_user(town.owner).post("succession.hand_over", {"successor": town.owner.id}, **at)
    assert (latest().receiver_id, latest().state) == (town.worker.id, DispositionState.PASSED_BACK)


def test_what_has_ended_is_not_passed_on(town, as_user, app, passed_on):
    passed_on.delivery = Delivery.CLOSED
    db.session.commit()
    as_user(town.owner).get(GIVE, commitment_id=passed_on.id, status=409)
    give(as_user, town.owner, passed_on, town.colleague, status=409)
    page = Visitor(app).get(links_to(town.worker)[0])
    assert "Jawab" in page.words
    assert not page.soup.select("a[href*='give-on']")


def test_programs_pass_on_and_answer(town, as_program, passed_on):
    given = {"receiver": str(town.colleague.id), "instruction": "Siapkan", "due": "2026-11-30"}
    made = as_program(town.owner).post(f"/commitments/{passed_on.id}/disposition", given, status=201).json
    (listed,) = as_program(town.colleague).get("/dispositions").json["items"]
    assert listed["id"] == made["id"]
    answered = as_program(town.colleague).post(f"/dispositions/{made['id']}/answer", {"text": "Sudah"}).json
    assert (answered["state"], answered["answer"]) == ("answered", "Sudah")


def test_the_notification_leads_to_the_instruction_within_the_organisation_alone(town, passed_on, as_user, as_program):
    disposition = db.session.scalars(select(Disposition)).one()
    town.worker.joined_at = utc_now()
    db.session.commit()
    worker = as_user(town.worker)
    link = worker.get("notifications.index", topic="asking").soup.select_one("main .rows a")
    assert worker.get(link["href"], status=302).location == f"/dispositions/{disposition.id}"
    program = as_program(town.worker)
    (item,) = program.get("/notifications", topic="asking").json["items"]
    assert item["about_id"] == str(disposition.id)
    town.worker.organisation_id = town.community.id
    db.session.commit()
    assert program.get("/notifications", topic="asking").json["items"] == []
