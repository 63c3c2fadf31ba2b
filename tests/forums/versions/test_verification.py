"""What papers, the verification page and links in mails say about versions."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest

from app.circles.models import Classification
from app.clock import utc_now
from forums.papers import minutes_paper
from tests.factories import PersonFactory
from tests.forums.versions.conftest import REASON, REWORDED, approved_case
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


def verified(as_user, sha256):
    return as_user().get(f"/verify/{sha256}").words


def test_the_verification_page_says_whether_a_version_is_in_force(case, as_user):
    assert "Versi yang berlaku Versi ini" in verified(as_user, case.first.sha256)
    case.amend()
    assert "Versi yang berlaku Versi ini" in verified(as_user, case.first.sha256)


def test_of_minutes_that_are_not_public_it_says_no_number_and_no_date(case, as_user):
    second = case.second()
    old, new = verified(as_user, case.first.sha256), verified(as_user, second.sha256)
    assert "Versi yang berlaku Versi yang lebih baru" in old
    assert "Versi yang berlaku Versi ini" in new
    assert "Versi 2" not in old
    assert case.room.chair.name not in old + new


@pytest.fixture
def public(app, as_user, clock):
    """Public minutes of two approved versions, the first one published."""
    case = approved_case(as_user, clock, circle__classification=Classification.PUBLIC)
    case.visitor("coordinator").post("forums.minutes.publish", minutes_id=case.first.id)
    case.second()
    return case


def test_of_public_minutes_it_says_which_text_it_is_and_what_replaced_it(public, as_user):
    published = verified(as_user, public.first.published_sha256)
    assert "Versi 2, disetujui" in published
    assert "Diterbitkan, dengan jabatan" in published
    assert public.room.chair.name not in published
    whole = verified(as_user, public.first.sha256)
    assert "Naskah lengkap, tidak untuk umum. Naskah yang diterbitkan adalah dokumen lain dengan hash sendiri" in whole


def test_the_whole_text_of_a_public_forum_is_marked_as_not_public(public):
    whole, given = (text_of(public_pdf(public, whole=kind)) for kind in (True, False))
    assert "NASKAH LENGKAP, TIDAK UNTUK UMUM" in whole
    assert "PUBLIK" not in whole
    assert "PUBLIK" in given
    assert "TIDAK UNTUK UMUM" not in given


def public_pdf(case, *, whole):
    return minutes_paper.pdf(case.first, utc_now(), "id", whole=whole)


def test_others_read_a_new_wording_once_the_version_that_brings_it_is_published(public, as_user, as_program):
    outside, decision = PersonFactory(), public.decision

    def listed():
        return [one["text"] for one in as_program(outside).get("/decisions").json["items"]]

    assert listed() == []
    as_user(outside).get("forums.decisions.show", decision_id=decision.id, status=404)
    assert as_program(public.room.member).get(f"/decisions/{decision.id}").json["text"] == REWORDED
    assert "Untuk diterbitkan" in public.visitor("coordinator").get("/").words
    public.visitor("coordinator").post("forums.minutes.publish", minutes_id=public.newest().id)
    assert listed() == [REWORDED]
    assert REWORDED in as_user(outside).get("forums.decisions.show", decision_id=decision.id).words
    assert "Untuk diterbitkan" not in public.visitor("coordinator").get("/").words


def test_the_public_reads_that_published_minutes_were_replaced(public, as_user):
    page = public.visitor("coordinator").get(
        "forums.minutes.show", session_id=public.session.id, published=1, version=1
    )
    assert "Versi ini sudah digantikan" in page.words


def test_the_paper_says_which_version_it_replaces(case):
    second = case.second()
    text = text_of(minutes_paper.pdf(second, utc_now(), "id"))
    assert "Versi 2" in text
    assert "menggantikan versi 1" in text
    assert REASON["reason"] in text


def test_the_mail_of_a_new_version_opens_what_it_changes(app, case):
    made = case.amend()
    case.write(case.passages(made)[1], "Dinkes melaporkan 14 layanan.")
    case.clock.shift(timedelta(minutes=1))
    case.circulate(made)
    reader = Visitor(app)
    page = reader.get(link_to(case.room.member))
    assert "Perubahan dalam versi 2" in page.words
    assert REASON["reason"] in page.words
    assert page.soup.select("p.diff ins")
    assert page.soup.select_one("a[href$='/correct']")


def test_the_link_in_an_older_mail_says_that_its_version_was_replaced(app, case):
    path = link_to(case.room.observer)
    case.second()
    assert "Versi ini sudah digantikan" in Visitor(app).get(path).words


def test_the_comparison_is_downloaded_as_a_paper(case, as_program):
    case.second()
    answer = case.visitor("member").get("forums.versions.comparison_pdf", session_id=case.session.id)
    assert "filename=Perbandingan-notulen_" in answer.headers["Content-Disposition"]
    text = text_of(answer.data)
    assert "PERUBAHAN NOTULEN" in text
    assert "Versi 1, disetujui" in text
    assert "Rapat dibuka." not in text
    assert "[" not in text
    path = f"/sessions/{case.session.id}/minutes/compare/pdf"
    program = as_program(case.room.member)
    assert program.get(path, old="1-circulated", new="2").mimetype == "application/pdf"
    program.get(path, old="7", new="2", status=404)
