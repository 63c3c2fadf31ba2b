"""Role matrices through the pages: begun from what is owed, filled in by parties, talked over, agreed and printed."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, select, update

from alignment.agenda import sessions_for
from alignment.roles import actions
from alignment.roles import queries as role_queries
from alignment.roles.board import board_of
from alignment.roles.models import RoleConsent, RoleMatrix
from alignment.roles.queries import whole
from alignment.roles.rules import Role
from app.accounts.models import Person
from app.circles.models import CircleKind, Classification, NamedPerson, Seat
from app.clock import today, utc_now
from app.database import db
from app.errors import NotNow
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.organisations.succession.actions import Decision, held, pass_on
from forums.agenda.models import AgendaItem, ItemState, Purpose
from tests.factories import (
    AgreementFactory,
    ClauseFactory,
    ForumFactory,
    LeadershipFactory,
    ObligationFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
)
from tests.support.mail_links import code_to, link_to

R = "alignment.roles"


def form_of(page, **changes):
    """The fields of the matrix as a browser would send them."""
    fields = {}
    for one in page.soup.select("main form[method=post] [name]"):
        if one["name"].startswith(("activities", "version")):
            chosen = one.select_one("option[selected]") if one.name == "select" else None
            fields[one["name"]] = (chosen["value"] if chosen else "") if one.name == "select" else one.get("value", "")
    return {**fields, **changes}


def view_of(visitor, matrix, holds):
    """Send the view that `holds` alone is accountable for the only activity."""
    page = visitor.get(f"{R}.fill", role_matrix_id=matrix.id)
    fields = form_of(page)
    for name in [one for one in fields if one.endswith("organisation_id")]:
        fields[name.replace("organisation_id", "role")] = (
            "accountable" if fields[name] == str(holds.id) else "responsible"
        )
    return visitor.post(f"{R}.fill", fields, role_matrix_id=matrix.id)


def test_a_matrix_begins_with_what_is_owed(table, matrix, as_user):
    page = as_user(table.partner).get(f"{R}.show", role_matrix_id=matrix().id)
    assert "Memeriksa mutu data" in page.words
    assert page.soup.select_one("td[data-label] .role.accountable")
    again = as_user(table.coordinator).post(f"{R}.begin_for_forum", slug=table.forum.slug)
    assert str(matrix().id) in again.headers["Location"]
    as_user(table.partner).post(f"{R}.begin_for_forum", slug=table.forum.slug, status=403)


def test_rows_are_written_and_a_changed_text_asks_anew(table, matrix, as_user):
    visitor = as_user(table.coordinator)
    view_of(as_user(table.partner), matrix(), table.firm)
    page = visitor.get(f"{R}.edit", role_matrix_id=matrix().id)
    fields = form_of(page, **{"activities-0-text": "Memeriksa mutu data harian", "activities-1-text": "Menjawab warga"})
    visitor.post(f"{R}.edit", fields, role_matrix_id=matrix().id)
    shown = visitor.get(f"{R}.show", role_matrix_id=matrix().id)
    assert "Menjawab warga" in shown.words
    assert "Tanpa penanggung jawab" in shown.words
    assert f"0 dari {2}" in visitor.get(f"{R}.index").words
    visitor.post(f"{R}.edit", fields, role_matrix_id=matrix().id, status=409)


def test_views_are_hidden_until_all_gave_theirs_then_the_difference_shows(table, matrix, as_user):
    view_of(as_user(table.partner), matrix(), table.unit)
    shown = as_user(table.partner).get(f"{R}.show", role_matrix_id=matrix().id)
    assert not shown.soup.select(".clash")
    view_of(as_user(table.chair), matrix(), table.firm)
    shown = as_user(table.partner).get(f"{R}.show", role_matrix_id=matrix().id)
    voices = [one.get_text(" ", strip=True) for one in shown.soup.select(".voice")]
    assert len(voices) == 2
    assert shown.soup.select_one("tr.torn .split")


def test_a_difference_becomes_an_agenda_item_and_its_outcome_clears_it(table, matrix, as_user):
    view_of(as_user(table.partner), matrix(), table.unit)
    view_of(as_user(table.chair), matrix(), table.firm)
    activity = matrix_row(matrix())
    visitor = as_user(table.partner)
    visitor.post(f"{R}.put_on_agenda", {"session": str(table.next.id)}, role_activity_id=activity.id)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains("Memeriksa mutu"))).one()
    assert (item.session_id, item.purpose, item.minutes) == (table.next.id, Purpose.JOINT_SOLUTION, 15)
    assert table.unit.label in item.question
    visitor.post(f"{R}.put_on_agenda", {"session": str(table.next.id)}, role_activity_id=activity.id, status=409)
    settled = {"organisation": str(table.unit.id), "words": "Disepakati di sesi 9"}
    visitor.post(f"{R}.settle", settled, role_activity_id=activity.id, status=403)
    as_user(table.chair).post(f"{R}.settle", settled, role_activity_id=activity.id)
    shown = as_user(table.chair).get(f"{R}.show", role_matrix_id=matrix().id)
    assert not shown.soup.select(".clash")
    assert matrix_row(matrix()).roles[table.unit.id].value == "accountable"


def test_the_dashboard_counts_the_views_that_are_shown_and_not_talked_over(table, matrix, as_user):
    def counted():
        page = as_user(table.coordinator).get("insights.dashboard.rows", indicator="roles")
        return "Memeriksa mutu data" in page.words

    view_of(as_user(table.partner), matrix(), table.unit)
    assert not counted()
    view_of(as_user(table.chair), matrix(), table.firm)
    assert counted()
    settled = {"organisation": str(table.unit.id), "words": "Disepakati di sesi 9"}
    as_user(table.chair).post(f"{R}.settle", settled, role_activity_id=matrix_row(matrix()).id)
    assert not counted()


def matrix_row(matrix):
    return whole(matrix.id)[0]


def test_a_version_is_agreed_by_link_with_a_code_and_a_later_one_asks_again(table, matrix, as_user, clock):
    table.partner.joined_at = None
    db.session.commit()
    visitor = as_user(table.coordinator)
    sent = {"version": matrix().version, "note": "Pertama"}
    visitor.post(f"{R}.circulate", sent, role_matrix_id=matrix().id)
    path, by_link = link_to(table.partner), as_user()
    assert "Memeriksa mutu data" in by_link.get(path).words
    by_link.post(f"{path}/consent", {"number": "1", "agrees": "yes"}, status=200)
    by_link.post(f"{path}/consent", {"number": "1", "agrees": "yes", "link_code": code_to(table.partner)})
    said = db.session.scalars(select(RoleConsent)).one()
    assert (said.agrees, said.organisation_id) == (True, table.firm.id)
    visitor.post(f"{R}.circulate", {"version": matrix().version}, role_matrix_id=matrix().id, status=409)
    page = visitor.get(f"{R}.edit", role_matrix_id=matrix().id)
    visitor.post(f"{R}.edit", form_of(page, **{"activities-1-text": "Kegiatan kedua"}), role_matrix_id=matrix().id)
    visitor.post(f"{R}.circulate", {"version": matrix().version}, role_matrix_id=matrix().id)
    assert matrix().number == 2
    assert "0 dari 2" in visitor.get(f"{R}.show", role_matrix_id=matrix().id).words
    stale = {"number": "1", "agrees": "yes"}
    as_user(table.chair).post(f"{R}.consent", stale, role_matrix_id=matrix().id, status=409)
    wordless = {"number": "2", "agrees": "no"}
    as_user(table.chair).post(f"{R}.consent", wordless, role_matrix_id=matrix().id, status=422)
    assert "baru" in visitor.get(f"{R}.show_version", role_matrix_id=matrix().id, number=2).words


def test_parties_are_asked_by_mail_and_fill_in_by_link(table, matrix, as_user):
    table.partner.joined_at = None
    db.session.commit()
    until = (utc_now() + timedelta(days=5)).date().isoformat()
    as_user(table.coordinator).post(f"{R}.ask", {"until": until}, role_matrix_id=matrix().id)
    assert {one.person_id for one in db.session.scalars(select(Mail))} >= {table.partner.id, table.chair.id}
    path, by_link = link_to(table.partner), as_user()
    fields = form_of(by_link.get(f"{path}/fill"))
    for name in [one for one in fields if one.endswith("-role")]:
        fields[name] = "consulted"
    by_link.post(f"{path}/fill", fields)
    assert matrix_row(matrix()).views[0].organisation_id == table.firm.id


def test_others_do_not_know_of_the_matrix_of_a_closed_circle(table, matrix, as_user):
    found = matrix()
    found.circle.classification = Classification.SECRET
    db.session.commit()
    stranger, colleague = PersonFactory(), PersonFactory(organisation=table.firm)
    for person in (stranger, colleague):
        as_user(person).get(f"{R}.show", role_matrix_id=found.id, status=404)
        as_user(person).get(f"{R}.fill", role_matrix_id=found.id, status=404)
        assert table.forum.name not in as_user(person).get(f"{R}.index").words


def test_the_matrix_is_printed_and_downloaded(table, matrix, as_user):
    view_of(as_user(table.partner), matrix(), table.unit)
    view_of(as_user(table.chair), matrix(), table.firm)
    visitor = as_user(table.partner)
    rows = list(
        csv.reader(io.StringIO(visitor.get(f"{R}.show", role_matrix_id=matrix().id, format="csv").data.decode()))
    )
    assert rows[1][0] == "Memeriksa mutu data"
    pdf = PdfReader(io.BytesIO(visitor.get(f"{R}.pdf", role_matrix_id=matrix().id).data))
    text = " ".join(pdf.pages[0].extract_text().split())
    assert "Memeriksa mutu data" in text
    assert table.unit.name.upper() in text


def test_a_successor_takes_the_roles_over(table, matrix, as_user):
    matrix()
    new = OrganisationFactory(name="PT Penerus")
    receivers = {obj.id: new.id for _kind, objects in held(table.firm, table.coordinator) for obj in objects}
    firm = db.session.get_one(Organisation, table.firm.id)
    pass_on(firm, Decision(successors=[new], receivers=receivers, basis="Akta 1"), by=table.coordinator, at=utc_now())
    db.session.commit()
    assert matrix_row(matrix()).roles[new.id].value == "accountable"


def test_lists_load_the_latest_version_alone(table, matrix, as_user):
    for note in ("Pertama", "Kedua"):
        page = as_user(table.coordinator).get(f"{R}.edit", role_matrix_id=matrix().id)
        sent = form_of(page, **{"activities-0-text": f"Kegiatan {note}"})
        as_user(table.coordinator).post(f"{R}.edit", sent, role_matrix_id=matrix().id)
        sent = {"version": matrix().version, "note": note}
        as_user(table.coordinator).post(f"{R}.circulate", sent, role_matrix_id=matrix().id)
    assert [one.number for one in board_of(matrix(), today()).versions] == [2]
    assert "Pertama" in as_user(table.coordinator).get(f"{R}.show", role_matrix_id=matrix().id).words


def test_no_page_asks_more_as_the_matrix_grows(table, matrix, as_user, queries):
    visitor = as_user(table.coordinator)
    page = visitor.get(f"{R}.edit", role_matrix_id=matrix().id)
    more = {f"activities-{number}-text": f"Kegiatan {number}" for number in (1, 2, 3)}
    visitor.post(f"{R}.edit", form_of(page, **more), role_matrix_id=matrix().id)
    with queries(at_most=13):
        visitor.get(f"{R}.show", role_matrix_id=matrix().id)


def test_the_list_asks_no_more_however_many_matrices_there_are(table, matrix, as_user, queries):
    visitor = as_user(table.coordinator)
    matrix()
    with queries() as few:
        visitor.get(f"{R}.index")
    for _number in range(3):
        other = ForumFactory()
        SeatFactory(circle=other.circle)
        db.session.commit()
        visitor.post(f"{R}.begin_for_forum", slug=other.slug)
    with queries(at_most=len(few)):
        page = visitor.get(f"{R}.index")
    assert len(page.soup.select("tbody tr")) == 4


def test_the_agenda_says_nothing_of_views_that_are_still_hidden(table, matrix, as_user):
    view_of(as_user(table.partner), matrix(), table.unit)
    view_of(as_user(table.chair), matrix(), table.firm)
    third = PersonFactory()
    SeatFactory(circle=table.forum.circle, organisation=third.organisation)
    db.session.commit()
    activity = matrix_row(matrix())
    as_user(third).post(f"{R}.put_on_agenda", {"session": str(table.next.id)}, role_activity_id=activity.id)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains("Memeriksa mutu"))).one()
    assert item.question == "Instansi mana yang menjadi penanggung jawab?"


def test_whoever_agrees_sees_the_version_and_not_what_was_written_since(table, matrix, as_user):
    visitor = as_user(table.coordinator)
    as_user(table.partner).get(f"{R}.consent", role_matrix_id=matrix().id, status=409)  # there is none yet
    visitor.post(f"{R}.circulate", {"version": matrix().version}, role_matrix_id=matrix().id)
    page = visitor.get(f"{R}.edit", role_matrix_id=matrix().id)
    visitor.post(f"{R}.edit", form_of(page, **{"activities-0-text": "Sesudahnya"}), role_matrix_id=matrix().id)
    shown = as_user(table.partner).get(f"{R}.consent", role_matrix_id=matrix().id).words
    assert "Memeriksa mutu data" in shown
    assert table.firm.label in shown
    assert "Sesudahnya" not in shown


def test_an_objection_is_mailed_to_those_alone_who_may_read_it(table, matrix, as_user):
    as_user(table.coordinator).post(f"{R}.circulate", {"version": matrix().version}, role_matrix_id=matrix().id)
    matrix().circle.classification = Classification.SECRET
    db.session.execute(delete(NamedPerson).where(NamedPerson.person_id == table.coordinator.id))
    db.session.commit()
    objection = {"number": "1", "agrees": "no", "words": "Belum tepat"}
    as_user(table.partner).post(f"{R}.consent", objection, role_matrix_id=matrix().id)
    told = set(db.session.scalars(select(Mail.person_id).where(Mail.kind == "alignment/roles/objected")))
    assert table.chair.id in told
    assert table.coordinator.id not in told


def test_the_matrix_of_an_agreement_begins_with_its_obligations_in_force(table, as_user):
    agreement = AgreementFactory(circle__kind=CircleKind.AGREEMENT)
    debtor = PartyFactory(agreement=agreement, position=1)
    verifier = PartyFactory(agreement=agreement, position=2)
    clause = ClauseFactory(agreement=agreement)
    for text, ended in (("Laporan mutu", None), ("Laporan lama", date(2026, 1, 1))):
        ObligationFactory(clause=clause, text=text, debtor=debtor, verifier=verifier, ended_on=ended)
    db.session.commit()
    visitor = as_user(table.coordinator)
    visitor.post(f"{R}.begin_for_agreement", agreement_id=agreement.id)
    (activity,) = whole(db.session.scalars(select(RoleMatrix.id)).one())
    assert activity.text == "Laporan mutu"
    assert activity.roles == {
        debtor.seat.organisation_id: Role.ACCOUNTABLE,
        verifier.seat.organisation_id: Role.CONSULTED,
    }
    assert "/alignment/roles/" in visitor.get(f"{R}.of_agreement", agreement_id=agreement.id, status=303).location


@pytest.mark.parametrize(
    "agreement,forum,guest,offered",
    [
        (Classification.INTERNAL, Classification.INTERNAL, False, True),
        (Classification.INTERNAL, Classification.INTERNAL, True, False),
        (Classification.INTERNAL, Classification.PUBLIC, False, False),
        (Classification.RESTRICTED, Classification.RESTRICTED, False, True),
        (Classification.RESTRICTED, Classification.RESTRICTED, True, False),
        (Classification.RESTRICTED, Classification.INTERNAL, False, False),
        (Classification.SECRET, Classification.SECRET, False, False),
    ],
)
def test_a_difference_about_an_agreement_goes_to_no_forum_where_others_would_read_it(
    table, agreement, forum, guest, offered
):
    circle = AgreementFactory(circle__kind=CircleKind.AGREEMENT, circle__classification=agreement).circle
    table.forum.circle.classification = forum
    for seat in db.session.scalars(select(Seat).where(Seat.circle_id == table.forum.circle_id)):
        SeatFactory(circle=circle, organisation=seat.organisation)
    if guest:
        SeatFactory(circle=table.forum.circle)
    db.session.commit()
    assert bool(sessions_for(circle, table.chair, today(), utc_now())) is offered


def test_a_person_named_in_a_forum_alone_keeps_a_restricted_agreement_away_from_it(table):
    circle = AgreementFactory(
        circle__kind=CircleKind.AGREEMENT, circle__classification=Classification.RESTRICTED
    ).circle
    table.forum.circle.classification = Classification.RESTRICTED
    for seat in db.session.scalars(select(Seat).where(Seat.circle_id == table.forum.circle_id)):
        SeatFactory(circle=circle, organisation=seat.organisation)
    guest = PersonFactory()
    db.session.add(NamedPerson(circle_id=table.forum.circle_id, person_id=guest.id))
    db.session.commit()
    assert not sessions_for(circle, table.chair, today(), utc_now())
    db.session.add(NamedPerson(circle_id=circle.id, person_id=guest.id))
    db.session.commit()
    assert sessions_for(circle, table.chair, today(), utc_now())


def test_leadership_in_a_forum_keeps_a_restricted_agreement_alone_away_from_it(table):
    circle = AgreementFactory(circle__kind=CircleKind.AGREEMENT).circle
    for seat in db.session.scalars(select(Seat).where(Seat.circle_id == table.forum.circle_id)):
        SeatFactory(circle=circle, organisation=seat.organisation)
    db.session.add(NamedPerson(circle_id=table.forum.circle_id, person_id=LeadershipFactory().id))
    db.session.commit()
    assert sessions_for(circle, table.chair, today(), utc_now())
    circle.classification = table.forum.circle.classification = Classification.RESTRICTED
    db.session.commit()
    assert not sessions_for(circle, table.chair, today(), utc_now())


def test_a_review_looks_at_the_matrices_of_all_its_programmes(table, matrix, monkeypatch):
    other = ForumFactory().circle_id
    db.session.add(RoleMatrix(circle_id=other, created_at=utc_now(), created_by_id=table.coordinator.id))
    of = [matrix_id for (matrix_id,) in db.session.execute(select(RoleMatrix.circle_id))]
    monkeypatch.setattr(role_queries, "MOST_MATRICES", 1)
    found = [len(role_queries.readable_in(ids, table.coordinator, today())) for ids in (of, None)]
    assert (len(of), found) == (2, [2, 1])


def test_a_declined_item_lets_a_difference_be_proposed_again(table, matrix, as_user):
    view_of(as_user(table.partner), matrix(), table.unit)
    view_of(as_user(table.chair), matrix(), table.firm)
    visitor, sent = as_user(table.partner), {"session": str(table.next.id)}
    visitor.post(f"{R}.put_on_agenda", sent, role_activity_id=matrix_row(matrix()).id)
    shown = visitor.get(f"{R}.show", role_matrix_id=matrix().id)
    assert shown.soup.select_one(f".clash a[href$='{table.next.id}']")
    db.session.get_one(AgendaItem, matrix_row(matrix()).agenda_item_id).state = ItemState.DECLINED
    db.session.commit()
    shown = visitor.get(f"{R}.show", role_matrix_id=matrix().id)
    assert not shown.soup.select_one(f".clash a[href$='{table.next.id}']")
    visitor.post(f"{R}.put_on_agenda", sent, role_activity_id=matrix_row(matrix()).id)


def test_what_a_party_says_of_a_version_is_refused_once_a_later_one_was_circulated(table, matrix, as_user):
    as_user(table.coordinator).post(f"{R}.circulate", {"version": matrix().version}, role_matrix_id=matrix().id)
    path = f"/alignment/roles/{matrix().id}/versions/{'9' * 20}"
    assert as_user(table.partner).client.get(path).status_code == 404
    long = {"number": "9" * 5000, "agrees": "yes"}
    as_user(table.partner).post(f"{R}.consent", long, role_matrix_id=matrix().id, status=409)
    found, by = matrix(), db.session.get_one(Person, table.partner.id)
    assert found.number == 1
    db.session.execute(update(RoleMatrix.__table__).values(number=2))
    with pytest.raises(NotNow):
        actions.consent(found, agrees=True, number=1, by=by, at=utc_now())


def test_programs_read_and_write(table, matrix, as_program):
    program = as_program(table.coordinator)
    whole = program.get(f"/alignment/roles/{matrix().id}").json
    assert whole["activities"][0]["text"] == "Memeriksa mutu data"
    rows = [{"activity_id": whole["activities"][0]["id"], "text": "Baru", "cells": []}]
    program.patch(f"/alignment/roles/{matrix().id}", {"activities": rows})
    assert program.get(f"/alignment/roles/{matrix().id}").json["activities"][0]["text"] == "Baru"
    program.patch(f"/alignment/roles/{matrix().id}", {"activities": [{"text": "Tanpa peran"}]})
    rows[0]["activity_id"] = program.get(f"/alignment/roles/{matrix().id}").json["activities"][0]["id"]
    rows[0]["cells"] = [{"organisation_id": str(uuid4()), "role": "informed"}]
    program.patch(f"/alignment/roles/{matrix().id}", {"activities": rows}, status=422)


def test_roles_are_chosen_in_the_language_of_the_reader(table, matrix, as_user):
    page = as_user(table.coordinator).get(f"{R}.edit", role_matrix_id=matrix().id)
    named = {one.text for one in page.soup.select("select[name$=role] option")}
    assert "A\u2003penanggung jawab" in named
