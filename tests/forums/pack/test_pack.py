"""A pack is circulated in versions, each of which says what changed; its PDF has all parts in order."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select, update

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import Visibility
from forums.agenda.models import AgendaItem, ItemState
from forums.minutes.policies import read_version, reads_whole
from forums.pack import actions, paper, policies, views
from forums.pack.content import content_of
from forums.pack.models import PackVersion
from forums.pack.queries import documents_of, last_minutes, open_commitments
from forums.preparation.policies import read_document
from forums.scheduling.models import Session
from forums.scheduling.policies import read_session
from tests.factories import CommitmentFactory, PersonFactory, SessionFactory
from tests.factories.forums import MADE
from tests.forums.pack.conftest import approved_minutes, document, pdf
from tests.support.mail_links import link_to, mails_to
from tests.support.processes import wait_until
from tests.support.visitors import Visitor


def circulate(as_user, it, who="coordinator", status=303):
    return as_user(getattr(it, who)).post("forums.pack.circulate", {}, session_id=it.session.id, status=status)


def latest():
    return db.session.scalars(select(PackVersion).order_by(PackVersion.number.desc())).first()


def fetched(as_user, person, version, endpoint="download"):
    return as_user(person).get(f"forums.pack.{endpoint}", pack_version_id=version.id).data


def texts(content):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def test_one_pdf_has_the_agenda_its_documents_and_the_open_commitments(it, as_user):
    circulate(as_user, it)
    version = latest()
    content = fetched(as_user, it.member, version)
    pages = texts(content)
    assert len(pages) == version.pages
    assert "BAHAN RAPAT" in pages[0]
    assert "Anggaran 2027" in pages[0]
    assert "Bahan belum masuk" in pages[1]
    assert "Data puskesmas" in pages[1]
    assert "Urutan tiga layanan" in pages[2]
    sheet = next(one for one in documents_of(it.session.id)[it.budget.id] if one.file.media_type == "text/csv")
    assert sheet.file.sha256 in pages[2].replace(" ", "")
    assert "Usul anggaran hlm. 4–6" in pages[2]
    assert [f"hlm. {number} dari 8" in page for number, page in enumerate(pages, 1)] == [True] * 8
    titles = [one.title for one in _flat(pypdf.PdfReader(BytesIO(content)).outline)]
    assert titles == [
        *("Sampul dan acara", "1. Pembukaan", "2. Anggaran 2027", "Usul anggaran", "Foto lokasi", "Komitmen terbuka"),
    ]


def _flat(entries):
    for entry in entries:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def test_a_later_version_says_what_changed_and_offers_it_alone(it, as_user):
    circulate(as_user, it)
    circulate(as_user, it, status=409)
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    page = as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    assert "Pembukaan: Data puskesmas ditambahkan" in page.words
    circulate(as_user, it)
    version = latest()
    assert version.number == 2
    page = as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    assert "Berubah sejak versi 1 Pembukaan: Data puskesmas ditambahkan hlm. 3–4" in page.words
    assert "Hanya yang berubah, 2 halaman" in page.words
    pages = texts(fetched(as_user, it.member, version, "changed"))
    assert [page.split(" dari")[0] for page in pages] == ["hlm. 3", "hlm. 4"]


def test_the_last_approved_minutes_are_inserted_with_their_own_pages(it, as_user):
    approved_minutes(it)
    circulate(as_user, it)
    content = fetched(as_user, it.member, latest())
    assert any("NOTULEN" in page for page in texts(content))
    assert "Notulen Sesi 7" in [one.title for one in _flat(pypdf.PdfReader(BytesIO(content)).outline)]


def test_open_commitments_are_those_that_everyone_in_the_forum_may_read(it, as_user):
    shared = CommitmentFactory(circle=it.forum.circle, title="Buka data halte")
    CommitmentFactory(circle=it.forum.circle, title="Rahasia para pihak", visibility=Visibility.PARTIES)
    circulate(as_user, it)
    last = texts(fetched(as_user, it.member, latest()))[-1]
    assert shared.title in last
    assert "Rahasia para pihak" not in last


def test_the_same_state_gives_the_same_bytes(it, app):
    content, at = content_of(it.session), MADE
    with app.test_request_context():
        assert paper.job(content, 1, at).print() == paper.job(content_of(it.session), 1, at).print()
        assert paper.job(content, 2, at).key() != paper.job(content, 1, at).key()


def test_only_accepted_items_of_a_planned_session_are_circulated(it, as_user):
    for item in (it.opening, it.budget):
        item.state = ItemState.DECLINED
    db.session.commit()
    circulate(as_user, it, status=409)
    moment = utc_now().isoformat()
    page = as_user(it.chair).get("forums.pack.preview", session_id=it.session.id, as_of=moment, status=409)
    assert "Belum ada butir acara" in page.words
    it.budget.state = ItemState.ACCEPTED
    it.hold()
    circulate(as_user, it, status=409)
    assert latest() is None


@pytest.mark.parametrize(
    "who, status", [("member", 403), ("observer", 403), ("taker", 403), ("chair", 303), ("facilitator", 303)]
)
def test_those_who_arrange_the_agenda_circulate(it, as_user, who, status):
    circulate(as_user, it, who, status)
    assert (latest() is not None) == (status == 303)


def test_outsiders_get_no_pack(it, as_user):
    circulate(as_user, it)
    stranger = as_user(PersonFactory())
    stranger.get("forums.pack.show", session_id=it.session.id, status=404)
    for endpoint in ("download", "changed", "with_notes"):
        stranger.get(f"forums.pack.{endpoint}", pack_version_id=latest().id, status=404)


def test_readers_of_the_pack_may_read_every_part_of_it(it, app):
    approved_minutes(it)
    CommitmentFactory(circle=it.forum.circle)
    people = [*(it.coordinator, it.chair, it.facilitator, it.taker, it.member, it.partner, it.observer)]
    shown = documents_of(it.session.id)[it.budget.id]
    for classification in Classification:
        it.forum.circle.classification = classification
        db.session.commit()
        for person in (*people, PersonFactory(), PersonFactory(organisation=it.member.organisation)):
            with app.test_request_context():
                if not (read_session(person, it.session) and policies.read_pack(person, it.session)):
                    continue
                assert all(read_document(person, one) for one in shown)
                minutes = last_minutes(it.session)
                assert read_version(person, minutes)
                assert reads_whole(person, minutes.session)
                found = {row.id for row in open_commitments(it.forum.circle_id)}
                readable = select(Commitment.id).where(visible_to(person, MADE.date()))
                assert found <= set(db.session.scalars(readable))


def test_the_preview_circulates_the_state_that_it_showed(it, as_user, clock):
    chair = as_user(it.chair)
    to = chair.get("forums.pack.preview", session_id=it.session.id, status=302).headers["Location"]
    page = chair.get(to)
    assert "8 halaman" in page.words
    as_of = page.soup.find("input", {"name": "as_of"})["value"]
    clock.shift(timedelta(minutes=10))
    chair.post("forums.pack.circulate", {"as_of": as_of}, session_id=it.session.id, status=303)
    assert latest().as_of.isoformat() == as_of
    assert latest().circulated_at > latest().as_of


def meanwhile(monkeypatch, write):
    """Let another transaction write while the file of a pack is made."""
    made = views.made

    def slowly(job):
        with db.engine.connect() as other:
            write(other)
            other.commit()
        return made(job)

    monkeypatch.setattr(views, "made", slowly)


@pytest.mark.every_database
def test_others_write_while_the_file_is_made(it, as_user, monkeypatch):
    renamed = update(Session).where(Session.id == it.session.id).values(letter_number="7/UND")
    meanwhile(monkeypatch, lambda other: other.execute(renamed))
    circulate(as_user, it)
    assert latest().number == 1


@pytest.mark.every_database
def test_a_pack_that_changes_while_its_file_is_made_is_not_circulated(it, as_user, monkeypatch):
    renamed = update(AgendaItem).where(AgendaItem.id == it.budget.id).values(title="Anggaran 2028")
    meanwhile(monkeypatch, lambda other: other.execute(renamed))
    refused = circulate(as_user, it, status=409)
    assert "berubah" in refused.words
    assert latest() is None
    assert not mails_to(it.member)


def test_participants_are_mailed_what_changed_and_open_the_latest_version_by_link(it, as_user, app, clock):
    circulate(as_user, it)
    path = link_to(it.member)
    clock.shift(timedelta(minutes=1))
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    circulate(as_user, it)
    mail = mails_to(it.member)[-1]
    assert "versi 2" in mail.subject
    assert "Pembukaan: Data puskesmas ditambahkan" in mail.text
    assert not mails_to(it.coordinator)
    guest = Visitor(app)
    page = guest.get(path)
    assert "Diedarkan, versi 2" in page.words
    href = page.soup.find("a", href=re.compile("/download/"))["href"]
    assert guest.get(href).data == fetched(as_user, it.partner, latest())
    assert "textarea" not in page.text
    other = SessionFactory(forum=it.forum)
    guest.get(href.replace(str(latest().id), str(other.id)), status=404)


def test_mails_of_a_secret_forum_name_no_document(it, as_user):
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    circulate(as_user, it, "chair")
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    circulate(as_user, it, "chair")
    assert "puskesmas" not in mails_to(it.member)[-1].text


def test_the_page_needs_no_more_statements_for_a_longer_agenda(it, as_user, queries):
    circulate(as_user, it)
    chair = as_user(it.chair)
    chair.get("forums.pack.show", session_id=it.session.id)
    with queries() as few:
        chair.get("forums.pack.show", session_id=it.session.id)
    for place in range(3, 8):
        document(it, it.item(position=place, title=f"Butir {place}"), f"Bahan {place}")
    db.session.expire_all()
    with queries() as many:
        chair.get("forums.pack.show", session_id=it.session.id)
    assert len(many) <= len(few)


@pytest.mark.one_database
def test_the_preview_shows_how_far_a_long_pack_is_until_it_can_be_circulated(it, as_user, app):
    document(it, it.budget, "Lampiran", pdf(60, 302), "lampiran.pdf")
    app.extensions["settings"] = replace(app.extensions["settings"], paper_patience=0.001)
    chair = as_user(it.chair)
    address = chair.get("forums.pack.preview", session_id=it.session.id, status=302).headers["Location"]
    waiting = chair.get(address)
    assert "0 dari 2 bahasa sudah siap" in waiting.words
    assert not waiting.soup.select("main form")
    progress = waiting.soup.select_one("[data-poll]")["data-poll"]
    wait_until(lambda: "68 halaman" in chair.get(progress).words)
    part = chair.get(progress)
    assert part.soup.find("form", action=f"/sessions/{it.session.id}/pack/circulate")
    assert not part.soup.find("html")
    known = {"If-None-Match": part.headers["ETag"]}
    assert chair.client.get(progress, headers=known).status_code == 304
    assert not chair.get(address).soup.select("[data-poll]")
    as_user(it.member).get(progress, status=403)


def test_readers_of_english_get_the_pack_in_english(it, as_user, app):
    approved_minutes(it)
    circulate(as_user, it)
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    circulate(as_user, it)
    version = latest()
    it.member.language = "en"
    actions.save_note(it.budget, "One figure, please", by=it.member, at=utc_now())
    db.session.commit()
    pages = texts(fetched(as_user, it.member, version))
    assert "MEETING PACK" in pages[0]
    assert any("MINUTES" in page for page in pages)
    assert "p. 1 of" in pages[0]
    assert not any("BAHAN RAPAT" in page or "hlm." in page for page in pages)
    reader = pypdf.PdfReader(BytesIO(fetched(as_user, it.member, version)))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    page = as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    assert f"{len(pages)} pages" in page.words
    assert version.english_file.sha256[:8] in page.words
    assert [page.split(" of")[0] for page in texts(fetched(as_user, it.member, version, "changed"))] == ["p. 3", "p. 4"]
    assert any("My notes" in page for page in texts(fetched(as_user, it.member, version, "with_notes")))
    answer = as_user(it.member).get("forums.pack.download", pack_version_id=version.id)
    assert "Meeting-Pack_" in answer.headers["Content-Disposition"]
    assert "BAHAN RAPAT" in texts(fetched(as_user, it.chair, version))[0]
    assert "MEETING PACK" in texts(Visitor(app).get(f"{link_to(it.member)}/download/{version.id}").data)[0]


def test_without_english_a_pack_is_in_indonesian_alone(it, as_user, app):
    app.extensions["settings"] = replace(app.extensions["settings"], languages=("id",))
    circulate(as_user, it)
    version = latest()
    assert version.english_file is None
    assert version.edition("en") == version.edition("id")
