"""The page of a forum shows by sector who proposed and presented the items of its last sessions."""

from datetime import timedelta

from app.clock import today
from app.organisations.models import Sector
from forums.agenda.models import ItemState
from forums.agenda.sectors import shares
from forums.scheduling.models import SessionState
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room


def held(it, ago):
    at = NEXT - timedelta(days=7 * ago)
    session = SessionFactory(forum=it.forum, starts_at=at, ends_at=at + timedelta(hours=2), number=100 + ago)
    session.state = SessionState.HELD
    return session


def test_items_are_counted_by_the_sector_of_the_seat(app, as_user, clock):
    it = room()
    session = held(it, 1)
    values = {"session_id": session.id, "state": ItemState.DISCUSSED}
    it.item(**values, proposed_by_id=it.member.id, presenter_organisation_id=it.partner.organisation_id)
    it.item(**values, proposed_by_id=it.partner.id, presenter_person_id=it.partner.id)
    it.item(session_id=session.id, state=ItemState.DECLINED, proposed_by_id=it.observer.id)
    it.item(session_id=held(it, 9).id, state=ItemState.DISCUSSED, proposed_by_id=it.member.id)
    for ago in range(2, 7):
        held(it, ago)
    it.partner.organisation.sector = Sector.ACADEMIA  # the seat was taken as private
    rows = {row.sector: row[1:] for row in shares(it.forum, today())}
    assert rows == {Sector.GOVERNMENT: (2, 1, 0), Sector.PRIVATE: (1, 1, 2)}
    page = as_user(it.member).get("forums.scheduling.show", slug=it.forum.slug)
    assert "Mata acara menurut sektor" in page.words


def test_nothing_is_shown_before_anybody_proposed_or_presented(app, as_user):
    it = room()
    page = as_user(it.member).get("forums.scheduling.show", slug=it.forum.slug)
    assert "Mata acara menurut sektor" not in page.words


def test_the_shares_take_one_statement(app, queries, clock):
    it = room()
    for ago in range(1, 6):
        it.item(session_id=held(it, ago).id, state=ItemState.DISCUSSED, proposed_by_id=it.member.id)
    with queries(at_most=2):
        shares(it.forum, today())
