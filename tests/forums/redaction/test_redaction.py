"""Withholding parts of published minutes: one person marks, another approves, and the public reads the rest."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.pdf.canonical import fingerprint
from app.pdf.models import Paper
from config import read_settings
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.publishing import link_to_whole
from forums.redaction.actions import marks_of
from forums.redaction.jobs import propose_openings
from forums.redaction.models import EarlierEdition, Redaction, RedactionState
from tests.factories.forums import NEXT

SECRETS = ("rahasiapelapor", "0812-3456-7890", "rahasiaputusan", "rahasiajudul")


def tool(tmp_path, answer, *command, to=()):
    assert answer.mimetype == "application/pdf"
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(answer.get_data())
    return subprocess.run([*command, paper, *to], capture_output=True, text=True, check=True).stdout


def test_sentences_are_shown_with_hints_at_personal_data(it, as_user):
    page = as_user(it.coordinator).get("forums.redaction.mark", minutes_id=it.minutes.id)
    labels = [one.get_text(" ", strip=True) for one in page.soup.select("label.sentence")]
    assert "Dinkes melaporkan 12 layanan." in labels
    assert any("0812-3456-7890" in one and "nomor telepon" in one for one in labels)
    assert page.soup.find("a", href=f"#part-passage-{it.passage}")
    approvers = {option.text.partition(",")[0] for option in page.soup.select("select[name=approver] option")}
    assert approvers == {"Pilih orang", it.second.name, it.chair.name}


def test_marks_are_saved_as_a_draft_and_previewed(it, as_user, marks):
    coordinator = as_user(it.coordinator)
    page = coordinator.post(
        "forums.redaction.mark", marks(**{"marks-1-basis": ""}), minutes_id=it.minutes.id, follow=True
    )
    preview = page.soup.select_one("aside.preview").get_text(" ", strip=True)
    assert "Dinkes melaporkan 12 layanan." in preview
    assert "Keadaan pribadi seorang pelapor" in preview
    assert not [word for word in SECRETS if word in preview]
    assert "1 bagian belum lengkap" in page.words
    redaction = db.session.scalars(select(Redaction)).one()
    assert redaction.state is RedactionState.DRAFT
    assert it.minutes.state is MinutesState.APPROVED
    again = coordinator.get("forums.redaction.mark", minutes_id=it.minutes.id)
    assert len(again.soup.select("input[type=checkbox][name$=sentences][checked]")) == 3


def test_approval_is_asked_for_complete_marks_only(it, as_user, marks):
    coordinator = as_user(it.coordinator)
    sent = marks(ask="y", approver=str(it.second.id), **{"marks-0-basis": "", "marks-1-instead": ""})
    page = coordinator.post("forums.redaction.mark", sent, minutes_id=it.minutes.id, status=422)
    assert "Pilih dasar" in page.soup.find(id="marks-0-basis-error").text
    assert page.soup.find(id="marks-1-instead-error")
    assert len(page.soup.select("input[type=checkbox][name$=sentences][checked]")) == 3
    nobody = coordinator.post("forums.redaction.mark", marks(ask="y"), minutes_id=it.minutes.id, status=422)
    assert nobody.soup.find(id="approver-error")
    past = marks(ask="y", approver=str(it.second.id), **{"marks-0-until": "1 November 2026"})
    coordinator.post("forums.redaction.mark", past, minutes_id=it.minutes.id, status=422)
    personal = marks(ask="y", approver=str(it.second.id), **{"marks-0-instead": "Telepon 081234567890"})
    coordinator.post("forums.redaction.mark", personal, minutes_id=it.minutes.id, status=422)
    unknown = marks(**{"marks-0-part": "passage:x", "marks-1-sentences": "7"})
    coordinator.post("forums.redaction.mark", unknown, minutes_id=it.minutes.id, status=422)
    assert db.session.scalars(select(Redaction)).all() == []


def test_whoever_marks_cannot_approve_and_nothing_is_published_before(it, as_user, proposed):
    as_user(it.coordinator).post("forums.redaction.approve", redaction_id=proposed.id, status=403)
    as_user(it.member).post("forums.redaction.approve", redaction_id=proposed.id, status=404)
    as_user(it.coordinator).post("forums.minutes.publish", minutes_id=it.minutes.id, status=409)
    as_user(it.coordinator).get("forums.redaction.mark", minutes_id=it.minutes.id, status=409)
    as_user(it.stranger).get("forums.minutes.show", session_id=it.session.id, status=404)
    (mail,) = db.session.scalars(select(Mail).where(Mail.kind == "forums/redaction/proposed"))
    assert mail.recipient == it.second.email
    assert f"/redactions/{proposed.id}" in mail.text
    page = as_user(it.second).get("forums.redaction.show", redaction_id=proposed.id)
    assert [one.text.strip() for one in page.soup.select("del")]
    assert "rahasiapelapor" not in page.soup.select_one("section.preview").text


def test_the_chair_may_approve(it, as_user, proposed):
    as_user(it.chair).get("forums.redaction.show", redaction_id=proposed.id)
    as_user(it.chair).post("forums.redaction.approve", redaction_id=proposed.id)
    assert proposed.decided_by_id == it.chair.id
    assert it.minutes.state is MinutesState.PUBLISHED


def test_the_public_reads_what_is_open_and_how_much_is_withheld(it, as_user, as_program, published, tmp_path):
    stranger, program = as_user(it.stranger), as_program(it.stranger)
    page = stranger.get("forums.minutes.show", session_id=it.session.id)
    paper = stranger.get("forums.papers.minutes", minutes_id=it.minutes.id)
    read = program.get(f"/minutes/{it.minutes.id}").json
    answers = [
        page.text,
        tool(tmp_path, paper, "pdftotext", to=("-",)),
        tool(tmp_path, paper, "pdfinfo"),
        tool(tmp_path, paper, "pdfdetach", "-list"),
        str(read),
        stranger.get("forums.agenda.show", session_id=it.session.id).text,
        stranger.get("forums.sessions.show", session_id=it.session.id).text,
        stranger.get("forums.decisions.index").text,
        str(program.get(f"/sessions/{it.session.id}/agenda-items").json),
        str(program.get("/decisions").json),
    ]
    assert [word for answer in answers for word in SECRETS if word in answer] == []
    stranger.get("forums.decisions.show", decision_id=it.decision.id, status=404)
    program.get(f"/decisions/{it.decision.id}", status=404)
    assert "Daftar layanan diserahkan." in page.words
    assert "Dinkes melaporkan 12 layanan." in page.words
    assert "1 kalimat tidak dibuka. Keadaan pribadi seorang pelapor" in page.words
    assert "UU 27/2022: data pribadi · sampai 31 Maret 2027" in page.words
    assert "3 bagian notulen ini tidak dibuka." in page.words
    (first, gap, last) = read["content"]["items"][0]["passages"]
    assert (first["text"], last["text"]) == ("Dinkes melaporkan 12 layanan.", "Tindak lanjut disepakati.")
    assert gap["withheld"]["words"] == 6
    whole = as_user(it.member).get("forums.minutes.show", session_id=it.session.id)
    assert all(word in whole.words for word in SECRETS)


def test_what_is_published_has_a_hash_of_its_own(it, published, as_user):
    content = it.minutes.published_content
    assert it.minutes.published_sha256 == fingerprint(content) != it.minutes.sha256
    assert content["whole"] == link_to_whole(it.minutes.published_salt, it.minutes.sha256)
    assert as_user().get(f"/verify/{it.minutes.published_sha256}")
    acts = set(db.session.scalars(select(AuditRow.action).where(AuditRow.action.startswith("redaction."))))
    assert acts == {"redaction.marked", "redaction.proposed", "redaction.approved"}
    assert not [row for row in db.session.scalars(select(AuditRow)) if "rahasia" in str(row.details)]


def test_the_contact_for_questions_is_a_setting(it, published, as_user, app, monkeypatch):
    settings = app.extensions["settings"]
    told = replace(settings, information_contact="https://ppid.example/keberatan")
    monkeypatch.setitem(app.extensions, "settings", told)
    page = as_user(it.stranger).get("forums.minutes.show", session_id=it.session.id)
    assert page.soup.select_one("#not-disclosed a")["href"] == "https://ppid.example/keberatan"
    assert page.soup.select_one(".absent a")["href"] == "https://ppid.example/keberatan"
    monkeypatch.setitem(app.extensions, "settings", replace(settings, information_contact="ppid@kota.example"))
    page = as_user(it.stranger).get("forums.minutes.show", session_id=it.session.id)
    assert page.soup.select_one(".absent a")["href"].startswith("mailto:ppid@kota.example?subject=Bagian%20notulen")


def test_the_demo_names_an_example_contact():
    assert read_settings({"SELARAS_DEMO": "1"}).information_contact == "ppid@contoh.example"
    assert read_settings({}).information_contact == ""
    assert read_settings({"SELARAS_DEMO": "1", "INFORMATION_CONTACT": "ppid@kota.example"}).information_contact == (
        "ppid@kota.example"
    )


def test_a_request_is_refused_with_a_reason_and_asked_again(it, as_user, marks, proposed):
    second, coordinator = as_user(it.second), as_user(it.coordinator)
    second.post("forums.redaction.refuse", {"reason": ""}, redaction_id=proposed.id, status=422)
    second.post("forums.redaction.refuse", {"reason": "Terlalu banyak."}, redaction_id=proposed.id)
    assert proposed.state is RedactionState.REFUSED
    second.post("forums.redaction.approve", redaction_id=proposed.id, status=409)
    page = coordinator.get("forums.redaction.mark", minutes_id=it.minutes.id)
    assert "Terlalu banyak." in page.words
    assert len(page.soup.select("input[type=checkbox][name$=sentences][checked]")) == 3
    coordinator.post("forums.redaction.mark", marks(ask="y", approver=str(it.chair.id)), minutes_id=it.minutes.id)
    states = [one.state for one in db.session.scalars(select(Redaction).order_by(Redaction.begun_at, Redaction.state))]
    assert sorted(state.value for state in states) == ["proposed", "refused"]


def test_a_request_is_withdrawn_and_a_draft_discarded(it, as_user, marks, proposed):
    second, coordinator = as_user(it.second), as_user(it.coordinator)
    coordinator.post("forums.redaction.withdraw", redaction_id=proposed.id)
    assert proposed.state is RedactionState.DRAFT
    second.post("forums.redaction.mark", marks(), minutes_id=it.minutes.id, status=409)
    second.post("forums.redaction.discard", redaction_id=proposed.id)
    assert proposed.state is RedactionState.DISCARDED
    coordinator.post("forums.minutes.publish", {}, minutes_id=it.minutes.id)
    assert it.minutes.state is MinutesState.PUBLISHED


def test_a_new_edition_replaces_the_published_one(it, as_user, marks, published):
    first = it.minutes.published_sha256
    coordinator = as_user(it.coordinator)
    fewer = {name: value for name, value in marks().items() if name.startswith("marks-0")}
    fewer["marks-0-sentences"] = ["1", "2"]
    ask = {"ask": "y", "approver": str(it.second.id)}
    page = coordinator.post("forums.redaction.mark", fewer | ask, minutes_id=it.minutes.id, status=422)
    assert page.soup.find(id="reason-error")
    coordinator.post("forums.redaction.mark", fewer | ask | {"reason": "Keberatan diterima"}, minutes_id=it.minutes.id)
    second = db.session.scalars(select(Redaction).where(Redaction.state == RedactionState.PROPOSED)).one()
    stranger = as_user(it.stranger)
    assert "Tindak lanjut disepakati." in stranger.get("forums.minutes.show", session_id=it.session.id).words
    as_user(it.second).post("forums.redaction.approve", redaction_id=second.id)
    page = stranger.get("forums.minutes.show", session_id=it.session.id)
    assert "Tindak lanjut disepakati." not in page.words
    assert "rahasiapelapor" not in page.words
    assert "rahasiajudul" in page.words
    stranger.get("forums.decisions.show", decision_id=it.decision.id)
    assert (published.state, second.state) == (RedactionState.REPLACED, RedactionState.IN_FORCE)
    edition = db.session.scalars(select(EarlierEdition)).one()
    assert (edition.sha256, edition.edition) == (first, 1)
    assert it.minutes.published_content["edition"] == 2
    states = dict(db.session.execute(select(Paper.sha256, Paper.state)).all())
    assert (states[first], states[it.minutes.published_sha256]) == ("replaced", "published")
    assert "Digantikan" in as_user().get(f"/verify/{first}").words
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.republished")).one()
    assert row.details["sha256"] == it.minutes.published_sha256


def test_a_newer_version_is_not_published_without_regard_to_what_was_withheld(it, as_user, marks, published):
    first = it.minutes
    newer = Minutes(session_id=it.session.id, version=2, state=MinutesState.APPROVED, language="id", begun_at=NEXT)
    newer.content, newer.sha256 = {**first.content, "version": 2}, "1" * 64
    newer.approved_at, newer.approved_by_id = first.approved_at, it.chair.id
    db.session.add(newer)
    db.session.commit()
    coordinator = as_user(it.coordinator)
    coordinator.post("forums.minutes.publish", {}, minutes_id=newer.id, status=409)
    page = coordinator.get("forums.minutes.show", session_id=it.session.id)
    assert not page.soup.find("a", href=f"/minutes/{newer.id}/publish")
    assert "Tutup sebagian" in page.words
    sent = {"ask": "y", "approver": str(it.second.id), "reason": "Versi baru tidak memuat data pribadi"}
    coordinator.post("forums.redaction.mark", sent, minutes_id=newer.id)
    second = db.session.scalars(select(Redaction).where(Redaction.minutes_id == newer.id)).one()
    as_user(it.second).post("forums.redaction.approve", redaction_id=second.id)
    assert (published.state, newer.state) == (RedactionState.REPLACED, MinutesState.PUBLISHED)
    as_user(it.stranger).get("forums.decisions.show", decision_id=it.decision.id)


def test_what_is_withheld_longer_than_its_last_day_is_proposed_once(it, as_user, published, clock):
    clock.move_to("2027-03-31T12:00:00+07:00")
    propose_openings()
    assert not db.session.scalars(select(Mail).where(Mail.kind == "forums/redaction/expired")).all()
    clock.shift(timedelta(days=1))
    for _run in range(2):
        propose_openings()
        db.session.commit()
    recipients = db.session.scalars(select(Mail.recipient).where(Mail.kind == "forums/redaction/expired")).all()
    assert sorted(recipients) == sorted([it.coordinator.email, it.second.email])
    home = as_user(it.second).get("/")
    assert home.soup.find("a", href=f"/minutes/{it.minutes.id}/redact")
    assert "rahasiapelapor" not in as_user(it.stranger).get("forums.minutes.show", session_id=it.session.id).words


def test_the_home_of_another_coordinator_has_the_request(it, as_user, proposed):
    assert as_user(it.second).get("/").soup.find("a", href=f"/redactions/{proposed.id}")
    assert not as_user(it.coordinator).get("/").soup.find("a", href=f"/redactions/{proposed.id}")


def test_only_locked_minutes_of_a_public_forum_can_be_marked(it, as_user, marks, proposed):
    it.forum.circle.classification = Classification.INTERNAL
    db.session.commit()
    as_user(it.second).post("forums.redaction.approve", redaction_id=proposed.id, status=422)
    it.forum.circle.classification = Classification.PUBLIC
    it.minutes.state = MinutesState.CIRCULATED
    db.session.commit()
    as_user(it.second).post("forums.redaction.approve", redaction_id=proposed.id, status=409)
    as_user(it.coordinator).post("forums.redaction.mark", marks(), minutes_id=it.minutes.id, status=409)


def test_a_decision_with_a_name_can_be_withheld_instead_of_naming(it, as_user, marks, clock):
    it.minutes.content = {**it.minutes.content, "presider": "Petugas Rahasiaputusan"}
    db.session.commit()
    coordinator = as_user(it.coordinator)
    coordinator.post("forums.minutes.publish", {}, minutes_id=it.minutes.id, status=422)
    coordinator.post("forums.redaction.mark", marks(ask="y", approver=str(it.second.id)), minutes_id=it.minutes.id)


@pytest.mark.parametrize("who", ["member", "observer", "taker", "stranger"])
def test_nobody_else_learns_of_the_marks(it, as_user, proposed, who):
    reader = as_user(getattr(it, who))
    reader.get("forums.redaction.show", redaction_id=proposed.id, status=404)
    status = 404 if who == "stranger" else 403
    reader.get("forums.redaction.mark", minutes_id=it.minutes.id, status=status)


def test_the_number_of_statements_does_not_grow_with_the_marks(it, as_user, queries, proposed):
    with queries(at_most=25):
        as_user(it.second).get("forums.redaction.show", redaction_id=proposed.id)


def test_the_page_says_how_much_is_withheld_and_where(it, as_user, marks):
    coordinator = as_user(it.coordinator)
    empty = coordinator.get("forums.redaction.mark", minutes_id=it.minutes.id)
    assert "Belum ada yang ditutup" in empty.words
    assert "terbuka seluruhnya" in empty.words
    coordinator.post("forums.redaction.mark", marks(), minutes_id=it.minutes.id)
    page = coordinator.get("forums.redaction.mark", minutes_id=it.minutes.id)
    assert "3 kalimat dalam 3 bagian ditutup" in page.words
    assert "bagian ditutup" in page.soup.select_one("form section .head .note").get_text()


def test_a_hint_withholds_its_sentence_or_is_left_open(it, as_user, marks):
    coordinator = as_user(it.coordinator)
    page = coordinator.get("forums.redaction.mark", minutes_id=it.minutes.id)
    chosen = page.soup.select_one(".hints button[name=withhold]")["value"]
    key, place = chosen.rsplit(" ", 1)
    nothing = {name: value for name, value in marks().items() if not name.endswith("sentences")}
    coordinator.post("forums.redaction.mark", {**nothing, "withhold": chosen}, minutes_id=it.minutes.id)
    made = db.session.scalars(select(Redaction).options(selectinload(Redaction.withholdings))).one()
    assert [(one.part, one.sentences) for one in marks_of(made)] == [(key, (int(place),))]
    again = coordinator.get("forums.redaction.mark", minutes_id=it.minutes.id, left_open=chosen)
    assert chosen not in [one["value"] for one in again.soup.select(".hints button[name=withhold]")]


def test_the_preview_follows_marks_that_are_not_saved(it, as_user, marks):
    coordinator = as_user(it.coordinator)
    path = f"/minutes/{it.minutes.id}/redact?panel=1"
    preview = coordinator.post(path, marks(), status=200)
    assert "rahasia" not in preview.words.lower()
    assert preview.soup.select(".absent")
    assert not preview.soup.select("form")
    assert db.session.scalars(select(Redaction)).first() is None


def test_the_page_of_the_minutes_lists_who_was_asked_to_approve_the_marks(it, as_user, proposed):
    page = as_user(it.coordinator).get("forums.minutes.show", session_id=it.session.id)
    panel = " ".join(page.soup.select_one("section[aria-labelledby=mails]").get_text(" ").split())
    assert f"Bagian yang ditutup menunggu persetujuan Menunggu {it.second.name}" in panel
