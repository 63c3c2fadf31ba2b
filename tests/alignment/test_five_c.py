"""The 5C review: factors of the registers, the sentence above them, and the paper for policy makers."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from alignment.five_c import comparison, factors
from alignment.five_c.rules import MOST, Aspect, Factor, by_aspect
from alignment.goals.models import GoalDifference
from alignment.goals.rules import DifferenceState, Part
from alignment.roles.factors import factors as role_factors
from alignment.services.models import Channel, Integration, Service, service_circles
from app.circles.models import CircleKind, Classification
from app.clock import today, utc_now
from app.database import db
from commitments.registry.rules import Delivery
from tests.alignment.test_roles import view_of
from tests.factories import AgreementFactory, BarrierFactory, CommitmentFactory, PersonFactory, SharedGoalFactory

F = "alignment.five_c"


def test_the_heaviest_factors_of_each_aspect_are_kept():
    many = [Factor(Aspect.CONTEXT, False, str(number), "", "/", number) for number in range(MOST + 2)]
    forces = {one.aspect: one for one in by_aspect([*many, Factor(Aspect.CAPACITY, True, "x", "", "/")])}
    assert [one.text for one in forces[Aspect.CONTEXT].hinders] == ["5", "4", "3", "2"]
    assert [one.text for one in forces[Aspect.CAPACITY].supports] == ["x"]
    assert list(forces) == list(Aspect)


def test_commitments_are_counted_by_their_first_due_date(app, table):
    day, own = today(), {"circle": table.forum.circle, "responsible": table.firm, "verifier": table.unit}
    due = {"first_due": day - timedelta(days=20), "current_due": day - timedelta(days=20)}
    met = {**due, "delivery": Delivery.CLOSED, "ended_at": utc_now()}
    CommitmentFactory(**own, **met, met_on=day - timedelta(days=21))
    CommitmentFactory(**own, **met, met_on=day - timedelta(days=19))
    CommitmentFactory(**own, **due, delivery=Delivery.IN_PROGRESS)
    stranger = PersonFactory()
    with app.test_request_context():
        kept, late = factors.commitments([table.forum.circle_id], table.coordinator, day)
        assert factors.commitments([table.forum.circle_id], stranger, day) == []
    assert (kept.supports, "1 dari 2 komitmen" in kept.text) == (False, True)
    assert (late.supports, "1 dari 2 komitmen terbuka terlambat, paling lama 20 hari" in late.text) == (False, True)


@pytest.fixture
def differing(table, matrix, as_user):
    """The matrix of the table, about whose only activity its two parties differ."""
    view_of(as_user(table.partner), matrix(), table.unit)
    view_of(as_user(table.chair), matrix(), table.firm)
    return matrix()


def test_a_difference_about_roles_hinders_and_leads_to_the_matrix(table, differing, as_user):
    page = as_user(table.coordinator).get(f"{F}.index", circle=table.forum.circle_id)
    hinders = page.soup.select_one("section[aria-labelledby=content] .forces > div:last-child")
    assert "1 dari 1 kegiatan dipahami berbeda" in hinders.get_text()
    assert hinders.select_one("a")["href"].endswith(str(differing.id))
    assert role_factors([table.forum.circle_id], PersonFactory(), today()) == []


def test_a_coordinator_sums_the_programme_up_and_prints_it(table, differing, as_user):
    visitor, at = as_user(table.coordinator), {"circle_id": table.forum.circle_id}
    sent = {"version": "", "sentence": "Forumnya ada; pembagian kerja belum.", "wanted": "Menetapkan pemilik data.\n"}
    visitor.post(f"{F}.write", sent, **at)
    visitor.post(f"{F}.write", sent, status=409, **at)
    as_user(table.partner).post(f"{F}.write", sent, status=403, **at)
    as_user(PersonFactory()).post(f"{F}.write", sent, status=404, **at)
    page = as_user(table.partner).get(f"{F}.index", circle=table.forum.circle_id)
    assert "Forumnya ada; pembagian kerja belum." in page.words
    table.forum.circle.classification = Classification.RESTRICTED
    db.session.commit()
    pdf = PdfReader(io.BytesIO(visitor.get(f"{F}.pdf", circle=table.forum.circle_id).data))
    text = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    for words in ("Forumnya ada", "Menetapkan pemilik data", "dipahami berbeda", "TERBATAS"):
        assert words in text


def test_a_programme_is_what_works_on_the_same_services(table, as_user):
    own = {"owner_id": table.unit.id, "created_by_id": table.coordinator.id, "created_at": utc_now()}
    service = Service(name="Izin reklame", channel=Channel.COUNTER, status=Integration.MANUAL, **own)
    service.status_since = today()
    db.session.add(service)
    db.session.flush()
    open_one = AgreementFactory(circle__kind=CircleKind.AGREEMENT, circle__name="PKS Izin")
    hidden = AgreementFactory(
        circle__kind=CircleKind.AGREEMENT, circle__name="PKS Tertutup", circle__classification=Classification.SECRET
    )
    rows = [{"service_id": service.id, "circle_id": it.circle_id} for it in (table.forum, open_one, hidden)]
    db.session.execute(service_circles.insert(), rows)
    db.session.commit()
    page = as_user(table.coordinator).get(f"{F}.index", circle=table.forum.circle_id).words
    assert "Bersama yang menangani layanan yang sama: PKS Izin" in page
    assert "PKS Tertutup" not in page


def test_programs_read_the_review(table, differing, as_program):
    program = as_program(table.coordinator)
    path = f"/alignment/five-c/{table.forum.circle_id}"
    program.post(f"{path}/synopsis", {"sentence": "Satu kalimat"})
    found = program.get(path).json
    assert found["sentence"] == "Satu kalimat"
    assert {"content"} <= {one["aspect"] for one in found["factors"]}


def test_of_a_forum_that_is_over_there_is_no_review(table, as_user, as_program):
    CommitmentFactory(circle=AgreementFactory().circle)
    table.forum.archived_at = utc_now()
    db.session.commit()
    visitor = as_user(table.coordinator)
    for endpoint in ("index", "pdf"):
        visitor.get(f"{F}.{endpoint}", circle=table.forum.circle_id, status=404)
    visitor.get(f"{F}.write", circle_id=table.forum.circle_id, status=404)
    assert as_program(table.coordinator).get(f"/alignment/five-c/{table.forum.circle_id}").json["factors"] == []


def test_an_earlier_quarter_stands_beside_today_with_what_the_registers_keep(table, as_user):
    circle, day = table.forum.circle, today()
    own = {"circle": circle, "responsible": table.firm, "verifier": table.unit, "delivery": Delivery.CLOSED}
    for met_on in (date(2026, 9, 20), date(2026, 10, 20)):
        CommitmentFactory(**own, met_on=met_on, first_due=date(2026, 10, 1), current_due=met_on, ended_at=utc_now())
    BarrierFactory(circle=circle, since=date(2026, 8, 1))
    BarrierFactory(circle=circle, since=date(2026, 8, 1), resolved_on=date(2026, 10, 2), resolution="Terbit")
    BarrierFactory(circle=circle, since=date(2026, 9, 1), resolved_on=date(2026, 9, 30), resolution="Terbit")
    BarrierFactory(circle=circle, since=date(2026, 10, 1))
    goal = SharedGoalFactory(circle=circle)
    told = {"goal_id": goal.id, "number": 1, "part": Part.GOAL, "holds": "Lain", "opened_by_id": table.chair.id}
    ended = {"opened_at": local(2026, 9, 30), "ended_at": local(2026, 10, 1), "state": DifferenceState.KEPT}
    db.session.add(GoalDifference(**told, **ended, organisation_id=table.unit.id))
    db.session.commit()
    found = comparison.compared([circle.id], table.coordinator, day, date(2026, 9, 30))
    assert {str(one.label): (one.then, one.now) for one in found} == {
        "Hambatan terbuka": ((2, None), (2, None)),
        "Komitmen terpenuhi dalam 12 bulan yang tepat waktu": ((1, 1), (1, 2)),
        "Perbedaan terbuka tentang tujuan bersama": ((1, None), (0, None)),
    }
    page = as_user(table.coordinator).get(f"{F}.index", circle=circle.id, against="2026-09-30")
    rows = page.soup.select("section[aria-labelledby=compared] tbody tr")
    assert [cell.get_text(" ", strip=True) for cell in rows[1].select("td.num")] == ["1 dari 1", "1 dari 2"]
    (href,) = (one["href"] for one in page.soup.select("a[href*='/five-c/pdf']"))
    pdf = PdfReader(io.BytesIO(as_user(table.coordinator).get(href).data))
    text = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    for words in ("Akhir TW III 2026", "Hambatan terbuka Konteks 2 2"):
        assert words in text
    plain = as_user(table.coordinator).get(f"{F}.index", circle=circle.id, against="2026-09-29")
    assert not plain.soup.select("section[aria-labelledby=compared] table")
    circle.classification = Classification.SECRET
    db.session.commit()
    assert comparison.compared([circle.id], PersonFactory(), day, date(2026, 9, 30)) == []


def local(*day):
    """Return noon of a day in Jakarta."""
    return datetime(*day, 5, tzinfo=UTC)
