"""The page behind a mailed link."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.access import end_access
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.invitations.queries import answer_of, effective_answers
from forums.scheduling import session_actions
from forums.scheduling.models import Mode
from tests.factories.forums import NEXT


def state_of(it, person):
    """What holds for a person."""
    answer = answer_of(it.session, person.id)
    return answer.answer if answer else AnswerState.NEEDS_ACTION


def test_opening_the_link_changes_nothing_and_says_so(invited, as_user):
    it = invited()
    for _ in range(3):
        page = as_user().get(it.link(it.room.partner))
    assert "Membuka halaman ini tidak mengubah apa pun" in page.words
    assert "Narahubung Mitra Solusi" in page.words
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_one_button_answers_without_signing_in(invited, as_user):
    it = invited()
    stranger = as_user()
    page = stranger.post(it.link(it.room.partner), {"answer": "attending_in_person"}, follow=True)
    assert "Jawaban Anda tercatat" in page.words
    answer = db.session.scalars(select(Answer)).one()
    assert (answer.answer, answer.via) == (AnswerState.ATTENDING_IN_PERSON, Via.LINK)
    assert answer.person_id == it.room.partner.id
    assert state_of(it, it.room.member) is AnswerState.NEEDS_ACTION


def test_a_browser_without_cookies_can_answer_too(invited, app):
    it = invited()
    bare = app.test_client(use_cookies=False)
    link = it.link(it.room.partner)
    db.session.commit()
    bare.get(link)
    assert bare.post(link, data={"answer": "attending_in_person"}).status_code == 303
    assert bare.post(f"{link}/represented", data={"representative": "Ani"}).status_code == 303
    db.session.expire_all()
    assert state_of(it, it.room.partner) is AnswerState.REPRESENTED


def test_an_answer_can_be_changed_until_the_session_ends(invited, as_user, clock):
    it = invited()
    link, stranger = it.link(it.room.partner), as_user()
    stranger.post(link, {"answer": "attending_in_person"})
    clock.move_to(it.session.starts_at + timedelta(minutes=30))
    stranger.post(f"{link}/excused", {"reason": "Sakit"})
    answer = db.session.scalars(select(Answer)).one()
    assert (answer.answer, answer.reason) == (AnswerState.EXCUSED, "Sakit")
    clock.move_to(it.session.ends_at)
    stranger.get(link, status=410)
    stranger.post(link, {"answer": "attending_in_person"}, status=410)


def test_links_that_were_mailed_to_a_person_end_with_their_sessions(invited, as_user):
    it = invited()
    link, other = it.link(it.room.partner), it.link(it.room.member)
    end_access(it.room.partner, at=utc_now())
    as_user().get(link, status=404)
    as_user().post(link, {"answer": "attending_in_person"}, status=404)
    as_user().get(it.link(it.room.partner))
    as_user().get(other)


def test_a_link_that_never_was_is_not_found_and_a_withdrawn_one_is_gone(invited, as_user):
    it = invited()
    link = it.link(it.room.partner)
    as_user().get("/answer/tidak-ada", status=404)
    as_user().get(f"/answer/{'a' * 52}", status=404)
    as_user(it.room.coordinator).post("forums.invitations.renew", invitation_id=it.invitation(it.room.partner).id)
    as_user().get(link, status=404)
    assert it.link(it.room.partner) != link
    link = it.link(it.room.partner)
    it.invitation(it.room.partner).withdrawn_at = NEXT - timedelta(days=2)
    as_user().get(link, status=410)


def test_it_asks_who_comes_instead_and_keeps_what_was_typed(invited, as_user):
    it = invited()
    link, stranger = it.link(it.room.partner), as_user()
    assert stranger.post(link, {"answer": "represented"}).location.endswith("/represented")
    page = stranger.post(f"{link}/represented", {"representative": "", "position": "Analis"}, status=422)
    assert page.soup.find("input", {"name": "position"})["value"] == "Analis"
    stranger.post(f"{link}/represented", {"representative": "Ani", "position": "Analis", "contact": "0812 3456 7890"})
    page = stranger.get(link)
    assert "Diwakilkan" in page.words
    assert "Ani, Analis" in page.words


def test_an_invitation_is_passed_on_to_a_person_with_a_link_of_their_own(invited, as_user, sent):
    it = invited()
    sent()
    link, stranger = it.link(it.room.partner), as_user()
    guest = {"name": "Budi", "position": "Manajer", "email": "Budi@mitra.example"}
    stranger.post(f"{link}/forward", guest)
    mails = sent()
    assert list(mails) == ["budi@mitra.example"]
    text = mails["budi@mitra.example"].get_body(("plain",)).get_content()
    assert "diteruskan kepada Anda oleh Narahubung Mitra Solusi" in text
    own = next(line for line in text.splitlines() if "/answer/" in line).split("/answer/")[1].strip()
    assert own not in link
    seat = next(one for one in effective_answers(it.session) if one.invitation.guest_of_id)
    assert seat.invitation.seat_id == it.room.seats["company"].id
    stranger.post(f"/answer/{own}", {"answer": "attending_in_person"})
    stranger.get(f"/answer/{own}/forward")
    stranger.post(f"/answer/{own}/forward", {"name": "C", "email": "c@mitra.example"}, status=422)
    stranger.post(link, {"answer": "attending_in_person"})
    assert list(sent()) == ["budi@mitra.example"]
    stranger.get(f"/answer/{own}", status=410)


def test_a_link_cannot_be_used_to_write_to_everyone(invited, as_user):
    it = invited()
    link, stranger = it.link(it.room.partner), as_user()
    for number in range(5):
        stranger.post(f"{link}/forward", {"name": f"Tamu {number}", "email": f"tamu{number}@mitra.example"})
    stranger.post(f"{link}/forward", {"name": "Tamu 6", "email": "tamu6@mitra.example"}, status=422)
    stranger.post(f"{link}/forward", {"name": "Saya", "email": it.room.partner.email}, status=422)


def test_only_ways_in_which_the_session_takes_place_are_offered(invited, as_user):
    it = invited(mode=Mode.ONLINE, link="https://rapat.example/1")
    stranger, link = as_user(), it.link(it.room.partner)
    page = stranger.get(link)
    assert page.soup.find("button", value="attending_online")
    assert page.soup.find("button", value="attending_in_person") is None
    assert "https://rapat.example/1" not in page.get_data(as_text=True)
    stranger.post(link, {"answer": "attending_in_person"}, status=422)
    stranger.post(link, {"answer": "nonsense"}, status=400)
    stranger.post(link, {"answer": "attending_online"})
    assert "https://rapat.example/1" in stranger.get(link).get_data(as_text=True)


def test_an_answer_to_a_time_that_is_no_longer_meant_is_refused(invited, as_user):
    it = invited()
    stranger, link = as_user(), it.link(it.room.partner)
    seen = stranger.get(link).soup.find("input", {"name": "seen"})["value"]
    session_actions.move(
        it.session,
        starts_at=NEXT + timedelta(days=1),
        minutes=120,
        reason="",
        by=it.room.coordinator,
        at=NEXT - timedelta(days=2),
    )
    page = stranger.post(link, {"answer": "attending_in_person", "seen": seen}, status=422)
    assert "Waktu sesi berubah" in page.words
    assert state_of(it, it.room.partner) is AnswerState.NEEDS_ACTION


def test_a_cancelled_session_says_so_and_asks_nothing(invited, as_user):
    it = invited()
    session_actions.cancel(it.session, reason="Banjir", by=it.room.coordinator, at=NEXT - timedelta(days=2))
    page = as_user().get(it.link(it.room.partner))
    assert "Banjir" in page.words
    assert page.soup.find("button", {"name": "answer"}) is None
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"}, status=422)


def test_the_page_speaks_both_languages(invited, as_user):
    it = invited()
    page = as_user().get(f"{it.link(it.room.partner)}?lang=en")
    assert "Will you come?" in page.words
    assert page.soup.html["lang"] == "en"


def test_the_page_takes_few_statements(invited, as_user, queries):
    it = invited()
    stranger, link = as_user(), it.link(it.room.partner)
    with queries(at_most=8):
        stranger.get(link)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_accessible_and_works_by_keyboard_without_script(invited, pages, axe, width):
    it = invited(mode=Mode.HYBRID, link="https://rapat.example/1")
    link = it.link(it.room.partner)
    page = pages(width=width)
    page.goto(link)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{link}/represented")
    axe(page)
    plain = pages(width=width, script=False)
    plain.goto(link)
    plain.get_by_role("button", name="Hadir daring").focus()
    plain.keyboard.press("Enter")
    plain.get_by_text("Terima kasih").wait_for()
    page.goto(link)
    axe(page)


def test_answering_by_link_sends_nothing_to_the_others(invited, as_user):
    it = invited()
    before = db.session.scalar(select(func.count()).select_from(Mail))
    as_user().post(it.link(it.room.partner), {"answer": "tentative"})
    assert db.session.scalar(select(func.count()).select_from(Mail)) == before
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 6
