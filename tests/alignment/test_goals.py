"""Shared goals through the pages: written, acknowledged by link, differed about, mediated, and passed to successors."""

import csv
import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select, update

from alignment.agenda import sessions_for
from alignment.five_c.rules import Aspect
from alignment.goals import actions, factors, matters, queries
from alignment.goals.actions import Objection, Texts
from alignment.goals.models import GoalDifference, GoalInterest, GoalResponse, GoalVersion, SharedGoal
from alignment.goals.rules import DifferenceState, Part
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import CircleKind, Classification, NamedPerson, Seat
from app.clock import today, utc_now
from app.database import db
from app.errors import NotNow
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.organisations.succession.actions import Decision, held, pass_on
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.scheduling.models import Session, SessionState
from tests.factories import (
    AgreementFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.support.mail_links import code_to, link_to

G, M = "alignment.goals", "alignment.goal_differences"
TEXT = {"goal": "Satu pintu layanan", "problem": "Layanan terpisah", "principles": "Sumber disebut"}
DIFFERS = {"number": "1", "answer": "problem", "holds": "Hak pakai belum jelas", "words": "Siapa boleh memakai apa?"}


@pytest.fixture
def goal(table, as_user):
    """`goal()` is the goal of the table, written by the coordinator."""
    sent = TEXT | {"priorities": "1. Izin usaha mikro\n2. Kualitas udara"}
    as_user(table.coordinator).post(f"{G}.begin_for_forum", sent, slug=table.forum.slug)

    def present():
        db.session.expire_all()
        return db.session.scalars(select(SharedGoal).where(SharedGoal.circle_id == table.forum.circle_id)).one()

    return present


@pytest.fixture
def difference(table, goal, as_user):
    """`difference()` is the one about which the firm differs."""
    as_user(table.partner).post(f"{G}.answer", DIFFERS, shared_goal_id=goal().id)

    def present():
        db.session.expire_all()
        return db.session.scalars(select(GoalDifference)).one()

    return present


def told(what):
    """Return the ids of those to whom a mail went, one for each mail."""
    return list(db.session.scalars(select(Mail.person_id).where(Mail.kind == f"alignment/goals/{what}")))


def test_a_goal_begins_with_the_charter_and_asks_the_parties(table, as_user):
    visitor = as_user(table.coordinator)
    assert "Tulis tujuan bersama" in visitor.get(f"{G}.of_forum", slug=table.forum.slug).words
    page = visitor.get(f"{G}.begin_for_forum", slug=table.forum.slug)
    assert page.soup.select_one("#goal").text.strip() == table.forum.goal
    as_user(table.partner).get(f"{G}.begin_for_forum", slug=table.forum.slug, status=403)
    visitor.post(f"{G}.begin_for_forum", TEXT, slug=table.forum.slug)
    visitor.post(f"{G}.begin_for_forum", TEXT, slug=table.forum.slug, status=409)
    assert set(told("asked")) == {table.chair.id, table.partner.id}
    found = db.session.scalars(select(SharedGoal)).one()
    assert str(found.id) in visitor.get(f"{G}.of_forum", slug=table.forum.slug, status=303).location
    page = as_user(table.partner).get(f"{G}.show", shared_goal_id=found.id)
    assert "0 dari 2 mengakui" in page.words
    assert "0 dari 2 mengakui" in as_user(table.partner).get("forums.scheduling.show", slug=table.forum.slug).words


def test_a_goal_is_acknowledged_by_link_with_a_code_and_a_new_text_asks_again(table, goal, as_user):
    table.partner.joined_at = None
    db.session.commit()
    goal()
    path, by_link = link_to(table.partner), as_user()
    assert "Satu pintu layanan" in by_link.get(path).words
    by_link.post(f"{path}/interest", {"interest": "Kepastian", "benefit": "Rujukan"})
    by_link.post(f"{path}/answer", {"number": "1", "answer": "acknowledge"}, status=200)
    by_link.post(f"{path}/answer", {"number": "1", "answer": "acknowledge", "link_code": code_to(table.partner)})
    shown = as_user(table.chair).get(f"{G}.show", shared_goal_id=goal().id)
    assert "1 dari 2 mengakui" in shown.words
    assert "Kepastian" in shown.words
    edit = as_user(table.chair)
    sent = TEXT | {"goal": "Satu pintu di JAKI", "reason": "Disepakati", "version": goal().version}
    edit.post(f"{G}.edit", sent, shared_goal_id=goal().id)
    edit.post(f"{G}.edit", sent, shared_goal_id=goal().id, status=409)
    edit.post(f"{G}.edit", sent | {"version": goal().version}, shared_goal_id=goal().id, status=422)
    shown = edit.get(f"{G}.show", shared_goal_id=goal().id)
    assert "0 dari 2 mengakui" in shown.words
    assert "Kepastian" in shown.words
    compared = edit.get(f"{G}.show_version", shared_goal_id=goal().id, number=2)
    assert compared.soup.select_one(".diff ins")
    stale = {"number": "1", "answer": "acknowledge"}
    as_user(table.chair).post(f"{G}.answer", stale, shared_goal_id=goal().id, status=409)


def test_those_who_have_not_answered_are_asked_once_more(table, goal, as_user):
    as_user(table.chair).post(f"{G}.answer", {"number": "1", "answer": "acknowledge"}, shared_goal_id=goal().id)
    as_user(table.coordinator).post(f"{G}.remind", shared_goal_id=goal().id)
    assert sorted(told("asked"), key=str) == sorted([table.chair.id, *[table.partner.id] * 2], key=str)
    as_user(table.partner).post(f"{G}.answer", {"number": "1", "answer": "acknowledge"}, shared_goal_id=goal().id)
    as_user(table.coordinator).post(f"{G}.remind", shared_goal_id=goal().id, status=409)


def test_a_difference_needs_words_is_told_and_ends_once_the_party_acknowledges(table, goal, difference, as_user):
    visitor = as_user(table.partner)
    visitor.post(f"{G}.answer", DIFFERS | {"holds": ""}, shared_goal_id=goal().id, status=422)
    assert {table.chair.id, table.coordinator.id} <= set(told("differs"))
    voices = visitor.get(f"{G}.show", shared_goal_id=goal().id).soup.select(".voice .holds")
    assert [one.get_text(strip=True) for one in voices] == ["Hak pakai belum jelas", "Layanan terpisah"]
    visitor.post(f"{G}.answer", DIFFERS | {"holds": "Hak pakai"}, shared_goal_id=goal().id)
    assert difference().holds == "Hak pakai"
    visitor.post(f"{G}.answer", {"number": "1", "answer": "acknowledge"}, shared_goal_id=goal().id)
    assert difference().state is DifferenceState.WITHDRAWN


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
    assert set(told("respond")) == {table.partner.id}
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
    ParticipantFactory(forum=closed, person=table.coordinator)
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


def test_others_know_nothing_of_the_goal_of_a_closed_circle(table, goal, difference, as_user):
    goal().circle.classification = Classification.SECRET
    db.session.commit()
    stranger, colleague = PersonFactory(), PersonFactory(organisation=table.firm)
    for person in (stranger, colleague):
        visitor = as_user(person)
        visitor.get(f"{G}.show", shared_goal_id=goal().id, status=404)
        visitor.get(f"{M}.respond", goal_difference_id=difference().id, status=404)
        assert table.forum.name not in visitor.get(f"{G}.index").words
        assert "Izin usaha mikro" not in visitor.get(f"{G}.priorities").words
        with visitor.app.test_request_context():
            assert matters.matters(person, today()) == []
            assert factors.factors([goal().circle_id], person, today()) == []


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


def test_a_download_has_the_goals_of_all_pages(table, as_user):
    for _number in range(28):
        actions.begin(ForumFactory().circle, Texts(goal="Tujuan"), by=table.coordinator, at=utc_now())
    db.session.commit()
    found = as_user(table.coordinator).get(f"{G}.index", format="csv").data.decode()
    assert len(list(csv.reader(io.StringIO(found)))) == 1 + 28


def test_numbers_that_no_version_has_are_refused(table, goal, as_user):
    visitor = as_user(table.partner)
    path = f"/alignment/goals/{goal().id}/versions/{'9' * 20}"
    assert visitor.client.get(path).status_code == 404
    sent = {"number": "9" * 5000, "answer": "acknowledge"}
    visitor.post(f"{G}.answer", sent, shared_goal_id=goal().id, status=409)


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


def test_lists_show_who_is_silent_and_what_all_have_in_common(table, goal, difference, as_user):
    visitor = as_user(table.coordinator)
    shown = visitor.get(f"{G}.index").words
    assert "1 berbeda" in shown
    assert table.unit.label in shown
    rows = list(csv.reader(io.StringIO(visitor.get(f"{G}.index", format="csv").data.decode())))
    assert rows[1][0] == table.forum.name
    page = visitor.get(f"{G}.priorities")
    assert [one.get_text(strip=True) for one in page.soup.select("tbody th")] == ["Izin usaha mikro", "Kualitas udara"]


def test_what_should_be_talked_about_and_what_the_5c_view_learns(table, goal, difference, as_user, clock):
    clock.shift(timedelta(days=16))
    elsewhere = CoordinatorFactory()
    db.session.commit()
    with as_user(table.coordinator).app.test_request_context():
        found = matters.matters(elsewhere, today())
        assert [one.tone for one in found] == ["bad", "warn"]
        assert table.unit.label in found[1].title
        assert str(table.unit.id) in found[1].act_href
        learnt = factors.factors([goal().circle_id], table.coordinator, today())
        assert not matters.matters(table.coordinator, today(), ForumFactory().circle_id)
        (mediated, own) = matters.matters(table.chair, today(), goal().circle_id)
        assert mediated.act_href.endswith(f"#difference-{difference().id}")
        assert own.act_href.endswith("/answer")
        assert not matters.matters(table.partner, today())[0].act
    assert [(one.aspect, one.supports) for one in learnt] == [(Aspect.COALITIONS, False), (Aspect.COMMITMENT, False)]


def test_the_goal_of_an_agreement_begins_with_its_purpose(table, as_user):
    agreement = AgreementFactory(circle__kind=CircleKind.AGREEMENT, purpose="Data sensor udara")
    for position in (1, 2):
        PartyFactory(agreement=agreement, position=position)
    db.session.commit()
    visitor = as_user(table.coordinator)
    page = visitor.get(f"{G}.begin_for_agreement", agreement_id=agreement.id)
    assert page.soup.select_one("#goal").text.strip() == "Data sensor udara"
    visitor.post(f"{G}.begin_for_agreement", TEXT, agreement_id=agreement.id)
    assert "0 dari 2 mengakui" in visitor.get("agreements.registry.show", agreement_id=agreement.id).words


def test_a_successor_has_the_interest_and_the_difference_and_is_asked_anew(table, goal, difference, as_user):
    interest = {"interest": "Kepastian", "benefit": ""}
    as_user(table.partner).post(f"{G}.write_interest", interest, shared_goal_id=goal().id)
    new = OrganisationFactory(name="PT Penerus")
    receivers = {obj.id: new.id for _kind, objects in held(table.firm, table.coordinator) for obj in objects}
    firm = db.session.get_one(Organisation, table.firm.id)
    pass_on(firm, Decision(successors=[new], receivers=receivers, basis="Akta 1"), by=table.coordinator, at=utc_now())
    db.session.commit()
    found = queries.overview(goal(), today() + timedelta(days=1))
    assert new.id in found.standing.silent
    assert difference().organisation_id == new.id
    assert db.session.scalars(select(GoalInterest)).one().organisation_id == new.id


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


def test_no_page_asks_more_as_goals_differences_and_parties_grow(table, goal, difference, as_user, queries):
    visitor = as_user(table.coordinator)
    goal()
    with queries() as one_goal:
        visitor.get(f"{G}.index")
    with queries() as one_difference:
        visitor.get(f"{G}.show", shared_goal_id=goal().id)
    for _number in range(3):
        other, person = ForumFactory(), PersonFactory()
        for circle in (other.circle, table.forum.circle):
            SeatFactory(circle=circle, organisation=person.organisation)
        db.session.commit()
        visitor.post(f"{G}.begin_for_forum", TEXT, slug=other.slug)
        as_user(person).post(f"{G}.answer", DIFFERS, shared_goal_id=goal().id)
        found = db.session.scalars(select(GoalDifference).order_by(GoalDifference.opened_at.desc())).first()
        visitor.post(f"{M}.add_option", {"text": "Pilihan"}, goal_difference_id=found.id)
    goal()
    with queries(at_most=len(one_goal)):
        visitor.get(f"{G}.index")
    with queries(at_most=len(one_difference) + 2):  # options and responses are asked for once there is a difference
        visitor.get(f"{G}.show", shared_goal_id=goal().id)


def test_programs_read_and_write(table, goal, as_program):
    program = as_program(table.partner)
    whole = program.get(f"/alignment/goals/{goal().id}").json
    assert (whole["text"]["goal"], len(whole["silent"])) == ("Satu pintu layanan", 2)
    program.post(f"/alignment/goals/{goal().id}/answer", {key: DIFFERS[key] for key in ("answer", "holds", "words")})
    (card,) = program.get(f"/alignment/goals/{goal().id}").json["differences"]
    program.post(f"/alignment/goals/differences/{card['id']}/option", {"text": "Lampiran"})
    program.post(f"/alignment/goals/differences/{card['id']}/respond", {"supported": [1]})
    record = program.get(f"/alignment/goals/differences/{card['id']}").json
    assert record["responses"][0]["supported"] == [1]


ACTS = ["acknowledge", "differ", "write", "leave", "return", "succeed"]
steps = some.lists(
    some.tuples(
        some.sampled_from(["acknowledge", "differ", "write", "leave", "return", "succeed"]), some.integers(0, 2)
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_nothing_is_orphaned_and_only_the_present_text_and_seats_count(table, history):
    """Each party answers, leaves and is succeeded in any order."""
    people = [PersonFactory() for _number in range(3)]
    circle = ForumFactory().circle
    seats = [SeatFactory(circle=circle, organisation=one.organisation) for one in people]
    goal = actions.begin(circle, Texts(goal="Awal"), by=table.coordinator, at=utc_now())
    for number, (act, which) in enumerate(history):
        _do(act, goal, people, seats, which, number, table.coordinator)
        found = queries.overview(goal, today())
        seated = {one.organisation_id for one in seats if one.until is None}
        assert {party.id for party in found.parties} == seated
        said = {one.organisation_id: one.acknowledges for one in queries.current(goal).stances}
        assert found.standing.by_all == (bool(seated) and all(said.get(one) for one in seated))
        assert len(found.open) == len({one.organisation_id for one in found.open})
        known = {one.organisation_id for one in seats}
        assert {one.organisation_id for one in found.differences if one.is_open} <= known
        assert set(queries.interests(goal.id)) <= known


def _do(act, goal, people, seats, which, number, coordinator):
    person, seat = people[which], seats[which]
    if act == "write":
        texts = Texts(goal=f"Tujuan {number}")
        actions.write(goal, texts, reason="Baru", version=str(goal.version), by=coordinator, at=utc_now())
    elif act == "leave":
        seat.until = today() - timedelta(days=1)
    elif act == "return":
        seat.until = None
    elif act == "succeed" and seat.until is None:
        before, new = seat.organisation_id, PersonFactory()
        seat.organisation, people[which] = new.organisation, new
        db.session.flush()
        actions.succeed(goal.circle_id, before, new.organisation_id, by=coordinator, at=utc_now())
    elif seat.until is None:
        objection = Objection(part=Part.GOAL, holds="Lain") if act == "differ" else None
        actions.answer(goal, objection, number=goal.number, by=person, at=utc_now())
        actions.write_interest(goal, interest="Kepastian", benefit="", by=person, at=utc_now())
    db.session.flush()
