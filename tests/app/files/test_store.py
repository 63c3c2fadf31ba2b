import io
import os
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from werkzeug.datastructures import FileStorage

from app.database import db
from app.database.transactions import transaction
from app.files import keep, path_of, save, serve
from app.files.jobs import sweep
from app.files.store import incoming

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TWO_DAYS = 2 * 24 * 60 * 60


def upload(content: bytes, name: str):
    return save(FileStorage(io.BytesIO(content), name), by=None, at=AT)


def age(path):
    os.utime(path, (time.time() - TWO_DAYS,) * 2)


def test_a_download_is_saved_under_its_name_and_never_run(app):
    stored = upload(b"%PDF-1.7", "Notulen “Forum” é.pdf")
    with app.test_request_context():
        response = serve(stored)
    assert "filename*=UTF-8''Notulen%20%E2%80%9CForum%E2%80%9D%20%C3%A9.pdf" in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["Cache-Control"] == "private, no-cache"
    response.close()


def test_a_browser_that_has_the_file_gets_304(app):
    stored = upload(b"%PDF-1.7", "a.pdf")
    with app.test_request_context(headers={"If-None-Match": f'"{stored.sha256}"'}):
        response = serve(stored)
    assert response.status_code == 304
    response.close()


def test_a_paper_of_our_own_is_kept_as_it_is(app):
    stored = keep(b"%PDF-1.7 paper", name="Notulen.pdf", media_type="application/pdf", by=None, at=AT)
    assert path_of(stored.sha256).read_bytes() == b"%PDF-1.7 paper"


def test_contents_of_rolled_back_uploads_are_swept_after_a_day(app):
    with transaction():
        kept = path_of(upload(b"%PDF-kept", "a.pdf").sha256)
    lost, young = path_of(upload(b"%PDF-lost", "b.pdf").sha256), path_of(upload(b"%PDF-young", "c.pdf").sha256)
    db.session.rollback()
    half = incoming() / "half"
    half.write_bytes(b"x")
    for path in (kept, lost, half):
        age(path)
    assert sweep() == 2
    assert (kept.exists(), lost.exists(), young.exists(), half.exists()) == (True, False, True, False)


def test_a_content_that_comes_again_is_young_again(app):
    lost = path_of(upload(b"%PDF-lost", "b.pdf").sha256)
    db.session.rollback()
    age(lost)
    upload(b"%PDF-lost", "b.pdf")
    assert sweep() == 0
    assert lost.exists()


def test_a_stream_that_breaks_leaves_nothing(app):
    def read(_size):
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        save(FileStorage(SimpleNamespace(read=read, close=lambda: None), "a.pdf"), by=None, at=AT)
    assert list(incoming().iterdir()) == []
