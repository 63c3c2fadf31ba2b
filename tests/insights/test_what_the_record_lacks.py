"""What rows of the record say too little of is left out of digests of the time before, and named."""

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest

from app import audit
from app.accounts.models import Person
from app.circles.models import Classification
from app.database import db
from commitments.delivery import actions as delivery
from commitments.registry.rules import Delivery
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule, Session, SessionState
from insights.digests import actions, documents
from insights.digests.content import gather
from insights.digests.rules import read_period
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    PersonFactory,
    SeatFactory,
    SeriesFactory,
    SessionFactory,
)

OCTOBER = read_period("monthly", "2026-10")
LATER = datetime(2026, 11, 10, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


def october(forum=None):
    """Return what a digest of October says today."""
    return gather(OCTOBER, about=forum, classification=Classification.INTERNAL, now=NOW, zone=JAKARTA)


def unknown(told):
    """Return what a digest names as not known."""
    return [(one["what"], one["about"]) for one in told["unknown"]]


def older(action, subject, **details):
    """Add a row such as the record held before it kept earlier values."""
    audit.record(action, subject, by=None, at=LATER, **details)
    db.session.commit()


def test_a_name_that_was_not_kept_is_left_out(app):
    forum = ForumFactory(name="Nama Baru", slug="nama-lama")
    SessionFactory(forum=forum, starts_at=datetime(2026, 11, 5, 2, tzinfo=UTC))
    audit.record("forum.changed", forum, by=None, at=LATER, changed=["name"], was={"name": "Nama Lama"})
    assert [row["name"] for row in october()["forums"]] == ["Nama Lama"]
    audit.record("forum.changed", forum, by=None, at=LATER - timedelta(days=1), changed=["name"], was={})
    assert [row["name"] for row in october()["forums"]] == ["Nama Lama"]


def test_a_classification_that_was_not_kept_leaves_the_forum_out(app):
    forum = ForumFactory(name="Forum Data")
    CommitmentFactory(circle=forum.circle, delivery=Delivery.IN_PROGRESS, proposed_at=LATER - timedelta(days=60))
    assert len(october()["forums"]) == len(october()["commitments"]) == 1
    older("forum.changed", forum, changed=["name"])
    told = october()
    assert (told["forums"], told["commitments"], told["figures"]["open"]) == ([], [], 0)
    assert unknown(told) == [("classification", "Forum Data")]


def test_a_forums_own_digest_leaves_out_a_name_that_was_not_kept(app):
    forum = ForumFactory(name="Nama Baru")
    older("forum.changed", forum, changed=["name"])
    told = october(forum)
    assert [row["name"] for row in told["forums"]] == [None]
    assert told["scope"] is None
    assert unknown(told) == [("forum_name", "Nama Baru")]


def test_what_was_secret_then_is_not_told_now(app):
    forum = ForumFactory(name="Dulu Rahasia")
    older("forum.changed", forum, changed=[], was={"classification": Classification.SECRET})
    told = october()
    assert (told["forums"], told["unknown"]) == ([], [])


@pytest.mark.parametrize("level", [Classification.RESTRICTED, Classification.SECRET])
def test_what_is_secret_now_is_not_told_of_then(app, level):
    forum = ForumFactory(name="Kini Rahasia", circle__classification=level)
    older("forum.changed", forum, changed=["name"])
    told = october()
    assert (told["forums"], told["unknown"]) == ([], [])


def test_a_session_whose_time_was_not_kept_is_named(app):
    forum = ForumFactory(name="Forum Data")
    moved = SessionFactory(forum=forum, number=3, starts_at=datetime(2026, 11, 20, 2, tzinfo=UTC))
    older("session.put_back", moved)
    told = october()
    assert (told["sessions"], unknown(told)) == ([], [("session", "Forum Data (3)")])


def test_an_older_row_of_a_move_tells_the_time_before_it(app):
    forum = ForumFactory(name="Forum Data")
    moved = SessionFactory(
        forum=forum, number=3, starts_at=datetime(2026, 11, 20, 2, tzinfo=UTC), because="Bentrok", place="Aula"
    )
    older("session.moved", moved, before=datetime(2026, 11, 6, 2, tzinfo=UTC), starts_at=moved.starts_at)
    told = october()
    (session,) = told["sessions"]
    assert (session["starts_at"], session["because"], session["place"]) == ("2026-11-06T02:00:00+00:00", "", "Aula")
    assert unknown(told) == [("session_details", "Forum Data (3)")]


def test_sessions_made_since_are_not_told(app):
    SessionFactory(starts_at=datetime(2026, 11, 5, 2, tzinfo=UTC), made_at=datetime(2026, 11, 2, 2, tzinfo=UTC))
    assert (october()["sessions"], october()["unknown"]) == ([], [])


def test_sessions_of_which_nothing_says_that_they_existed_are_named(app):
    series = SeriesFactory(created_at=datetime(2026, 1, 5, tzinfo=UTC))
    own = {"series": series, "forum": series.forum, "made_at": None}
    SessionFactory(starts_at=datetime(2026, 11, 5, 2, tzinfo=UTC), invited_at=None, **own)
    assert (october()["sessions"], unknown(october())) == ([], [("sessions", "")])
    SessionFactory(
        starts_at=datetime(2026, 11, 12, 2, tzinfo=UTC), invited_at=datetime(2026, 10, 30, tzinfo=UTC), **own
    )
    assert [one["starts_at"][:10] for one in october()["sessions"]] == ["2026-11-12"]
    SessionFactory(made_at=datetime(2026, 10, 1, tzinfo=UTC), starts_at=datetime(2027, 5, 6, tzinfo=UTC))
    assert [one["starts_at"][:10] for one in october()["sessions"]] == ["2026-11-05", "2026-11-12", "2027-05-06"]
    assert october()["unknown"] == []


def test_a_commitment_without_its_record_is_named(app):
    commitment = CommitmentFactory(delivery=Delivery.PROPOSED, proposed_at=LATER - timedelta(days=60))
    delivery.accept(commitment, by=PersonFactory(), at=LATER)
    db.session.commit()
    told = october()
    assert (told["commitments"], unknown(told)) == ([], [("commitment", commitment.code)])


def test_an_agreement_whose_dates_were_not_kept_is_named(app):
    agreement = AgreementFactory(title="PKS Data", stage="signed")
    assert [one["title"] for one in october()["agreements"]] == ["PKS Data"]
    older("agreement.changed", agreement, changed=["expires_on"])
    told = october()
    assert (told["agreements"], unknown(told)) == ([], [("agreement", "PKS Data")])


def test_a_decision_whose_words_were_erased_is_named(app):
    session = SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 20, 2, tzinfo=UTC))
    decision = Decision(
        code="KEP-2026-001",
        forum_id=session.forum_id,
        session_id=session.id,
        text="Baru",
        how=DecisionRule.CONSENSUS,
        quorum_met=True,
        decided_at=datetime(2026, 10, 20, 3, tzinfo=UTC),
        recorded_by_id=PersonFactory().id,
        language="id",
    )
    db.session.add(decision)
    circle_id = session.circle_id
    older("decision.changed", decision, circle_id=circle_id, personal={"before": "Lama", "after": "Baru"}, was={})
    assert [one["text"] for one in october()["decisions"]] == ["Lama"]
    older("decision.changed", decision, circle_id=circle_id, was={"how": DecisionRule.VOTE})
    assert [one["text"] for one in october()["decisions"]] == ["Lama"]


