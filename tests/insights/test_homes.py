"""Home pages: each role sees what needs it now."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
import time_machine
from sqlalchemy import insert

from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.accounts.roles.models import RoleRequest
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail, MailState
from commitments.delivery.models import Act, Evidence, Update
from commitments.registry.rules import Delivery, Verification
from forums.agenda.models import ItemState
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import SessionState
from insights.digests import actions
from insights.digests.rules import read_period
from insights.homes.forum_tasks import to_approve
from insights.homes.sources import sources
from insights.indicators import daily
from tests.factories import (
    AdministratorFactory,
    AgreementFactory,
    CommitmentFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SessionFactory,
)
from tests.forums.room import room

pytestmark = pytest.mark.every_database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


def test_strangers_are_sent_to_sign_in(as_user):
    answer = as_user().get("/", status=302)
    assert answer.location.endswith("/sign-in")


def test_the_action_items_of_members_with_a_role_include_what_is_late_and_what_comes_back(as_user):
    leader = LeadershipFactory()
    own = {"responsible": leader.organisation}
    CommitmentFactory(title="Baru diusulkan", **own)
    CommitmentFactory(title="Sudah lewat", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4), **own)
    CommitmentFactory(title="Dikirim balik", delivery=Delivery.IN_PROGRESS, verification=Verification.RETURNED, **own)
    CommitmentFactory(title="Masih jauh", delivery=Delivery.IN_PROGRESS, **own)
    CommitmentFactory(title="Milik orang lain", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    words = as_user(leader).get("/").soup.find(id="needed").find_parent("section").get_text(" ", strip=True)
    places = [words.index(title) for title in ("Sudah lewat", "Dikirim balik", "Baru diusulkan")]
    assert places == sorted(places)
    assert "Terlambat 20 hari" in words
    assert "Masih jauh" not in words
    assert "Milik orang lain" not in words


def test_it_accepts_from_home_in_one_click(as_user):
    partner = PersonFactory()
    commitment = CommitmentFactory(responsible=partner.organisation)
    page = as_user(partner).get("/").soup
    form = page.find("form", action=f"/commitments/{commitment.id}/accept")
    assert form is not None
    as_user(partner).post(form["action"])
    assert commitment.delivery is Delivery.ACCEPTED


@pytest.fixture
def submitted():
    """A verifier and a commitment that was submitted to it, with the form of the queue on its home page."""
    verifier = PersonFactory()
    return verifier, CommitmentFactory(title="Katalog", delivery=Delivery.SUBMITTED, verifier=verifier.organisation)


def test_a_verifier_sees_what_was_submitted_and_confirms_it_in_one_click(submitted, as_user):
    verifier, commitment = submitted
    said = {"text": "44 puskesmas lengkap", "by_id": commitment.proposed_by_id}
    update = Update(commitment_id=commitment.id, act=Act.SUBMITTED, at=NOW, **said)
    db.session.add(update)
    db.session.flush()
    db.session.add(Evidence(commitment_id=commitment.id, update_id=update.id, link="https://example.org"))
    home = as_user(verifier).get("/")
    assert "“44 puskesmas lengkap” · 1 bukti dukung" in home.words
    form = home.soup.select_one(f"form[action^='/commitments/{commitment.id}/verify']")
    answer = as_user(verifier).post(form["action"], follow=True)
    assert answer.request.path == "/"
    assert commitment.verification is Verification.MET
    assert "Katalog" not in as_user(verifier).get("/").soup.find(id="needed").find_parent("section").text


def test_a_verifier_returns_a_delivery_with_a_reason_and_comes_back_to_the_queue(submitted, as_user):
    verifier, commitment = submitted
    link = as_user(verifier).get("/").soup.select_one(f"a[href^='/commitments/{commitment.id}/return']")
    as_user(verifier).post(link["href"], {"reason": ""}, status=422)
    answer = as_user(verifier).post(link["href"], {"reason": "Nomor telepon kosong"})
    assert answer.location == "/"
    assert commitment.verification is Verification.RETURNED


def test_the_list_for_verifiers_contains_what_waits_for_them(submitted, as_user):
    verifier, _commitment = submitted
    CommitmentFactory(title="Belum selesai", delivery=Delivery.IN_PROGRESS, verifier=verifier.organisation)
    words = as_user(verifier).get("/commitments?to-verify=1").words
    assert "Katalog" in words
    assert "Belum selesai" not in words
    assert "Belum selesai" in as_user(verifier).get("/commitments?to-verify=1&state=open").words


def test_a_home_names_three_things_of_a_kind_and_leads_to_all_of_them(as_user, queries):
    verifier = PersonFactory()
    for number in range(7):
        CommitmentFactory(title=f"Serah {number}", delivery=Delivery.SUBMITTED, verifier=verifier.organisation)
    CommitmentFactory(title="Diusulkan", responsible=verifier.organisation)
    home = as_user(verifier).get("/")
    assert sum(f"Serah {number}" in home.words for number in range(7)) == 3
    assert "Perlu jawaban Anda 8 " in home.words
    others = home.soup.find("a", href="/?needs=verification")
    assert "4 lainnya" in others.text
    with queries(at_most=4):
        every = as_user(verifier).get(others["href"])
    assert all(f"Serah {number}" in every.words for number in range(7))
    assert "Diusulkan" not in every.words


def test_a_kind_of_need_that_nobody_knows_is_the_home_page(as_user):
    assert "Perlu jawaban Anda" in as_user(PersonFactory()).get("/?needs=nothing").words


def test_a_coordinator_sees_long_lateness_together_and_offered_dates(as_user):
    coordinator = CoordinatorFactory()
    for _ in range(5):
        CommitmentFactory(delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    CommitmentFactory(title="Tawar tanggal", delivery=Delivery.COUNTER_PROPOSED, counter_due=date(2026, 12, 30))
    words = as_user(coordinator).get("/").words
    assert "5 komitmen terlambat lebih dari 7 hari" in words
    assert "Tawar tanggal" in words


def test_leadership_sees_what_it_is_asked_until_it_answered(as_user):
    leader, coordinator = LeadershipFactory(), CoordinatorFactory()
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 14, 2, tzinfo=UTC))
    digest = actions.draft(read_period("monthly", "2026-10"), about=None, by=coordinator, at=NOW)
    question = actions.Ask(title="Perpanjang PKS Data?", why="Berakhir", options=["A", "B"], by=date(2026, 12, 9))
    actions.ask(digest, question, by=coordinator, at=NOW)
    actions.release(digest, by=coordinator, at=NOW)
    db.session.commit()
    assert "Perpanjang PKS Data?" in as_user(leader).get("/").words
    actions.answer(digest, actions.Reply(words="A"), number=1, by=leader, at=NOW)
    db.session.commit()
    assert "Perpanjang PKS Data?" not in as_user(leader).get("/").words


def test_an_administrator_sees_mail_that_died_and_no_content_of_others(as_user):
    admin = AdministratorFactory()
    CommitmentFactory(title="Isi forum", first_due=date(2026, 11, 4), delivery=Delivery.IN_PROGRESS)
    db.session.add(
        Mail(
            message_id="<1@selaras.example>",
            recipient="a@b.example",
            language="id",
            kind="x",
            subject="x",
            text="x",
            html="x",
            state=MailState.DEAD,
            next_try_at=NOW,
            created_at=NOW,
        )
    )
    words = as_user(admin).get("/").words
    assert "Satu hal" in words
    assert "1 pesan tidak dapat dikirim" in words
    assert "Isi forum" not in words


def test_a_request_for_roles_waits_at_home_for_the_other_administrators(as_user):
    asker = AdministratorFactory(name="Budi Santoso")
    other, both = AdministratorFactory(), AdministratorFactory(is_coordinator=True)
    db.session.add(RoleRequest(person=asker, roles=["coordinator"], asked_at=NOW))
    db.session.commit()
    for person in (other, both):
        home = as_user(person).get("/")
        assert "Budi Santoso meminta peran: Koordinator" in home.words
        assert home.soup.find("main").find("a", href="/people/role-requests")
    assert "meminta peran" not in as_user(asker).get("/").words
    assert "meminta peran" not in as_user(CoordinatorFactory()).get("/").words
    assert "Budi Santoso meminta peran" in as_user(other).get("/?needs=role").words


def test_an_administrator_sees_what_the_own_organisation_has_to_do(as_user):
    admin = AdministratorFactory()
    own = {"responsible": admin.organisation, "delivery": Delivery.IN_PROGRESS}
    CommitmentFactory(title="Tugas sendiri", first_due=date(2026, 11, 4), **own)
    assert "Tugas sendiri" in as_user(admin).get("/").words


FLAGS = ("is_administrator", "is_coordinator", "is_leadership")


@pytest.mark.one_database
def test_whoever_holds_two_roles_has_the_action_items_of_both(app):
    replaced = {to_approve}  # minutes_behind, a coordinator's, includes them

    def held(*flags):
        return set(sources(Person(**dict.fromkeys(flags, True))))

    for one, two in combinations(FLAGS, 2):
        assert held(one) | held(two) - replaced <= held(one, two) | replaced


def test_an_administrator_is_told_of_so_many_people_that_there_are_more_than_a_thousand(as_user):
    admin = AdministratorFactory()
    known = {"organisation_id": admin.organisation_id}
    db.session.execute(insert(Person), [{**known, "name": f"Orang {number}"} for number in range(1001)])
    assert "1 memiliki akun, 1.000+ tercatat tanpa akun" in as_user(admin).get("/").words


def test_a_home_with_nothing_to_do_says_so(as_user):
    assert "Tidak ada yang perlu Anda kerjakan saat ini" in as_user(PersonFactory()).get("/").words


@pytest.mark.parametrize("factory", [PersonFactory, CoordinatorFactory, LeadershipFactory, AdministratorFactory])
def test_a_home_takes_twenty_four_statements_at_most_however_much_there_is(as_user, queries, factory):
    person = factory()
    CoordinatorFactory()  # whom the first steps name
    visitor = as_user(person)
    with queries(at_most=24) as few:
        visitor.get("/")
    for number in range(12):
        CommitmentFactory(
            responsible=person.organisation if number % 2 else OrganisationFactory(),
            verifier=OrganisationFactory() if number % 2 else person.organisation,
            delivery=Delivery.IN_PROGRESS if number % 3 else Delivery.SUBMITTED,
            first_due=date(2026, 11, 1) + timedelta(days=3 * number),
        )
    with queries(at_most=24) as many:
        visitor.get("/")
    assert len(many) == len(few)


def test_a_partner_sees_its_agreements_with_the_last_day_of_notice_once_it_is_near(as_user, clock):
    agreement = AgreementFactory(title="Data Kualitas Udara", stage=Stage.SIGNED)
    member = PersonFactory()
    PartyFactory(agreement=agreement, organisation=member.organisation)
    words = as_user(member).get("/").words
    assert "Data Kualitas Udara 0 kewajiban, 0 hak · berakhir 8 Januari 2027 Beri tahu sebelum Rab 9 Des" in words
    assert "Data Kualitas Udara" not in as_user(PersonFactory()).get("/").words
    agreement.notice_days = 7
    db.session.commit()
    assert "Beri tahu" not in as_user(member).get("/").words


def test_many_sessions_without_minutes_are_told_as_one(as_user):
    coordinator = CoordinatorFactory()
    for day in range(1, 8):
        SessionFactory(
            state=SessionState.HELD,
            starts_at=NOW - timedelta(days=10 + day),
            ends_at=NOW - timedelta(days=10 + day) + timedelta(hours=2),
        )
    assert "7 sesi tanpa notulen yang diedarkan" in as_user(coordinator).get("/").words


def test_whoever_leads_a_forum_sees_the_agenda_items_that_wait_for_an_answer(as_user):
    it = room()
    it.item(title="Usulan warga", state=ItemState.PROPOSED)
    for leader in (it.chair, it.facilitator):
        assert "Usulan warga" in as_user(leader).get("/").words
    for other in (it.taker, it.member, it.coordinator):
        assert "Usulan warga" not in as_user(other).get("/").words


def test_the_week_goes_from_day_to_day(as_user):
    coordinator = CoordinatorFactory()
    for title, day in (("Pompa", 26), ("Sensor", 25), ("Peta", 30)):
        CommitmentFactory(title=title, delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, day))
    for name, day, hour in (("Forum Rob", 26, 2), ("Forum Banjir", 25, 7), ("Forum Data", 28, 18)):
        start = datetime(2026, 11, day, hour, tzinfo=UTC)  # the last one is on the 29th in Jakarta
        SessionFactory(starts_at=start, ends_at=start + timedelta(hours=1)).forum.name = name
    db.session.flush()
    shown = as_user(coordinator).get("/").soup.find(id="week").find_parent("section").select("li.when")
    assert [(line.time.strong.text, line.a.text) for line in shown] == [
        ("Rab 25 Nov", "Forum Banjir"),
        ("Rab 25 Nov", "Sensor"),
        ("Kam 26 Nov", "Forum Rob"),
        ("Kam 26 Nov", "Pompa"),
        ("Min 29 Nov", "Forum Data"),
        ("Sen 30 Nov", "Peta"),
    ]


def test_the_week_says_what_holds_now(as_user):
    coordinator = CoordinatorFactory()
    session = SessionFactory(starts_at=NOW + timedelta(days=2), forum__name="Forum Banjir", invited_at=NOW)
    due = CommitmentFactory(title="Pompa", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 30))
    home = as_user(coordinator)
    assert {"Forum Banjir", "Pompa"} <= set(home.get("/").soup.find(id="week").find_parent("section").stripped_strings)
    session.forum.name, due.progress, due.responsible.short_name = "Forum Rob", 45, "Dinas Air"
    assert "Forum Rob" in home.get("/").words
    assert "Dinas Air, kemajuan 45 %" in home.get("/").words
    due.current_due = date(2026, 12, 30)
    assert "Pompa" not in home.get("/").words
    session.starts_at = NOW - timedelta(minutes=10)
    assert "Berlangsung" in home.get("/").words


def test_what_is_needed_says_what_holds_now_and_on_this_day(as_user):
    partner = PersonFactory()
    own = {"responsible": partner.organisation, "verifier__name": "Dinas Air"}
    late = CommitmentFactory(title="Pompa", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4), **own)
    home = as_user(partner)
    assert "Terlambat 20 hari" in home.get("/").words
    with time_machine.travel(NOW + timedelta(days=1)):
        assert "Terlambat 21 hari" in home.get("/").words
    late.title, late.progress, late.verifier.name = "Pompa <baru>", 70, "Dinas Sungai"
    words = home.get("/").words
    assert "Pompa <baru>" in words
    assert "70 %" in words
    assert "20 days late" in home.get("/?lang=en").words
    late.current_due = date(2027, 3, 1)
    assert "March 2027 Pompa" in home.get("/").words


def test_what_one_reader_sees_another_one_may_not(as_user):
    secret = SessionFactory(starts_at=NOW + timedelta(days=2), forum__name="Forum Tertutup", invited_at=NOW)
    secret.forum.circle.classification = Classification.RESTRICTED
    own = CommitmentFactory(title="Milik sendiri")
    coordinator, stranger, partner = CoordinatorFactory(), PersonFactory(), PersonFactory(organisation=own.responsible)
    assert "Forum Tertutup" in as_user(coordinator).get("/").words
    assert "Forum Tertutup" not in as_user(stranger).get("/").words
    assert "Milik sendiri" in as_user(partner).get("/").words
    assert "Milik sendiri" not in as_user(stranger).get("/").words
    colleague = PersonFactory(organisation=own.responsible)
    address = f"/commitments/{own.id}/accept"
    forms = [as_user(one).get("/").soup.find("form", action=address) for one in (partner, colleague)]
    assert all(form.find("input", attrs={"name": "csrf_token"}) for form in forms)


def test_minutes_are_behind_until_they_are_circulated(as_user):
    it = room()
    it.session.starts_at, it.session.ends_at = NOW - timedelta(days=6), NOW - timedelta(days=6, hours=-2)
    it.session.state = SessionState.HELD
    home = as_user(it.coordinator)
    assert "Belum diedarkan" in home.get("/").words
    minutes = Minutes(session_id=it.session.id, language="id", begun_at=NOW)
    db.session.add(minutes)
    assert "Belum diedarkan" in home.get("/").words
    minutes.state, minutes.correction_until = MinutesState.CIRCULATED, NOW + timedelta(days=1)
    assert "Belum diedarkan" not in home.get("/").words
    with time_machine.travel(NOW + timedelta(days=2)):
        assert "Menunggu persetujuan" in home.get("/").words
    it.session.presider_id = it.coordinator.id
    assert "Menunggu persetujuan" not in home.get("/").words


def test_the_home_of_those_who_lead_draws_whether_promises_are_kept(as_user):
    leader = LeadershipFactory()
    assert not as_user(leader).get("/").soup.select("figure.chart")
    CommitmentFactory(delivery=Delivery.IN_PROGRESS, proposed_at=datetime(2026, 8, 3, tzinfo=UTC))
    for month, late in ((9, 3), (10, 1), (11, 0)):
        for number in range(6):
            due = date(2026, month, 10)
            met_on = due + timedelta(days=5 if number < late else -1)
            at = datetime.combine(met_on, datetime.min.time(), UTC)
            CommitmentFactory(
                delivery=Delivery.CLOSED,
                verification=Verification.MET,
                first_due=due,
                met_on=met_on,
                submitted_at=at,
                ended_at=at + timedelta(hours=20),
            )
    for day in (date(2026, 9, 30), date(2026, 10, 31)):
        daily.store(day)
    db.session.commit()
    page = as_user(leader).get("/")
    figure = page.soup.select_one("figure.chart")
    assert "Ketepatan waktu naik dari 50 %" in figure.h3.text
    assert figure.select_one("svg")
    assert "November 2026" in figure.select_one("table").text
    assert page.soup.select_one("section[aria-labelledby=health] a[href='/dashboard']")
    assert not as_user(PersonFactory()).get("/").soup.select("figure.chart")
