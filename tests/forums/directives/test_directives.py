"""Directives of leadership: given, taken up, answered, declined, merged, and what became of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from forums.agenda import actions as agenda
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.decisions.actions import Wording, decide
from forums.directives import actions
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.scheduling.models import DecisionRule
from tests.factories import LeadershipFactory, PersonFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.one_database
DUE = date(2026, 12, 8)


@pytest.fixture
def place(app, clock):
    found = room()
    found.leader = LeadershipFactory(name="Sekretaris Daerah")
    return found


def given(place, text="Percepat perizinan", **values) -> Directive:
    known = {"session": None, "answer_due": DUE, "by": place.leader, "at": utc_now()}
    made = actions.give(place.forum, text, **{**known, **values})
    db.session.commit()
    return made


def the_one() -> Directive:
    return db.session.scalars(select(Directive)).one()


def mails(kind: str) -> list[str]:
    found = select(Mail.recipient).where(Mail.kind == f"forums/directives/{kind}").order_by(Mail.recipient)
    return list(db.session.scalars(found))


def test_leadership_gives_a_directive_and_those_who_organise_the_forum_are_told(place, as_user):
    visitor = as_user(place.leader)
    page = visitor.get("forums.scheduling.show", slug=place.forum.slug)
    href = next(a["href"] for a in page.soup.select("main a") if a.get_text(strip=True) == "Beri arahan")
    form = visitor.get(href)
    assert form.soup.select_one("#answer_due")["value"] == "8 Desember 2026", "ten working days later"
    sent = {"text": "Percepat perizinan", "session": str(place.session.id), "answer_due": "1/12/2026"}
    page = visitor.post(href, sent, follow=True)
    assert "Menunggu jawaban" in page.words
    made = the_one()
    assert (made.kind, made.given_by_id, made.answer_due) == (
        DirectiveKind.DIRECTIVE,
        place.leader.id,
        date(2026, 12, 1),
    )
    assert mails("given") == sorted([place.coordinator.email, place.facilitator.email])


def test_a_day_that_is_past_is_refused_and_nothing_typed_is_lost(place, as_user):
    sent = {"text": "Percepat perizinan", "answer_due": "1/11/2026"}
    page = as_user(place.leader).post("forums.directives.give", sent, slug=place.forum.slug, status=422)
    assert page.soup.select_one("#text").get_text(strip=True) == "Percepat perizinan"
    assert "sudah lewat" in page.soup.select_one(".field.wrong").get_text()


def test_it_is_put_on_the_agenda_of_the_next_session_in_one_step(place, as_user):
    directive = given(place)
    visitor = as_user(place.facilitator)
    form = visitor.get("forums.directives.take_up", directive_id=directive.id)
    fields = {field["name"]: field.get("value") for field in form.soup.select("main input[name]")}
    assert fields["title"] == "Percepat perizinan"
    chosen = form.soup.select_one("#session option[selected]")["value"]
    assert chosen == str(place.session.id)
    sent = {"title": fields["title"], "minutes": fields["minutes"], "session": chosen}
    page = visitor.post("forums.directives.take_up", sent, directive_id=directive.id, follow=True)
    assert "Masuk acara" in page.words
    item = db.session.scalars(select(AgendaItem)).one()
    assert (item.purpose, item.state) == (Purpose.DIRECTIVE, ItemState.ACCEPTED)
    assert mails("answered") == [place.leader.email]
    visitor.post("forums.directives.take_up", sent, directive_id=directive.id, status=409)


def test_without_a_session_to_come_nothing_is_put_on_an_agenda(place, as_user):
    directive = given(place)
    place.hold()
    as_user(place.facilitator).get("forums.directives.take_up", directive_id=directive.id, status=409)


def test_an_answer_reaches_the_leader_and_can_be_corrected(place, as_user):
    directive = given(place)
    visitor = as_user(place.coordinator)
    visitor.post("forums.directives.reply", {"text": ""}, directive_id=directive.id, status=422)
    visitor.post("forums.directives.reply", {"text": "Dua layanan selesai"}, directive_id=directive.id)
    visitor.post("forums.directives.reply", {"text": "Tiga layanan selesai"}, directive_id=directive.id)
    page = as_user(place.leader).get("forums.directives.show", directive_id=directive.id)
    assert "Tiga layanan selesai" in page.words
    assert the_one().state is DirectiveState.ANSWERED
    assert mails("answered") == [place.leader.email] * 2


def test_it_is_declined_with_a_reason(place, as_user):
    directive = given(place)
    visitor = as_user(place.facilitator)
    visitor.post("forums.directives.decline", {"reason": "Bukan kewenangan forum"}, directive_id=directive.id)
    page = as_user(place.leader).get("forums.directives.show", directive_id=directive.id)
    assert "Ditolak" in page.words
    assert "Bukan kewenangan forum" in page.words
    for act in ("reply", "decline", "take_up", "merge"):
        sent = {"text": "x", "reason": "x", "title": "x", "minutes": "5", "session": str(place.session.id)}
        visitor.post(f"forums.directives.{act}", sent, directive_id=directive.id, status=409)


def test_two_that_say_the_same_are_merged_and_followed_together(place, as_user):
    first, second = given(place), given(place, "Percepat izin usaha")
    visitor = as_user(place.coordinator)
    visitor.post("forums.directives.merge", {"into": str(first.id)}, directive_id=second.id)
    page = visitor.get("forums.directives.show", directive_id=second.id)
    assert page.soup.select_one(f"main a[href$='{first.id}']").get_text(strip=True) == "Percepat perizinan"
    assert "Percepat izin usaha" in visitor.get("forums.directives.show", directive_id=first.id).words
    sent = {"title": "Perizinan", "minutes": "5", "session": str(place.session.id)}
    visitor.post("forums.directives.take_up", sent, directive_id=first.id)
    page = as_user(place.member).get("forums.directives.show", directive_id=first.id)
    assert "Percepat perizinan" in page.words
    assert "Percepat izin usaha" not in page.words  # it is not on the agenda, so participants do not read it
    third = given(place)
    with pytest.raises(RuleViolation):
        actions.merge(third, third, by=place.coordinator, at=utc_now())


def test_it_becomes_a_commitment_by_a_form_that_a_coordinator_completes(place, as_user):
    directive = given(place)
    visitor = as_user(place.coordinator)
    form = visitor.get("forums.directives.commit", directive_id=directive.id)
    assert form.soup.select_one("#title")["value"] == "Percepat perizinan"
    sent = {
        "title": "Percepat perizinan",
        "criteria": "Izin terbit dalam lima hari",
        "responsible": str(place.seats["agency"].organisation_id),
        "verifier": str(place.seats["secretariat"].organisation_id),
        "due": "18/12/2026",
        "weight": "3",
        "visibility": "circle",
    }
    page = visitor.post("forums.directives.commit", sent, directive_id=directive.id, follow=True)
    made = db.session.scalars(select(Commitment)).one()
    assert made.code in page.words
    assert the_one().state is DirectiveState.COMMITTED
    visitor.post("forums.directives.commit", sent, directive_id=directive.id, status=409)


def test_what_the_forum_decided_is_derived_also_after_the_item_was_carried_over(place, as_user):
    directive = given(place)
    later = SessionFactory(forum=place.forum, starts_at=NEXT + timedelta(days=28), number=2)
    draft = agenda.Draft(title="Perizinan", purpose=Purpose.DIRECTIVE, minutes=15)
    actions.take_up(directive, place.session, draft, by=place.facilitator, at=utc_now())
    agenda.carry(directive.agenda_item, by=place.chair, at=NEXT)
    place.hold()
    agenda.prepare(later, at=NEXT)
    continued = db.session.scalars(select(AgendaItem).where(AgendaItem.session_id == later.id)).one()
    later.opened_at = later.starts_at
    wording = Wording(text="Tiga layanan dipercepat", how=DecisionRule.CONSENSUS)
    at = later.starts_at + timedelta(hours=1)
    decide(later, wording, item=continued, by=place.taker, at=at, without_quorum="Disepakati yang hadir")
    db.session.commit()
    page = as_user(place.leader).get("forums.directives.show", directive_id=directive.id)
    assert "Tiga layanan dipercepat" in page.words
    assert "Acara sesi 2" in page.words
    listed = as_user(place.leader).get("forums.directives.index")
    assert "KEP-2026-001" in listed.words
    member = as_user(place.member).get("forums.directives.show", directive_id=directive.id)
    assert "Tiga layanan dipercepat" not in member.words, "minutes are a draft"


def test_members_read_what_is_on_the_agenda_and_no_other(place, as_user):
    directive = given(place)
    as_user(place.member).get("forums.directives.show", directive_id=directive.id, status=404)
    assert "Percepat perizinan" not in as_user(place.member).get("forums.directives.index").words
    draft = agenda.Draft(title="Perizinan", purpose=Purpose.DIRECTIVE, minutes=15)
    actions.take_up(directive, place.session, draft, by=place.facilitator, at=utc_now())
    as_user(place.member).get("forums.directives.show", directive_id=directive.id)
    assert "Percepat perizinan" in as_user(place.member).get("forums.directives.index").words
    as_user(place.member).get("forums.directives.reply", directive_id=directive.id, status=403)
    as_user(PersonFactory()).get("forums.directives.show", directive_id=directive.id, status=404)


def test_the_register_has_the_proposals_of_participants_too_and_each_once(place, as_user):
    directive = given(place)
    draft = agenda.Draft(title="Keamanan API", purpose=Purpose.INFORMATION, minutes=10)
    agenda.propose(place.session, draft, by=place.member, at=utc_now(), accepted=False)
    taken = agenda.Draft(title="Perizinan", purpose=Purpose.DIRECTIVE, minutes=15)
    actions.take_up(directive, place.session, taken, by=place.facilitator, at=utc_now())
    visitor = as_user(place.coordinator)

    def rows(**filters):
        page = visitor.get("forums.directives.index", **filters)
        return sorted(row.select_one("th a").get_text(strip=True) for row in page.soup.select("tbody tr"))

    assert rows() == ["Keamanan API", "Percepat perizinan"]
    assert rows(kind="proposal") == ["Keamanan API"]
    assert rows(state="on_agenda") == ["Percepat perizinan"]
    assert rows(forum=place.forum.slug, state="open") == ["Keamanan API"]
    assert rows(forum="lain") == []
    assert rows(overdue="1") == []


def test_an_overdue_answer_is_on_the_home_of_those_who_answer(place, as_user, clock):
    given(place)
    assert "Percepat perizinan" in as_user(place.coordinator).get("/").words
    clock.move_to("2026-12-09T09:00:00+07:00")
    for person in (place.coordinator, place.facilitator):
        words = as_user(person).get("/").words
        assert "Terlambat dijawab" in words
    assert "Percepat perizinan" not in as_user(place.member).get("/").words
    page = as_user(place.coordinator).get("forums.directives.index", overdue="1")
    assert "Terlambat dijawab" in page.words
    assert "1 terlambat" in as_user(place.facilitator).get("forums.scheduling.show", slug=place.forum.slug).words


def test_the_register_runs_the_same_statements_for_many_rows(place, as_user, queries):
    directive = given(place)
    draft = agenda.Draft(title="Perizinan", purpose=Purpose.DIRECTIVE, minutes=15)
    actions.take_up(directive, place.session, draft, by=place.facilitator, at=utc_now())
    reader = as_user(place.coordinator)
    with queries(at_most=12) as few:
        reader.get("forums.directives.index")
    for number in range(20):
        made = given(place, f"Arahan {number}")
        actions.take_up(made, place.session, draft, by=place.facilitator, at=utc_now())
    with queries(at_most=len(few)):
        reader.get("forums.directives.index")


def test_an_archived_forum_takes_no_directive(place):
    place.forum.archived_at = utc_now()
    with pytest.raises(NotNow):
        given(place)


def test_a_secret_forum_is_directed_only_by_leaders_named_in_it(app, as_user):
    place = room(circle__classification=Classification.SECRET)
    as_user(LeadershipFactory()).get("forums.directives.give", slug=place.forum.slug, status=404)


def test_programs_give_and_answer(place, as_program):
    made = (
        as_program(place.leader).post(f"/forums/{place.forum.slug}/directives", {"text": "Percepat"}, status=201).json
    )
    assert (made["kind"], made["state"], made["answer_due"]) == ("directive", "open", "2026-12-08")
    program = as_program(place.coordinator)
    answered = program.post(f"/directives/{made['id']}/take-up", {}).json
    assert answered["state"] == "on_agenda"
    assert [one["id"] for one in program.get("/directives", state="on_agenda").json["items"]] == [made["id"]]
    assert program.get("/directives", overdue="true").json["items"] == []
    as_program(place.member).post(f"/directives/{made['id']}/reply", {"text": "x"}, status=403)
