"""Shared goals through the pages: written, acknowledged by link, differed about, mediated, and passed to successors."""

import csv
import io
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from alignment.five_c.rules import Aspect
from alignment.goals import actions, factors, matters, queries
from alignment.goals.actions import Objection, Texts
from alignment.goals.models import GoalDifference, GoalInterest, SharedGoal
from alignment.goals.rules import DifferenceState, Part
from app.circles.models import CircleKind, Classification
from app.clock import today, utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.organisations.succession.actions import Decision, held, pass_on
from tests.alignment.conftest import DIFFERS, TEXT
from tests.factories import (
    AgreementFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
)
from tests.support.mail_links import code_to, link_to

G, M = "alignment.goals", "alignment.goal_differences"


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
