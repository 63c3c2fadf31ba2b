"""From the invitation in the mail to the answer on the page, by the ways that a mail server has."""

from dataclasses import replace

import pytest

from app.database import db
from app.mail.inbox.polling import poll
from forums.attendance.models import Presence
from forums.attendance.queries import expected
from forums.attendance.suggestions import suggestions
from forums.invitations import actions
from forums.invitations.models import AnswerState, Via
from forums.invitations.queries import roll
from tests.factories import OrganisationFactory, SeatFactory
from tests.forums.invitations.conftest import NOW
from tests.forums.replies import programs
from tests.forums.replies.conftest import answers_of, kept
from tests.forums.replies.programs import bare, event, request_in
from tests.forums.room import room
from tests.support.imap import running_imap_server


def test_an_answer_comes_in_through_the_pipe_of_a_mail_server(asked, app):
    it = asked()
    content = programs.google(it.requests["partner"], "TENTATIVE")
    db.session.commit()
    for told in ("taken\n", "put aside: duplicate\n"):
        result = app.test_cli_runner().invoke(args=["calendar", "receive"], input=content)
        db.session.rollback()
        assert (result.exit_code, result.output) == (0, told)
    assert [one.answer for one in answers_of(it.room.partner)] == [AnswerState.TENTATIVE]


def test_answers_of_four_programs_and_a_forger_come_in_from_the_mailbox(asked, app, as_user):
    it = asked()
    asks = it.requests
    forged = programs.google(replace(asks["chair"], organizer="forum@selaras.example"), "DECLINED")
    with running_imap_server() as server:
        app.extensions["settings"] = replace(app.extensions["settings"], inbox_url=server.url)
        server.put(
            programs.google(asks["partner"]),
            programs.outlook(asks["member"], "DECLINED"),
            forged,
            programs.apple(asks["taker"], "TENTATIVE"),
            programs.thunderbird(asks["observer"]),
        )
        db.session.commit()
        assert poll(stop=lambda: False) == 5
    db.session.expire_all()
    given = {
        name: [(one.answer.value, one.via) for one in answers_of(getattr(it.room, name))]
        for name in ("partner", "member", "taker", "observer", "chair")
    }
    assert given == {
        "partner": [("attending_in_person", Via.REPLY)],
        "member": [("excused", Via.REPLY)],
        "taker": [("tentative", Via.REPLY)],
        "observer": [("attending_in_person", Via.REPLY)],
        "chair": [],
    }
    assert [mail.why.value for mail in kept() if mail.why] == ["forged"]
    assert all(mail.content is None for mail in kept() if not mail.why)
    page = as_user(it.room.coordinator).get("forums.invitations.show", session_id=it.session.id)
    assert page.words.count("melalui surel") == 4


def test_an_office_passes_its_invitation_on_and_the_person_named_takes_its_seat(app, arrives, sent):
    it = room()
    office = OrganisationFactory(name="Dinas Perhubungan", secretariat_email="Sekretariat@Dishub.example".lower())
    seat = SeatFactory(circle=it.forum.circle, organisation=office, position=5)
    actions.invite(it.session, by=it.coordinator, at=NOW)
    asked_of = request_in(sent()["sekretariat@dishub.example"])
    passed_on = bare(
        asked_of,
        *event(
            asked_of,
            'PARTSTAT=DELEGATED;CUTYPE=GROUP;DELEGATED-TO="mailto:rina@dishub.example":MAILTO:SEKRETARIAT@DISHUB.EXAMPLE',
            "ATTENDEE;CN=Rina Wati;PARTSTAT=NEEDS-ACTION:mailto:rina@dishub.example",
        ),
    )
    assert arrives(passed_on) == ("taken", None)
    own = request_in(sent()["rina@dishub.example"])
    assert arrives(programs.apple(own)) == ("taken", None)
    there = roll(it.session)
    (guest,) = [one for one in there.invited if one.invitation.guest_of_id]
    assert (guest.invitation.person.name, guest.invitation.seat_id) == ("Rina Wati", seat.id)
    assert guest.invitation.person.organisation_id == office.id
    assert there.forecast.confirmed.taken == 1
    rows = [row for row in expected(it.session) if row.seat.id == seat.id]
    assert list(suggestions(it.session, rows).values()) == [(Presence.REPRESENTED, "Rina Wati")]


@pytest.mark.one_database
def test_an_office_answers_session_by_session(app, arrives, series, sent):
    it = series()
    office = OrganisationFactory(name="Dinas Perhubungan", secretariat_email="sekretariat@dishub.example")
    SeatFactory(circle=it.room.forum.circle, organisation=office, position=5)
    actions.invite(it.second, by=it.room.coordinator, at=NOW)
    asked_of = request_in(sent()["sekretariat@dishub.example"])
    assert arrives(programs.google(asked_of, recurrence_id=None)) == ("aside", "refused")
    assert arrives(programs.outlook(asked_of, "DECLINED")) == ("taken", None)
    (answer,) = [one.answer for one in roll(it.second).invited if one.invitation.organisation_id == office.id]
    assert (answer.answer, answer.organisation_id) == (AnswerState.EXCUSED, office.id)
