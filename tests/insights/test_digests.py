"""Digests: frozen, written, released, read, answered, revised."""

import io
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pypdf
import pytest
from sqlalchemy import func, select

from agreements.registry.rules import Stage
from app import files
from app.circles.models import Classification
from app.database import db
from app.files.models import StoredFile
from app.mail.outbox.models import Mail
from app.pdf.models import Paper
from commitments.blockers.actions import block, unblock
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.registry.rules import Delivery, Verification
from forums.scheduling import actions as forums
from forums.scheduling import session_actions
from insights.digests import documents, queries
from insights.digests.jobs import draft_last_month, send_released
from insights.digests.models import Digest, DigestState, Snapshot
from tests.factories import (
    AgreementFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    PartyFactory,
    PersonFactory,
    SessionFactory,
)
from tests.factories.forums import MADE

D = "insights.digests"
QUESTION = {
    "title": "Perpanjangan PKS Data",
    "why": "Berakhir 8 Januari 2027.",
    "choices": "Perpanjang 12 bulan\nBiarkan berakhir",
    "by": "9 Desember 2026",
}


@pytest.fixture
def secretariat(app, clock):
    """A coordinator, someone of leadership, a late commitment, and one that was kept in time."""
    CommitmentFactory(title="Sudah lewat", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    CommitmentFactory(
        title="Ditepati",
        delivery=Delivery.CLOSED,
        verification=Verification.MET,
        first_due=date(2026, 11, 20),
        met_on=date(2026, 11, 18),
        submitted_at=datetime(2026, 11, 18, 3, tzinfo=UTC),
    )
    return CoordinatorFactory(), LeadershipFactory()


def begun(as_user, coordinator) -> Digest:
    as_user(coordinator).post(f"{D}.begin", {"kind": "monthly", "period": "2026-11"})
    return db.session.scalars(select(Digest)).one()


def release(visitor, digest: Digest) -> None:
    recipients = [str(one.id) for one in queries.readers(digest)]
    visitor.post(f"{D}.release", {"version": digest.version, "recipients": recipients}, digest_id=digest.id)


@pytest.mark.every_database
def test_a_digest_tells_what_became_blocked_in_its_period(secretariat, as_user):
    coordinator, _leader = secretariat
    old, new, freed, again = (CommitmentFactory(title=one, delivery=Delivery.IN_PROGRESS) for one in "ABCD")
    october, november = datetime(2026, 10, 20, 3, tzinfo=UTC), datetime(2026, 11, 9, 3, tzinfo=UTC)
    for one, at in ((old, october), (new, november), (freed, november), (again, october), (again, november)):
        one.delivery = Delivery.IN_PROGRESS
        block(one, kind=BlockerKind.BUDGET, text="Anggaran", remover=None, by=coordinator, at=at)
    unblock(freed, by=coordinator, at=datetime(2026, 11, 10, 3, tzinfo=UTC), note="")
    db.session.commit()
    digest = begun(as_user, coordinator)
    assert digest.snapshot.content["newly_blocked"] == [str(new.id)]
    page = as_user(coordinator).get(f"{D}.show", digest_id=digest.id)
    assert "1 baru terhambat: B" in page.words


def test_a_digest_tells_what_is_late_and_what_was_kept(secretariat, as_user):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    record = digest.snapshot.content
    assert (record["figures"]["late"], record["figures"]["longest_late"]) == (1, 20)
    assert record["figures"]["on_time"] == {"part": 1, "whole": 2, "percent": None}  # one is overdue
    assert record["figures"]["overdue"] == 1
    assert [row["title"] for row in record["worst"]] == ["Sudah lewat"]
    words = as_user(coordinator).get(f"{D}.show", digest_id=digest.id).words
    assert "Terlambat 20 hari" in words


def test_what_is_overdue_counts_against_what_was_on_time_in_each_period(secretariat, as_user):
    coordinator, _leader = secretariat
    october = datetime(2026, 10, 1, 3, tzinfo=UTC)
    CommitmentFactory(delivery=Delivery.IN_PROGRESS, first_due=date(2026, 10, 9), proposed_at=october)
    record = begun(as_user, coordinator).snapshot.content
    assert record["figures"]["on_time_before"] == {"part": 0, "whole": 1, "percent": None}
    assert record["figures"]["on_time"] == {"part": 1, "whole": 3, "percent": None}
    told = [(one["period"], one["part"], one["overdue"], one["whole"]) for one in record["history"]]
    assert told == [("2026-10", 0, 1, 1), ("2026-11", 1, 2, 3)]
    page = as_user(coordinator).get(f"{D}.show", digest_id=db.session.scalars(select(Digest.id)).one())
    assert "Dihitung dari tenggat pertama: 1 dari 3 yang terpenuhi atau lewat tenggat." in page.words
    assert "Terlalu sedikit untuk dibandingkan." in page.words
    assert "Merah: lewat tenggat." in page.words
    assert documents.pdf(db.session.scalars(select(Digest)).one()).startswith(b"%PDF")


def test_an_older_snapshot_tells_what_was_on_time_as_it_did(secretariat, as_user):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    content = json.loads(json.dumps(digest.snapshot.content))
    share = {"part": 1, "whole": 1, "percent": 100}
    del content["figures"]["overdue"]
    content["figures"]["on_time"] = share
    content["history"] = [{"period": "2026-11", **share}]
    content["schema"] = 2
    digest.snapshot.content = content
    db.session.commit()
    words = as_user(coordinator).get(f"{D}.show", digest_id=digest.id).words
    assert "100 % Belum ada pembandingnya. Dihitung dari tenggat pertama: 1 dari 1." in words
    assert "Merah: lewat tenggat" not in words
    assert documents.pdf(digest).startswith(b"%PDF")


def test_what_is_stuck_says_why_or_what_was_heard_last(secretariat, as_user):
    coordinator, _leader = secretariat
    late, _near, blocked = (
        CommitmentFactory(title=title, delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, day))
        for title, day in (("Peta", 20), ("Sensor", 28), ("Pompa", 29))
    )
    for commitment, said, day in (
        (late, "Baru separuh.", 18),
        (late, "Tinggal dua titik.", 19),
        (blocked, "Lancar.", 19),
    ):
        report = delivery.Report(progress=40, text=said, links=[])
        at = datetime(2026, 11, day, 3, tzinfo=UTC)
        delivery.report(commitment, report, by=PersonFactory(organisation=commitment.responsible), at=at)
    at = datetime(2026, 11, 20, 3, tzinfo=UTC)
    add_update(late, Act.COMMENT, by=coordinator, at=at, text="Mohon segera.")
    block(blocked, kind=BlockerKind.REGULATION, text="Izin belum terbit.", remover=None, by=coordinator, at=at)
    digest = begun(as_user, coordinator)
    rows = as_user(coordinator).get(f"{D}.show", digest_id=digest.id).soup.select("[aria-labelledby=worst] tbody tr")
    told = {row.th.span.text: [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows}
    assert told["Peta"][1] == "Laporan terakhir, 19 November 2026: Tinggal dua titik."
    assert told["Pompa"][1] == "Izin belum terbit."
    assert told["Sensor"][:2] == [
        "Jatuh tempo dalam 7 hari tenggat 28 November 2026",
        "Tidak ada alasan yang disampaikan.",
    ]
    answer = as_user(coordinator).get(f"{D}.download", digest_id=digest.id)
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    assert "Laporan terakhir, 19 November 2026: Tinggal dua titik." in " ".join(paper.split())


def test_what_was_frozen_stays_although_the_record_goes_on(secretariat, as_user):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    before, made = digest.snapshot.sha256, documents.pdf(digest)
    CommitmentFactory(title="Baru", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 1))
    again = begun(as_user, coordinator)
    assert again.id == digest.id
    assert again.snapshot.sha256 == before
    assert documents.pdf(again) == made


