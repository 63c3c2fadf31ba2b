"""Choosing the period of a digest, confirming its release, and discarding a draft."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery
from forums.scheduling.models import SessionState
from insights.digests import actions
from insights.digests.jobs import draft_last_month, send_released
from insights.digests.models import Digest, DigestState, Snapshot
from insights.digests.rules import code_of, next_code, periods_on_record, read_period
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    ParticipantFactory,
    PersonFactory,
    SessionFactory,
)

D = "insights.digests"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
QUESTION = actions.Ask(title="Perpanjang PKS?", why="Berakhir", options=["Ya", "Tidak"], by=date(2026, 12, 9))


@pytest.fixture
def coordinator(app, clock):
    """A coordinator, with a session held in October and a commitment that is late."""
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 28, 2, tzinfo=UTC))
    CommitmentFactory(title="Sudah lewat", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    return CoordinatorFactory()


def drafted(coordinator, forum=None) -> Digest:
    digest = actions.draft(read_period("monthly", "2026-11"), about=forum, by=coordinator, at=NOW)
    actions.ask(digest, QUESTION, by=coordinator, at=NOW)
    db.session.commit()
    return digest


def choices(page, kind="monthly") -> list[str]:
    return [one.text for one in page.soup.select(f"select[name=period] option[data-of={kind}]")]


def selected(page) -> str:
    return page.soup.select_one("select[name=period] option[selected]").text


def test_the_periods_on_record_are_offered_by_name_and_the_last_complete_one_is_selected(coordinator, as_user):
    page = as_user(coordinator).get(f"{D}.begin")
    assert choices(page) == ["Oktober 2026", "November 2026 (masih berjalan)"]
    assert selected(page) == "Oktober 2026"
    assert page.soup.find("input", {"name": "period"}) is None
    english = as_user(coordinator).get("/digests/new?lang=en")
    assert choices(english) == ["October 2026", "November 2026 (not over yet)"]


def test_periods_of_all_types_are_offered_and_a_period_of_another_type_is_refused(coordinator, as_user):
    page = as_user(coordinator).get(f"{D}.begin")
    assert choices(page, "quarterly") == ["Triwulan IV 2026 (masih berjalan)"]
    assert choices(page, "weekly") == [
        "Pekan 47: 16 Nov – 22 Nov 2026",
        "Pekan 46: 9 Nov – 15 Nov 2026",
        "Pekan 45: 2 Nov – 8 Nov 2026",
        "Pekan 44: 26 Okt – 1 Nov 2026",
        "Pekan 48: 23 Nov – 29 Nov 2026 (masih berjalan)",
    ]
    refused = as_user(coordinator).post(f"{D}.begin", {"kind": "weekly", "period": "2026-10"}, status=422)
    assert "Pilih periode dari jenis yang dipilih." in refused.words
    assert selected(refused) == "Oktober 2026"
    assert db.session.scalar(select(func.count()).select_from(Digest)) == 0


def test_a_chosen_week_becomes_a_digest_and_a_second_one_is_the_same(coordinator, as_user, clock):
    week = {"kind": "weekly", "period": "2026-W44"}
    first = as_user(coordinator).post(f"{D}.begin", week, follow=True)
    assert "Rangkuman disusun sebagai draf" in first.words
    clock.shift(timedelta(minutes=1))
    assert "sudah memiliki rangkuman" in as_user(coordinator).post(f"{D}.begin", week, follow=True).words
    assert db.session.scalars(select(Digest.code)).all() == ["RGK-2026-W44"]


def test_without_a_record_there_is_no_period_to_choose(app, clock, as_user):
    page = as_user(CoordinatorFactory()).get(f"{D}.begin")
    assert "Belum ada periode yang dapat dirangkum" in page.words
    assert page.soup.find("select") is None


def test_periods_cross_the_year():
    found = [one.name for one in periods_on_record("monthly", date(2025, 12, 31), date(2026, 2, 1))]
    assert found == ["2026-02", "2026-01", "2025-12"]
    assert list(periods_on_record("weekly", None, date(2026, 2, 1))) == []
    assert list(periods_on_record("weekly", date(2026, 3, 1), date(2026, 2, 1))) == []


def mailed() -> set[str]:
    """Return the addresses to which a digest was mailed."""
    return set(db.session.scalars(select(Mail.recipient).where(Mail.kind.startswith("insights/digest_released"))))


def test_a_release_first_shows_who_receives_what(coordinator, as_user):
    leader, second = LeadershipFactory(name="Kepala Dinas"), LeadershipFactory(name="Sekretaris Daerah")
    third = LeadershipFactory(name="Tanpa Akun", joined_at=None)
    digest = drafted(coordinator)
    page = as_user(coordinator).get(f"{D}.release", digest_id=digest.id)
    for shown in ("November 2026", "Internal", leader.name, second.name, leader.organisation.name, "Perpanjang PKS?"):
        assert shown in page.words
    assert third.name in page.words
    offered = [box["value"] for box in page.soup.select("main form input[name=recipients][checked]")]
    assert set(offered) == {str(one.id) for one in (leader, second, third)}
    assert digest.state is DigestState.DRAFT
    version = page.soup.select_one("main form input[name=version]")["value"]
    as_user(coordinator).post(f"{D}.release", {"version": version, "recipients": offered}, digest_id=digest.id)
    send_released()
    assert mailed() == {leader.email, second.email, third.email}


def test_a_digest_goes_to_those_who_were_chosen(coordinator, as_user):
    leader, second = LeadershipFactory(), LeadershipFactory()
    stranger = PersonFactory()
    digest = drafted(coordinator)
    sent = {"version": digest.version, "recipients": [str(leader.id), str(second.id)]}
    for wrong in ([], [str(stranger.id)]):
        as_user(coordinator).post(f"{D}.release", sent | {"recipients": wrong}, digest_id=digest.id, status=422)
    as_user(coordinator).post(f"{D}.release", sent | {"recipients": [str(second.id)]}, digest_id=digest.id)
    send_released()
    assert mailed() == {second.email}
    [row] = db.session.scalars(select(AuditRow).where(AuditRow.action == "digest.released"))
    assert row.details["recipients"] == 1
    revised = actions.revise(digest, reason="Angka keliru", by=coordinator, at=NOW)
    db.session.commit()
    page = as_user(coordinator).get(f"{D}.release", digest_id=revised.id)
    again = [box["value"] for box in page.soup.select("main form input[name=recipients][checked]")]
    assert again == [str(second.id)], "the next edition is for the same people"
    assert as_user(leader).get(f"{D}.show", digest_id=digest.id)


def test_nothing_is_released_but_what_was_shown(coordinator, as_user):
    digest = drafted(coordinator)
    seen = digest.version
    as_user(coordinator).post(f"{D}.release", digest_id=digest.id, status=409)
    actions.write(digest, lead="Lain", by=coordinator, at=NOW)
    db.session.commit()
    as_user(coordinator).post(f"{D}.release", {"version": seen}, digest_id=digest.id, status=409)
    assert digest.state is DigestState.DRAFT


def test_the_page_says_if_nobody_receives_it(coordinator, as_user):
    digest = drafted(coordinator)
    page = as_user(coordinator).get(f"{D}.release", digest_id=digest.id)
    assert "Belum ada orang dengan peran Pimpinan ya" in page.words
    assert page.soup.select_one("main form button.btn-primary").text == "Terbitkan"


def test_the_digest_of_a_closed_forum_names_the_people_of_the_forum(coordinator, as_user):
    LeadershipFactory(name="Kepala Dinas")
    forum = ForumFactory(circle__classification=Classification.RESTRICTED)
    named = PersonFactory(name="Peserta Bernama")
    ParticipantFactory(forum=forum, person=named)
    CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    page = as_user(coordinator).get(f"{D}.release", digest_id=drafted(coordinator, forum).id)
    assert "Peserta Bernama" in page.words
    assert "Kepala Dinas" not in page.words


def test_a_released_digest_is_neither_released_nor_discarded_again(coordinator, as_user):
    digest = drafted(coordinator)
    actions.release(digest, by=coordinator, at=NOW)
    db.session.commit()
    for view in ("release", "discard"):
        as_user(coordinator).get(f"{D}.{view}", digest_id=digest.id, status=409)
        as_user(coordinator).post(f"{D}.{view}", digest_id=digest.id, status=409)
    assert digest.state is DigestState.RELEASED


def test_a_discarded_draft_leaves_an_audit_row_and_room_for_a_new_one(coordinator, as_user):
    digest = drafted(coordinator)
    known, snapshot = digest.id, digest.snapshot.sha256
    assert "Buang draf ini?" in as_user(coordinator).get(f"{D}.discard", digest_id=known).words
    assert db.session.scalar(select(func.count()).select_from(Digest)) == 1
    assert "RGK-2026-11 dibuang" in as_user(coordinator).post(f"{D}.discard", digest_id=known, follow=True).soup.text
    assert db.session.scalar(select(func.count()).select_from(Snapshot)) == 0
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "digest.discarded")).one()
    assert (row.subject_id, row.actor_id, row.details["sha256"]) == (known, coordinator.id, snapshot)
    as_user(coordinator).get(f"{D}.show", digest_id=known, status=404)
    CommitmentFactory(title="Baru", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 1))
    as_user(coordinator).post(f"{D}.begin", {"kind": "monthly", "period": "2026-11"})
    again = db.session.scalars(select(Digest)).one()
    assert (again.code, again.asks) == ("RGK-2026-11", [])
    assert "Baru" in {one["title"] for one in again.snapshot.content["worst"]}


def test_a_discarded_revision_leaves_the_released_edition_and_its_snapshot(coordinator, as_user):
    first = drafted(coordinator)
    actions.release(first, by=coordinator, at=NOW)
    second = actions.revise(first, reason="Angka", by=coordinator, at=NOW)
    as_user(coordinator).post(f"{D}.discard", digest_id=second.id)
    assert db.session.scalars(select(Digest)).one() is first
    assert first.snapshot.content["period"] == "2026-11"
    as_user(coordinator).post(f"{D}.revise", {"reason": "Angka"}, digest_id=first.id)
    assert set(db.session.scalars(select(Digest.code))) == {"RGK-2026-11", "RGK-2026-11-r2"}


@pytest.mark.every_database
def test_the_job_does_not_bring_a_discarded_draft_back(coordinator, as_user):
    draft_last_month()
    db.session.commit()
    digest = db.session.scalars(select(Digest)).one()
    as_user(coordinator).post(f"{D}.discard", digest_id=digest.id)
    mails = db.session.scalar(select(func.count()).select_from(Mail))
    draft_last_month()
    db.session.commit()
    assert db.session.scalars(select(Digest)).all() == []
    assert db.session.scalar(select(func.count()).select_from(Mail)) == mails
    as_user(coordinator).post(f"{D}.begin", {"kind": "monthly", "period": "2026-10"})
    assert db.session.scalars(select(Digest.code)).all() == ["RGK-2026-10"]


def test_only_coordinators_release_and_discard(coordinator, as_user):
    digest = drafted(coordinator)
    for person in (LeadershipFactory(), PersonFactory()):
        for view in ("release", "discard"):
            as_user(person).get(f"{D}.{view}", digest_id=digest.id, status=404)
            as_user(person).post(f"{D}.{view}", digest_id=digest.id, status=404)
    actions.release(digest, by=coordinator, at=NOW)
    for view in ("release", "discard"):
        as_user(LeadershipFactory()).post(f"{D}.{view}", digest_id=digest.id, status=403)


def test_codes_tell_editions_and_forums_apart():
    assert code_of("2026-10", "") == "RGK-2026-10"
    assert code_of("2026-10", "rapat-kerja") == "RGK-2026-10-rapat-kerja"
    assert next_code("RGK-2026-10-rapat-kerja", 2) == "RGK-2026-10-rapat-kerja-r2"
    assert next_code("RGK-2026-10-rapat-kerja-r2", 3) == "RGK-2026-10-rapat-kerja-r3"
    long = next_code(code_of("2026-W44", "forum-koordinasi-pengelolaan-sampah"), 12)
    assert (len(long), long[-4:]) == (30, "-r12")


def test_coordinators_see_to_whom_a_digest_was_mailed_and_leadership_does_not(coordinator, as_user):
    leader, second = LeadershipFactory(name="Kepala Dinas"), LeadershipFactory(name="Sekretaris Daerah")
    digest = drafted(coordinator)
    actions.release(digest, by=coordinator, at=NOW)
    db.session.commit()
    send_released()
    page = as_user(coordinator).get(f"{D}.show", digest_id=digest.id)
    panel = " ".join(page.soup.select_one("section[aria-labelledby=mails]").get_text(" ").split())
    for shown in ("Rangkuman terbit Menunggu", leader.name, leader.email, second.name):
        assert shown in panel
    page = as_user(leader).get(f"{D}.show", digest_id=digest.id)
    panel = page.soup.select_one("section[aria-labelledby=mails]").text
    assert leader.name in panel
    assert second.name not in panel
    assert "@" not in panel
    assert as_user(coordinator).get("/mails").soup.find("a", href=f"/digests/{digest.id}")
