"""Circular decisions are found with their texts, answers and documents, by those who may open them."""

import pytest

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from forums.circular.lookup import CIRCULARS, DOCUMENTS, REPLIES
from forums.circular.models import Circular, CircularDocument, CircularReply
from forums.circular.policies import read_circular
from forums.scheduling.models import DecisionRule
from tests.factories.agreements import StoredFileFactory
from tests.factories.forums import MADE, NEXT
from tests.forums.searching import allowed, classify, crowd, finders, found

pytestmark = pytest.mark.every_database


@pytest.mark.parametrize("circulated_at", [None, MADE])
def test_circular_decisions_are_found_by_those_who_may_open_them(app, clock, circulated_at):
    made, people = crowd()
    circular = Circular(
        code="KSE-2026-001",
        forum=made.forum,
        title="Foto lokasi",
        text="Kunjungan diganti foto",
        basis="Temuan audit",
        why="Sesi baru Desember",
        how=DecisionRule.CONSENSUS,
        ends_at=NEXT,
        drafted_by=made.coordinator,
        drafted_at=MADE,
        circulated_at=circulated_at,
        language="id",
    )
    db.session.add(circular)
    db.session.flush()
    reply = CircularReply(circular_id=circular.id, text="Kamera dipinjamkan", by=made.coordinator, at=utc_now())
    added = {"title": "Contoh lembar", "added_by": made.coordinator, "added_at": utc_now()}
    document = CircularDocument(circular=circular, file=StoredFileFactory(name="panduan.pdf"), **added)
    db.session.add_all([reply, document])
    db.session.commit()
    texts = ("fotonya", "menggantikan", '"temuan audit"', "desember", "peminjaman", '"contoh lembar"', "panduan")
    for classification in Classification:
        classify(made, classification)
        readers = allowed(read_circular, people, circular)
        assert "stranger" not in readers
        for source, row in ((CIRCULARS, circular), (REPLIES, reply), (DOCUMENTS, document)):
            assert finders(people, source, row) == readers
    for text in texts:
        assert found(people["chair"], text), text
        assert found(people["stranger"], text) == [], text
    here = ("circulars", "Foto lokasi", f"/circulars/{circular.id}")
    assert found(people["chair"], "peminjaman") == [here]
    assert found(people["chair"], "panduan") == [("documents", "Contoh lembar", f"/circulars/documents/{document.id}")]
    circular.title = "Gambar"
    db.session.delete(reply)
    db.session.commit()
    assert found(people["chair"], "peminjaman") == found(people["chair"], '"foto lokasi"') == []
    assert index.rebuild() == 0