def test_secret_and_restricted_circles_stay_out(secretariat, as_user):
    coordinator, _leader = secretariat
    for classification in (Classification.RESTRICTED, Classification.SECRET):
        CommitmentFactory(
            title="Tertutup",
            circle=CircleFactory(classification=classification),
            delivery=Delivery.IN_PROGRESS,
            first_due=date(2026, 1, 1),
        )
    assert "Tertutup" not in json.dumps(begun(as_user, coordinator).snapshot.content)


def test_the_paper_is_tagged_carries_its_data_and_names_what_is_asked(secretariat, as_user):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    as_user(coordinator).post(f"{D}.ask", QUESTION, digest_id=digest.id)
    answer = as_user(coordinator).get(f"{D}.download", digest_id=digest.id)
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    assert answer.mimetype == "application/pdf"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Perpanjangan PKS Data" in reader.pages[0].extract_text()
    data = json.loads(reader.attachments["rangkuman.json"][0])
    assert data["asks"][0]["options"] == ["Perpanjang 12 bulan", "Biarkan berakhir"]
    assert "Sudah lewat" in reader.attachments["komitmen.csv"][0].decode()


def test_how_to_read_a_digest_breaks_when_it_does_not_fit_by_some_lines(secretariat, as_user):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    content = json.loads(json.dumps(digest.snapshot.content))
    row, before = content["kept"][0], None
    for number in range(1, 16):
        content["kept"] = [row] * number
        digest.snapshot.content = dict(content)
        pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(documents.pdf(digest))).pages]
        if before and len(pages) > before:
            assert "Cara membaca" in pages[-2]
            assert "Cara membaca" not in pages[-1]
            return
        before = len(pages)
    pytest.fail("no page was added")


