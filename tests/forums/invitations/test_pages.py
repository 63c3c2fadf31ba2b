"""Invitations in the application: who may send, see and record."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.web.i18n import force_locale
from forums.invitations.labels import sending_label
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.invitations.queries import answer_of
from forums.scheduling.models import SessionState
from tests.factories import AdministratorFactory, LeadershipFactory, PersonFactory, SeriesFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room


def mails():
    """How many mails wait."""
    return db.session.scalar(select(func.count()).select_from(Mail))


def test_of_a_session_that_is_over_no_invitation_is_announced(app, as_user):
    it = room()
    it.session.state = SessionState.HELD
    words = as_user(it.coordinator).get("forums.invitations.show", session_id=it.session.id).words
    assert "Tidak ada yang diundang" in words
    assert "otomatis" not in words


@pytest.mark.parametrize("name", ["coordinator", "chair", "facilitator"])
def test_who_leads_sends_the_invitations_and_sees_first_how_many(app, as_user, name):
    it = room()
    leader = as_user(getattr(it, name))
    assert "Belum ada yang diundang" in leader.get("forums.invitations.show", session_id=it.session.id).words
    page = leader.get("forums.invitations.send", session_id=it.session.id)
    assert "6 orang menerima undangan" in page.words
    answer = leader.post(
        "forums.invitations.send", {"letter_number": "DEMO/UND/44/2026"}, session_id=it.session.id, follow=True
    )
    assert "6 undangan sudah disiapkan." in answer.words
    assert mails() == 6
    assert "DEMO/UND/44/2026" in db.session.scalars(select(Mail.text)).first()
    leader.post("forums.invitations.send", session_id=it.session.id)
    assert mails() == 6


@pytest.mark.parametrize("name, status", [("taker", 403), ("member", 403), ("observer", 403)])
def test_nobody_else_sends(app, as_user, name, status):
    it = room()
    person = as_user(getattr(it, name))
    person.get("forums.invitations.send", session_id=it.session.id, status=status)
    person.post("forums.invitations.send", session_id=it.session.id, status=status)
    assert mails() == 0


@pytest.mark.parametrize("factory", [PersonFactory, AdministratorFactory])
def test_outsiders_do_not_learn_that_the_session_exists(app, as_user, factory):
    it = room(circle__classification=Classification.RESTRICTED)
    outsider = as_user(factory())
    outsider.get("forums.invitations.show", session_id=it.session.id, status=404)
    outsider.post("forums.invitations.send", session_id=it.session.id, status=404)
    as_user().get("forums.invitations.show", session_id=it.session.id, status=302)


def test_leadership_reads_the_forum_but_not_who_answered_what(app, as_user):
    it = room()
    as_user(LeadershipFactory()).get("forums.invitations.show", session_id=it.session.id, status=403)


def test_no_invitation_is_sent_while_another_date_is_proposed(app, as_user):
    it = room()
    it.session.proposed_starts_at, it.session.because = NEXT + timedelta(days=1), "Hari libur"
    page = as_user(it.chair).post("forums.invitations.send", session_id=it.session.id, status=422)
    assert "Putuskan dahulu" in page.words
    assert mails() == 0


def test_a_member_answers_in_the_app_with_one_button(invited, as_user):
    it = invited()
    member = as_user(it.room.member)
    page = member.get("forums.invitations.show", session_id=it.session.id)
    form = page.soup.find("form", action=lambda path: path and path.endswith("/quick"))
    member.post(form["action"], {"answer": "attending_in_person"})
    answer = db.session.scalars(select(Answer)).one()
    assert (answer.person_id, answer.answer, answer.via) == (
        it.room.member.id,
        AnswerState.ATTENDING_IN_PERSON,
        Via.APP,
    )
    other = it.invitation(it.room.partner)
    member.post("forums.invitations.quick", {"answer": "tentative"}, invitation_id=other.id, status=403)
    member.get("forums.invitations.answer", invitation_id=other.id, status=403)


def test_a_member_answers_for_the_whole_series(invited, as_user):
    it = invited()
    series = SeriesFactory(forum=it.room.forum)
    it.session.series_id, it.session.slot, it.session.uid = series.id, it.session.starts_at, None
    invitation = it.invitation(it.room.member)
    member = as_user(it.room.member)
    member.post("forums.invitations.answer", {"answer": "represented"}, invitation_id=invitation.id, status=422)
    member.post("forums.invitations.answer", {"answer": "excused", "scope": "series"}, invitation_id=invitation.id)
    kept = db.session.scalars(select(Answer).where(Answer.series_id == series.id)).one()
    assert kept.answer is AnswerState.EXCUSED


def test_an_answer_on_behalf_is_marked_and_the_party_is_told(invited, as_user):
    it = invited()
    invitation = it.invitation(it.room.partner)
    before = mails()
    coordinator = as_user(it.room.coordinator)
    sent = {"answer": "represented", "representative": "Ani", "source": "telephone", "note": "Ibu Sari, 24 November"}
    coordinator.post("forums.invitations.record", sent, invitation_id=invitation.id)
    answer = answer_of(it.session, it.room.partner.id)
    assert (answer.via, answer.recorded_by_id) == (Via.ON_BEHALF, it.room.coordinator.id)
    words = coordinator.get("forums.invitations.show", session_id=it.session.id).words
    assert "dicatat oleh Koordinator JSC, melalui telepon: Ibu Sari, 24 November" in words
    assert mails() == before + 1
    told = db.session.scalars(select(Mail).where(Mail.kind == "forums/invitations/recorded")).one()
    assert told.person_id == it.room.partner.id
    assert it.link(it.room.partner) in told.text
    as_user(it.room.member).post("forums.invitations.record", sent, invitation_id=invitation.id, status=403)
    as_user(PersonFactory()).post("forums.invitations.record", sent, invitation_id=invitation.id, status=404)


def test_contacts_and_reasons_are_for_those_who_organise_the_session(invited, as_user):
    it = invited()
    it.room.partner.phone = "0812 3456 7890"
    as_user().post(f"{it.link(it.room.member)}/excused", {"reason": "Berobat"})
    leader = as_user(it.room.chair).get("forums.invitations.show", session_id=it.session.id)
    text = leader.get_data(as_text=True)
    assert "https://wa.me/6281234567890?text=" in text
    assert f"mailto:{it.room.partner.email}?subject=" in text
    assert "Berobat" in text
    member = as_user(it.room.member).get("forums.invitations.show", session_id=it.session.id).get_data(as_text=True)
    assert "wa.me/62" not in member
    assert it.room.partner.email not in member
    assert "Berobat" not in member
    assert "/answer/" not in member


def test_what_one_reader_saw_of_an_answer_the_next_one_does_not(invited, as_user):
    it = invited()
    as_user().post(f"{it.link(it.room.member)}/excused", {"reason": "Berobat"})
    address = f"/sessions/{it.session.id}/invitations"
    for reader, sees in ((it.room.chair, True), (it.room.partner, False), (it.room.chair, True)):
        assert ("Berobat" in as_user(reader).get(address).words) is sees
    it.room.member.name, it.room.member.position = "Siti <b>", "Kepala Bidang"
    it.room.member.organisation.name = "Dinas Air"
    page = as_user(it.room.partner).get(address).words
    assert "Dinas Air" in page
    assert "Siti <b>" in page
    assert "Kepala Bidang" in page


@pytest.mark.parametrize(
    "days, words", [(30, "14 hari sebelum setiap sesi"), (3, "dalam satu jam"), (-1, "tidak ada undangan yang dikirim")]
)
def test_the_page_says_when_invitations_go_out(app, clock, days, words):
    session = SessionFactory(starts_at=utc_now() + timedelta(days=days))
    with force_locale("id"):
        assert words in sending_label(session)


def test_the_list_shows_how_the_quorum_will_stand(invited, as_user):
    it = invited()
    chair = as_user(it.room.chair)
    words = chair.get("forums.invitations.show", session_id=it.session.id).words
    assert "Terancam" in words
    assert "0 instansi akan hadir" in words
    assert "Kuorum: 2 dari 3 kursi" in words
    as_user().post(it.link(it.room.chair), {"answer": "attending_in_person"})
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    words = chair.get("forums.invitations.show", session_id=it.session.id).words
    assert "2 instansi akan hadir" in words
    assert "Terancam" not in words


def test_the_overview_says_how_far_the_invitations_are(app, as_user, queries):
    it = room()
    leader = as_user(it.chair)
    with queries(at_most=10):
        page = leader.get("forums.sessions.show", session_id=it.session.id)
    assert "Undangan dikirim otomatis dalam satu jam" in page.words
    assert page.soup.find("a", href=f"/sessions/{it.session.id}/invitations/send")
    leader.post("forums.invitations.send", session_id=it.session.id)
    assert "0 dari 6 sudah menjawab" in as_user(it.member).get("forums.sessions.show", session_id=it.session.id).words


def test_the_list_takes_the_same_statements_however_many_are_invited(invited, as_user, queries):
    it = invited()
    chair = as_user(it.room.chair)
    with queries(at_most=10) as few:
        chair.get("forums.invitations.show", session_id=it.session.id)
    from forums.invitations.actions import invite
    from tests.factories import ParticipantFactory

    for _ in range(8):
        ParticipantFactory(forum=it.room.forum)
    db.session.commit()
    invite(it.session, by=it.room.coordinator, at=NEXT - timedelta(days=2))
    with queries(at_most=10) as many:
        chair.get("forums.invitations.show", session_id=it.session.id)
    assert len(many) == len(few)
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 14


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible(invited, pages, axe, width):
    it = invited()
    page = pages(it.room.chair, width=width, height=4000)
    invitation = it.invitation(it.room.chair)
    for path in (
        f"/sessions/{it.session.id}/invitations",
        f"/sessions/{it.session.id}/invitations/send",
        f"/invitations/{invitation.id}/answer",
        f"/invitations/{invitation.id}/record",
        "/profile/calendar",
    ):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
