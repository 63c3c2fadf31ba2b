"""Other times: proposed by a calendar program, by link or in the app, decided on by the coordinator."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from forums.invitations import change_notices
from forums.invitations.models import AnswerState, Via
from forums.replies.models import ProposalState, TimeProposal
from tests.factories import PersonFactory
from tests.forums.changes.confirming import confirmed
from tests.forums.replies import programs
from tests.forums.replies.conftest import ARRIVES, answers_of
from tests.forums.replies.programs import WRITTEN, bare, event, utc

FRIDAY = datetime(2026, 11, 27, 2, tzinfo=UTC)


def counter(it, starts_at=FRIDAY, *lines, answer="TENTATIVE", stamp=WRITTEN, **told):
    """Return a COUNTER as Outlook sends it: "Tentative and propose a new time"."""
    times = {"dtstart": f":{utc(starts_at)}", "dtend": f":{utc(starts_at + timedelta(hours=2))}"}
    speaker = f"PARTSTAT={answer};CN={it.name}:mailto:{it.attendee}"
    said = event(it, speaker, "COMMENT:Jumat lebih baik", *lines, stamp=stamp, **{**times, **told})
    return bare(it, *said, method="COUNTER")


def proposals():
    return db.session.scalars(select(TimeProposal).order_by(TimeProposal.proposed_at)).all()


def test_a_counter_is_a_proposal_on_the_session_page_and_the_coordinators_home(asked, arrives, as_user):
    it = asked()
    assert arrives(counter(it.requests["partner"])) == ("taken", None)
    (proposal,) = proposals()
    assert (proposal.starts_at, proposal.minutes, proposal.via) == (FRIDAY, 120, Via.REPLY)
    assert [one.answer for one in answers_of(it.room.partner)] == [AnswerState.TENTATIVE]
    assert it.session.starts_at < FRIDAY
    home = as_user(it.room.coordinator).get("/")
    assert "Narahubung Mitra Solusi mengusulkan Jumat, 27 November 2026 pukul 09.00 WIB. Jumat lebih baik" in home.words
    page = as_user(it.room.coordinator).get("forums.sessions.show", session_id=it.session.id)
    assert "Usulan waktu lain" in page.words
    seen = as_user(it.room.member).get("forums.sessions.show", session_id=it.session.id)
    assert "Usulan waktu lain" not in seen.words


def test_accepting_moves_the_session_and_everyone_is_told(asked, arrives, as_user, sent, clock):
    it = asked()
    arrives(counter(it.requests["partner"]))
    arrives(counter(it.requests["member"], FRIDAY + timedelta(days=3)))
    chosen = next(one for one in proposals() if one.starts_at == FRIDAY)
    as_user(it.room.coordinator).post("forums.replies.accept", time_proposal_id=chosen.id)
    assert it.session.starts_at == FRIDAY
    assert {one.state for one in proposals()} == {ProposalState.ACCEPTED, ProposalState.OVERTAKEN}
    assert it.session.because == "Waktu lain diusulkan oleh MSK"
    clock.shift(timedelta(minutes=5))
    change_notices.send_pending(it.room.forum.id, at=utc_now())
    moved = sent()
    assert {it.room.member.email, it.room.chair.email, it.room.partner.email} <= moved.keys()
    assert programs.request_in(moved[it.room.member.email]).starts_at == FRIDAY
    as_user(it.room.coordinator).post("forums.replies.accept", time_proposal_id=chosen.id, status=422)


def test_declining_tells_the_calendar_that_its_time_was_not_taken(asked, arrives, as_user, sent):
    it = asked()
    mine = it.requests["partner"]
    arrives(counter(mine))
    (proposal,) = proposals()
    as_user(it.room.coordinator).post(
        "forums.replies.decline", {"reason": "Ruang terpakai"}, time_proposal_id=proposal.id
    )
    messages = sent()
    assert list(messages) == [it.room.partner.email]
    message = messages[it.room.partner.email]
    assert "Ruang terpakai" in message.get_body(("plain",)).get_content()
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_content())
    (told,) = calendar.walk("VEVENT")
    assert part["Content-Type"].params["method"] == calendar["METHOD"] == "DECLINECOUNTER"
    assert (str(told["UID"]), int(told["SEQUENCE"])) == (mine.uid, mine.sequence)
    assert told["DTSTART"].dt == it.session.starts_at
    assert (proposal.state, proposal.reason) == (ProposalState.DECLINED, "Ruang terpakai")
    assert it.session.starts_at < FRIDAY


def test_a_counter_that_is_old_or_proposes_no_time_is_put_aside(asked, arrives):
    it = asked()
    mine = it.requests["partner"]
    arrives(counter(mine, stamp=WRITTEN + timedelta(minutes=1)), at=ARRIVES + timedelta(minutes=1))
    assert arrives(counter(mine, FRIDAY + timedelta(days=1))) == ("aside", "stale")
    assert arrives(counter(mine, sequence=":0")) == ("aside", "stale")
    now = {"stamp": ARRIVES + timedelta(minutes=5), "at": ARRIVES + timedelta(minutes=9)}
    assert arrives(counter(mine, dtstart=None, stamp=now["stamp"]), at=now["at"]) == ("aside", "says_nothing")
    assert arrives(counter(mine, dtstart=";VALUE=DATE:20261127", stamp=now["stamp"]), at=now["at"]) == (
        "aside",
        "says_nothing",
    )
    assert arrives(counter(mine, it.session.starts_at, stamp=now["stamp"]), at=now["at"]) == ("aside", "refused")
    past = FRIDAY - timedelta(days=9)
    assert arrives(counter(mine, past, stamp=now["stamp"]), at=now["at"]) == ("aside", "refused")
    assert len(proposals()) == 1


def test_a_refresh_brings_the_invitation_again_to_its_holder_alone_and_no_mail_storm(asked, arrives, sent):
    it = asked()
    mine = it.requests["partner"]
    arrives(programs.google(mine, "TENTATIVE"))
    wish = bare(mine, *event(mine, f"CN=Ani:mailto:{mine.attendee}"), method="REFRESH")
    assert arrives(wish) == ("taken", None)
    messages = sent()
    assert list(messages) == [it.room.partner.email]
    again = programs.request_in(messages[it.room.partner.email])
    assert again.sequence > mine.sequence
    assert "PARTSTAT=TENTATIVE" in str(messages[it.room.partner.email].as_string()) or again.uid == mine.uid
    once_more = bare(mine, *event(mine, f"CN=Ani:mailto:{mine.attendee}", stamp=ARRIVES), method="REFRESH")
    assert arrives(once_more, at=ARRIVES + timedelta(minutes=3)) == ("aside", "duplicate")
    assert sent() == {}


def test_whoever_opened_the_link_proposes_without_signing_in(asked, as_user, sent):
    it = asked()
    link, stranger = it.link(it.room.partner), as_user()
    assert "Usulkan waktu lain" in stranger.get(link).words
    form = {"day": "27/11/2026", "time": "09.00", "minutes": "90", "comment": "Jumat lebih baik"}
    page = stranger.post(f"{link}/another-time", {**form, "day": "besok lusa"}, status=422)
    assert page.soup.find("input", {"name": "comment"})["value"] == "Jumat lebih baik"
    stranger.post(f"{link}/another-time", {**form, "day": "1/1/2020"}, status=422)
    stranger.post(f"{link}/another-time", form)
    assert "Anda mengusulkan Jumat, 27 November 2026 pukul 09.00 WIB" in stranger.get(link).words
    (proposal,) = proposals()
    assert (proposal.starts_at, proposal.minutes, proposal.comment) == (FRIDAY, 90, "Jumat lebih baik")
    as_user(it.room.chair).post("forums.replies.decline", {"reason": ""}, time_proposal_id=proposal.id)
    (message,) = sent().values()
    assert "text/calendar" not in {part.get_content_type() for part in message.walk()}
    assert "Waktu sesi tetap" in stranger.get(link).words


def test_a_newer_proposal_of_the_same_person_replaces_the_earlier_one_a_few_times(asked, as_user):
    it = asked()
    link, stranger = it.link(it.room.partner), as_user()
    for hour in range(5):
        form = {"day": "27/11/2026", "time": f"1{hour}.00", "minutes": "60"}
        stranger.post(f"{link}/another-time", form)
    states = [one.state for one in proposals()]
    assert sorted(one.value for one in states) == ["open", *4 * ["overtaken"]]
    stranger.post(f"{link}/another-time", {"day": "27/11/2026", "time": "16.00", "minutes": "60"}, status=422)


def test_a_session_that_moves_otherwise_closes_what_was_proposed(asked, arrives, as_user):
    it = asked()
    arrives(counter(it.requests["partner"]))
    coordinator = as_user(it.room.coordinator)
    confirmed(coordinator, "forums.sessions.cancel", {"reason": "Banjir"}, session_id=it.session.id)
    assert proposals()[0].state is ProposalState.OVERTAKEN


def test_programs_propose_and_decide_too(asked, as_program):
    it = asked()
    invitation = it.invitation(it.room.partner)
    body = {"day": "2026-11-27", "time": "09:00", "minutes": 120, "comment": "Jumat"}
    made = as_program(it.room.partner).post(f"/invitations/{invitation.id}/another-time", body, status=201).json
    assert (made["starts_at"], made["state"], made["via"]) == ("2026-11-27T02:00:00Z", "open", "app")
    chair = as_program(it.room.chair)
    assert [one["id"] for one in chair.get(f"/sessions/{it.session.id}/time-proposals").json["items"]] == [made["id"]]
    as_program(it.room.partner).post(f"/time-proposals/{made['id']}/accept", {}, status=403)
    assert chair.post(f"/time-proposals/{made['id']}/accept", {}).json["state"] == "accepted"
    assert chair.get(f"/time-proposals/{made['id']}").json["decided_at"]
    as_program(it.room.partner).post(f"/time-proposals/{made['id']}/decline", {}, status=403)


def test_an_invitation_is_passed_on_in_the_app_and_by_programs(asked, as_user, as_program):
    it = asked()
    invitation = it.invitation(it.room.partner)
    budi = {"name": "Budi", "position": "Manajer", "email": "budi@mitra.example"}
    as_user(it.room.partner).post("forums.invitations.pass_on", budi, invitation_id=invitation.id)
    cici = {"name": "Cici", "email": "cici@mitra.example"}
    told = as_program(it.room.partner).post(f"/invitations/{invitation.id}/pass-on", cici).json
    assert (told["answer"], told["representative"]) == ("represented", "Cici")


def test_passing_on_tells_nobody_whether_others_have_the_address(asked, as_user, as_program):
    it = asked()
    PersonFactory(name="Orang Lain", email="orang@lain.example")
    invitation, program = it.invitation(it.room.partner).id, as_program(it.room.partner)
    told = []
    for email in ("orang@lain.example", "siapa@lain.example"):
        answer = program.post(f"/invitations/{invitation}/pass-on", {"name": "Budi", "email": email}).json
        page = as_user(it.room.partner).get("forums.invitations.show", session_id=it.session.id).words
        own = as_user(it.room.partner).get("organisations.show", organisation_id=it.room.partner.organisation_id).words
        told.append([answer["answer"], answer["representative"], page, "Orang Lain" in own, f"Budi {email}" in own])
    assert told[0][:2] == told[1][:2]
    assert "Orang Lain" not in told[0][2]
    assert "Budi" in told[0][2]
    assert told[0][3:] == told[1][3:]


@pytest.mark.one_database
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible(asked, pages, axe, arrives, width):
    it = asked()
    arrives(counter(it.requests["partner"]))
    address, link = f"/sessions/{it.session.id}", it.link(it.room.partner)
    coordinator, partner = it.room.coordinator, it.room.partner
    decline = f"/time-proposals/{proposals()[0].id}/decline"
    invitation = it.invitation(partner).id
    db.session.commit()
    signed_in = pages(coordinator, width=width)
    for path in (address, decline, "/"):
        signed_in.goto(path)
        axe(signed_in)
        assert signed_in.evaluate("document.documentElement.scrollWidth") <= width
    own = pages(partner, width=width)
    for path in (f"/invitations/{invitation}/another-time", f"/invitations/{invitation}/pass-on"):
        own.goto(path)
        axe(own)
    plain = pages(width=width, script=False)
    plain.goto(f"{link}/another-time")
    plain.get_by_label("Alasan").fill("Jumat lebih baik")
    plain.get_by_label("Tanggal").fill("30/11/2026")
    plain.get_by_role("button", name="Usulkan waktu ini").click()
    plain.get_by_text("Terima kasih").wait_for()