def test_a_cell_that_a_spreadsheet_would_run_is_quoted():
    row = dict.fromkeys(documents.COLUMNS, "=HYPERLINK(1)")
    assert b"'=HYPERLINK" in documents.table({"commitments": [row]})


def test_leadership_sees_it_from_its_release_on_and_is_mailed_once(secretariat, as_user):
    coordinator, leader = secretariat
    digest = begun(as_user, coordinator)
    as_user(coordinator).post(f"{D}.ask", QUESTION, digest_id=digest.id)
    as_user(leader).get(f"{D}.show", digest_id=digest.id, status=404)
    assert digest.code not in as_user(leader).get(f"{D}.index").words
    release(as_user(coordinator), digest)
    as_user(coordinator).post(f"{D}.release", digest_id=digest.id, status=409)
    assert digest.state is DigestState.RELEASED
    assert digest.code in as_user(leader).get(f"{D}.index").words
    as_user(leader).get(f"{D}.download", digest_id=digest.id)
    send_released()
    send_released()
    mails = db.session.scalars(select(Mail).where(Mail.recipient == leader.email)).all()
    assert len(mails) == 1
    assert "1 hal mohon arahan" in mails[0].subject
    attached = db.session.get(StoredFile, UUID(mails[0].attachments[0]))
    assert files.content_of(attached) == documents.pdf(digest)
    paper = db.session.scalars(select(Paper)).one()
    assert paper.sha256 == documents.sheet(digest).fingerprint
    as_user().get(f"/verify/{paper.sha256}")


def test_released_digests_do_not_change(secretariat, as_user):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    release(as_user(coordinator), digest)
    as_user(coordinator).post(f"{D}.ask", QUESTION, digest_id=digest.id, status=409)
    as_user(coordinator).post(f"{D}.write", {"lead": "Lain"}, digest_id=digest.id, status=409)
    assert (digest.asks, digest.lead) == ([], "")


def test_leadership_decides_once_and_the_coordinators_are_told(secretariat, as_user):
    coordinator, leader = secretariat
    digest = begun(as_user, coordinator)
    as_user(coordinator).post(f"{D}.ask", QUESTION, digest_id=digest.id)
    release(as_user(coordinator), digest)
    where = {"digest_id": digest.id, "number": 1}
    as_user(coordinator).post(f"{D}.answer", {"answer": "A"}, status=403, **where)
    as_user(leader).post(f"{D}.answer", {"answer": " "}, status=422, **where)
    as_user(leader).post(f"{D}.answer", {"answer": "Pilihan A"}, **where)
    as_user(leader).post(f"{D}.answer", {"answer": "Pilihan B"}, status=409, **where)
    assert digest.asks[0]["answer"] == "Pilihan A"
    as_user(leader).get(f"{D}.answer", digest_id=digest.id, number=2, status=404)
    told = db.session.scalars(select(Mail).where(Mail.recipient == coordinator.email)).all()
    assert any("Sudah ada arahan" in mail.subject for mail in told)


def test_a_revision_stands_beside_the_first_edition_until_it_is_released(secretariat, as_user):
    coordinator, _leader = secretariat
    first = begun(as_user, coordinator)
    release(as_user(coordinator), first)
    as_user(coordinator).post(f"{D}.revise", {"reason": "Angka kehadiran keliru"}, digest_id=first.id)
    second = db.session.scalars(select(Digest).where(Digest.revision == 2)).one()
    assert first.state is DigestState.RELEASED
    release(as_user(coordinator), second)
    assert (first.state, second.state) == (DigestState.REVISED, DigestState.RELEASED)


