"""The digest on one page, and what follows from the options of a question."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from app.database import db
from commitments.blockers.actions import block
from commitments.blockers.models import BlockerKind
from commitments.registry.rules import Delivery
from forums.scheduling.models import SessionState
from insights.digests import actions, documents
from insights.digests.rules import read_period
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    PersonFactory,
    SessionFactory,
)

D = "insights.digests"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
QUESTION = {
    "title": "Perpanjangan PKS Data",
    "why": "Berakhir 8 Januari 2027.",
    "choices": "Perpanjang 12 bulan\nBiarkan berakhir",
    "consequences": "Peta udara tetap terbuka\nPeta udara ditutup",
    "by": "9 Desember 2026",
}


@pytest.fixture
def it(app, clock):
    """A digest of a forum with a late commitment, as a draft."""
    forum = ForumFactory(name="Forum Data")
    SessionFactory(forum=forum, state=SessionState.HELD, starts_at=datetime(2026, 11, 4, 2, tzinfo=UTC))
    for number in range(6):
        late = CommitmentFactory(
            title=f"Sudah lewat {number} " + "panjang sekali " * 10,
            circle=forum.circle,
            delivery=Delivery.IN_PROGRESS,
            first_due=date(2026, 11, 4),
        )
        block(
            late,
            kind=BlockerKind.PHYSICAL_VERIFICATION,
            text="belum ada " * 60,
            remover=None,
            by=CoordinatorFactory(),
            at=NOW,
        )
    digest = actions.draft(read_period("monthly", "2026-11"), about=None, by=CoordinatorFactory(), at=NOW)
    db.session.commit()
    return digest


def test_each_option_says_what_follows_and_each_has_one_or_none(it, as_user, as_program):
    coordinator = CoordinatorFactory()
    refused = QUESTION | {"consequences": "Hanya satu"}
    page = as_user(coordinator).post(f"{D}.ask", refused, digest_id=it.id, status=422)
    assert "Tulis satu baris untuk setiap pilihan" in page.words
    assert "Hanya satu" in page.words
    as_user(coordinator).post(f"{D}.ask", QUESTION, digest_id=it.id)
    as_user(coordinator).post(f"{D}.ask", QUESTION | {"consequences": ""}, digest_id=it.id)
    assert it.asks[0]["consequences"] == ["Peta udara tetap terbuka", "Peta udara ditutup"]
    assert "consequences" not in it.asks[1]
    for view in ("show", "one_page"):
        assert "Peta udara ditutup" in as_user(coordinator).get(f"{D}.{view}", digest_id=it.id).words
    asks = as_program(coordinator).get(f"/digests/{it.id}").json["asks"]
    assert [len(one["consequences"]) for one in asks] == [2, 0]
    assert all("Peta udara ditutup" in text_of(made(it)) for made in (documents.pdf, documents.one_page))
    actions.release(it, by=coordinator, at=NOW)
    revised = actions.revise(it, reason="Angka", by=coordinator, at=NOW)
    assert revised.asks[0]["consequences"] == it.asks[0]["consequences"]


@pytest.mark.parametrize("number", [2, 3, 5])
def test_it_fits_one_page_whatever_is_written(it, as_user, number):
    coordinator = CoordinatorFactory()
    words = "kata " * 100
    for _ in range(5):
        wanted = actions.Ask(
            title=words, why=words, options=[words] * number, consequences=[words] * number, by=date(2026, 12, 9)
        )
        actions.ask(it, wanted, by=coordinator, at=NOW)
    actions.write(it, lead=words, by=coordinator, at=NOW)
    actions.release(it, by=coordinator, at=NOW)
    db.session.commit()
    answer = as_user(coordinator).get(f"{D}.download_one_page", digest_id=it.id)
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    assert len(reader.pages) == 1
    told = text_of(answer.data)
    assert "3 permohonan lain" in told
    assert "1 MERAH" in told
    assert documents.one_page(it) == answer.data


def test_leadership_reads_it_once_released(it, as_user):
    leader, stranger = LeadershipFactory(), PersonFactory()
    for view in ("one_page", "download_one_page"):
        as_user(leader).get(f"{D}.{view}", digest_id=it.id, status=404)
    actions.release(it, by=CoordinatorFactory(), at=NOW)
    db.session.commit()
    page = as_user(leader).get(f"{D}.one_page", digest_id=it.id)
    assert "6 dari 6" in page.words
    as_user(stranger).get(f"{D}.one_page", digest_id=it.id, status=404)


def text_of(paper: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
