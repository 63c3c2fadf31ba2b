"""What the public reads of minutes: organisations and positions, and names only by a deliberate act."""

from copy import deepcopy
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest
from sqlalchemy import select

from app.audit.models import AuditPersonal, AuditRow
from app.circles.models import Classification
from app.database import db
from app.pdf.canonical import fingerprint
from app.pdf.models import Paper
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.content import content_of
from forums.minutes.models import Correction, Minutes, MinutesState
from forums.minutes.published import FACTS, ITEM_FACTS, mentioned, people_in, published
from forums.minutes.publishing import link_to_whole
from tests.factories import CommitmentFactory, PersonFactory
from tests.factories.forums import NEXT
from tests.forums.room import WITHOUT_QUORUM, room

PEOPLE = {
    "Dr. Eko Mitra, M.Si.": "Narahubung, PT Mitra Solusi",
    "Fitri": "Verifikator, Dinas Kesehatan",
    "Fitri Lestari": "Sekretaris, Dinas Kesehatan",
}
COMMITMENT = {"id": "c1", "code": "KMT-2026-0001", "title": "Memasang", "responsible": "Dinas Kesehatan"}
DECISION = {"code": "KEP-2026-001", "text": "Sensor dipasang.", "basis": "", "dissent": ""}
CONTENT = {
    "presider": "Bima Kepala",
    "presider_position": "Kepala BLUD",
    "minute_taker": "Citra Notulis",
    "minute_taker_position": "",
    "approved_by": "Bima Kepala",
    "attendance": [
        {"name": "Bima Kepala", "position": "Kepala BLUD", "organisation": "BLUD JSC", "representative": ""},
        {"name": "Hadi", "position": "Kepala", "organisation": "BPS", "representative": "Gita Wakil, Staf"},
    ],
    "opening": [{"id": "1", "text": "Bima Kepala membuka rapat."}],
    "closing": [],
    "other_decisions": [],
    "items": [
        {
            "place": 1,
            "title": "Sensor",
            "presenter": "Dinkes",
            "passages": [{"id": "2", "text": "Eko Mitra: siap. FITRI LESTARI dan Fitri setuju; Fitriani juga."}],
            "decisions": [
                {**DECISION, "commitments": [{**COMMITMENT, "responsible_person": "Fitri"}]},
            ],
        },
        {"place": 2, "title": "Lain", "presenter": "Bapak Joko", "passages": [], "decisions": []},
    ],
}
KNOWN = {**people_in(CONTENT), **PEOPLE}


def public(content=CONTENT, kept=(), commitments=("c1",)):
    return published(content, KNOWN, kept=kept, organisations={"Dinkes"}, commitments=commitments)


def test_people_are_known_with_their_offices():
    known = people_in(CONTENT, [("Indra", "Ketua, FWD")])
    assert known["Bima Kepala"] == "Kepala BLUD, BLUD JSC"
    assert known["Gita Wakil"] == "Staf, BPS"
    assert known["Fitri"] == "Dinas Kesehatan"
    assert known["Indra"] == "Ketua, FWD"


def test_offices_replace_names():
    said = public()
    assert (said["presider"], said["presider_position"]) == ("Kepala BLUD, BLUD JSC", "")
    assert said["approved_by"] == "Kepala BLUD, BLUD JSC"
    assert said["minute_taker"] == "…"
    assert said["attendance"] == []
    assert said["opening"][0]["text"] == "[Kepala BLUD, BLUD JSC] membuka rapat."
    first, second = said["items"]
    assert first["passages"][0]["text"] == (
        "[Narahubung, PT Mitra Solusi]: siap. [Sekretaris, Dinas Kesehatan] dan [Verifikator, Dinas Kesehatan] setuju; "
        "Fitriani juga."
    )
    assert (first["presenter"], second["presenter"]) == ("Dinkes", "")
    assert first["decisions"][0]["commitments"][0]["responsible_person"] == ""


def test_all_who_served_are_published_by_office_and_guests_not_at_all():
    at = {"from": "2026-11-26T02:00:00Z", "until": "2026-11-26T03:00:00Z"}
    served = [
        {"role": "presider", "name": "Lina Wakil", "position": "Sekretaris", **at},
        {"role": "presider", "name": "Bima Kepala", "position": "Kepala BLUD", **at},
    ]
    visitors = [{"name": "Sari Tamu", "position": "Analis", "organisation": "Biro Hukum"}]
    content = {**CONTENT, "served": served, "visitors": visitors}
    content["opening"] = [{"id": "1", "text": "Sari Tamu dan Lina Wakil hadir."}]
    known = people_in(content)
    said = published(content, known, kept=(), organisations=(), commitments=())
    assert [one["name"] for one in said["served"]] == ["Sekretaris", "Kepala BLUD, BLUD JSC"]
    assert [one["position"] for one in said["served"]] == ["", ""]
    assert said["visitors"] == []
    assert said["opening"][0]["text"] == "[Analis, Biro Hukum] dan [Sekretaris] hadir."
    assert "Lina Wakil" in {one.name for one in mentioned(content, known, ())}
    assert "served" not in public()