@pytest.mark.parametrize("period", ["2026-13", "besok", "2027-06", "2026-10", "2026-W47", "", "x" * 1_000_000])
def test_a_period_that_is_not_on_record_is_refused(secretariat, as_user, period):
    coordinator, _leader = secretariat
    as_user(coordinator).post(f"{D}.begin", {"kind": "monthly", "period": period}, status=422)
    assert db.session.scalar(select(func.count()).select_from(Snapshot)) == 0


def test_who_may_make_and_read(secretariat, as_user):
    coordinator, leader = secretariat
    digest = begun(as_user, coordinator)
    partner = PersonFactory()
    for person, make, read in ((partner, 403, 404), (leader, 403, 404), (coordinator, 200, 200)):
        as_user(person).get(f"{D}.begin", status=make)
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=read)
        as_user(person).get(f"{D}.index")
    as_user().get(f"{D}.index", status=302)


def test_the_month_that_ended_is_drafted_by_itself_once(secretariat, clock):
    coordinator, _leader = secretariat
    clock.move_to("2026-12-05T05:30:00+07:00")
    for _ in range(3):
        draft_last_month()
        db.session.commit()
    digest = db.session.scalars(select(Digest)).one()
    assert digest.snapshot.period == "2026-11"
    assert db.session.scalar(select(func.count()).where(Mail.recipient == coordinator.email)) == 1


def test_the_pages_take_few_statements_however_much_there_is(secretariat, as_user, queries):
    coordinator, _leader = secretariat
    digest = begun(as_user, coordinator)
    visitor = as_user(coordinator)
    with queries(at_most=4):
        visitor.get(f"{D}.index")
    with queries(at_most=8):
        visitor.get(f"{D}.show", digest_id=digest.id)


@pytest.mark.one_database
def test_the_command_makes_equal_files_and_refuses_in_one_line(secretariat, app, tmp_path):
    runner = app.test_cli_runner()
    files = [tmp_path / name for name in ("a.pdf", "b.pdf")]
    for file in files:
        run = runner.invoke(args=["digests", "build", "--kind", "monthly", "--period", "2026-11", "--out", str(file)])
        assert run.exit_code == 0, run.output
    assert files[0].read_bytes() == files[1].read_bytes()
    refused = runner.invoke(args=["digests", "build", "--kind", "monthly", "--period", "2026-99", "--json"])
    assert refused.exit_code == 1
    assert refused.output.strip().count("\n") == 0


def test_the_page_tells_the_colour_of_forums_and_agreements(secretariat, as_user):
    coordinator, _leader = secretariat
    forum = ForumFactory(name="Forum Warna")
    CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    digest = begun(as_user, coordinator)
    words = as_user(coordinator).get(f"{D}.show", digest_id=digest.id).words
    assert "Forum Warna MERAH 1 terlambat" in words


def test_looking_back_takes_as_many_statements_however_much_there_is(secretariat, as_user, queries):
    coordinator, _leader = secretariat
    visitor = as_user(coordinator)

    def grow():
        at = datetime(2026, 11, 20, 3, tzinfo=UTC)
        agreement = AgreementFactory(stage=Stage.SIGNED)
        PartyFactory(agreement=agreement)
        forum = ForumFactory()
        commitment = CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, proposed_at=MADE)
        block(commitment, kind=BlockerKind.BUDGET, text="Anggaran", remover=None, by=coordinator, at=at)
        for day in (2, 3):
            session = SessionFactory(forum=forum, starts_at=datetime(2026, 12, day, 3, tzinfo=UTC))
            session_actions.cancel(session, reason="Libur", by=coordinator, at=at)
        forums.archive(forum, by=coordinator, at=at)
        db.session.commit()

    SessionFactory(starts_at=datetime(2026, 3, 2, 3, tzinfo=UTC))  # both digests compare six periods
    grow()
    with queries(at_most=69) as few:
        visitor.post(f"{D}.begin", {"kind": "monthly", "period": "2026-09"})
    for _ in range(4):
        grow()
    with queries(at_most=69) as many:
        visitor.post(f"{D}.begin", {"kind": "monthly", "period": "2026-10"})
    assert len(many) == len(few)
