"""The register of papers tells of minutes no more than the classification of their forum allows."""

from datetime import date

from app.circles.actions import classify
from app.circles.models import Classification
from app.database import db
from app.pdf.models import Paper
from forums.minutes.models import Minutes, MinutesState
from tests.factories import CoordinatorFactory, ForumFactory, SessionFactory
from tests.factories.forums import MADE


def given_out(forum, number):
    minutes = Minutes(session_id=SessionFactory(forum=forum).id, state=MinutesState.PUBLISHED)
    minutes.language, minutes.begun_at = "id", MADE
    db.session.add(minutes)
    db.session.flush()
    paper = Paper(sha256=str(number) * 64, kind="minutes", title="Notulen Forum Terbuka", state="published")
    paper.dated, paper.classification = date(2026, 11, 1), Classification.PUBLIC
    paper.language, paper.registered_at = "id", MADE
    paper.subject_type, paper.subject_id = "Minutes", minutes.id
    db.session.add(paper)
    db.session.commit()
    return paper


def test_a_forum_that_is_closed_takes_the_titles_of_its_papers_along(as_user):
    closing, other = (ForumFactory(circle__classification=Classification.PUBLIC) for _ in range(2))
    paper, kept = given_out(closing, 1), given_out(other, 2)
    assert "Notulen Forum Terbuka" in as_user().get("documents.verify", sha256=paper.sha256).words
    classify(closing.circle, Classification.SECRET, by=CoordinatorFactory(), at=MADE)
    db.session.commit()
    assert "Notulen Forum Terbuka" not in as_user().get("documents.verify", sha256=paper.sha256).words
    assert "Notulen Forum Terbuka" in as_user().get("documents.verify", sha256=kept.sha256).words
    classify(closing.circle, Classification.PUBLIC, by=CoordinatorFactory(), at=MADE)
    db.session.commit()
    assert "Notulen Forum Terbuka" not in as_user().get("documents.verify", sha256=paper.sha256).words