def test_a_name_that_is_kept_stays_everywhere():
    said = public(kept={"Fitri", "Bima Kepala", "Bapak Joko"})
    assert (said["presider"], said["presider_position"]) == ("Bima Kepala", "Kepala BLUD")
    assert "[Sekretaris, Dinas Kesehatan] dan Fitri setuju" in said["items"][0]["passages"][0]["text"]
    assert said["items"][0]["decisions"][0]["commitments"][0]["responsible_person"] == "Fitri"
    assert said["items"][1]["presenter"] == "Bapak Joko"


def test_what_was_approved_is_not_changed_by_publishing():
    before = deepcopy(CONTENT)
    public()
    assert before == CONTENT


def test_only_public_commitments_are_told():
    assert public(commitments=())["items"][0]["decisions"][0]["commitments"] == []


def test_everyone_who_is_named_is_listed_with_the_places():
    found = {one.name: one for one in mentioned(CONTENT, KNOWN, {"Dinkes"})}
    assert set(found) == {"Bima Kepala", "Citra Notulis", *PEOPLE, "Bapak Joko"}
    places = [(place.kind, place.about) for place in found["Bima Kepala"].places]
    assert places == [("presider", ""), ("approved_by", ""), ("opening", "")]
    assert found["Fitri"].places[0].quote.startswith("Eko Mitra: siap.")
    assert [place.kind for place in found["Fitri"].places] == ["note", "contact"]
    assert found["Fitri"].decisions == []


@pytest.mark.parametrize("part", ["text", "basis", "dissent"])
def test_a_name_in_the_wording_of_a_decision_is_found_and_the_wording_kept(part):
    content = deepcopy(CONTENT)
    content["items"][0]["decisions"][0][part] = "Eko  Mitra keberatan."
    (one,) = [one for one in mentioned(content, KNOWN, ()) if one.decisions]
    assert (one.name, one.decisions) == ("Dr. Eko Mitra, M.Si.", ["KEP-2026-001"])
    assert public(content)["items"][0]["decisions"][0][part] == "Eko  Mitra keberatan."


def test_the_link_to_the_whole_cannot_be_tested_without_its_salt():
    assert link_to_whole("a", "hash") != link_to_whole("b", "hash")
    assert "hash" not in link_to_whole("a", "hash")


@pytest.fixture
def it(app, as_user, clock):
    """Approved minutes of a public forum: names are in a note, in a contact person, and in who signed."""
    made = room()
    made.forum.circle.classification = Classification.PUBLIC
    made.chair.position, made.partner.position = "Kepala BLUD", "Narahubung"
    clock.move_to(NEXT + timedelta(minutes=5))
    made.open()
    made.item_of_agenda = made.item()
    partner = made.participants["partner"]
    came = Attendance(session_id=made.session.id, seat_id=partner.seat_id, participant_id=partner.id)
    came.presence, came.recorded_by_id, came.recorded_at = Presence.PRESENT, made.taker.id, NEXT
    db.session.add(came)
    db.session.commit()
    taker = as_user(made.taker)
    note = {"passage": str(uuid4()), "version": 0, "part": "discussion", "item": str(made.item_of_agenda.id)}
    note["text"] = f"{made.partner.name} melaporkan 12 layanan."
    taker.post("forums.minutes.save", note, session_id=made.session.id)
    decide = f"/sessions/{made.session.id}/decisions?item={made.item_of_agenda.id}"
    taker.post(decide, {"text": "Daftar layanan diserahkan.", "how": "consensus", **WITHOUT_QUORUM})
    made.decision = db.session.scalars(select(Decision)).one()
    made.stranger = PersonFactory()
    return made


def text_of(answer):
    assert answer.mimetype == "application/pdf"
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.get_data())).pages)


def approved(it, as_user, clock):
    taker = as_user(it.taker)
    it.hold()
    clock.move_to(it.session.ends_at)
    minutes = db.session.scalars(select(Minutes)).one()
    taker.post("forums.minutes.circulate", {"days": 1}, minutes_id=minutes.id)
    as_user(it.member).post("forums.minutes.correct", {"text": "Seharusnya 14.", "passage": ""}, minutes_id=minutes.id)
    correction = db.session.scalars(select(Correction)).one()
    taker.post("forums.minutes.answer", {"verdict": "accepted", "answer": ""}, correction_id=correction.id)
    clock.move_to(minutes.correction_until + timedelta(minutes=1))
    as_user(it.chair).post("forums.minutes.approve", minutes_id=minutes.id)
    return minutes


