"""Two administrators give somebody else access to a secret circle that nobody can open any more."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Classification, NamedPerson, Steward
from app.database import db
from app.mail.outbox.models import Mail
from forums.scheduling.models import ForumRole, Participant
from tests.factories import (
    AdministratorFactory,
    AgreementFactory,
    ChairFactory,
    CoordinatorFactory,
    ForumFactory,
    PersonFactory,
    SessionFactory,
)

INDEX, ASK = "circle_access.index", "circle_access.ask"
CONFIRM, DECLINE = "circle_access.confirm", "circle_access.decline"
THEN = datetime(2026, 11, 20, 2, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def forum(app):
    """A secret forum whose only participant was suspended."""
    made = ForumFactory(name="Forum Rahasia", circle__classification=Classification.SECRET)
    ChairFactory(forum=made, person=PersonFactory(name="Ketua Lama", suspended_at=THEN))
    return made


@pytest.fixture
def administrators(app):
    return AdministratorFactory(name="Admin Satu"), AdministratorFactory(name="Admin Dua")


def asked(as_user, forum, by):
    as_user(by).post(ASK, {"reason": "Ketua pensiun"}, circle_id=forum.circle_id)
    return db.session.scalars(select(AccessRequest)).one()


@pytest.mark.every_database
def test_administrators_see_that_there_is_one_and_not_what_it_is(as_user, forum, administrators):
    one, _two = administrators
    page = as_user(one).get(INDEX)
    assert str(forum.circle_id) in page.words
    assert "Forum Rahasia" not in str(page.soup)
    assert "Ketua Lama" not in str(page.soup)
    for person in (CoordinatorFactory(), PersonFactory()):
        as_user(person).get(INDEX, status=403)
        as_user(person).get(ASK, circle_id=forum.circle_id, status=404)


def test_one_asks_and_another_names_the_person_who_chairs_from_then_on(as_user, forum, administrators):
    one, two = administrators
    session = SessionFactory(forum=forum)
    heir = PersonFactory(name="Ketua Baru")
    request = asked(as_user, forum, one)
    as_user(one).get(CONFIRM, access_request_id=request.id, status=403)
    page = as_user(two).get(CONFIRM, access_request_id=request.id)
    assert "Admin Satu" in page.words
    assert "Ketua pensiun" in page.words
    assert "Forum Rahasia" not in str(page.soup)
    as_user(two).post(CONFIRM, {"person": str(heir.id)}, access_request_id=request.id)
    as_user(heir).get("forums.scheduling.show", slug=forum.slug)
    as_user(heir).get("forums.members.add_seat", slug=forum.slug)
    for person in administrators:
        as_user(person).get("forums.scheduling.show", slug=forum.slug, status=404)
        assert str(forum.circle_id) not in as_user(person).get(INDEX).words
    roles = dict(db.session.execute(select(Participant.person_id, Participant.role)).all())
    assert roles.pop(heir.id) is ForumRole.CHAIR
    assert set(roles.values()) == {ForumRole.MEMBER}
    assert db.session.scalars(select(Steward.person_id)).one() == heir.id
    assert session.presider_id == heir.id
    assert db.session.scalars(select(Mail.recipient)).all() == [heir.email]


def test_all_of_it_is_recorded_for_the_circle(as_user, forum, administrators):
    one, two = administrators
    request = asked(as_user, forum, one)
    heir = PersonFactory()
    as_user(two).post(CONFIRM, {"person": str(heir.id)}, access_request_id=request.id)
    rows = db.session.scalars(
        select(AuditRow).where(AuditRow.action.startswith("circle_access.")).order_by(AuditRow.id)
    )
    assert [(row.action, row.actor_id, row.circle_id) for row in rows] == [
        ("circle_access.asked", one.id, forum.circle_id),
        ("circle_access.confirmed", two.id, forum.circle_id),
    ]
    assert request.named_id == heir.id


def test_neither_of_the_two_and_nobody_without_an_account_is_named(as_user, forum, administrators):
    one, two = administrators
    request = asked(as_user, forum, one)
    for person in (one, two, PersonFactory(joined_at=None), PersonFactory(suspended_at=THEN)):
        as_user(two).post(CONFIRM, {"person": str(person.id)}, access_request_id=request.id, status=422)
    assert db.session.scalar(select(func.count()).select_from(NamedPerson)) == 1


@pytest.mark.every_database
def test_a_request_is_made_once_and_decided_once(as_user, forum, administrators):
    one, two = administrators
    request = asked(as_user, forum, one)
    as_user(two).post(ASK, {"reason": "Saya juga"}, circle_id=forum.circle_id, status=409)
    as_user(one).post(DECLINE, access_request_id=request.id)
    as_user(two).post(CONFIRM, {"person": str(PersonFactory().id)}, access_request_id=request.id, status=409)
    assert request.named_id is None
    as_user(one).post(ASK, {"reason": "Sekali lagi"}, circle_id=forum.circle_id)
    assert db.session.scalar(select(func.count()).select_from(AccessRequest)) == 2


def test_a_circle_that_somebody_can_open_is_nobodys_business(as_user, forum, administrators):
    one, two = administrators
    request = asked(as_user, forum, one)
    db.session.scalars(select(Participant)).one().person.suspended_at = None
    db.session.commit()
    assert str(forum.circle_id) not in [
        cell.get_text() for cell in as_user(two).get(INDEX).soup.select("#abandoned th")
    ]
    as_user(one).get(ASK, circle_id=forum.circle_id, status=404)
    as_user(two).post(CONFIRM, {"person": str(PersonFactory().id)}, access_request_id=request.id, status=409)
    as_user(one).get(ASK, circle_id=ForumFactory().circle_id, status=404)


@pytest.mark.every_database
def test_an_agreement_is_kept_by_the_person_from_then_on(as_user, administrators):
    one, two = administrators
    keeper = CoordinatorFactory(suspended_at=THEN)
    agreement = AgreementFactory(circle__classification=Classification.SECRET, keeper_id=keeper.id)
    as_user(one).post(ASK, {"reason": "Koordinator pindah"}, circle_id=agreement.circle_id)
    request, heir = db.session.scalars(select(AccessRequest)).one(), CoordinatorFactory()
    as_user(heir).get("agreements.registry.show", agreement_id=agreement.id, status=404)
    as_user(two).post(CONFIRM, {"person": str(heir.id)}, access_request_id=request.id)
    as_user(heir).get("agreements.registry.show", agreement_id=agreement.id)
    assert agreement.keeper_id == heir.id
