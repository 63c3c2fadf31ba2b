"""The demo's agreements can be loaded on any day, and show nothing bad of a real organisation."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from agreements.documents.models import Document
from agreements.registry.models import Party
from agreements.registry.rules import Stage, Validity
from app.clock import today, utc_now
from app.database import db
from app.files import content_of
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue
from commitments.registry.rules import Delivery
from demo.agreements import add_agreements
from demo.parties import add_parties


@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-31", "2028-02-29", "2027-12-31", "2026-08-01"])
def test_four_agreements_are_signed_and_kept_whatever_the_day(app, clock, monkeypatch, day):
    monkeypatch.setattr(
        "demo.pdf_pages.pdf.render", lambda *_given, **_named: b"%PDF-1.7"
    )  # the dates do not depend on it
    clock.move_to(f"{day}T09:00:00+07:00")
    made = add_agreements(add_parties(utc_now() - timedelta(days=500)), utc_now())
    db.session.commit()
    assert set(made) == {"kb", "pks", "data", "izin"}
    assert {one.stage for one in made.values()} == {Stage.SIGNED}
    assert made["data"].term.validity(today()) is Validity.EXPIRING
    assert (made["data"].expires_on - today()).days == 45
    assert made["pks"].parent_id == made["kb"].id
    assert all(number.startswith("DEMO") for number in db.session.scalars(select(Party.reference_number)))
    late = db.session.scalars(select(Commitment).where(is_overdue(today()))).all()
    assert {one.responsible.name for one in late} == {
        "PT Mitra Solusi Kota (Contoh)",
        "Forum Warga Digital (Contoh)",
    }
    blocked = db.session.scalars(select(Commitment).where(Commitment.delivery == Delivery.BLOCKED)).one()
    assert blocked.title == "Uji keamanan API"


@pytest.mark.one_database
def test_each_has_a_sheet_that_says_that_it_is_no_contract(app, clock):
    add_agreements(add_parties(utc_now() - timedelta(days=500)), utc_now())
    documents = db.session.scalars(select(Document)).all()
    assert len(documents) == db.session.scalar(select(func.count(Party.agreement_id.distinct())))
    assert all(content_of(document.file).startswith(b"%PDF-") for document in documents)
