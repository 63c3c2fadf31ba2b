"""The search for reports, reasons and evidence of commitments: who finds what the page shows."""

from datetime import date
from uuid import uuid4

import pytest
from flask import current_app

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from app.search.views import search, shown
from app.search.words import Wanted
from commitments.blockers import actions as blockers
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions
from commitments.delivery.models import Act, Evidence, Update
from commitments.delivery.timeline import add_update
from commitments.extensions import actions as extensions
from commitments.registry.rules import Delivery, Visibility
from tests.factories import AdministratorFactory, LeadershipFactory, NamedPersonFactory, PersonFactory
from tests.factories.agreements import StoredFileFactory

pytestmark = pytest.mark.every_database


def found(person, text):
    """Return the kind, title and address of everything that a person finds."""
    wanted = Wanted.of(text)
    with current_app.test_request_context():
        return [(hit.kind.name, hit.entry.title, hit.href) for hit in shown(search(person, wanted, {}).found, wanted)]


def report(town, text="Katalog diserahkan", **more):
    update = add_update(town.commitment, Act.PROGRESS, by=town.owner, at=utc_now(), text=text, **more)
    db.session.commit()
    return update


def test_reports_difficulties_barriers_and_reasons_lead_to_their_commitment(town):
    commitment = town.promised(Delivery.IN_PROGRESS)
    by = {"by": town.owner, "at": utc_now()}
    actions.report(commitment, actions.Report(progress=40, text="Sensor terpasang", challenges="Listrik padam"), **by)
    extensions.ask(commitment, due=date(2027, 1, 8), reason="Menunggu pengadaan kabel", **by)
    blockers.block(commitment, kind=BlockerKind.BUDGET, text="Anggaran dibekukan", remover=None, **by)
    blockers.unblock(commitment, note="Anggaran dicairkan", **by)
    actions.comment(commitment, text="Rapat kecil besok", **by)
    db.session.commit()
    here = [("commitments", commitment.title, f"/commitments/{commitment.id}")]
    for text in ("memasang", "padam", '"pengadaan kabel"', "pembekuan", "cair", "rapat"):
        assert found(town.owner, text) == here, text
    assert found(town.owner, "anggaran sensor") == []
    assert index.rebuild() == 0


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("classification", Classification)
def test_reports_and_evidence_are_found_by_those_who_may_open_the_commitment(town, as_user, classification, visibility):
    town.circle.classification = classification
    commitment = town.promised(Delivery.IN_PROGRESS, visibility=visibility)
    update = report(town, "Kenari berkicau")
    stored = StoredFileFactory(name="foto_kenari.jpg")
    db.session.add(Evidence(commitment_id=commitment.id, update_id=update.id, file_id=stored.id))
    named = PersonFactory(organisation=town.community)
    NamedPersonFactory(circle_id=town.circle.id, person_id=named.id)
    db.session.commit()
    people = (
        *(town.owner, town.verifier, town.member, town.stranger, town.coordinator, named),
        *(AdministratorFactory(), LeadershipFactory()),
    )
    for person in people:
        answer = as_user(person).client.get(f"/commitments/{commitment.id}")
        kinds = [kind for kind, _title, _href in found(person, "kenari")]
        assert sorted(kinds) == (["commitments", "documents"] if answer.status_code == 200 else []), person.name


def test_evidence_opens_as_a_file_and_a_link_leads_to_its_commitment(town):
    commitment = town.promised(Delivery.IN_PROGRESS)
    update, stored = report(town), StoredFileFactory(name="berita-acara_serah.pdf")
    link = "https://data.example/katalog"
    file = Evidence(id=uuid4(), commitment_id=commitment.id, update_id=update.id, file_id=stored.id)
    db.session.add_all([file, Evidence(commitment_id=commitment.id, update_id=update.id, link=link)])
    db.session.commit()
    assert found(town.member, "berita acara") == [
        ("documents", "berita-acara_serah.pdf", f"/commitments/evidence/{file.id}")
    ]
    assert found(town.member, "data.example") == [("documents", link, f"/commitments/{commitment.id}")]
    assert {kind for kind, *_rest in found(town.member, commitment.code)} == {"commitments", "documents"}
    assert found(town.stranger, "berita acara") == []


def test_reports_follow_their_commitment_and_go_with_it(town):
    commitment = town.promised(Delivery.IN_PROGRESS)
    update = report(town, "Kenari berkicau")
    commitment.title = "Judul yang lain"
    db.session.commit()
    assert [title for _kind, title, _href in found(town.owner, "kenari")] == ["Judul yang lain"]
    update.text = "Merpati terbang"
    db.session.commit()
    assert (found(town.owner, "kenari"), len(found(town.owner, "merpati"))) == ([], 1)
    town.health.sector = town.community.sector
    commitment.delivery = Delivery.SUBMITTED
    db.session.commit()
    assert index.rebuild() == 0
    update.text = ""
    db.session.commit()
    assert found(town.owner, "merpati") == []
    update.text = "Merpati terbang"
    db.session.commit()
    db.session.delete(db.session.get(Update, update.id))
    db.session.commit()
    assert found(town.owner, "merpati") == []
    assert index.rebuild() == 0
