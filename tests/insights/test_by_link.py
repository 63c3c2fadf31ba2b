"""Leadership decides, and coordinators read, by the links in mails about digests, without signing in."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from commitments.registry.rules import Delivery
from forums.scheduling.models import SessionState
from insights.digests import actions
from insights.digests.jobs import draft_last_month, send_released
from insights.digests.models import Digest, DigestState
from insights.digests.rules import read_period
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    ParticipantFactory,
    PersonFactory,
    SessionFactory,
)
from tests.support.mail_links import code_to, link_to, mails_to
from tests.support.visitors import Visitor

QUESTION = actions.Ask(title="Perpanjang PKS?", why="Berakhir 8 Januari", options=["Ya", "Tidak"], by=date(2026, 12, 9))


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def coordinator(app, clock):
    """A coordinator, with a session held in October and a commitment that is late."""
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 28, 2, tzinfo=UTC))
    CommitmentFactory(title="Sudah lewat", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    return CoordinatorFactory(name="Koordinator JSC")


def mailed(coordinator, forum=None) -> Digest:
    """Release a digest with one question, and mail it."""
    digest = actions.draft(read_period("monthly", "2026-11"), about=forum, by=coordinator, at=utc_now())
    actions.ask(digest, QUESTION, by=coordinator, at=utc_now())
    actions.release(digest, by=coordinator, at=utc_now())
    db.session.commit()
    send_released()
    return digest


def test_leadership_decides_by_link_with_a_code(coordinator, reader):
    leader = LeadershipFactory(name="Sekretaris Daerah")
    digest = mailed(coordinator)
    path = link_to(leader)
    page = reader.get(path)
    assert "Sekretaris Daerah" in page.words
    assert "Perpanjang PKS?" in page.words
    form = page.soup.select_one("#ask-1 form")
    assert form["action"] == f"{path}/answer/1"
    assert [one["value"] for one in form.select("button[name=option]")] == ["1", "2"]
    asked = reader.post(form["action"], {"option": "2", "answer": ""}, status=200)
    assert asked.soup.select_one("main input[name=option]")["value"] == "2"
    assert "answer" not in digest.asks[0]
    sent = {"option": "2", "answer": "", "link_code": code_to(leader)}
    assert reader.post(form["action"], sent).location == path
    assert digest.asks[0]["answer"] == "Tidak"
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "digest.answered")).one()
    assert (row.actor_id, row.details["via"]) == (leader.id, "link")
    page = reader.get(path)
    assert "Sudah ada arahan Tidak" in page.words
    assert not page.soup.select("#ask-1 form")


def test_leadership_without_an_account_decides_by_link_with_a_code(coordinator, reader):
    leader = LeadershipFactory(name="Sekretaris Daerah", joined_at=None)
    digest = mailed(coordinator)
    path = link_to(leader)
    page = reader.get(path)
    assert "Perpanjang PKS?" in page.words
    assert page.soup.select_one("footer a[href$='/account']")
    reader.post(f"{path}/answer/1", {"option": "1", "answer": ""}, status=200)
    reader.post(f"{path}/answer/1", {"option": "1", "answer": "", "link_code": code_to(leader)})
    assert digest.asks[0]["answer"] == "Ya"


def test_somebody_named_in_a_closed_forum_reads_its_digest_without_an_account(coordinator, reader):
    forum = ForumFactory(circle__classification=Classification.RESTRICTED)
    SessionFactory(forum=forum, state=SessionState.HELD, starts_at=datetime(2026, 11, 4, 2, tzinfo=UTC))
    member, suspended = PersonFactory(joined_at=None), PersonFactory(joined_at=None, suspended_at=utc_now())
    ParticipantFactory(forum=forum, person=member)
    ParticipantFactory(forum=forum, person=suspended)
    mailed(coordinator, forum)
    assert reader.get(link_to(member)).soup.select("main a[href$='/pdf']")
    assert not mails_to(suspended)


def test_a_refused_answer_keeps_what_was_chosen_on_the_page_of_the_link(coordinator, reader):
    leader = LeadershipFactory()
    mailed(coordinator)
    path = f"{link_to(leader)}/answer/1"
    assert reader.get(path).soup.select_one("main form")["action"] == path
    reader.post(path, {"option": "1"}, status=200)
    page = reader.post(path, {"link_code": code_to(leader)}, status=422)
    assert page.soup.select_one("main form.form")["action"] == path
    reader.get(f"{link_to(leader)}/answer/2", status=404)
    reader.get(f"{link_to(leader)}/answer/x", status=404)


def test_the_pdf_is_downloaded_by_link(coordinator, reader):
    leader = LeadershipFactory()
    mailed(coordinator)
    href = reader.get(link_to(leader)).soup.select_one("main a[href$='/pdf']")["href"]
    assert reader.get(href).get_data().startswith(b"%PDF")


def test_coordinators_see_the_answer_by_link_and_sign_in_to_follow_up(coordinator, reader, as_user):
    leader = LeadershipFactory(name="Sekretaris Daerah")
    digest = mailed(coordinator)
    actions.answer(digest, actions.Reply(option=1), number=1, by=leader, at=utc_now())
    path = link_to(coordinator)
    page = reader.get(path)
    assert "Ya Sekretaris Daerah" in page.words
    assert "1 hal menunggu arahan" not in page.words
    assert page.soup.select_one("main a.btn-primary")["href"].startswith("/sign-in?next=/by-link/")
    assert as_user(coordinator).get(path, status=302).location == f"/digests/{digest.id}"
    reader.get(f"{path}/answer/1", status=403)


def test_a_draft_is_read_by_link_and_never_released_by_it(coordinator, reader, clock):
    clock.move_to(datetime(2026, 12, 1, 2, tzinfo=UTC))
    draft_last_month()
    path = link_to(coordinator)
    page = reader.get(path)
    assert "Masuk untuk melengkapi dan menerbitkan" in page.words
    for act in ("release", "discard", "lead", "ask"):
        reader.post(f"{path}/{act}", status=404)
    assert db.session.scalars(select(Digest)).one().state is DigestState.DRAFT


def test_a_secret_digest_shows_nothing_before_the_code_and_is_not_passed_on(coordinator, reader):
    forum = ForumFactory(name="Forum Tertutup", circle__classification=Classification.SECRET)
    SessionFactory(forum=forum, state=SessionState.HELD, starts_at=datetime(2026, 11, 4, 2, tzinfo=UTC))
    member = PersonFactory()
    ParticipantFactory(forum=forum, person=coordinator)
    ParticipantFactory(forum=forum, person=member)
    mailed(coordinator, forum)
    path = link_to(member)
    assert "Perpanjang PKS?" not in reader.get(path).get_data(as_text=True)
    reader.get(f"{path}/pdf")
    reader.post(path, {"link_reads": "1"}, status=200)
    reader.post(path, {"link_reads": "1", "link_code": code_to(member)})
    page = reader.get(path)
    assert "Perpanjang PKS?" in page.words
    assert not page.soup.select("main a[href$='/pass-on']")
    assert reader.get(f"{path}/pdf").get_data().startswith(b"%PDF")


def test_a_mail_without_a_question_does_not_ask_to_decide(coordinator, reader):
    leader = LeadershipFactory()
    digest = actions.draft(read_period("monthly", "2026-11"), about=None, by=coordinator, at=utc_now())
    actions.release(digest, by=coordinator, at=utc_now())
    db.session.commit()
    send_released()
    path = link_to(leader)
    page = reader.get(path)
    assert "Mohon arahan" not in page.words
    assert page.soup.select("main a[href$='/pdf']")
