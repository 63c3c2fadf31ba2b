"""Requests for cooperation: the public form without cookies, the thread, and the way to audience and agreement."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.circles.actions import classify
from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from app.files.models import StoredFile
from app.mail.outbox.models import Mail
from cooperation.requests import actions
from cooperation.requests.jobs import erase_what_is_old
from cooperation.requests.links import token_of
from cooperation.requests.models import CooperationRequest, RequestAgreement, RequestMessage
from cooperation.requests.public_views import PER_ORIGIN
from cooperation.requests.rules import KEPT, RequestState
from demo.pdf_pages import page_with
from forums.agenda.actions import prepare
from forums.agenda.models import AgendaItem, ItemState
from forums.scheduling import session_actions
from forums.scheduling.models import ForumKind, SessionState
from tests.cooperation.requests import SENT, received
from tests.factories import (
    AgreementFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SessionFactory,
)
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.one_database
FORM = "/public/request"


@pytest.fixture
def place(app, clock):
    return room(kind=ForumKind.BUSINESS_AUDIENCE, circle__classification=Classification.PUBLIC)


def opened(client) -> dict[str, str]:
    """Open the form, and return its signed token."""
    return {"opened": client.get(FORM).soup.select_one("input[name=opened]")["value"]}


def mails(kind: str) -> list[Mail]:
    found = select(Mail).where(Mail.kind == f"cooperation/requests/{kind}")
    return list(db.session.scalars(found.order_by(Mail.created_at, Mail.key)))


def own_page(made: CooperationRequest) -> str:
    return f"{FORM}/own/{token_of(made)}"


def test_anybody_sends_a_request_without_account_or_cookie_and_gets_a_number_and_a_link(place, client):
    page = client.get(FORM)
    assert "Selasa, 1 Desember 2026" in page.words
    assert "Set-Cookie" not in page.headers
    answer = client.post(
        FORM, data=SENT | opened(client) | {"proposal": (BytesIO(page_with(["Usul"], at=utc_now())), "usul.pdf")}
    )
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    made = db.session.scalars(select(CooperationRequest)).one()
    assert (made.code, made.title) == ("PMH-2026-0001", "Data kepadatan pejalan kaki dari 40 titik")
    assert (made.state, made.answer_due.isoformat(), made.brings) == (
        RequestState.RECEIVED,
        "2026-12-01",
        ["data", "technology"],
    )
    assert db.session.get_one(StoredFile, made.proposal_id).media_type == "application/pdf"
    assert "PMH-2026-0001" in client.get(answer.location).words
    (mail,) = mails("received")
    link = re.search(r"http://localhost(/public/request/own/\S+)", mail.text)[1]
    assert (mail.recipient, client.get(link).status_code) == ("sari@data.example", 200)
    assert [one.recipient for one in mails("arrived")] == [place.coordinator.email]


def test_what_is_missing_is_said_and_everything_typed_but_the_file_is_kept(place, client):
    typed = (
        SENT
        | opened(client)
        | {"contact_email": "sari", "proposal": (BytesIO(page_with(["Usul"], at=utc_now())), "usul.pdf")}
    )
    page = client.post(FORM, data=typed)
    assert page.status_code == 422
    assert page.soup.select_one("#wish").get_text(strip=True) == SENT["wish"]
    assert page.soup.select_one("#organisation_name")["value"] == SENT["organisation_name"]
    assert len(page.soup.select("input[name=brings][checked]")) == 2
    assert "Pilih kembali berkasnya" in page.words
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0


@pytest.mark.parametrize(
    "changes,status",
    [
        ({"website": "http://spam.example"}, 303),
        ({"opened": "forged"}, 422),
        ({"organisation_name": ""}, 422),
        ({"consent": ""}, 422),
        ({"proposal": (b"halo", "usul.txt")}, 422),
        ({"applicant": "administrator"}, 422),
    ],
)
def test_bots_forged_forms_and_incomplete_requests_store_nothing(place, client, changes, status):
    sent = {name: (BytesIO(v[0]), v[1]) if isinstance(v, tuple) else v for name, v in changes.items()}
    assert client.post(FORM, data=SENT | opened(client) | sent).status_code == status
    assert db.session.scalar(select(func.count()).select_from(CooperationRequest)) == 0
    assert not mails("received")


def test_a_form_that_was_open_for_a_day_is_confirmed_again(place, client, clock):
    old = opened(client)
    clock.shift(timedelta(days=2))
    page = client.post(FORM, data=SENT | old)
    assert page.status_code == 422
    fresh = page.soup.select_one("input[name=opened]")["value"]
    assert client.post(FORM, data=SENT | {"opened": fresh}).status_code == 303


def test_the_same_wish_from_the_same_address_is_received_once(place, client):
    for _time in range(2):
        client.post(FORM, data=SENT | opened(client))
    assert db.session.scalar(select(func.count()).select_from(CooperationRequest)) == 1


def test_one_origin_sends_only_so_many(place, client):
    token = opened(client)
    for number in range(PER_ORIGIN):
        assert client.post(FORM, data=SENT | token | {"wish": f"Usul {number}"}).status_code == 303
    refused = client.post(FORM, data=SENT | token | {"wish": "Satu lagi"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_the_applicant_completes_writes_and_withdraws_by_the_link_alone(place, client, as_user, clock):
    made = received()
    as_user(place.coordinator).post(
        "cooperation.requests.ask", {"text": "Datanya dari mana?"}, cooperation_request_id=made.id
    )
    db.session.refresh(made)
    assert (made.state, made.holder_id, mails("told")[0].subject) == (
        RequestState.ASKED,
        place.coordinator.id,
        "Mohon lengkapi permohonan Anda PMH-2026-0001",
    )
    assert "Datanya dari mana?" in client.get(own_page(made)).words
    clock.shift(timedelta(days=7))
    assert client.post(own_page(made), data={"text": "Dari sensor kami."}).status_code == 303
    db.session.refresh(made)
    assert (made.state, made.answer_due.isoformat()) == (RequestState.RECEIVED, "2026-12-08")
    assert [one.recipient for one in mails("wrote")] == [place.coordinator.email]
    assert client.get(f"{own_page(made)}/withdraw").status_code == 200
    assert made.state is RequestState.RECEIVED
    assert client.post(f"{own_page(made)}/withdraw").status_code == 303
    db.session.refresh(made)
    assert made.state is RequestState.WITHDRAWN
    assert client.post(own_page(made), data={"text": "Lagi"}).status_code == 409
    assert client.get(f"{FORM}/own/x{token_of(made)}").status_code == 404


def test_a_request_becomes_an_audience_a_memorandum_and_an_agreement_and_keeps_its_thread(place, client, as_user):
    made, user = received(), as_user(place.coordinator)
    at = {"cooperation_request_id": made.id}
    user.post(
        "cooperation.requests.invite",
        {"session": place.session.id, "title": "Pejalan kaki", "minutes": 20, "text": "Bawalah contoh"},
        **at,
    )
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Pejalan kaki")).one()
    assert (item.session_id, item.state, item.presenter_name) == (
        place.session.id,
        ItemState.ACCEPTED,
        "PT Data Perkotaan",
    )
    assert "Bawalah contoh" in mails("told")[0].text
    assert made.code in user.get("forums.sessions.show", session_id=place.session.id).words
    user.post(
        "cooperation.requests.start_agreement",
        {"title": "Pejalan kaki", "kind": "kesepakatan_bersama"},
        status=409,
        **at,
    )
    user.post("cooperation.requests.link", {"name": "PT Data Perkotaan"}, **at)
    user.post("cooperation.requests.start_agreement", {"title": "Pejalan kaki", "kind": "kesepakatan_bersama"}, **at)
    memorandum = db.session.scalars(select(Agreement)).one()
    user.post(
        "cooperation.requests.start_agreement",
        {"title": "Data pejalan kaki", "kind": "perjanjian_kerja_sama", "parent": memorandum.id},
        **at,
    )
    pks = db.session.scalars(select(Agreement).where(Agreement.kind == AgreementKind.PERJANJIAN_KERJA_SAMA)).one()
    assert pks.parent_id == memorandum.id
    assert db.session.scalar(select(func.count()).select_from(RequestAgreement)) == 2
    shown = user.get("agreements.registry.show", agreement_id=pks.id)
    assert "Berasal dari permohonan PMH-2026-0001" in shown.words
    assert "PT Data Perkotaan" in shown.words
    acts = list(db.session.scalars(select(RequestMessage.act).order_by(RequestMessage.at)))
    assert [one.value for one in acts] == ["invited", "started", "started"]
    own = client.get(own_page(made)).words
    assert "Bawalah contoh" in own
    assert "Kesepakatan Bersama" in own


def test_a_declined_request_says_why_and_cannot_be_taken_up(place, client, as_user):
    made, user = received(), as_user(place.coordinator)
    at = {"cooperation_request_id": made.id}
    user.post("cooperation.requests.decline", {"reason": "Sudah ada yang serupa"}, **at)
    assert "Sudah ada yang serupa" in client.get(own_page(made)).words
    user.post("cooperation.requests.decline", {"reason": "Lagi"}, status=409, **at)
    user.post("cooperation.requests.ask", {"text": "Lagi"}, status=409, **at)


def test_a_request_whose_agreement_was_abandoned_returns_to_the_board_and_can_be_declined(place, as_user):
    made, user = received(), as_user(place.coordinator)
    at = {"cooperation_request_id": made.id}
    user.post("cooperation.requests.link", {"name": "PT Data Perkotaan"}, **at)
    user.post("cooperation.requests.start_agreement", {"title": "Pejalan kaki", "kind": "kesepakatan_bersama"}, **at)
    user.post("cooperation.requests.decline", {"reason": "Tidak jadi"}, status=409, **at)
    agreement = db.session.scalars(select(Agreement)).one()
    user.post("agreements.registry.cancel", {"reason": "Dibatalkan"}, agreement_id=agreement.id)
    assert "Naskahnya dihentikan: mulai naskah lain" in user.get("cooperation.board.show").words
    user.post("cooperation.requests.decline", {"reason": "Tidak jadi"}, **at)
    db.session.refresh(made)
    assert made.state is RequestState.DECLINED


def test_an_agreement_that_exists_is_linked_once_unless_it_is_secret_or_of_others(place, as_user, client):
    firm = OrganisationFactory(name="PT Data Perkotaan")
    made, user = received(), as_user(place.coordinator)
    pact, foreign, others = (AgreementFactory(title=title) for title in ("Data kota", "Lain", "Orang lain"))
    hidden, ended = (
        AgreementFactory(circle__classification=Classification.SECRET),
        AgreementFactory(stage=Stage.RENEWED),
    )
    for one in (pact, hidden, ended, others):
        PartyFactory(agreement=one, organisation=firm)
    for one in (pact, hidden, ended, foreign):
        PartyFactory(agreement=one, organisation=place.coordinator.organisation, position=2)
    db.session.commit()
    act, at = "cooperation.requests.attach", {"cooperation_request_id": made.id}
    page = user.get(act, **at)
    assert "Hubungkan permohonan dengan instansi lebih dahulu" in page.words
    assert not page.soup.select("main form button.btn-primary")
    user.post("cooperation.requests.link", {"organisation": firm.id}, **at)
    for other in (hidden, foreign, ended, others):
        user.post(act, {"agreement": other.id}, status=422, **at)
    user.post(act, {"agreement": pact.id, "text": "Lihat Pasal 4"}, **at)
    db.session.refresh(made)
    assert made.state is RequestState.AGREEMENT
    assert "Lihat Pasal 4" in mails("told")[-1].text
    assert "menghubungkan naskah yang sudah ada" in client.get(own_page(made)).words
    assert "Berasal dari permohonan PMH-2026-0001" in user.get("agreements.registry.show", agreement_id=pact.id).words
    user.post(act, {"agreement": pact.id}, status=422, **at)


def test_requests_are_read_by_coordinators_leadership_and_the_linked_organisation(place, as_user):
    made = received()
    organisation = OrganisationFactory(name="PT Data Perkotaan")
    insider = PersonFactory(organisation=organisation)
    at = {"cooperation_request_id": made.id}
    as_user(insider).get("cooperation.requests.show", status=404, **at)
    sent = {"organisation": organisation.id, "name": "Nama yang tertinggal"}
    as_user(place.coordinator).post("cooperation.requests.link", sent, **at)
    page = as_user(insider).get("cooperation.requests.show", **at)
    assert "sari@data.example" not in page.words
    as_user(insider).post("cooperation.requests.decline", {"reason": "x"}, status=403, **at)
    as_user(insider).get("cooperation.requests.index", status=403)
    as_user(place.member).get("cooperation.requests.show", status=404, **at)
    leader = as_user(LeadershipFactory())
    assert "sari@data.example" not in leader.get("cooperation.requests.show", **at).words
    leader.post("cooperation.requests.ask", {"text": "x"}, status=403, **at)
    assert "sari@data.example" in as_user(place.coordinator).get("cooperation.requests.show", **at).words


def test_another_coordinator_takes_a_request_and_gets_what_the_applicant_writes(place, client, as_user):
    made, other = received(), CoordinatorFactory()
    as_user(place.coordinator).post(
        "cooperation.requests.pass_on", {"holder": other.id}, cooperation_request_id=made.id
    )
    assert [one.recipient for one in mails("passed_on")] == [other.email]
    client.post(own_page(made), data={"text": "Ada kabar?"})
    assert [one.recipient for one in mails("wrote")] == [other.email]


def test_personal_data_is_erased_on_request_and_two_years_after_the_end(place, client, as_user, clock):
    asked, declined = received(), received(contact_email="budi@warga.example")
    page = own_page(asked)
    client.post(page, data={"text": "Hapus data saya"})
    as_user(place.coordinator).post("cooperation.requests.erase", {"confirm": "y"}, cooperation_request_id=asked.id)
    db.session.refresh(asked)
    assert (asked.contact_name, asked.contact_email, asked.wish, asked.title) == ("", None, "", "")
    assert asked.state is RequestState.WITHDRAWN
    assert client.get(page).status_code == 404
    assert not any("Sari Dewi" in mail.text for mail in db.session.scalars(select(Mail)) if asked.code in mail.text)
    assert set(db.session.scalars(select(RequestMessage.text))) == {""}
    actions.decline(declined, "Tidak cocok", by=place.coordinator, at=utc_now())
    db.session.commit()
    clock.shift(KEPT)
    list(erase_what_is_old())
    assert declined.erased_at is None
    clock.shift(timedelta(days=2))
    list(erase_what_is_old())
    assert (declined.contact_email, declined.erased_at.date()) == (None, today())
    details = " ".join(str(row.details) for row in db.session.scalars(select(AuditRow)))
    assert "sari@data.example" not in details
    assert "Sari Dewi" not in details


def test_the_list_names_overdue_requests_first_and_needs_few_statements(place, as_user, clock, queries):
    for number in range(3):
        received(wish=f"Usul {number}")
    clock.shift(timedelta(days=14))
    late = as_user(place.coordinator).get("cooperation.requests.index", overdue=1)
    assert late.words.count("Terlambat dijawab") == 3
    with queries(at_most=5):
        as_user(place.coordinator).get("cooperation.requests.index")


def test_the_home_of_coordinators_lists_what_is_to_be_answered_unless_somebody_else_deals_with_it(
    place, as_user, clock
):
    made = received()
    assert "Data kepadatan" not in as_user(place.coordinator).get("/").words
    clock.shift(timedelta(days=8))
    shown = as_user(place.coordinator).get("/").words
    assert "Data kepadatan pejalan kaki dari 40 titik PT Data Perkotaan. Seharusnya dijawab" in shown
    other = CoordinatorFactory()
    actions.pass_on(made, other, by=place.coordinator, at=utc_now())
    db.session.commit()
    assert "Data kepadatan" not in as_user(place.coordinator).get("/").words
    assert "Data kepadatan" in as_user(other).get("/").words


def invited(place, as_user) -> CooperationRequest:
    made = received()
    sent = {"session": place.session.id, "title": "Pejalan kaki", "minutes": 20}
    as_user(place.coordinator).post("cooperation.requests.invite", sent, cooperation_request_id=made.id)
    return made


def test_the_invitation_to_an_audience_has_a_calendar_entry_and_changes_of_the_session_are_told(place, as_user):
    invited(place, as_user)
    (mail,) = mails("told")
    assert "BEGIN:VEVENT" in mail.calendar
    assert "Kamis, 26 November 2026 pukul 09.00–11.00 WIB" in mail.text
    session_actions.cancel(place.session, reason="Ruang dipakai", by=place.coordinator, at=utc_now())
    db.session.commit()
    assert mails("told")[-1].subject == "Batal: audiensi tentang PMH-2026-0001"
    session_actions.restore(place.session, by=place.coordinator, at=utc_now())
    db.session.commit()
    assert mails("told")[-1].subject == "Waktu atau tempat baru: audiensi tentang PMH-2026-0001"


def test_an_audience_that_was_not_discussed_follows_its_item_to_the_next_session(place, as_user, clock):
    made = invited(place, as_user)
    item = db.session.get_one(AgendaItem, made.agenda_item_id)
    item.state = ItemState.CARRIED
    place.session.state = SessionState.HELD
    later = SessionFactory(forum=place.forum, starts_at=NEXT + timedelta(days=30), number=2)
    prepare(later, at=utc_now())
    db.session.commit()
    db.session.refresh(made)
    assert db.session.get_one(AgendaItem, made.agenda_item_id).session_id == later.id
    assert mails("told")[-1].subject == "Waktu atau tempat baru: audiensi tentang PMH-2026-0001"


def test_the_applicant_learns_nothing_of_a_forum_that_became_secret(place, client, as_user):
    made = invited(place, as_user)
    classify(place.forum.circle, Classification.SECRET, by=place.coordinator, at=utc_now())
    session_actions.cancel(place.session, reason="Ruang dipakai", by=place.coordinator, at=utc_now())
    db.session.commit()
    assert len(mails("told")) == 1
    assert "26 November 2026" not in client.get(own_page(made)).words


def test_a_request_is_found_by_what_it_asks_but_never_by_its_contact_nor_once_erased(place, as_user):
    asked = received()

    def finds(person, text):
        found = as_user(person).get("search.results", q=text).soup.select("ol.hits > li")
        return any(asked.code in one.get_text() for one in found)

    for text in ("kepadatan pejalan", "PT Data Perkotaan"):
        assert finds(place.coordinator, text), text
    led = as_user(place.coordinator).get("search.results", q=asked.code, status=302)
    assert led.location.endswith(str(asked.id))
    assert not finds(place.coordinator, "sari@data.example")
    assert not finds(PersonFactory(), "kepadatan pejalan")
    as_user(place.coordinator).post("cooperation.requests.erase", {"confirm": "y"}, cooperation_request_id=asked.id)
    assert not finds(place.coordinator, "kepadatan pejalan")


def test_a_request_passes_to_the_successor_of_its_organisation(place, as_user):
    made, firm, heir = received(), OrganisationFactory(name="PT Data Perkotaan"), OrganisationFactory(name="PT Penerus")
    made.organisation = firm
    db.session.commit()
    where = {"organisation_id": firm.id}
    act = "organisation_succession.pass_on"
    assert f"{made.code} {made.title}" in as_user(place.coordinator).get(act, to=[heir.id], **where).words
    sent = {"lines-0-object_id": made.id, "lines-0-to": heir.id, "basis": "Akta 7/2026"}
    as_user(place.coordinator).post(act, sent, **where)
    db.session.refresh(made)
    assert made.organisation_id == heir.id
    as_user(PersonFactory(organisation=heir)).get("cooperation.requests.show", cooperation_request_id=made.id)
