"""Files of sessions are found by those who may open them."""

from datetime import date

import pytest

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from forums.dossier.lookup import FILES
from forums.dossier.models import FileKind, SessionFile
from forums.dossier.policies import read_file
from forums.minutes.models import Minutes, MinutesState
from forums.papers.models import Nature
from forums.papers.reports.models import Report
from tests.factories.agreements import StoredFileFactory
from tests.factories.forums import MADE
from tests.forums.searching import allowed, classify, crowd, finders, found

pytestmark = pytest.mark.every_database
DAY = date(2026, 11, 26)


def kept(made, kind, **values):
    file = SessionFile(
        session=made.session,
        kind=kind,
        dated=DAY,
        file=StoredFileFactory(name=f"berkas-{kind.value}.pdf"),
        added_at=utc_now(),
        **{"title": f"Salinan {kind.value}", **values},
    )
    db.session.add(file)
    db.session.commit()
    return file


def report(made, number):
    texts = dict.fromkeys(("addressee", "sender", "subject", "opening", "closing"), "x")
    signs = {"signatory_position": "x", "signatory_name": "x", "written_by_id": made.taker.id, "written_at": MADE}
    about = {"nature": Nature.ORDINARY, "enclosures": "", "language": "id"}
    found = Report(session_id=made.session.id, number=number, dated=DAY, **texts, **signs, **about)
    db.session.add(found)
    db.session.commit()


@pytest.fixture
def scene(app, clock):
    made, people = crowd()
    made.session.presider_id, made.session.minute_taker_id = people["presider"].id, people["observer"].id
    return made, people


@pytest.mark.parametrize("kind", [FileKind.ATTENDANCE, FileKind.RECEIPT, FileKind.ASSIGNMENT])
def test_files_are_found_by_those_who_may_open_them(scene, kind):
    made, people = scene
    file = kept(made, kind, number="005/DH/2026")
    for classification in Classification:
        classify(made, classification)
        readers = allowed(read_file, people, file)
        assert finders(people, FILES, file) == readers
    here = [("documents", file.title, f"/session-files/{file.id}")]
    assert found(people["chair"], "salinannya") == found(people["chair"], '"005 dh"') == here
    assert found(people["stranger"], "salinannya") == []


@pytest.mark.parametrize("number", ["", "ND/2026/7"])
@pytest.mark.parametrize("state", [None, MinutesState.DRAFT, MinutesState.APPROVED])
def test_reports_to_leadership_are_found_by_those_who_may_open_them(scene, number, state):
    made, people = scene
    file = kept(made, FileKind.MEMO)
    report(made, number)
    if state:
        db.session.add(Minutes(session_id=made.session.id, state=state, language="id", begun_at=MADE))
    for classification in Classification:
        classify(made, classification)
        assert finders(people, FILES, file) == allowed(read_file, people, file)


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("state", [MinutesState.APPROVED, MinutesState.PUBLISHED])
def test_photos_are_found_by_those_who_may_see_them(scene, is_public, state):
    made, people = scene
    photo = kept(made, FileKind.PHOTO, title="", alternative="Warga memasang sensor", is_public=is_public)
    db.session.add(Minutes(session_id=made.session.id, state=state, language="id", begun_at=MADE))
    for classification in Classification:
        classify(made, classification)
        readers = allowed(read_file, people, photo)
        assert finders(people, FILES, photo) == readers
    assert found(people["chair"], "pemasangan") == found(people["chair"], "berkas photo") != []
    photo.alternative = "Rapat"
    db.session.commit()
    assert found(people["chair"], "pemasangan") == []
    assert index.rebuild() == 0