def test_before_publishing_a_page_shows_who_would_be_named_and_no_name_is_ticked(it, as_user, clock):
    minutes = approved(it, as_user, clock)
    page = as_user(it.coordinator).get("forums.minutes.publish", minutes_id=minutes.id)
    boxes = {box["value"]: box for box in page.soup.select("input[name=kept]")}
    assert set(boxes) == {it.chair.name, it.taker.name, it.partner.name}
    assert not [box for box in boxes.values() if box.has_attr("checked")]
    assert f"“{it.partner.name} melaporkan 12 layanan.”" in page.words
    assert "Narahubung, PT Mitra Solusi Kota (Contoh)" in page.words


def test_strangers_read_offices_and_members_the_whole(it, as_user, as_program, clock):
    made = CommitmentFactory(circle=it.forum.circle, responsible=it.member.organisation, title="Menyerahkan daftar")
    made.responsible_person_id = it.member.id
    db.session.execute(decision_commitments.insert().values(decision_id=it.decision.id, commitment_id=made.id))
    minutes = approved(it, as_user, clock)
    stranger, program = as_user(it.stranger), as_program(it.stranger)
    stranger.get("forums.minutes.show", session_id=it.session.id, status=404)
    as_user(it.coordinator).post("forums.minutes.publish", {}, minutes_id=minutes.id)
    assert minutes.state is MinutesState.PUBLISHED
    names = [getattr(it, who).name for who in ("chair", "taker", "member", "partner", "observer")]
    page = stranger.get("forums.minutes.show", session_id=it.session.id)
    paper = text_of(stranger.get("forums.papers.minutes", minutes_id=minutes.id))
    told = program.get(f"/minutes/{minutes.id}").json
    for words in (page.text, paper, str(told)):
        assert not [name for name in names if name in words]
        assert "[Narahubung, PT Mitra Solusi Kota (Contoh)] melaporkan" in " ".join(words.split())
        assert "Seharusnya 14." not in words
        assert minutes.sha256 not in words
    assert "Kepala BLUD" in page.words
    assert "Menyerahkan daftar" not in page.words
    assert "Daftar layanan diserahkan." in page.words
    assert told["sha256"] == minutes.published_sha256 == fingerprint(minutes.published_content)
    assert told["approved_by"] is None
    program.get(f"/minutes/{minutes.id}/corrections", status=403)
    correction = db.session.scalars(select(Correction)).one()
    program.get(f"/corrections/{correction.id}", status=404)
    whole = as_user(it.member).get("forums.minutes.show", session_id=it.session.id)
    assert f"{it.partner.name} melaporkan 12 layanan." in whole.words
    assert "Seharusnya 14." in whole.words
    short = as_user(it.member).get("forums.minutes.show", session_id=it.session.id, published=1)
    assert it.partner.name not in short.soup.select_one("main").text
    assert it.partner.name in text_of(as_user(it.member).get("forums.papers.minutes", minutes_id=minutes.id))


def test_a_name_is_published_when_it_was_chosen(it, as_user, clock):
    minutes = approved(it, as_user, clock)
    coordinator = as_user(it.coordinator)
    coordinator.post("forums.minutes.publish", {"kept": ["Orang Lain"]}, minutes_id=minutes.id, status=422)
    coordinator.post("forums.minutes.publish", {"kept": [it.partner.name]}, minutes_id=minutes.id)
    page = as_user(it.stranger).get("forums.minutes.show", session_id=it.session.id)
    assert f"{it.partner.name} melaporkan 12 layanan." in page.words
    assert it.chair.name not in page.words
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "minutes.published")).one()
    assert it.partner.name not in str(row.details)
    (personal,) = [one.details for one in db.session.scalars(select(AuditPersonal)) if "kept" in one.details]
    assert personal == {"kept": [it.partner.name]}


def test_a_decision_that_names_somebody_is_published_only_with_the_name(it, as_user, as_program, clock):
    it.decision.dissent = f"{it.partner.name} keberatan."
    minutes = approved(it, as_user, clock)
    page = as_user(it.coordinator).post("forums.minutes.publish", {}, minutes_id=minutes.id, status=422)
    assert "KEP-2026-001" in page.soup.find(id="kept-error").text
    problem = as_program(it.coordinator).post(f"/minutes/{minutes.id}/publish", {}, status=422).json
    assert [fault["path"] for fault in problem["errors"]] == ["/kept"]
    assert minutes.state is MinutesState.APPROVED
    as_program(it.coordinator).post(f"/minutes/{minutes.id}/publish", {"kept": [it.partner.name]})
    words = as_user(it.stranger).get("forums.decisions.show", decision_id=it.decision.id).words
    assert f"{it.partner.name} keberatan." in words


