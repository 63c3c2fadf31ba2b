"""Capacity through the pages: levels are filled in, a gap is trained for, and its attendance list closes it."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from alignment.barriers.models import Barrier
from alignment.capacity import factors as findings
from alignment.capacity import jobs, matters, queries, trainings
from alignment.capacity.models import CompetenceLevel, CompetenceRound, Training, TrainingEvaluation
from app.audit.models import AuditRow
from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.blockers.models import BlockerKind
from forums.attendance.models import Attendance, Presence
from forums.scheduling import session_actions
from forums.scheduling.models import ForumKind, Session, SessionState
from tests.factories import (
    CompetenceFactory,
    CoordinatorFactory,
    ForumFactory,
    LevelFactory,
    PersonFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.forums import MADE
from tests.forums.room import room
from tests.support.mail_links import link_to

C = "alignment.capacity"


def attend(session, participant, presence=Presence.PRESENT):
    """Record the attendance of a participant."""
    row = Attendance(session_id=session.id, seat_id=participant.seat_id, participant_id=participant.id)
    row.presence, row.recorded_by_id, row.recorded_at = presence, participant.person_id, utc_now()
    db.session.add(row)


@pytest.fixture
def school(app, clock):
    """A training forum in which the agency lacks two levels of "Integrasi API"; its next session is no training yet."""
    it = room(kind=ForumKind.TRAINING, name="Pelatihan Digital")
    it.api = CompetenceFactory(name="Integrasi API")
    it.agency = it.member.organisation
    db.session.add(Contact(organisation=it.agency, role=ContactRole.FOCAL_POINT, person=it.member))
    LevelFactory(organisation=it.agency, competence=it.api, needed=3, held=1)
    db.session.commit()
    return it


def hold(it, **values):
    """Return the training of the session, which was held; member came, partner did not."""
    training = TrainingFactory(session=it.session, competence=it.api, **values)
    attend(it.session, it.participants["member"])
    attend(it.session, it.participants["partner"], Presence.ABSENT)
    it.hold()
    return training


def level_of(organisation, competence):
    """The level that counts."""
    db.session.expire_all()
    return queries.levels_of([organisation.id])[organisation.id, competence.id]


def hidden(form):
    """The hidden fields of a form, as a browser would send them."""
    inputs = form.select("input[type=hidden]")
    return {one["name"]: one.get("value", "") for one in inputs if one["name"] != "csrf_token"}


def fields_of(page, **levels):
    """The fields of the form of levels as a browser would send them, with `levels` as "needed,held" by name."""
    fields = hidden(page.soup.select_one("main form[method=post]"))
    for one in page.soup.select("main form select"):
        chosen = one.select_one("option[selected]")
        name = one["aria-label"].partition(":")[0]
        both = levels.get(name, "").split(",")
        now = chosen["value"] if chosen else ""
        fields[one["name"]] = both[one["name"].endswith("held")] if name in levels else now
    return fields


def test_an_organisation_fills_in_its_own_levels_and_nothing_else(school, as_user):
    CompetenceFactory(name="Keamanan")
    visitor, agency = as_user(school.member), school.agency
    page = visitor.get(f"{C}.fill", organisation_id=agency.id)
    assert sorted(one["value"] for one in page.soup.select("option[selected]") if one["value"]) == ["1", "3"]
    fields = fields_of(page, **{"Integrasi API": "3,2"})
    visitor.post(f"{C}.fill", fields, organisation_id=agency.id)
    assert level_of(agency, school.api)[2:] == (3, 2)
    assert db.session.scalar(select(func.count(CompetenceLevel.id))) == 2  # "Keamanan" was left open
    shown = visitor.get(f"{C}.show", organisation_id=agency.id).words
    assert "2 dari 3" in shown
    assert "belum diisi" in shown
    visitor.post(f"{C}.fill", fields, organisation_id=agency.id, status=409)  # levels were added meanwhile
    half = fields_of(visitor.get(f"{C}.fill", organisation_id=agency.id), Keamanan="3,")
    assert "Isi kedua tingkat" in visitor.post(f"{C}.fill", half, organisation_id=agency.id, status=422).words
    as_user(school.partner).post(f"{C}.fill", fields, organisation_id=agency.id, status=403)


def test_a_coordinator_records_on_behalf_with_a_source_and_the_organisation_is_told(school, as_user):
    other = CoordinatorFactory()
    db.session.commit()
    visitor, agency = as_user(other), school.agency
    fields = fields_of(visitor.get(f"{C}.fill", organisation_id=agency.id), **{"Integrasi API": "3,3"})
    visitor.post(f"{C}.fill", fields, organisation_id=agency.id, status=422)
    visitor.post(f"{C}.fill", {**fields, "source": "Telepon narahubung"}, organisation_id=agency.id)
    assert "Telepon narahubung" in visitor.get(f"{C}.show", organisation_id=agency.id).words
    assert db.session.scalars(select(Mail.person_id).where(Mail.kind.endswith("recorded"))).all() == [school.member.id]
    path = link_to(school.member)
    assert "Integrasi API" in as_user().get(path).words


def test_organisations_are_asked_by_mail_and_again_after_half_a_year(school, as_user, clock):
    as_user(school.member).post(f"{C}.ask", status=403)
    assert list(jobs.ask_again()) == []
    as_user(school.coordinator).post(f"{C}.ask")
    path, by_link = link_to(school.member), as_user()
    fields = fields_of(by_link.get(f"{path}/fill"), **{"Integrasi API": "3,2"})
    by_link.post(f"{path}/fill", fields)
    assert level_of(school.agency, school.api).held == 2
    assert list(jobs.ask_again()) == []
    clock.shift(timedelta(days=183))
    list(jobs.ask_again())
    assert [one.asked for one in db.session.scalars(select(CompetenceRound))] == [1, 1]


def test_averages_are_shown_of_five_organisations_and_counts_of_fewer(school, as_user):
    visitor = as_user(school.partner)
    page = visitor.get(f"{C}.index")
    assert "kurang di 1 dari 1 instansi" in page.words
    assert not page.soup.select("figure.chart")
    for held in (1, 1, 2, 3):
        LevelFactory(competence=school.api, needed=3, held=held)
    gone = LevelFactory(competence=school.api, needed=4, held=0).organisation
    gone.archived_at = MADE
    db.session.commit()
    page = visitor.get(f"{C}.index")
    assert page.soup.select_one("figure.chart h2").text == "Integrasi API paling kurang: dibutuhkan 3, ada 1,6"
    assert "4 dari 5" in page.words
    assert "10 instansi lain" in page.soup.select_one("details.fold:not(figure *)").text
    lacking = visitor.get(f"{C}.index", lacks=school.api.id)
    assert len(lacking.soup.select("table.levels tbody tr")) == 4
    rows = list(csv.reader(io.StringIO(visitor.get(f"{C}.index", format="csv").data.decode())))
    assert ["Integrasi API", "3", "1", "2"] in [row[1:] for row in rows]
    assert len(rows) == 6


def test_a_training_is_planned_in_a_planned_session_and_answers_a_barrier(school, as_user):
    barrier = Barrier(kind=BlockerKind.SKILLS, title="Hanya satu pengelola data", since=today(), raised_at=MADE)
    barrier.raised_by_id = school.coordinator.id
    db.session.add(barrier)
    db.session.commit()
    visitor = as_user(school.facilitator)
    assert "Rencanakan pelatihan" in visitor.get(f"{C}.index").words
    sent = {"competence": str(school.api.id), "session": str(school.session.id), "barrier": str(barrier.id)}
    as_user(school.partner).post(f"{C}.plan", sent, status=403)
    visitor.post(f"{C}.plan", {**sent, "seats": "20"})
    made = db.session.scalars(select(Training)).one()
    assert (made.session_id, made.seats, made.barrier_id) == (school.session.id, 20, barrier.id)
    visitor.post(f"{C}.plan", sent, status=422)  # the session is no longer offered
    page = as_user(school.partner).get(f"{C}.index").words
    assert "untuk Integrasi API · 20 kursi" in page
    assert "dijawab pelatihan" in page
    assert "untuk Integrasi API" in visitor.get("forums.scheduling.show", slug=school.forum.slug).words
    changed = {"competence": str(school.api.id), "seats": "12", "barrier": "", "version": made.version}
    visitor.post(f"{C}.edit_training", changed, training_id=made.id)
    visitor.post(f"{C}.edit_training", changed, training_id=made.id, status=409)


def test_a_training_is_planned_in_a_new_session(school, as_user):
    visitor = as_user(school.coordinator)
    sent = {"competence": str(school.api.id), "session": f"new:{school.forum.id}", "title": "Menyambung API"}
    visitor.post(f"{C}.plan", sent, status=422)
    assert db.session.scalar(select(func.count(Session.id))) == 1
    visitor.post(f"{C}.plan", {**sent, "day": "2026-12-11", "time": "08:30"})
    made = trainings.for_act(db.session.scalars(select(Training.id)).one())
    assert (made.session.title, made.session.starts_at.isoformat()) == ("Menyambung API", "2026-12-11T01:30:00+00:00")
    other = ForumFactory(kind=ForumKind.CROSS_SECTOR)
    elsewhere = SessionFactory(forum=other)
    db.session.commit()
    visitor.post(f"{C}.plan", {**sent, "session": str(elsewhere.id)}, status=422)


def test_the_attendance_list_closes_the_gap_in_one_step(school, as_user):
    training = hold(school)
    LevelFactory(organisation=school.partner.organisation, competence=school.api)
    db.session.commit()
    page = as_user(school.member).get(f"{C}.show_training", training_id=training.id)
    (form,) = page.soup.select("form[action$=raise]")
    sent = hidden(form)
    as_user(school.member).post(f"{C}.raise_levels", sent, training_id=training.id)
    assert level_of(school.agency, school.api)[2:] == (3, 2)
    as_user(school.member).post(f"{C}.raise_levels", sent, training_id=training.id, status=409)
    as_user(school.partner).post(f"{C}.raise_levels", training_id=training.id, status=403)  # nobody came
    index = as_user(school.member).get(f"{C}.index").words
    assert "1 instansi naik satu tingkat" in index
    assert "1 dari 2" in index
    assert db.session.scalars(select(AuditRow).where(AuditRow.action == "capacity.raised")).one()


def test_a_coordinator_raises_on_behalf_with_a_source_those_who_came_alone(school, as_user):
    training = hold(school)
    LevelFactory(organisation=school.partner.organisation, competence=school.api)
    visitor = as_user(CoordinatorFactory())
    db.session.commit()
    page = visitor.get(f"{C}.show_training", training_id=training.id)
    assert [one["value"] for one in page.soup.select("input[name=organisations]")] == [str(school.agency.id)]
    sent = {"organisations": [str(school.agency.id)]}
    visitor.post(f"{C}.raise_levels", sent, training_id=training.id, status=422)
    both = {"organisations": [str(school.partner.organisation_id)], "source": "Surel"}
    visitor.post(f"{C}.raise_levels", both, training_id=training.id, status=409)
    visitor.post(f"{C}.raise_levels", {**sent, "source": "Surel"}, training_id=training.id)
    assert level_of(school.agency, school.api).held == 2


def test_levels_rise_after_the_session_is_closed_not_before(school, as_user):
    training = TrainingFactory(session=school.session, competence=school.api)
    attend(school.session, school.participants["member"])
    db.session.commit()
    as_user(school.member).post(f"{C}.raise_levels", training_id=training.id, status=409)


def test_those_who_came_evaluate_by_link_and_raise_the_level(school, as_user, clock):
    training = TrainingFactory(session=school.session, competence=school.api)
    attend(school.session, school.participants["member"])
    school.open()
    clock.shift(timedelta(days=3))
    session_actions.close(db.session.get_one(Session, school.session.id), by=school.chair, at=utc_now())
    db.session.commit()
    assert db.session.scalars(select(Mail.person_id).where(Mail.kind.endswith("/held"))).all() == [school.member.id]
    path, by_link = link_to(school.member), as_user()
    by_link.post(f"{path}/evaluate", {"score": "4", "words": "Lebih banyak praktik"})
    by_link.post(f"{path}/evaluate", {"score": "5", "words": "Lebih banyak praktik"})
    assert [one.score for one in db.session.scalars(select(TrainingEvaluation))] == [5]
    by_link.post(f"{path}/raise")
    assert level_of(school.agency, school.api).held == 2
    as_user(school.partner).post(f"{C}.evaluate", {"score": "1"}, training_id=training.id, status=403)
    assert "Lebih banyak praktik" in as_user(school.chair).get(f"{C}.show_training", training_id=training.id).words
    assert "praktik" not in as_user(school.partner).get(f"{C}.show_training", training_id=training.id).words


def test_a_training_planned_in_error_is_removed_and_its_session_stays(school, as_user, as_program):
    training = TrainingFactory(session=school.session, competence=school.api)
    page = as_user(school.coordinator).get(f"{C}.edit_training", training_id=training.id)
    assert page.soup.select_one("form[action$='/remove'] button")
    as_user(school.member).post(f"{C}.remove_training", training_id=training.id, status=403)
    answer = as_user(school.coordinator).post(f"{C}.remove_training", training_id=training.id)
    assert answer.location == f"/sessions/{school.session.id}"
    db.session.expire_all()
    assert (db.session.scalars(select(Training)).all(), school.session.state) == ([], SessionState.PLANNED)
    again = TrainingFactory(session=school.session, competence=school.api)
    as_program(school.coordinator).delete(f"/alignment/trainings/{again.id}")
    assert db.session.scalars(select(Training)).all() == []


def test_a_training_that_was_held_is_not_removed(school, as_user):
    training = hold(school)
    page = as_user(school.coordinator).get(f"{C}.edit_training", training_id=training.id)
    assert not page.soup.select("form[action$='/remove']")
    as_user(school.coordinator).post(f"{C}.remove_training", training_id=training.id, status=409)
    assert db.session.scalars(select(Training)).one() is training


def test_a_training_after_which_something_was_said_is_not_removed(school, as_user):
    training = TrainingFactory(session=school.session, competence=school.api)
    db.session.add(TrainingEvaluation(training_id=training.id, person_id=school.member.id, score=4, at=MADE))
    db.session.commit()
    as_user(school.coordinator).post(f"{C}.remove_training", training_id=training.id, status=409)


def test_nothing_of_a_secret_training_reaches_others(school, as_user):
    training = hold(school)
    TrainingFactory(session__forum=school.forum, session__number=50, session__title="Rahasia", competence=school.api)
    school.forum.circle.classification = Classification.SECRET
    db.session.commit()
    for person in (PersonFactory(), CoordinatorFactory()):
        visitor = as_user(person)
        visitor.get(f"{C}.show_training", training_id=training.id, status=404)
        visitor.post(f"{C}.raise_levels", training_id=training.id, status=404)
        words = visitor.get(f"{C}.index").words
        assert "Rahasia" not in words
        assert school.forum.name not in words


def test_a_level_that_rose_after_a_secret_training_does_not_tell_of_it(school, as_user, as_program):
    training = hold(school)
    stranger = PersonFactory(organisation=school.agency)
    db.session.add(Contact(organisation=school.agency, role=ContactRole.ALTERNATE, person=stranger))
    school.chair.is_coordinator, school.forum.circle.classification = True, Classification.SECRET
    db.session.commit()
    sent = {"organisations": [str(school.agency.id)], "source": "Daftar hadir"}
    as_user(school.chair).post(f"{C}.raise_levels", sent, training_id=training.id)
    for person, told in ((school.member, True), (stranger, False)):
        words = as_user(person).get(f"{C}.show", organisation_id=school.agency.id).words
        assert ("setelah pelatihan" in words, "Daftar hadir" in words) == (told, told)
    (level,) = as_program(stranger).get(f"/organisations/{school.agency.id}/competences").json["items"]
    assert (level["held"], level["source"]) == (2, "")
    assert db.session.scalars(select(Mail.person_id).where(Mail.kind.endswith("recorded"))).all() == [school.member.id]
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "capacity.raised")).one()
    assert row.circle_id == school.forum.circle_id


def test_gaps_become_findings_and_matters(school, as_user, app):
    circle = school.forum.circle_id
    data = CompetenceFactory(name="Data")
    for organisation in (school.agency, school.partner.organisation):
        LevelFactory(organisation=organisation, competence=data, held=3)
    db.session.commit()
    with app.test_request_context():
        found = findings.factors([circle], school.member, today())
        assert [one.supports for one in found] == [False, True]
        assert "Integrasi API" in found[0].text
        assert found[1].text.startswith("Semua 2 pihak")
        school.forum.circle.classification = Classification.SECRET
        db.session.flush()
        assert findings.factors([circle], PersonFactory(), today()) == []
        (matter,) = matters.matters(school.coordinator, today())
        assert "Integrasi API" in matter.title
        assert matter.act_href
        assert not matters.matters(school.partner, today())[0].act
        TrainingFactory(session=school.session, competence=school.api)
        assert matters.matters(school.member, today()) == []


def test_competences_are_added_renamed_and_archived(school, as_user):
    visitor = as_user(school.coordinator)
    as_user(school.member).get(f"{C}.competences", status=403)
    visitor.post(f"{C}.competences", {"name": "Keamanan informasi"})
    visitor.post(f"{C}.competences", {"name": "integrasi api"}, status=422)
    api = school.api
    changed = {"name": "Integrasi antarmuka", "position": "9", "archived": "y", "version": api.version}
    visitor.post(f"{C}.edit_competence", changed, competence_id=api.id)
    visitor.post(f"{C}.edit_competence", changed, competence_id=api.id, status=409)
    page = visitor.get(f"{C}.fill", organisation_id=school.agency.id).words
    assert "Keamanan informasi" in page
    assert "Integrasi" not in page


def test_the_page_of_an_organisation_has_its_levels_in_one_line(school, as_user):
    page = as_user(school.partner).get("organisations.show", organisation_id=school.agency.id)
    assert "0 dari 1 cukup Kurang: Integrasi API (2)" in page.words


def test_pages_ask_no_more_as_data_grow(school, as_user, queries):
    visitor = as_user(school.coordinator)
    training = hold(school)
    visitor.get(f"{C}.index")
    with queries() as few:
        visitor.get(f"{C}.index")
        visitor.get(f"{C}.show_training", training_id=training.id)
    for number in range(4):
        level = LevelFactory(competence=CompetenceFactory())
        LevelFactory(competence=school.api, organisation=level.organisation)
        TrainingFactory(session__forum=school.forum, session__number=70 + number)
    for name in ("chair", "taker", "observer"):
        attend(school.session, school.participants[name])
    db.session.commit()
    with queries(at_most=len(few)):
        visitor.get(f"{C}.index")
        visitor.get(f"{C}.show_training", training_id=training.id)
