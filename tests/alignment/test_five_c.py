"""The 5C review: factors of the registers, the sentence above them, and the paper for policy makers."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from alignment.five_c import factors
from alignment.five_c.rules import MOST, Aspect, Factor, by_aspect
from alignment.roles.factors import factors as role_factors
from alignment.services.models import Channel, Integration, Service, service_circles
from app.circles.models import CircleKind, Classification
from app.clock import today, utc_now
from app.database import db
from commitments.registry.rules import Delivery
from tests.alignment.test_roles import view_of
from tests.factories import AgreementFactory, CommitmentFactory, PersonFactory

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
