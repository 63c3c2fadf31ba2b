"""A circular decision on which three parties vote: secretariat, agency and company; a fourth seat observes."""

from datetime import UTC, datetime

import pytest

from app.clock import utc_now
from app.database import db
from app.web.policies import load
from forums.circular import actions, closing
from forums.circular.models import Circular
from forums.circular.rules import Choice
from forums.scheduling.models import DecisionRule
from tests.factories import SessionFactory
from tests.forums.room import room

END = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""Monday, 30 November 2026, 16.00 WIB: four working days after the tests' clock (Tuesday)."""
TEXT = "Foto lokasi bertanda waktu diterima sebagai pengganti kunjungan."
DRAFT = actions.Draft(
    title="Foto lokasi sebagai pengganti kunjungan",
    text=TEXT,
    why="Uji coba mulai Senin, sesi baru 28 Desember.",
    basis="KEP-2026-014",
    ends_at=END,
)


@pytest.fixture
def it(app, clock):
    """The room, with `circular` in circulation until END, and `later`, a session after that."""
    made = room()
    made.session.number = 11
    made.later = SessionFactory(forum=made.forum, starts_at=datetime(2026, 12, 28, 2, tzinfo=UTC), number=12)
    made.circular = circulated(made)
    return made


def drafted(made, **changes):
    """Return a draft of the coordinator."""
    wording = actions.Draft(**{**vars_of(DRAFT), **changes})
    circular = actions.draft(made.forum, wording, by=made.coordinator, at=utc_now())
    db.session.commit()
    return circular


def circulated(made, rule=DecisionRule.CONSENSUS):
    """Return a circular that was sent to the seats of the forum."""
    made.forum.decision_rule = rule
    circular = load(Circular, "circular_id", drafted(made).id)
    actions.circulate(circular, by=made.coordinator, at=utc_now())
    db.session.commit()
    return circular


def vote(made, seat, choice, words="", by=None):
    """Let a seat vote."""
    ballot = actions.Ballot(choice=Choice(choice), words=words)
    who = by or {"secretariat": made.chair, "agency": made.member, "company": made.partner}[seat]
    given = actions.vote(made.circular, made.seats[seat], ballot, by=who, at=utc_now())
    db.session.commit()
    return given


def close(made, clock):
    """Let the time to vote be over, and count the votes."""
    clock.move_to(made.circular.ends_at.replace(minute=1))
    closing.close(load(Circular, "circular_id", made.circular.id), at=utc_now())
    db.session.commit()


def vars_of(draft):
    """Return the values of a frozen dataclass with slots."""
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}
