"""The mediation of differences about a shared goal: step by step, on agendas, and where a party has a successor."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from alignment.agenda import sessions_for
from alignment.goals import actions, queries
from alignment.goals.models import GoalDifference, GoalResponse, GoalVersion, SharedGoal
from alignment.goals.rules import DifferenceState
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import CircleKind, Classification, NamedPerson, Seat
from app.clock import today, utc_now
from app.database import db
from app.errors import NotNow
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.scheduling.models import Session, SessionState
from tests.alignment.conftest import DIFFERS, TEXT
from tests.factories import (
    AgreementFactory,
    CoordinatorFactory,
    ForumFactory,
    ParticipantFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.support.mail_links import link_to

G, M = "alignment.goals", "alignment.goal_differences"


def test_a_mediation_goes_from_positions_to_a_commitment(table, goal, difference, as_user):
    chair, at = as_user(table.chair), {"goal_difference_id": difference().id}
    as_user(table.partner).get(f"{M}.record", status=403, **at)
    record = {"positions": "Tambahkan hak pakai", "interests": "Kepastian", "version": difference().version}
    chair.post(f"{M}.record", record, **at)
    chair.post(f"{M}.record", record, status=409, **at)
    chair.post(f"{M}.ask", {"until": today().isoformat()}, status=409, **at)
    as_user(table.partner).post(f"{M}.add_option", {"text": "Lampiran hak pakai"}, **at)
    chair.post(f"{M}.add_option", {"text": "Satu kalimat tambahan"}, **at)
    chair.post(f"{M}.ask", {"until": (today() + timedelta(days=5)).isoformat()}, **at)
    told = select(Mail.person_id).where(Mail.kind == "alignment/goals/respond")
    assert set(db.session.scalars(told)) == {table.partner.id}
    as_user(table.partner).post(f"{M}.respond", {"supported": ["1"], "words": "Minta contoh"}, **at)
    as_user(table.partner).post(f"{M}.respond", {"supported": ["1", "2"], "words": ""}, **at)
    assert db.session.scalars(select(GoalResponse)).one().supported == [1, 2]
    page = chair.get(f"{M}.follow_up", **at)
    assert page.soup.select_one("#title")["value"] == "Hak pakai belum jelas"
    proposal = {"title": "Menyusun lampiran", "criteria": "Disepakati", "responsible": str(table.firm.id)}
    proposal |= {"verifier": str(table.unit.id), "due": (today() + timedelta(days=30)).isoformat(), "weight": "3"}
    chair.post(f"{M}.follow_up", proposal | {"visibility": "circle"}, **at)
    made = db.session.scalars(select(Commitment).where(Commitment.title == "Menyusun lampiran")).one()
    assert (difference().state, difference().follow_up_id) == (DifferenceState.COMMITTED, made.id)
    assert made.code in as_user(table.partner).get(f"{G}.show", shared_goal_id=goal().id).words
    chair.post(f"{M}.follow_up", proposal | {"visibility": "circle"}, status=409, **at)
    chair.post(f"{M}.add_option", {"text": "Terlambat"}, status=409, **at)


def test_a_new_text_settles_a_difference_and_a_commitment_may_follow(table, goal, difference, as_user):
    chair, at = as_user(table.chair), {"goal_difference_id": difference().id}
    page = chair.get(f"{M}.reword", **at)
    assert page.soup.select_one("#problem").text.strip() == "Layanan terpisah"
    sent = TEXT | {"problem": "Hak pakai belum jelas", "reason": "Hasil mediasi", "version": goal().version}
    chair.post(f"{M}.reword", sent, **at)
    assert (difference().state, goal().number) == (DifferenceState.REWORDED, 2)
    assert db.session.scalar(select(func.count()).select_from(GoalVersion)) == 2
    assert "Usulkan komitmen" in chair.get(f"{G}.show", shared_goal_id=goal().id).words
    assert chair.get(f"{M}.follow_up", **at).soup.select_one("#criteria").text.strip() == "Hasil mediasi"


def test_parties_go_on_although_they_differ_and_may_differ_again(table, goal, difference, as_user):
    as_user(table.coordinator).post(f"{M}.keep", {"reason": "Ditinjau lagi"}, goal_difference_id=difference().id)
    assert difference().state is DifferenceState.KEPT
    assert "Ditinjau lagi" in as_user(table.partner).get(f"{G}.show", shared_goal_id=goal().id).words
    as_user(table.coordinator).post(f"{M}.keep", {"reason": "Lagi"}, goal_difference_id=difference().id, status=409)
    as_user(table.partner).post(f"{G}.answer", DIFFERS, shared_goal_id=goal().id)
    assert db.session.scalar(select(func.count()).select_from(GoalDifference)) == 2


def test_whoever_leads_does_not_mediate_where_their_own_organisation_differs(table, goal, as_user):
    as_user(table.chair).post(f"{G}.answer", DIFFERS, shared_goal_id=goal().id)
    found = db.session.scalars(select(GoalDifference)).one().id
    as_user(table.chair).get(f"{M}.keep", goal_difference_id=found, status=403)
    as_user(table.coordinator).get(f"{M}.keep", goal_difference_id=found)


def test_a_difference_is_proposed_to_a_session(table, difference, as_user):
    sent, at = {"session": str(table.next.id)}, {"goal_difference_id": difference().id}
    as_user(table.partner).post(f"{M}.put_on_agenda", sent, **at)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.question.contains("Hak pakai"))).one()
    assert (item.session_id, item.purpose, difference().agenda_item_id) == (
        table.next.id,
        Purpose.JOINT_SOLUTION,
        item.id,
    )
    as_user(table.partner).post(f"{M}.put_on_agenda", sent, status=409, **at)


def test_a_declined_item_or_an_ended_session_lets_a_difference_be_proposed_again(table, difference, as_user):
    visitor, at = as_user(table.partner), {"goal_difference_id": difference().id}
    visitor.post(f"{M}.put_on_agenda", {"session": str(table.next.id)}, **at)
    shown = visitor.get(f"{G}.show", shared_goal_id=difference().goal_id)
    assert shown.soup.select_one(f".clash a[href$='{table.next.id}']")
    assert not shown.soup.select("a[href$='/agenda'].btn")
    db.session.get_one(AgendaItem, difference().agenda_item_id).state = ItemState.DECLINED
    db.session.commit()
    shown = visitor.get(f"{G}.show", shared_goal_id=difference().goal_id)
    assert not shown.soup.select_one(f".clash a[href$='{table.next.id}']")
    assert shown.soup.select("a[href$='/agenda'].btn")
    visitor.post(f"{M}.put_on_agenda", {"session": str(table.next.id)}, **at)


@pytest.fixture
def pact(table, as_user):
    """An agreement of two parties with a goal about which the first differs."""
    agreement = AgreementFactory(circle__kind=CircleKind.AGREEMENT)
    organisations = [PartyFactory(agreement=agreement, position=position).seat.organisation for position in (1, 2)]
    people = [PersonFactory(organisation=one) for one in organisations]
    db.session.commit()
    as_user(table.coordinator).post(f"{G}.begin_for_agreement", TEXT, agreement_id=agreement.id)
    as_user(people[0]).post(f"{G}.answer", DIFFERS, shared_goal_id=db.session.scalars(select(SharedGoal.id)).one())
    found = db.session.scalars(select(GoalDifference)).one()
    return SimpleNamespace(agreement=agreement, people=people, id=found.id, goal_id=found.goal_id)


@pytest.mark.parametrize("kind", [Classification.RESTRICTED, Classification.SECRET])
def test_nobody_learns_that_a_closed_forum_talks_about_a_difference(table, pact, as_user, kind):
    closed, own = ForumFactory(circle__classification=kind), ForumFactory()
    seat = SeatFactory(circle=closed.circle, organisation=pact.people[0].organisation)
    ParticipantFactory(forum=closed, person=table.coordinator, seat=seat)
    SeatFactory(circle=own.circle, organisation=pact.people[1].organisation)
    hidden, other = (SessionFactory(forum=one, starts_at=utc_now() + timedelta(days=8)) for one in (closed, own))
    db.session.commit()
    lead, party = as_user(table.coordinator), as_user(pact.people[1])
    lead.post(f"{M}.put_on_agenda", {"session": str(hidden.id)}, goal_difference_id=pact.id)
    assert str(hidden.id) in str(lead.get(f"{G}.show", shared_goal_id=pact.goal_id).soup)
    shown = party.get(f"{G}.show", shared_goal_id=pact.goal_id)
    assert str(hidden.id) not in str(shown.soup)
    assert "masuk acara" not in shown.words
    lead.post(f"{M}.put_on_agenda", {"session": str(other.id)}, goal_difference_id=pact.id, status=409)
    party.post(f"{M}.put_on_agenda", {"session": str(other.id)}, goal_difference_id=pact.id)


def test_the_sessions_that_are_offered_take_the_proposal(table, pact, as_user):
    person = pact.people[0]
    voting, observing, public = ForumFactory(), ForumFactory(), ForumFactory()
    public.circle.classification = Classification.PUBLIC
    named = ForumFactory(circle__classification=Classification.SECRET)
    db.session.add(NamedPerson(circle_id=named.circle_id, person_id=person.id))
    SeatFactory(circle=voting.circle, organisation=person.organisation)
    SeatFactory(circle=observing.circle, organisation=person.organisation, observer=True)
    forums = (voting, observing, public, named)
    sessions = [SessionFactory(forum=one, starts_at=utc_now() + timedelta(days=8)) for one in forums]
    db.session.commit()
    offered = sessions_for(None, person, today(), utc_now())
    assert [one.id for one in offered] == [sessions[0].id]
    visitor = as_user(person)
    for one, status in zip(sessions, (303, 422, 422, 422), strict=True):
        visitor.post(f"{M}.put_on_agenda", {"session": str(one.id)}, goal_difference_id=pact.id, status=status)


def test_a_commitment_between_others_is_not_named(table, goal, difference, as_user):
    made = db.session.scalars(select(Commitment)).first()
    difference().follow_up_id, made.visibility = made.id, Visibility.PARTIES
    db.session.commit()
    third = PersonFactory()
    SeatFactory(circle=table.forum.circle, organisation=third.organisation)
    db.session.commit()
    assert made.code not in as_user(third).get(f"{G}.show", shared_goal_id=goal().id).words
    assert made.code in as_user(table.partner).get(f"{G}.show", shared_goal_id=goal().id).words


def test_leadership_reads_the_goal_and_not_the_mediation(table, goal, difference, as_user):
    found = difference()
    found.positions, found.positions_at = "Tambahkan hak pakai", utc_now()
    db.session.commit()
    shown = as_user(PersonFactory(is_leadership=True)).get(f"{G}.show", shared_goal_id=goal().id)
    assert "Hak pakai belum jelas" in shown.words
    assert "Tambahkan hak pakai" not in shown.words
    assert "Tambahkan hak pakai" in as_user(table.partner).get(f"{G}.show", shared_goal_id=goal().id).words


def test_a_mail_about_a_difference_leads_to_it_and_to_the_outcome(table, goal, difference, as_user):
    lead = CoordinatorFactory()
    goal().created_by_id = lead.id
    db.session.commit()
    as_user(table.partner).post(f"{G}.answer", DIFFERS | {"holds": "Hak pakai lain"}, shared_goal_id=goal().id)
    shown = as_user().get(link_to(lead))
    assert "Hak pakai lain" in shown.words
    assert shown.soup.select("a[href*='sign-in']")
    as_user(table.coordinator).post(f"{M}.keep", {"reason": "Uji coba dulu"}, goal_difference_id=difference().id)
    shown = as_user().get(link_to(table.partner)).words
    assert "Hak pakai lain" in shown
    assert "Uji coba dulu" in shown


def test_a_form_without_a_choice_has_no_button(table, goal, difference, as_user):
    visitor, at, button = as_user(table.partner), {"goal_difference_id": difference().id}, "main form .btn-primary"
    assert not visitor.get(f"{M}.respond", **at).soup.select(button)
    assert visitor.get(f"{M}.put_on_agenda", **at).soup.select(button)
    for session in db.session.scalars(select(Session).where(Session.forum_id == table.forum.id)):
        session.state = SessionState.CANCELLED
    db.session.commit()
    assert not visitor.get(f"{M}.put_on_agenda", **at).soup.select(button)


def test_a_long_difference_fits_the_title_of_its_commitment(table, goal, difference, as_user):
    difference().holds = "Hak-pakai," * 30
    db.session.commit()
    page = as_user(table.coordinator).get(f"{M}.follow_up", goal_difference_id=difference().id)
    assert len(page.soup.select_one("#title")["value"]) == 200


@pytest.mark.parametrize("answer", [{"answer": "acknowledge"}, DIFFERS])
def test_what_a_successor_said_itself_counts(table, goal, difference, as_user, answer):
    as_user(table.partner).post(f"{M}.add_option", {"text": "Lampiran"}, goal_difference_id=difference().id)
    as_user(table.partner).post(f"{M}.respond", {"supported": ["1"]}, goal_difference_id=difference().id)
    as_user(table.chair).post(f"{G}.answer", {"number": "1"} | answer, shared_goal_id=goal().id)
    found = db.session.scalars(select(GoalDifference).where(GoalDifference.organisation_id == table.firm.id)).one()
    actions.succeed(goal().circle_id, table.firm.id, table.unit.id, by=table.coordinator, at=utc_now())
    db.session.commit()
    db.session.refresh(found)
    assert (found.state, found.organisation_id) == (DifferenceState.WITHDRAWN, table.firm.id)
    assert found.ended_at
    ended = select(func.count()).select_from(AuditRow).where(AuditRow.action == "goal.difference_ended")
    assert db.session.scalar(ended) == 1


def test_parties_that_left_no_longer_support_an_option(table, goal, difference, as_user):
    at = {"goal_difference_id": difference().id}
    as_user(table.chair).post(f"{M}.add_option", {"text": "Lampiran"}, **at)
    as_user(table.chair).post(f"{M}.respond", {"supported": ["1"]}, **at)
    visitor = as_user(table.partner)
    assert "Didukung JSC" in visitor.get(f"{G}.show", shared_goal_id=goal().id).words
    for seat in db.session.scalars(select(Seat).where(Seat.organisation_id == table.unit.id)):
        seat.until = today() - timedelta(days=1)
    db.session.commit()
    assert "Didukung" not in visitor.get(f"{G}.show", shared_goal_id=goal().id).words


def test_a_response_that_waited_for_an_outcome_is_refused(table, goal, difference, as_user):
    as_user(table.chair).post(f"{M}.add_option", {"text": "Lampiran"}, goal_difference_id=difference().id)
    found = queries.difference_for_act(difference().id)
    by = db.session.get_one(Person, table.partner.id)
    assert found.is_open
    db.session.execute(update(GoalDifference.__table__).values(state=DifferenceState.KEPT, version=found.version + 1))
    for act in (
        lambda: actions.respond(found, [1], words="", by=by, at=utc_now()),
        lambda: actions.add_option(found, "Lain", by=by, at=utc_now(), mediates=False),
        lambda: actions.keep(found, "Lain", by=by, at=utc_now()),
        lambda: actions.put_on_agenda(found, table.next, by=by, at=utc_now()),
    ):
        with pytest.raises(NotNow):
            act()
