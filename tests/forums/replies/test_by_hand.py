"""Messages that were put aside, recorded by a person as what they are."""

from dataclasses import replace

import pytest

from app.mail.inbox.models import MailStatus
from forums.invitations.models import AnswerState, Via
from tests.forums.replies import programs
from tests.forums.replies.conftest import answers_of, kept


def test_a_reply_that_could_not_be_believed_is_recorded_by_the_coordinator(asked, arrives, as_user, sent):
    it = asked()
    forged = programs.google(replace(it.requests["partner"], organizer="forum@selaras.example"), "DECLINED")
    assert arrives(forged) == ("aside", "forged")
    (mail,) = kept()
    coordinator = as_user(it.room.coordinator)
    page = coordinator.get("inbox.show", incoming_mail_id=mail.id)
    assert "Tidak dikirim ke alamat yang hanya diketahui kalender pihak yang diundang" in page.words
    form = coordinator.get("forums.messages.apply", incoming_mail_id=mail.id)
    chosen = {
        one["name"]: one.find("option", selected=True)["value"] for one in form.soup.find("main").find_all("select")
    }
    assert (chosen["answer"], chosen["source"]) == ("excused", "mail")
    note = form.soup.find("input", {"name": "note"})["value"]
    coordinator.post("forums.messages.apply", {**chosen, "note": note}, incoming_mail_id=mail.id)
    (answer,) = answers_of(it.room.partner)
    assert (answer.answer, answer.via, answer.recorded_by) == (AnswerState.EXCUSED, Via.ON_BEHALF, it.room.coordinator)
    assert answer.source.startswith(f"mail: {it.room.partner.email}")
    assert list(sent()) == [it.room.partner.email]
    assert kept()[0].standing is MailStatus.HANDLED


def test_a_mail_in_words_is_recorded_on_the_session_whose_invitation_it_answers(asked, arrives, as_user):
    it = asked()
    mine = it.requests["partner"]
    arrives(programs.mail(mine, "Saya tidak bisa datang.\n", kind="text/plain", In_Reply_To=mine.message_id))
    (mail,) = kept()
    form = as_user(it.room.coordinator).get("forums.messages.apply", incoming_mail_id=mail.id)
    selected = form.soup.find("select", {"name": "invitation"}).find("option", selected=True)
    assert selected.text == "Narahubung Mitra Solusi, MSK"


def test_a_message_of_nowhere_asks_which_session_it_is_about(asked, arrives, as_user):
    it = asked()
    arrives(programs.mail(it.requests["partner"], "Halo.\n", kind="text/plain"))
    (mail,) = kept()
    coordinator = as_user(it.room.coordinator)
    page = coordinator.get("forums.messages.apply", incoming_mail_id=mail.id)
    assert "Tentang sesi yang mana?" in page.words
    way = page.soup.find("main").find("a", href=lambda href: "session=" in href)["href"]
    assert "Catat sebagai jawaban" in coordinator.get(way).words
    coordinator.get(f"/settings/inbox/{mail.id}/apply?session=nonsense", status=404)
    assert f"session={it.session.id}" in way


@pytest.mark.one_database
def test_programs_record_what_a_message_says(asked, arrives, as_program, app):
    it = asked()
    arrives(programs.mail(it.requests["partner"], "Halo.\n", kind="text/plain"))
    (mail,) = kept()
    program = as_program(it.room.coordinator)
    items = program.get(f"/sessions/{it.session.id}/invitations").json["items"]
    invitation = next(one["id"] for one in items if one["person"] and one["person"]["id"] == str(it.room.partner.id))
    body = {"invitation": invitation, "answer": "excused", "source": "mail"}
    assert "Sebutkan sesi" in program.post(f"/inbox/{mail.id}/apply", body, status=422).get_data(as_text=True)
    done = program.post(f"/inbox/{mail.id}/apply?session={it.session.id}", body).json
    assert done["standing"] == "handled"
    (answer,) = answers_of(it.room.partner)
    assert (answer.answer, answer.via) == (AnswerState.EXCUSED, Via.ON_BEHALF)
