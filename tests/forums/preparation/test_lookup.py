"""Documents of agenda items are found by those who may open them."""

import pytest

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from forums.preparation.lookup import DOCUMENTS
from forums.preparation.models import AgendaDocument
from forums.preparation.policies import read_document
from tests.factories.agreements import StoredFileFactory
from tests.forums.searching import allowed, classify, crowd, finders, found

pytestmark = pytest.mark.every_database


def test_documents_are_found_by_those_who_may_open_them(app, clock):
    made, people = crowd()
    made.session.presider_id = people["presider"].id
    item = made.item()
    document = AgendaDocument(
        item=item,
        file=StoredFileFactory(name="paparan-akhir.pdf"),
        title="Hasil pengukuran",
        added_by=made.member,
        added_at=utc_now(),
    )
    db.session.add(document)
    db.session.commit()
    for classification in Classification:
        classify(made, classification)
        readers = allowed(read_document, people, document)
        assert "stranger" not in readers
        assert finders(people, DOCUMENTS, document) == readers
    assert found(people["stranger"], "mengukur") == []
    here = [("documents", "Hasil pengukuran", f"/agenda-items/documents/{document.id}")]
    assert found(people["member"], "paparan akhir") == here
    db.session.delete(document)
    db.session.commit()
    assert found(people["member"], "mengukur") == []
    assert index.rebuild() == 0
