"""The first day of docs/guide-first-day.md, from an empty instance to a first digest that agrees with what was done."""

import io

import pypdf
import pytest
import time_machine

from app.database import db
from insights.digests.models import Digest, DigestState
from tests.pictures import first_day
from tests.pictures.__main__ import empty_instance
from tests.pictures.city import LANGUAGES, City
from tests.support.browsers import Pages, served
from tests.support.mail import running_sink

FORUM = "Forum Kualitas Udara"
HELD = {"forum": FORUM, "number": 1, "starts_at": "2027-01-13T03:00:00+00:00"}
COMMITMENT = {
    "code": "KMT-2027-0001",
    "title": "Menyerahkan katalog sensor udara",
    "responsible": "PT Mitra Solusi",
    "verifier": "Dinas Kesehatan",
    "delivery": "accepted",
    "first_due": "2027-01-29",
    "current_due": "2027-01-29",
    "days_late": 2,
}
"""As of 31 January: promised for the 29th, accepted by its party, nothing reported yet."""


def mailed_paper(sink, email):
    """Return the text of the newest PDF that was mailed to somebody."""
    messages = [message for message in sink.messages if email in str(message["To"])]
    papers = [part for message in messages for part in message.iter_attachments()]
    (*_earlier, newest) = [part for part in papers if part.get_content_type() == "application/pdf"]
    pages = pypdf.PdfReader(io.BytesIO(newest.get_content())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def assert_true(record):
    """Compare the content of a digest with what the people did."""
    assert (record["since"], record["until"]) == ("2027-01-01", "2027-01-31")
    assert (record["first"], record["compared_with"]) == ("2027-01-13", None)
    assert record["held"] == [HELD]
    [forum] = record["forums"]
    assert (forum["name"], forum["open"], forum["late"]) == (FORUM, 1, 1)
    assert (forum["attended"]["part"], forum["attended"]["whole"]) == (2, 3)
    shares = {one["sector"]: (one["part"], one["whole"]) for one in record["sectors"]}
    assert shares == {"government": (1, 2), "private": (1, 1)}
    [decision] = record["decisions"]
    assert (decision["code"], decision["forum"]) == ("KEP-2027-001", FORUM)
    assert decision["text"] == "Mitra Solusi menyerahkan katalog sensor."
    [commitment] = record["commitments"]
    assert {name: commitment[name] for name in COMMITMENT} == COMMITMENT
    assert record["kept"] == record["agreements"] == record["unknown"] == []
    figures = record["figures"]
    assert (figures["open"], figures["late"], figures["longest_late"], figures["minutes_days"]) == (1, 1, 2, 0)
    assert record["sessions"][0]["starts_at"] == "2027-02-10T03:00:00+00:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_city_comes_from_an_empty_instance_to_its_first_digest(tmp_path, browser, language):
    """Everything is done on pages and by links in mails; the only commands are those that the guide names.

    What the scheduler does is done by its jobs. A partner answers and accepts on a phone, and each page of the guide is
    opened in both languages.
    """
    data, pictures = tmp_path / "data", tmp_path / "pictures"
    data.mkdir()
    with (
        time_machine.travel(first_day.FIRST_DAY, tick=True) as clock,
        running_sink() as sink,
        empty_instance(data, sink) as app,
        served(app) as address,
    ):
        pages = Pages(browser, app, address)
        city = City(app, pages, sink, clock, data, pictures, language)
        first_day.play(city)
        pages.close()
        digest = db.session.scalars(db.select(Digest)).one()
        assert digest.state is DigestState.RELEASED
        assert_true(digest.snapshot.content)
        paper = mailed_paper(sink, "dewi@kota.example")
        for words in (
            FORUM,
            "KEP-2027-001",
            "Mitra Solusi menyerahkan katalog sensor.",
            "KMT-2027-0001",
            "2 dari 3",
            digest.code,
        ):
            assert words in paper
        assert {path.parent.name for path in city.taken} == set(LANGUAGES)
        assert all(path.stat().st_size > 5_000 for path in city.taken)
        db.session.remove()
