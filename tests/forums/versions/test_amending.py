"""Approved minutes are amended by a new version; until it is approved, what was approved stays in force."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.pdf.canonical import fingerprint
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState, Passage
from forums.versions.models import Amendment, CirculatedText, Rewording
from tests.forums.versions.conftest import DECIDED, REASON, SAID, approved_case


def test_a_new_version_copies_the_notes_and_remembers_where_they_came_from(case):
    made = case.amend()
    assert (made.version, made.state) == (2, MinutesState.DRAFT)
    first, copies = case.passages(case.first), case.passages(made)
    assert [one.text for one in copies] == ["Rapat dibuka.", SAID]
    assert [one.origin_id for one in copies] == [one.id for one in first]
    assert not {one.id for one in copies} & {one.id for one in first}
    amendment = db.session.scalars(select(Amendment)).one()
    assert (amendment.base_id, amendment.reason, amendment.asked_by) == (case.first.id, *REASON.values())
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.amended")).one()
    assert (row.subject_id, row.details["version"], row.details["reason"]) == (made.id, 2, REASON["reason"])


def test_copies_of_copies_lead_back_to_the_first_version(case):
    second = case.second()
    case.first = second
    third = case.amend()
    origins = [one.origin_id for one in case.passages(third)]
    assert origins == [one.origin_id for one in case.passages(second)]


@pytest.mark.parametrize("who", ["taker", "facilitator", "coordinator"])
def test_who_writes_minutes_may_amend_them(case, who):
    assert case.amend(who).version == 2


def test_a_new_version_needs_a_reason_and_who_requested_it(case):
    page = case.visitor("taker").post("forums.versions.amend", {"reason": ""}, minutes_id=case.first.id, status=422)
    assert page.soup.find(id="reason-error")
    assert page.soup.find(id="asked_by-error")
    assert case.newest().id == case.first.id


def test_one_version_is_open_at_a_time(case):
    case.amend()
    taker = case.visitor("taker")
    page = taker.post("forums.versions.amend", REASON, minutes_id=case.first.id, status=409)
    assert "Versi 2 sudah sedang disusun" in page.words
    taker.get("forums.versions.amend", minutes_id=case.first.id, status=409)
    assert db.session.scalar(select(func.count(Minutes.id))) == 2


def test_minutes_that_are_not_approved_are_not_amended(case):
    made = case.amend()
    page = case.visitor("taker").post("forums.versions.amend", REASON, minutes_id=made.id, status=409)
    assert "belum disetujui" in page.words


@pytest.mark.every_database
def test_two_people_begin_one_new_version(app, case, as_user):
    answers, clients = [], [as_user(one).another_client() for one in (case.room.taker, case.room.coordinator)]
    path = f"/minutes/{case.first.id}/amend"
    db.session.commit()

    def begin(client):
        page = client.get(path)
        token = page.get_data(as_text=True).partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        answers.append(client.post(path, data={**REASON, "csrf_token": token}).status_code)

    threads = [threading.Thread(target=begin, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409]
    assert case.newest().version == 2


def test_until_it_is_approved_the_old_version_is_in_force(case):
    sha256, made = case.first.sha256, case.amend()
    case.write(case.passages(made)[1], "Dinkes melaporkan 14 layanan.")
    case.reword()
    page = case.visitor("member").get("forums.minutes.show", session_id=case.session.id)
    assert SAID in page.words
    assert "14 layanan" not in page.words
    assert case.first.sha256 == sha256 == fingerprint(case.first.content)
    assert case.decision.text == DECIDED
    decision = case.visitor("member").get("forums.decisions.show", decision_id=case.decision.id)
    assert DECIDED in decision.words
    assert "diperiksa" not in decision.words
    assert "Sah" in decision.words


def test_writers_read_in_the_draft_what_stays_in_force_and_why_it_was_begun(case):
    case.amend()
    page = case.visitor("taker").get("forums.minutes.show", session_id=case.session.id)
    assert "Versi 1 tanggal" in page.words
    assert "tetap berlaku sampai versi ini disetujui" in page.words
    assert REASON["reason"] in page.words
    assert REASON["asked_by"] in page.words


def test_the_approved_version_names_the_one_that_it_replaces_by_hash(case):
    second = case.second()
    content = second.content
    assert content["previous"]["version"] == 1
    assert content["previous"]["sha256"] == case.first.sha256
    assert content["amended"] == REASON
    assert second.sha256 == fingerprint(content)
    page = case.visitor("member").get(f"/sessions/{case.session.id}/minutes?version=1")
    assert "Versi ini sudah digantikan" in page.words
    page = case.visitor("member").get("forums.minutes.show", session_id=case.session.id)
    assert "Menggantikan versi 1" in page.words
    assert "14 layanan" in page.words


def test_an_amendment_takes_over_everything_but_notes_and_wording(case):
    made = case.amend()
    case.room.seats["agency"].organisation.name = "Dinas Kesehatan dan Sosial"
    case.item.title = "Judul lain"
    case.session.place = "Tempat lain"
    db.session.commit()
    case.circulate(made)
    case.approve(made)
    first, second = case.first.content, made.content
    own = {"version", "number", "circulated_at", "corrections", "parties", "approved_at", "previous", "amended"}
    for key in first.keys() - own - {"items", "opening"}:
        assert second[key] == first[key], key
    assert second["items"][0]["title"] == first["items"][0]["title"]
    assert second["items"][0]["decisions"] == first["items"][0]["decisions"]


def test_the_decision_gets_its_new_wording_with_the_approval(case):
    case.second()
    assert case.decision.text == "Daftar layanan diperiksa, lalu diserahkan."
    assert case.first.content["items"][0]["decisions"][0]["text"] == DECIDED
    page = case.visitor("member").get("forums.decisions.show", decision_id=case.decision.id)
    assert "Diperjelas dalam notulen versi 2" in page.words
    assert page.soup.select("p.diff ins")
    recorded = select(AuditRow).where(AuditRow.action == "decision.clarified").options(joinedload(AuditRow.personal))
    row = db.session.scalars(recorded).one()
    assert (row.subject_id, row.details["version"]) == (case.decision.id, 2)
    assert row.personal.details == {"before": DECIDED, "after": case.decision.text}


def test_the_approved_wording_takes_a_change_back(case):
    case.amend()
    case.reword()
    assert db.session.scalars(select(Rewording)).one().text.startswith("Daftar layanan diperiksa")
    case.reword(DECIDED)
    assert db.session.scalars(select(Rewording)).all() == []


def test_wording_is_changed_only_in_a_new_version(case):
    taker = case.visitor("taker")
    for ask in (taker.get, lambda *where, **how: taker.post(where[0], {"text": "Lain"}, **how)):
        page = ask("forums.versions.reword", decision_id=case.decision.id, status=409)
        assert "versi baru" in page.words
    case.amend()
    case.visitor("member").post("forums.versions.reword", {"text": "x"}, decision_id=case.decision.id, status=403)


def test_a_refused_wording_keeps_what_was_typed(case):
    case.amend()
    sent = {"text": "", "basis": "Perda 3/2024"}
    page = case.visitor("taker").post("forums.versions.reword", sent, decision_id=case.decision.id, status=422)
    assert page.soup.find(id="text-error")
    assert page.soup.find(id="basis").get_text(strip=True) == "Perda 3/2024"


def test_a_draft_is_discarded_after_confirmation(case):
    made = case.amend()
    case.write(case.passages(made)[1], "Dinkes melaporkan 14 layanan.")
    case.reword()
    taker, minutes_id = case.visitor("taker"), made.id
    assert "Buang versi 2" in taker.get("forums.versions.discard", minutes_id=minutes_id).words
    taker.post("forums.versions.discard", minutes_id=minutes_id)
    assert case.newest().id == case.first.id
    for model in (Amendment, Rewording):
        assert db.session.scalars(select(model)).all() == []
    assert db.session.scalar(select(func.count(Passage.id))) == 2
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.discarded")).one()
    assert (row.subject_id, row.details["version"]) == (case.first.id, 2)
    assert case.amend().version == 2


def test_what_was_circulated_is_not_discarded(case):
    made = case.amend()
    case.circulate(made)
    for minutes in (made, case.first):
        case.visitor("taker").post("forums.versions.discard", minutes_id=minutes.id, status=409)
    assert case.newest().id == made.id


def test_a_first_version_is_not_discarded(case, as_user, clock):
    made = case.amend()
    case.visitor("taker").post("forums.versions.discard", minutes_id=made.id)
    case.first.state = MinutesState.DRAFT
    db.session.commit()
    case.visitor("taker").post("forums.versions.discard", minutes_id=case.first.id, status=409)


def test_a_new_version_goes_through_the_same_window_and_its_mail_says_what_changes(case):
    made = case.amend()
    case.write(case.passages(made)[1], "Dinkes melaporkan 14 layanan.")
    case.reword()
    case.circulate(made)
    mail = next(
        one
        for one in db.session.scalars(select(Mail).order_by(Mail.created_at.desc()))
        if one.kind == "forums/minutes/circulated" and one.recipient == case.room.member.email
    )
    for words in (REASON["reason"], REASON["asked_by"], "2 dari 3 bagian berubah", case.decision.code):
        assert words in mail.text
    page = case.visitor("chair").post("forums.minutes.approve", minutes_id=made.id, status=409)
    assert "koreksi" in page.words
    case.visitor("member").post("forums.minutes.correct", {"text": "Lima belas", "passage": ""}, minutes_id=made.id)


def test_the_text_is_kept_as_it_was_circulated(case):
    kept = db.session.scalars(select(CirculatedText)).one()
    assert kept.minutes_id == case.first.id
    assert kept.content["items"][0]["passages"][0]["text"] == SAID
    assert kept.content["approved_at"] is None


def test_published_minutes_of_a_new_version_name_their_predecessor_by_its_published_hash(app, as_user, clock):
    case = approved_case(as_user, clock, circle__classification=Classification.PUBLIC)
    case.visitor("coordinator").post("forums.minutes.publish", minutes_id=case.first.id)
    published = case.first.published_sha256
    second = case.amend(reason=f"Diminta {case.room.member.name}")
    stranger = case.visitor("coordinator")
    assert "Versi 1" in stranger.get("forums.minutes.show", session_id=case.session.id).words
    case.circulate(second)
    case.approve(second)
    page = case.visitor("coordinator").get("forums.minutes.publish", minutes_id=second.id)
    assert "Alasan versi baru" in page.words
    case.visitor("coordinator").post("forums.minutes.publish", minutes_id=second.id)
    content = second.published_content
    assert content["previous"]["sha256"] == published
    assert case.first.sha256 not in str(content)
    assert case.room.member.name not in content["amended"]["reason"]


def test_programs_amend_reword_and_discard(case, as_program):
    taker = as_program(case.room.taker)
    made = taker.post(f"/minutes/{case.first.id}/amend", REASON, status=201).json
    assert (made["version"], made["state"]) == (2, "draft")
    assert made["content"]["amended"] == REASON
    assert made["content"]["previous"]["sha256"] == case.first.sha256
    taker.post(f"/decisions/{case.decision.id}/reword", {"text": "Daftar diperiksa."})
    shown = taker.get(f"/minutes/{made['id']}").json
    assert shown["content"]["items"][0]["decisions"][0]["text"] == "Daftar diperiksa."
    taker.post(f"/minutes/{case.first.id}/amend", REASON, status=409)
    assert taker.post(f"/minutes/{made['id']}/discard").json["version"] == 1


def test_conditions_are_changed_with_the_wording_and_no_key_is_added_without_any(case):
    made = case.amend()
    sent = {"text": DECIDED, "conditions": "Setelah DPA terbit"}
    case.visitor("taker").post("forums.versions.reword", sent, decision_id=case.decision.id)

    def decided():
        return content_of(made, made.session)["items"][0]["decisions"][0]

    assert (decided()["conditions"], case.decision.conditions) == ("Setelah DPA terbit", "")
    page = case.visitor("taker").get("forums.versions.compare", session_id=made.session_id)
    assert "Syarat" in page.words
    case.visitor("taker").post("forums.versions.reword", {**sent, "conditions": ""}, decision_id=case.decision.id)
    assert "conditions" not in decided()
    case.visitor("taker").post("forums.versions.reword", {**sent, "text": "Lain"}, decision_id=case.decision.id)
    case.circulate(made)
    case.approve(made)
    assert (case.decision.text, case.decision.conditions) == ("Lain", "Setelah DPA terbit")
