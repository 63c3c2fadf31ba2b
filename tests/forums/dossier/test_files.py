"""Files of a session: added by those who run it, read inside the forum, replaced and removed with a reason."""

import base64
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.files import content_of
from forums.dossier.models import FileKind, SessionFile
from tests.factories import PersonFactory
from tests.forums.papers.scenes import held
from tests.support.pdfs import blank_pdf

ADD, PHOTO, ASSIGNMENT = "forums.dossier.add", "forums.dossier.add_photo", "forums.dossier.add_assignment"
DATED = "26 November 2026"


@pytest.fixture
def it(app, clock):
    return held()


def scan(browser, it, kind="attendance", status=None, name="scan.pdf", content=None, **values):
    sent = {"file": (BytesIO(content or blank_pdf()), name), "kind": kind, "dated": DATED, "title": "", **values}
    return browser.post(ADD, sent, session_id=it.session.id, status=status)


def only():
    return db.session.scalars(select(SessionFile)).one()


def test_the_minute_taker_adds_a_signed_list_that_the_forum_reads(it, as_user):
    scan(as_user(it.taker), it, number="005/DH/2026")
    file = only()
    for who in (it.member, it.observer, it.coordinator):
        page = as_user(who).get("forums.dossier.show", session_id=it.session.id)
        row = page.soup.select_one("#part-attendance")
        assert "Salinan bertanda tangan" in row.get_text()
        assert "005/DH/2026" in row.get_text()
        assert as_user(who).get("forums.dossier.download", session_file_id=file.id).data == blank_pdf()
    as_user(PersonFactory()).get("forums.dossier.download", session_file_id=file.id, status=404)


def test_members_and_observers_add_no_signed_documents(it, as_user):
    for who in (it.member, it.observer):
        scan(as_user(who), it, status=403)
    for who in (it.chair, it.facilitator, it.coordinator):
        scan(as_user(who), it)
