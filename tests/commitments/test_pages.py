"""What the page of a commitment and its report offer to whom."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from app.database import db
from app.files.models import StoredFile
from commitments.delivery.models import Evidence
from commitments.registry.rules import Delivery

SHOW, REPORT = "commitments.registry.show", "commitments.delivery.report"


def photo() -> io.BytesIO:
    taken = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(taken, "JPEG")
    taken.seek(0)
    return taken


def offered(place) -> set[str]:
    """Return the last parts of the addresses that links and forms of a part of a page lead to."""
    found = {link["href"] for link in place.select("a[href^='/commitments/']")}
    found |= {form["action"] for form in place.select("form[action^='/commitments/']")}
    return {address.rsplit("/", 1)[-1] for address in found}


@pytest.mark.parametrize("delivery", [Delivery.PROPOSED, Delivery.IN_PROGRESS, Delivery.BLOCKED])
def test_the_acts_of_a_coordinator_lead_and_those_on_behalf_of_the_party_are_folded(town, as_user, delivery):
    commitment = town.promised(delivery)
    content = as_user(town.coordinator).get(SHOW, commitment_id=commitment.id).soup.find(id="content")
    folded = content.find("details", id="behalf")
    assert "Catat atas nama Dinas Kesehatan" in folded.summary.text
    assert not folded.has_attr("open")
    assert offered(content.select_one(".title")) == {"remind", "cancel"}
    answers = {"accept", "decline", "counter-propose"}
    reports = {Delivery.IN_PROGRESS: {"report", "block"}, Delivery.BLOCKED: {"report", "unblock"}}
    assert offered(folded) == reports.get(delivery, answers)
    folded.extract()
    assert not offered(content) & {*answers, "report", "block", "unblock"}


def test_the_party_itself_sees_its_acts_unfolded(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    content = as_user(town.owner).get(SHOW, commitment_id=commitment.id).soup.find(id="content")
    assert content.find(id="behalf") is None
    assert {"report", "block", "extend"} <= offered(content)
    assert not {"remind", "cancel"} & offered(content)


def test_a_report_asks_how_far_it_is_by_buttons_for_photos_and_the_situation_and_folds_the_rest(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, progress=40)
    form = as_user(town.owner).get(REPORT, commitment_id=commitment.id).soup.select_one("form[action$='/report']")
    rest = form.find("details").extract()
    assert not rest.has_attr("open")
    assert {one["name"] for one in rest.select("[name]")} == {"progress", "files", "link", "criterion", "challenges"}
    shown = [one["name"] for one in form.select("[name]:not([type=hidden])")]
    assert list(dict.fromkeys(shown)) == ["progress", "files", "situation", "due", "text"]
    assert [one["value"] for one in form.select("[name=progress]")] == ["40", "60", "80", "done"]
    assert form.find(id="photo")["capture"] == "environment"
    assert not form.find(id="gallery").has_attr("capture")


def test_a_refused_field_of_the_folded_part_unfolds_it(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    sent = {"progress": "60", "text": "Separuh", "link": "bukan alamat"}
    page = as_user(town.owner).post(REPORT, sent, commitment_id=commitment.id, status=422)
    assert page.soup.select_one("form[action$='/report'] details").has_attr("open")


@pytest.mark.parametrize("required", [True, False])
def test_the_page_says_once_whether_evidence_is_required(town, as_user, required):
    commitment = town.promised(Delivery.IN_PROGRESS, evidence_required=required)
    page = as_user(town.owner).get(SHOW, commitment_id=commitment.id)
    label = page.soup.select_one(".photos .form-label").text
    assert ("tidak wajib" in label) is not required
    assert ("Penyerahan memerlukan bukti dukung" in page.words) is required
    assert ("wajib saat diserahkan" in page.words) is required


def test_a_photo_and_a_file_are_both_evidence(town, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    files = [(photo(), "titik-19.jpg"), (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "laporan.pdf")]
    sent = {"progress": "100", "text": "Lengkap", "files": files}
    as_user(town.owner).post("commitments.delivery.submit", sent, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.SUBMITTED
    names = db.session.scalars(select(StoredFile.name).join(Evidence, Evidence.file_id == StoredFile.id)).all()
    assert set(names) == {"titik-19.jpg", "laporan.pdf"}
