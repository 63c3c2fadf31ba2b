"""The board: what stands in which column, for how long and in whose hands, and for whom."""

from datetime import date, timedelta

import pytest

from agreements.registry.models import AgreementKind
from agreements.registry.rules import Stage
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from cooperation.requests import actions
from cooperation.requests.models import RequestAgreement
from tests.cooperation.requests import received
from tests.factories import AgreementFactory, CoordinatorFactory, LeadershipFactory, OrganisationFactory, PartyFactory
from tests.forums.room import room

pytestmark = pytest.mark.one_database
BOARD = "cooperation.board.show"


@pytest.fixture
def place(app, clock):
    return room()


def made(place, title, *, kind=AgreementKind.PERJANJIAN_KERJA_SAMA, classification=Classification.INTERNAL, **values):
    agreement = AgreementFactory(
        title=title,
        kind=kind,
        circle__classification=classification,
        keeper_id=place.coordinator.id,
        **{"created_at": utc_now(), **values},
    )
    for position, organisation in enumerate((place.coordinator.organisation, OrganisationFactory()), 1):
        PartyFactory(agreement=agreement, organisation=organisation, position=position)
    return agreement


def columns(page) -> dict[str, list[str]]:
    """Return the titles of the cards by the heading of their column."""
    return {
        section.h2.find(string=True, recursive=False).strip(): [
            one.a.get_text(strip=True) for one in section.select("li")
        ]
        for section in page.soup.select(".board > section")
    }


def test_requests_and_agreements_stand_in_the_column_of_their_stage(place, as_user):
    received(wish="Baru")
    in_audience = received(wish="Diundang", contact_email="a@warga.example")
    in_audience.state = type(in_audience.state).AUDIENCE
    made(place, "Kesepakatan", kind=AgreementKind.KESEPAKATAN_BERSAMA, stage=Stage.REVIEW)
    made(place, "PKS baru", stage=Stage.DRAFT)
    made(place, "PKS lama", stage=Stage.SIGNED, signed_on=date(2026, 1, 5), effective_on=date(2026, 1, 5))
    made(place, "PKS batal", stage=Stage.CANCELLED)
    made(place, "Catatan", kind=AgreementKind.INTERNAL_NOTE, stage=Stage.DRAFT)
    db.session.commit()
    assert columns(as_user(place.coordinator).get(BOARD)) == {
        "Permohonan": ["Baru"],
        "Audiensi": ["Diundang"],
        "Kesepakatan Bersama": ["Kesepakatan"],
        "PKS disusun": ["PKS baru"],
        "PKS berjalan": ["PKS lama"],
    }


def test_a_signed_memorandum_of_a_request_stays_until_something_carries_it_out(place, as_user):
    asked = received()
    signed = {"stage": Stage.SIGNED, "signed_on": date(2026, 11, 20), "effective_on": date(2026, 11, 20)}
    memorandum = made(place, "Kesepakatan", kind=AgreementKind.KESEPAKATAN_BERSAMA, **signed)
    older = made(place, "Lebih dahulu", **signed | {"signed_on": date(2026, 1, 5)})
    db.session.add_all(RequestAgreement(request_id=asked.id, agreement_id=one.id) for one in (memorandum, older))
    asked.state, asked.received_at = type(asked.state).AGREEMENT, utc_now() - timedelta(days=118)
    db.session.commit()
    page = as_user(place.coordinator).get(BOARD)
    assert columns(page)["Kesepakatan Bersama"] == ["Kesepakatan"]
    assert "median dari permohonan sampai tanda tangan 114 hari" in page.words
    made(place, "PKS", stage=Stage.DRAFT, parent_id=memorandum.id)
    assert columns(as_user(place.coordinator).get(BOARD))["Kesepakatan Bersama"] == []


def test_what_is_past_its_target_is_marked_and_found_by_filters_in_the_address(place, as_user, clock):
    received(wish="Lewat")
    made(place, "PKS lama", stage=Stage.DRAFT)
    clock.shift(timedelta(days=14))
    received(wish="Tepat", contact_email="b@warga.example")
    user = as_user(place.coordinator)
    page = user.get(BOARD)
    assert "Lewat 5 hari kerja" in page.words
    assert "14 hari di tahap ini" in page.words
    late = columns(user.get(BOARD, late=1))
    assert (late["Permohonan"], late["PKS disusun"]) == (["Lewat"], [])
    mine = columns(user.get(BOARD, mine=1))
    assert (mine["Permohonan"], mine["PKS disusun"]) == ([], ["PKS lama"])
    assert columns(user.get(BOARD, sector="academia"))["Permohonan"] == []
    assert columns(user.get(BOARD, holder=place.coordinator.id))["PKS disusun"] == ["PKS lama"]


def test_the_days_in_a_stage_count_from_the_last_move(place, as_user, clock):
    agreement = made(place, "PKS", stage=Stage.DRAFT)
    clock.shift(timedelta(days=50))
    as_user(place.coordinator).post("agreements.registry.move", {"stage": "review"}, agreement_id=agreement.id)
    clock.shift(timedelta(days=3))
    page = as_user(place.coordinator).get(BOARD)
    assert "3 hari di tahap ini" in page.words
    assert columns(as_user(place.coordinator).get(BOARD, late=1))["PKS disusun"] == []


def test_coordinators_change_the_targets_and_the_form_promises_the_new_days(place, as_user, client):
    sent = {"answer_days": 8, "audience_days": 20, "memorandum_days": 30, "agreement_days": 40}
    as_user(place.coordinator).post("cooperation.targets.edit", sent)
    assert "8 hari kerja" in client.get("/public/request").words
    assert "sasaran: 40 hari" in as_user(place.coordinator).get(BOARD).words
    as_user(place.coordinator).post("cooperation.targets.edit", sent | {"answer_days": 0}, status=422)
    as_user(place.coordinator).post("cooperation.targets.edit", sent | {"version": 9}, status=409)
    as_user(LeadershipFactory()).post("cooperation.targets.edit", sent, status=403)


def test_the_board_is_for_coordinators_and_leadership_and_shows_no_agreement_that_they_may_not_read(place, as_user):
    made(place, "Rahasia sekali", stage=Stage.DRAFT, classification=Classification.SECRET)
    made(place, "Terbatas", stage=Stage.DRAFT, classification=Classification.RESTRICTED)
    assert set(columns(as_user(place.coordinator).get(BOARD))["PKS disusun"]) == {"Rahasia sekali", "Terbatas"}
    assert columns(as_user(CoordinatorFactory()).get(BOARD))["PKS disusun"] == ["Terbatas"]
    assert columns(as_user(LeadershipFactory()).get(BOARD))["PKS disusun"] == []
    as_user(place.member).get(BOARD, status=403)
    assert not as_user(place.member).get("agreements.registry.index").soup.find("a", href="/agreements/pipeline")
    tabs = as_user(place.coordinator).get("agreements.registry.index").soup.select(".tabs a")
    assert [one.get_text(strip=True) for one in tabs] == ["Papan", "Daftar naskah", "Berakhir berikutnya", "Permohonan"]


def test_the_board_needs_the_same_statements_however_much_is_on_it(place, as_user, queries):
    for number in range(4):
        received(wish=f"Usul {number}")
        made(place, f"PKS {number}", stage=Stage.DRAFT)
        made(place, f"PKS lama {number}", stage=Stage.SIGNED, signed_on=date(2026, 1, 5))
    asked = received(wish="Diundang")
    actions.link(asked, OrganisationFactory(), by=place.coordinator, at=utc_now())
    db.session.commit()
    with queries(at_most=11):
        as_user(place.coordinator).get(BOARD)
