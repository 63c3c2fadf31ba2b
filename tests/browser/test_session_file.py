"""The whole file of a session of the demo: looked at on a phone, assembled, downloaded and read back in order."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.accounts.people.queries import by_email
from app.database import db
from forums.dossier.models import FileKind, SessionFile

pytestmark = pytest.mark.one_database

ORDER = [
    "Surat undangan",
    "Surat tugas, DLH",
    "Papan hasil diskusi (contoh)",
    "Daftar hadir, DEMO/DH/07",
    "Notulen",
    "Risalah keputusan",
    "Berita acara kesepakatan",
    "Nota dinas kepada pimpinan",
    "Pembukaan rapat",
    "Pembahasan daftar layanan",
    "Kuitansi konsumsi rapat, DEMO/KW/07",
]


def test_the_whole_file_of_a_demo_session_is_assembled_and_read_back_in_order(app, clock, pages, axe):
    assert app.test_cli_runner().invoke(args=["demo", "load"]).exit_code == 0
    receipt = db.session.scalars(select(SessionFile).where(SessionFile.kind == FileKind.RECEIPT)).one()
    path, coordinator = f"/sessions/{receipt.session_id}/file", by_email("koordinator@jsc.example")
    db.session.commit()
    phone = pages(coordinator, width=360, height=780)
    phone.goto(path)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name="Susun berkas").click()
    download = phone.get_by_role("link", name="Unduh PDF")
    expect(download).to_be_visible(timeout=60_000)
    axe(phone)
    with phone.expect_download() as saved:
        download.click()
    content = Path(saved.value.path()).read_bytes()
    paper = pypdf.PdfReader(BytesIO(content))
    assert [one.title for one in paper.outline][1:] == ORDER
    cover = re.sub(r"\s+", " ", paper.pages[0].extract_text())
    for mark in list(paper.outline)[1:]:
        number = paper.get_destination_page_number(mark) + 1
        assert re.search(rf"{re.escape(mark.title)} .*?\b{number}\b", cover)
        assert f"Berkas hlm. {number} dari {len(paper.pages)}" in paper.pages[number - 1].extract_text()
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="Unduh ZIP").click()
    names = zipfile.ZipFile(Path(saved.value.path())).namelist()
    assert [name[3:].rpartition(".")[0].replace("DEMO-", "DEMO/", 1) for name in names[:2]] == ORDER[:2]
    assert len(names) == len(ORDER) + 1
