"""The letterhead on papers: as it is now, as it was when a paper was issued, and the same bytes each time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdf
import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from app.circles.models import Classification
from app.files import path_of, save
from app.pdf.document import PdfDocument, produce
from app.settings.actions import InstanceDetails, change_instance
from tests.factories import AdministratorFactory

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("clock")]

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MAKASSAR = InstanceDetails(
    unit="Sekretariat Daerah",
    above="Pemerintah Kota Makassar",
    address="Jalan Contoh 1\nTelepon 0411",
    city="Makassar",
    timezone="Asia/Jakarta",
)
LATER = AT + timedelta(hours=1)


def emblem(colour="red", kind="PNG", mode="RGBA"):
    picture = BytesIO()
    Image.new(mode, (40, 40), colour).save(picture, kind)
    return save(FileStorage(BytesIO(picture.getvalue()), f"lambang.{kind.lower()}"), by=None, at=AT)


def paper(issued_at=None):
    sheet = PdfDocument(
        title="Contoh", as_of=AT, classification=Classification.INTERNAL, language="id", issued_at=issued_at
    )
    return produce(sheet, "settings/sample-letter.html")


def words(content):
    return " ".join(pypdf.PdfReader(BytesIO(content)).pages[0].extract_text().split())


def test_a_sample_letter_shows_the_letterhead_as_it_prints(app, as_user):
    change_instance(MAKASSAR, emblem=emblem(), version=1, by=None, at=AT)
    visitor = as_user(AdministratorFactory())
    answer = visitor.get("instance.sample_letter")
    assert answer.mimetype == "application/pdf"
    reader = pypdf.PdfReader(BytesIO(answer.get_data()))
    text = words(answer.get_data())
    assert "PEMERINTAH KOTA MAKASSAR SEKRETARIAT DAERAH Jalan Contoh 1 Telepon 0411 Makassar, 24 November 2026" in text
    assert "CONTOH" in text
    assert reader.metadata.author == "Sekretariat Daerah"
    assert len(reader.pages[0].images) == 1
    english = visitor.get("/settings/organisation/sample-letter/pdf?lang=en").get_data()
    assert "It was not sent to anybody" in words(english)


def test_the_emblem_has_a_text_for_those_who_do_not_see_it(app):
    change_instance(MAKASSAR, emblem=emblem("blue", "JPEG", "RGB"), version=1, by=None, at=AT)
    reader = pypdf.PdfReader(BytesIO(paper()))
    assert "Lambang Sekretariat Daerah" in alternative_texts(reader)


def alternative_texts(reader):
    """Return the alternative texts of a tagged PDF."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            found += [str(element["/Alt"])] if "/Alt" in element else []
            waiting += [element["/K"]] if "/K" in element else []
    return found


def test_equal_letterheads_give_equal_bytes_and_others_do_not(app):
    first = paper()
    assert paper() == first
    change_instance(MAKASSAR, version=1, by=None, at=AT)
    second = paper()
    change_instance(MAKASSAR, emblem=emblem(), version=2, by=None, at=AT)
    third = paper()
    change_instance(MAKASSAR, emblem=emblem("blue"), version=3, by=None, at=AT)
    assert len({first, second, third, paper()}) == 4
    change_instance(MAKASSAR, without_emblem=True, version=4, by=None, at=AT)
    assert paper() == second


def test_papers_that_were_issued_keep_letterhead_and_zone(app):
    change_instance(MAKASSAR, emblem=emblem(), version=1, by=None, at=AT)
    issued = paper(issued_at=LATER)
    other = replace(MAKASSAR, unit="Dinas Lain", timezone="Asia/Makassar")
    change_instance(other, emblem=emblem("blue"), confirmed_zone=True, version=2, by=None, at=LATER + timedelta(days=1))
    assert paper(issued_at=LATER) == issued
    assert "WIB" in words(issued)
    assert "DINAS LAIN" in words(paper())
    assert "WITA" in words(paper())


def test_a_lost_emblem_stops_no_paper(app):
    file = emblem()
    change_instance(MAKASSAR, emblem=file, version=1, by=None, at=AT)
    path_of(file.sha256).unlink()
    assert "SEKRETARIAT DAERAH" in words(paper())


def test_without_a_place_a_letter_begins_with_its_date(app):
    app.extensions["settings"] = replace(app.extensions["settings"], unit_city="")
    assert "SMART CITY 24 November 2026 Nomor" in words(paper())
