"""Barriers before leadership: in the digest that may name them, asked about, and directed by the answer."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from alignment.barriers import actions as barriers
from alignment.barriers.actions import Entry, Hindered
from app.circles.models import Classification
from app.clock import local_date, today, utc_now
from app.database import db
from commitments.blockers.models import BlockerKind
from commitments.registry.rules import Visibility
from forums.directives import actions as directives
from forums.directives.models import Directive, DirectiveKind
from insights.digests import actions
from insights.digests.actions import Reply
from insights.digests.models import Digest
from insights.digests.rules import period_with
from tests.factories import CommitmentFactory, ForumFactory, LeadershipFactory
from tests.forums.room import room

D = "insights.digests"


@pytest.fixture
def it(app, clock):
    """A forum with a barrier that has been open for 118 days and stands before leadership."""
    it = room()
    it.commitment = CommitmentFactory(circle=it.forum.circle)
    it.leader = LeadershipFactory()
    it.barrier = escalated(it, "Verifikasi lapangan wajib tatap muka", days=118, circle=it.forum.circle)
    hindered = Hindered(commitment_id=it.commitment.id)
    barriers.add_effect(it.barrier, hindered, by=it.coordinator, at=utc_now())
    db.session.commit()
    return it


def escalated(it, title, *, days=100, circle=None):
    since = today() - timedelta(days=days)
    entry = Entry(kind=BlockerKind.REGULATION, title=title, text="Petugas datang.", since=since, owner=None)
    made = barriers.enter(entry, circle, by=it.coordinator, at=utc_now())
    barriers.escalate(made, by=it.coordinator, at=utc_now())
    db.session.commit()
    return made


def drafted(it, forum=None):
    period = period_with("monthly", local_date(utc_now()))
    made = actions.draft(period, about=forum, by=it.coordinator, at=utc_now())
    db.session.commit()
    return made


def test_the_answer_to_a_question_about_a_barrier_is_a_directive_to_its_forum(it, as_user):
    digest = drafted(it)
    (row,) = digest.snapshot.content["barriers"]
    assert (row["days"], row["hinders"], row["directed"]) == (
        118,
        {"services": 0, "commitments": 1, "agreements": 0},
        False,
    )
    (ask,) = digest.asks
    assert ask["title"] == it.barrier.title
    assert "118 hari" in ask["why"]
    actions.release(digest, by=it.coordinator, at=utc_now())
    db.session.commit()
    leader = as_user(it.leader)
    assert "Hambatan yang diajukan kepada pimpinan" in leader.get(f"{D}.show", digest_id=digest.id).words
    assert leader.get(f"{D}.download", digest_id=digest.id).data.startswith(b"%PDF")
    leader.post(f"{D}.answer", {"option": "1", "answer": "Mulai bulan ini."}, digest_id=digest.id, number=1)
    db.session.expire_all()
    directive = db.session.scalars(select(Directive)).one()
    assert (directive.forum_id, directive.kind, directive.given_by_id) == (
        it.forum.id,
        DirectiveKind.DIRECTIVE,
        it.leader.id,
    )
    assert "Mulai bulan ini." in directive.text
    assert it.barrier.directive_id == directive.id
    assert db.session.get_one(Digest, digest.id).open_answers == 0
    followed = leader.get(f"{D}.show", digest_id=digest.id).soup.select_one(
        f"#ask-1 a[href='/directives/{directive.id}']"
    )
    assert followed.get_text(strip=True) == directive.text
    assert "Mulai bulan ini." in leader.get("alignment.barriers.show", barrier_id=it.barrier.id).words
    revised = actions.revise(digest, reason="Angka", by=it.coordinator, at=utc_now())
    assert revised.asks[0]["barrier"] == str(it.barrier.id)


@pytest.mark.parametrize("level", [Classification.SECRET, Classification.RESTRICTED])
def test_the_digest_for_all_names_no_barrier_of_a_closed_forum_and_its_own_no_other(it, level):
    it.forum.circle.classification = level
    CommitmentFactory()  # without any in another circle there is nothing to report
    escalated(it, "Untuk semua")
    assert [row["title"] for row in drafted(it).snapshot.content["barriers"]] == ["Untuk semua"]
    own = drafted(it, it.forum)
    assert own.classification is level
    assert [row["title"] for row in own.snapshot.content["barriers"]] == [it.barrier.title]


def test_a_digest_says_how_many_barriers_are_open_in_all_and_leads_to_them(it, as_user):
    since = today() - timedelta(days=20)
    for number, circle in enumerate((it.forum.circle, it.forum.circle, None, ForumFactory().circle)):
        entry = Entry(kind=BlockerKind.BUDGET, title=f"Lain {number}", text="", since=since, owner=None)
        barriers.enter(entry, circle, by=it.coordinator, at=utc_now())
    db.session.commit()
    of_all, own = drafted(it), drafted(it, it.forum)
    counts = [(len(one.snapshot.content["barriers"]), one.snapshot.content["open_barriers"]) for one in (of_all, own)]
    assert counts == [(1, 5), (1, 3)]
    visitor = as_user(it.coordinator)
    for digest, number, shown in ((of_all, 5, 5), (own, 3, 3)):
        section = visitor.get(f"{D}.show", digest_id=digest.id).soup.select_one("section[aria-labelledby=barriers]")
        assert f"{number} hambatan terbuka seluruhnya." in section.get_text()
        listed = visitor.get(section.select_one("p a")["href"])
        assert len(listed.soup.select("main tbody th a")) == shown
    assert "3 barriers are open in all." in visitor.get(f"{D}.show", digest_id=own.id, lang="en").words
    content = {name: value for name, value in own.snapshot.content.items() if name != "open_barriers"}
    own.snapshot.content = content
    db.session.commit()
    assert "open in all" not in visitor.get(f"{D}.show", digest_id=own.id).words


def test_a_barrier_of_no_forum_is_answered_without_a_directive(it, as_user):
    it.barrier.resolved_on, it.barrier.resolution = today(), "Selesai"
    lonely = escalated(it, "Tanpa forum")
    digest = drafted(it)
    assert [ask["title"] for ask in digest.asks] == ["Tanpa forum"]
    actions.release(digest, by=it.coordinator, at=utc_now())
    db.session.commit()
    assert "Tanpa forum" in as_user(it.leader).get(f"{D}.show", digest_id=digest.id).words
    actions.answer(digest, Reply(option=1), number=1, by=it.leader, at=utc_now())
    assert lonely.directive_id is None
    assert digest.open_answers == 1


def test_snapshots_that_are_older_than_barriers_stay_readable(it, as_user):
    digest = drafted(it)
    digest.snapshot.content = {name: value for name, value in digest.snapshot.content.items() if name != "barriers"}
    db.session.commit()
    visitor = as_user(it.coordinator)
    assert "Hambatan yang diajukan" not in visitor.get(f"{D}.show", digest_id=digest.id).words
    assert visitor.get(f"{D}.download", digest_id=digest.id).data.startswith(b"%PDF")


def test_two_digests_that_ask_about_a_barrier_lead_to_one_directive(it):
    digests = [drafted(it), drafted(it, forum=it.forum)]
    for digest in digests:
        actions.release(digest, by=it.coordinator, at=utc_now())
    for digest in digests:
        actions.answer(digest, Reply(option=1), number=1, by=it.leader, at=utc_now())
    assert it.barrier.directive_id == db.session.scalars(select(Directive)).one().id


def test_the_digest_of_a_closed_forum_counts_no_commitment_that_its_members_may_not_see(it):
    it.commitment.visibility = Visibility.PARTIES
    CommitmentFactory(circle=it.forum.circle)  # without one that they see there is nothing to report
    it.forum.circle.classification = Classification.RESTRICTED
    db.session.commit()
    (row,) = drafted(it, forum=it.forum).snapshot.content["barriers"]
    assert row["hinders"]["commitments"] == 0


def answered(it):
    """Release a digest and let leadership answer its question about the barrier; return the directive."""
    digest = drafted(it)
    actions.release(digest, by=it.coordinator, at=utc_now())
    actions.answer(digest, Reply(option=1), number=1, by=it.leader, at=utc_now())
    db.session.commit()
    return db.session.scalars(select(Directive)).one()


def followed(it, clock):
    """Return the answers that the digest of the next month tells, and its page."""
    clock.shift(timedelta(days=32))
    digest = drafted(it)
    return digest.snapshot.content["followed"], digest


def test_the_next_digest_tells_no_answer_about_a_barrier_of_a_forum_that_was_closed(it, clock):
    answered(it)
    CommitmentFactory()  # without any in another circle there is nothing to report
    it.forum.circle.classification = Classification.RESTRICTED
    db.session.commit()
    rows, digest = followed(it, clock)
    assert rows == []
    assert it.barrier.title not in json.dumps(digest.snapshot.content)


@pytest.mark.parametrize(
    "act, state, words",
    [
        (directives.decline, "declined", "Ditolak"),
        (directives.reply, "answered", "Dijawab"),
        (None, "open", "Menunggu jawaban"),
    ],
)
def test_the_next_digest_says_how_a_directive_was_answered(it, clock, as_user, act, state, words):
    directive = answered(it)
    if act:
        act(
            directive,
            **{"reason" if act is directives.decline else "text": "Tidak bisa"},
            by=it.coordinator,
            at=utc_now(),
        )
        db.session.commit()
    [row], digest = followed(it, clock)
    assert [one["state"] for one in row["outcomes"]] == [state]
    page = as_user(it.coordinator).get(f"{D}.show", digest_id=digest.id)
    assert f"{it.forum.name}: {words}" in page.words