def held_in_october(**more):
    """Make a held session with one seat that came, and one that did not."""
    session = SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 10, 20, 2, tzinfo=UTC), **more)
    for presence in (Presence.PRESENT, Presence.ABSENT):
        seat = SeatFactory(circle=session.forum.circle)
        db.session.add(
            Attendance(
                session_id=session.id,
                seat_id=seat.id,
                presence=presence,
                recorded_by_id=PersonFactory().id,
                recorded_at=session.starts_at,
            )
        )
    db.session.commit()
    return session


def test_attendance_that_was_written_over_without_a_trace_is_named(app):
    session = held_in_october(forum=ForumFactory(name="Forum Data"), number=2)
    assert october()["forums"][0]["attended"] == {"part": 1, "whole": 2, "percent": None}
    audit.record("attendance.recorded", session, by=None, at=session.starts_at)
    older("attendance.recorded", session, rows=[])
    told = october()
    assert (told["forums"][0]["attended"]["whole"], unknown(told)) == (0, [("attendance", "Forum Data (2)")])


def test_attendance_is_named_where_nobody_noted_who_observed(app):
    session = held_in_october(forum=ForumFactory(name="Forum Data"), number=2)
    older("forum.changed", session.forum, changed=["goal"], was={})
    assert unknown(october()) == [("attendance", "Forum Data (2)")]
    db.session.get(Session, session.id).measured_by = {"share": 50, "sectors": [], "observers": []}
    db.session.commit()
    assert october()["forums"][0]["attended"] == {"part": 1, "whole": 2, "percent": None}


def test_page_and_paper_name_what_is_left_out(as_user):
    coordinator = CoordinatorFactory()
    forum = ForumFactory(name="Forum Data")
    held_in_october()
    older("session.put_back", SessionFactory(forum=forum, number=3))
    older("agreement.changed", AgreementFactory(title="PKS Data", stage="signed"), changed=["title"])
    digest = actions.draft(OCTOBER, about=None, by=db.session.get(Person, coordinator.id), at=NOW)
    db.session.commit()
    page = as_user(coordinator).get("insights.digests.show", digest_id=digest.id)
    reader = pypdf.PdfReader(io.BytesIO(documents.pdf(digest)))
    paper = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    for words in (page.words, paper):
        assert "Tidak dapat dipastikan per 31 Oktober 2026" in words
        assert "Forum Data (3): apakah dan kapan sesi itu direncanakan" in words
        assert "Kerja sama PKS Data: tahap, tanggal, atau judulnya" in words
    assert "Per Sabtu, 31 Oktober 2026" in page.words
    assert "memuat data per Sabtu, 31 Oktober 2026" in paper


def test_a_digest_without_gaps_names_none(as_user):
    coordinator = CoordinatorFactory()
    held_in_october()
    digest = actions.draft(OCTOBER, about=None, by=coordinator, at=NOW)
    db.session.commit()
    assert "Tidak dapat dipastikan" not in as_user(coordinator).get("insights.digests.show", digest_id=digest.id).words
    assert digest.snapshot.content["since"] == date(2026, 10, 1).isoformat()