def test_the_register_of_papers_knows_what_was_published(it, as_user, clock):
    minutes = approved(it, as_user, clock)
    as_user(it.coordinator).post("forums.minutes.publish", {}, minutes_id=minutes.id)
    papers = {paper.sha256: paper.state for paper in db.session.scalars(select(Paper))}
    assert papers == {minutes.sha256: "published", minutes.published_sha256: "published"}
    assert as_user().get(f"/verify/{minutes.published_sha256}")
    assert minutes.published_content["whole"] == link_to_whole(minutes.published_salt, minutes.sha256)
    assert minutes.published_salt not in str(minutes.published_content)


def test_only_approved_minutes_of_a_public_forum_are_published(it, as_user, clock):
    coordinator = as_user(it.coordinator)
    draft = db.session.scalars(select(Minutes)).one()
    for ask in (coordinator.get, coordinator.post):
        ask("forums.minutes.publish", minutes_id=draft.id, status=409)
    minutes = approved(it, as_user, clock)
    it.forum.circle.classification = Classification.INTERNAL
    coordinator.post("forums.minutes.publish", minutes_id=minutes.id, status=422)
    assert minutes.state is MinutesState.APPROVED


def test_minutes_without_a_published_version_are_hidden_from_outsiders(it, as_user, clock):
    minutes = approved(it, as_user, clock)
    minutes.state = MinutesState.PUBLISHED
    db.session.commit()
    stranger = as_user(it.stranger)
    stranger.get("forums.minutes.show", session_id=it.session.id, status=404)
    stranger.get("forums.papers.minutes", minutes_id=minutes.id, status=404)


@pytest.mark.one_database
@pytest.mark.parametrize("width, language", [(360, "id"), (1280, "en")])
def test_the_pages_of_publishing_fit_every_screen(it, as_user, clock, pages, axe, width, language):
    minutes = approved(it, as_user, clock)
    it.coordinator.language = it.stranger.language = language
    coordinator, stranger = pages(it.coordinator, width=width), pages(it.stranger, width=width)
    minutes_id, session_id, kept, hidden = minutes.id, it.session.id, it.chair.name, it.partner.name
    db.session.commit()
    coordinator.goto(f"/minutes/{minutes_id}/publish")
    axe(coordinator)
    coordinator.get_by_label(kept, exact=True).check()
    coordinator.locator("main form button.btn-primary").click()
    coordinator.wait_for_url(f"**/sessions/{session_id}/minutes")
    for path in (f"/sessions/{session_id}/minutes", f"/sessions/{session_id}/attendance", f"/sessions/{session_id}"):
        stranger.goto(path)
        axe(stranger)
        assert not stranger.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert hidden not in stranger.content()


NOT_PUBLISHED = {
    "attendance": "numbers by sector, in the quorum",
    "parties": "who agreed is for the parties",
    "visitors": "guests are not named",
    "deputy": "without the reason",
}
OFFICES = {"presider", "presider_position", "minute_taker", "minute_taker_position", "approved_by", "served"}
TEXTS = {"opening", "items", "other_decisions", "closing"}


def test_new_parts_of_the_content_need_a_decision_whether_they_are_published(app, clock):
    """A key that `published` does not know is left out; it is named here, or among the facts that are published."""
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.item()
    minutes = Minutes(session=made.session, language="id", begun_at=NEXT)
    db.session.add(minutes)
    db.session.flush()
    content = content_of(minutes, made.session)
    decided = FACTS | NOT_PUBLISHED.keys() | OFFICES | {"amended"} | TEXTS
    assert content.keys() <= decided
    passages = {"presenter", "passages", "decisions", "conflicts"}
    assert content["items"][0].keys() <= ITEM_FACTS | passages | {"documents"}


def test_new_parts_of_a_content_are_not_published_automatically():
    content = deepcopy(CONTENT) | {"new": "Rahasia"}
    content["items"][0]["new"] = content["items"][0]["passages"][0]["new"] = "Rahasia"
    content["items"][0]["decisions"][0]["new"] = "Rahasia"
    content["items"][0]["decisions"][0]["commitments"][0]["new"] = "Rahasia"
    assert "Rahasia" not in str(public(content))
