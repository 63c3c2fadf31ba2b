import io
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from app.database.transactions import transaction
from app.errors import RuleViolation
from app.files import content_of, path_of, save
from app.files.store import REASONS, safe_name

pytestmark = pytest.mark.one_database

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, kind)
    return buffer.getvalue()


PNG = picture("PNG")


def upload(content: bytes, name: str | None):
    with transaction():
        return save(FileStorage(io.BytesIO(content), name), by=None, at=AT)


def archive(entries: dict[str, bytes], *, first: tuple[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, content in entries.items():
            made.writestr(name, content)
    return buffer.getvalue()


def office(part: str, **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more})


def letter_with(styles: bytes) -> bytes:
    return office("word/document.xml", **{"word/styles.xml": styles})


def open_document(kind: str) -> bytes:
    return archive({"content.xml": b"<x/>"}, first=("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode()))


WELCOME = {
    "rapat.pdf": (b"%PDF-1.7\nhello", "application/pdf"),
    "foto.PNG": (PNG, "image/png"),
    "foto.jpeg": (picture("JPEG"), "image/jpeg"),
    "foto.webp": (picture("WEBP"), "image/webp"),
    "foto.gif": (picture("GIF"), "image/gif"),
    "data.csv": ("nama;nilai\nDinas Ömér;1\n".encode(), "text/csv"),
    "data-bom.csv": (b"\xef\xbb\xbfa,b\r\n1,2\r\n", "text/csv"),
    "catatan.txt": ("Rapat 😀 ‮ عربى\n".encode(), "text/plain"),
    "undangan.ics": (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"),
    "surat.eml": (b"From: a@b.example\r\nSubject: x\r\n\r\nisi \xe9", "message/rfc822"),
    "surat.docx": (
        office("word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "surat-utf-16.docx": (
        letter_with('<?xml version="1.0"?><?mso x?><!-- y --><x/>'.encode("utf-16")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "tabel.xlsx": (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "paparan.pptx": (
        office("ppt/presentation.xml"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "surat.odt": (open_document("text"), "application/vnd.oasis.opendocument.text"),
    "tabel.ods": (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "semua.zip": (archive({"a.txt": b"a"}), "application/zip"),
}


@pytest.mark.parametrize("name", WELCOME)
def test_plain_documents_come_in(app, name):
    content, media_type = WELCOME[name]
    stored = upload(content, name)
    assert (stored.media_type, stored.size, stored.name) == (media_type, len(content), name)
    assert content_of(stored) == content


def encrypted() -> bytes:
    plain = bytearray(archive({"a.txt": b"a"}))
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def huge_directory() -> bytes:
    plain = bytearray(archive({"a.txt": b"a"}))
    struct.pack_into("<I", plain, plain.rindex(b"PK\x05\x06") + 12, 500_000_000)
    return bytes(plain)


BILLION = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def overlapping() -> bytes:
    """Return an archive whose directory names one packed content a hundred times."""
    plain = archive({"a.txt": b"0" * 100_000})
    start, end = plain.index(b"PK\x01\x02"), plain.rindex(b"PK\x05\x06")
    entry = plain[start:end]
    directory = b"".join(entry.replace(b"a.txt", b"a%03d." % number) for number in range(100))
    closing = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(directory), start, 0)
    return plain[:start] + directory + closing


def squeezed(method: int) -> bytes:
    buffer = io.BytesIO(office("word/document.xml"))
    with zipfile.ZipFile(buffer, "a", method) as made:
        made.writestr("word/styles.xml", b"<x/>")
    return buffer.getvalue()


REFUSED = {
    "nothing at all": (b"", "a.pdf", "empty"),
    "no name": (b"x", "", "absent"),
    "no extension": (b"%PDF-1.7", "rapat", "kind"),
    "a program": (b"MZ\x90\x00", "setup.exe", "kind"),
    "a program behind a document's name": (b"MZ\x90\x00" * 100, "rapat.pdf", "content"),
    "a program with two extensions": (b"%PDF-1.7", "rapat.pdf.exe", "kind"),
    "a program with a turned name": (b"%PDF-1.7", "rapat\u202efdp.exe", "kind"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "a.sh", "kind"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "a.html", "kind"),
    "a drawing with code": (b"<svg onload='alert(1)'/>", "a.svg", "kind"),
    "a web page as text": (b"\n <!DOCTYPE html><script>alert(1)</script>", "a.txt", "markup"),
    "a drawing as table": (b"\xef\xbb\xbf<svg xmlns='x'><script/></svg>", "a.csv", "markup"),
    "a drawing as picture": (b"<svg xmlns='x'/>", "a.png", "content"),
    "a web page as PDF": (b"<html>%PDF-1.7</html>", "a.pdf", "content"),
    "a web page as calendar": (b"<html>BEGIN:VCALENDAR</html>", "a.ics", "content"),
    "a picture of another kind": (PNG, "a.jpg", "content"),
    "a picture cut short": (b"\x89PNG", "a.png", "content"),
    "text with NUL": (b"a\x00b", "a.txt", "content"),
    "text in UTF-16": ("nama".encode("utf-16"), "a.csv", "encoding"),
    "text in Latin-1": ("é\n".encode("latin-1"), "a.txt", "encoding"),
    "text cut inside a character": ("aé".encode()[:-1], "a.txt", "encoding"),
    "a letter that is none": (b"no header here\n\nFrom: x", "a.eml", "content"),
    "an archive as letter": (archive({"a": b"a"}), "a.docx", "content"),
    "a letter as table": (office("word/document.xml"), "a.xlsx", "content"),
    "a letter with macros": (office("word/document.xml", **{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
    "an open document of another kind": (open_document("spreadsheet"), "a.odt", "content"),
    "an open document without its type": (archive({"content.xml": b"x"}), "a.odt", "content"),
    "no archive": (b"PK\x03\x04" + b"x" * 100, "a.zip", "archive"),
    "an archive with a password": (encrypted(), "a.zip", "archive"),
    "an archive that unpacks to too much": (archive({"a": b"0" * 20_000_000}), "a.zip", "archive"),
    "a letter that unpacks to too much": (office("word/document.xml", bomb=b"0" * 20_000_000), "a.docx", "archive"),
    "an archive with a lying directory": (huge_directory(), "a.zip", "archive"),
    "an archive that names one content many times": (overlapping(), "a.zip", "archive"),
    "an archive that unpacks elsewhere": (archive({"../../etc/cron.d/x": b"x"}), "a.zip", "archive"),
    "an archive that unpacks to the root": (archive({"/etc/cron.d/x": b"x"}), "a.zip", "archive"),
    "an archive that unpacks to a drive": (archive({"C:\\x": b"x"}), "a.zip", "archive"),
    "a letter that grows when read": (
        office("word/document.xml", **{"word/styles.xml": BILLION}),
        "a.docx",
        "definitions",
    ),
    "a letter that reads a file": (office("word/document.xml", **{"_rels/.rels": OUTSIDE}), "a.docx", "definitions"),
    "a letter with a comment before its definitions": (
        letter_with(b"<!-- <x> -->" + BILLION),
        "a.docx",
        "definitions",
    ),
    "a letter with definitions in UTF-16": (
        letter_with(BILLION.decode().encode("utf-16")),
        "a.docx",
        "definitions",
    ),
    "a letter with definitions far down": (
        letter_with(b" " * 5_000 + BILLION),
        "a.docx",
        "definitions",
    ),
    "a letter packed in ways that cost memory": (squeezed(zipfile.ZIP_LZMA), "a.docx", "archive"),
    "an open document that grows when read": (
        archive({"content.xml": BILLION}, first=("mimetype", b"application/vnd.oasis.opendocument.text")),
        "a.odt",
        "definitions",
    ),
    "an archive with too many entries": (archive({str(n): b"" for n in range(10_001)}), "a.zip", "archive"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_disguised_or_dangerous_is_refused_with_one_sentence(app, what):
    content, name, reason = REFUSED[what]
    with pytest.raises(RuleViolation) as refusal:
        upload(content, name)
    assert refusal.value.message == REASONS[reason]
    folder = app.extensions["settings"].data_dir / "files"
    assert [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_file_above_the_limit_is_too_large(app):
    app.extensions["settings"] = replace(app.extensions["settings"], upload_limit=1000)
    upload(b"%PDF-" + b"x" * 995, "a.pdf")
    with pytest.raises(RuleViolation) as refused:
        upload(b"%PDF-" + b"x" * 996, "a.pdf")
    assert refused.value.status == 413


def test_equal_contents_are_stored_once(app):
    first, second = upload(PNG, "a.png"), upload(PNG, "b.png")
    assert first.id != second.id
    assert path_of(first.sha256) == path_of(second.sha256)
    folder = app.extensions["settings"].data_dir / "files"
    assert len([path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]) == 1


@pytest.mark.parametrize(
    "given, kept",
    [
        ("Notulen rapat.pdf", "Notulen rapat.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\budi\\surat.docx", "surat.docx"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("\u202eexe\u200b.pdf", "exe.pdf"),
        (".htaccess", "htaccess"),
        ("....pdf", "pdf"),
        ("  spasi   banyak .pdf ", "spasi banyak.pdf"),
        ("x" * 500 + ".pdf", "x" * 146 + ".pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("/", "berkas"),
        ("CON.txt", "berkas CON.txt"),
        ("nul", "berkas nul"),
        ("com1.tar.gz", "berkas com1.tar.gz"),
        ("contoh.txt", "contoh.txt"),
        ('surat: "penting" <1>?.pdf', "surat- -penting- -1--.pdf"),
        ("/etc/shadow", "shadow"),
        ("a\r\nContent-Type: text.pdf", "aContent-Type- text.pdf"),
    ],
)
def test_names_are_safe(given, kept):
    assert safe_name(given) == kept
