"""Detects the type of a file from its content. Extension and content must agree, and only known types are accepted."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEAD = 4096
"""Number of bytes at the start of a file that suffice to distinguish most types."""
CHUNK = 256 * 1024
MOST_ENTRIES = 10_000
LARGEST_DIRECTORY = 2 * 1024 * 1024
LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200
"""Limits of an archive: entries, bytes of its directory, bytes unpacked, unpacked bytes per packed byte."""

MARKUP = re.compile(rb"\s*<(!doctype|\?xml|html|head|body|svg|script|iframe|meta|style|!--)", re.IGNORECASE)
PROLOG = re.compile(rb"(?:\s|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->)*<[A-Za-z_]", re.DOTALL)
"""What may precede the first element of an XML part of an office document."""
MARKS = b"\xef\xbb\xbf\xff\xfe"
"""The bytes of byte order marks."""
HEADER_LINE = re.compile(rb"(from|to|date|subject|received|return-path|message-id|delivered-to|mime-version):", re.I)
END_OF_DIRECTORY = b"PK\x05\x06"
ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."


class Suspect(Exception):
    """The content is not acceptable; `reason` is a key of `app.files.store.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Kind:
    """An accepted type of file: its media type, its extensions, and a function that checks the content."""

    media_type: str
    extensions: tuple[str, ...]
    fits: Callable[[BinaryIO], bool]


def kind_of(path: Path, extension: str) -> Kind:
    """Return the type that both `extension` (lower case, without a dot) and the content indicate.

    Raises Suspect: "kind" for extensions that are not allowed, "content" if the two disagree, "archive" for archives
    that are broken, encrypted, too large when unpacked or with unsafe paths, "macros" for office files with macros,
    "definitions" for those that define entities, "encoding" for text that is not UTF-8, "markup" for web pages
    disguised as text.
    """
    kind = BY_EXTENSION.get(extension)
    if kind is None:
        raise Suspect("kind")
    with path.open("rb") as file:
        if not kind.fits(file):
            raise Suspect("content")
    return kind


def _begins(*signatures: bytes) -> Callable[[BinaryIO], bool]:
    return lambda file: file.read(16).startswith(signatures)


def _is_webp(file: BinaryIO) -> bool:
    head = file.read(16)
    return head[:4] == b"RIFF" and head[8:15] == b"WEBPVP8"


def _is_png(file: BinaryIO) -> bool:
    head = file.read(16)
    return head[:8] == b"\x89PNG\r\n\x1a\n" and head[12:16] == b"IHDR"


def _is_text(file: BinaryIO) -> bool:
    """Whether the file is UTF-8 without control characters. Raises Suspect for another encoding and for markup."""
    if MARKUP.match(file.read(HEAD).removeprefix(codecs.BOM_UTF8)):
        raise Suspect("markup")
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(file):
            if CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Suspect("encoding") from None
    return True


def _is_calendar(file: BinaryIO) -> bool:
    if not file.read(HEAD).removeprefix(codecs.BOM_UTF8).lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        return False
    file.seek(0)
    return _is_text(file)


def _is_mail(file: BinaryIO) -> bool:
    head = file.read(HEAD)
    lines = head.replace(b"\r\n", b"\n").split(b"\n\n")[0].split(b"\n")
    return (
        b"\x00" not in head
        and re.match(rb"[!-9;-~]+:", lines[0]) is not None
        and any(HEADER_LINE.match(line) for line in lines)
    )


def _is_archive(file: BinaryIO) -> bool:
    _entries(file)
    return True


def _is_office(part: str) -> Callable[[BinaryIO], bool]:
    """Return a check for an Office Open XML file with this main part. It raises Suspect for one with macros."""

    def fits(file: BinaryIO) -> bool:
        entries = _entries(file)
        names = {entry.filename for entry in entries}
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Suspect("macros")
        if "[Content_Types].xml" not in names or part not in names:
            return False
        _refuse_definitions(file, entries)
        return True

    return fits


def _is_open_document(subtype: str) -> Callable[[BinaryIO], bool]:
    """Return a check for an OpenDocument file: its first entry, stored uncompressed, must contain its media type."""
    expected = f"{ODF}{subtype}".encode()

    def fits(file: BinaryIO) -> bool:
        entries = _entries(file)
        first = next(iter(entries), None)
        if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
            return False
        file.seek(first.header_offset + 30 + len("mimetype"))
        if first.file_size != len(expected) or file.read(len(expected)) != expected:
            return False
        _refuse_definitions(file, entries)
        return True

    return fits


def _entries(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """Return the entries of an archive without unpacking anything. Raises Suspect."""
    file.seek(0)
    if file.read(4) not in {b"PK\x03\x04", END_OF_DIRECTORY}:
        raise Suspect("content")
    if _directory_size(file) > LARGEST_DIRECTORY:
        raise Suspect("archive")
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        raise Suspect("archive") from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    unreadable = any(entry.flag_bits & 0x1 or _leads_out(entry.filename) for entry in entries)
    overlapping = packed > file.seek(0, 2)
    bomb = unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * max(packed, 4096)
    if unreadable or overlapping or bomb or len(entries) > MOST_ENTRIES:
        raise Suspect("archive")
    return sorted(entries, key=lambda entry: entry.header_offset)


def _leads_out(name: str) -> bool:
    """Whether an entry would be unpacked outside the target directory."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or ":" in parts[0]


def _refuse_definitions(file: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    """Raise Suspect if an XML part contains a document type declaration before its first element.

    Only such declarations define entities that expand without limit or load other files. The reason is "definitions",
    or "archive" for parts that cannot be read.
    """
    with zipfile.ZipFile(file) as archive:
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Suspect("archive")
            try:
                with archive.open(entry) as part:
                    head = part.read(HEAD)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
                raise Suspect("archive") from None
            plain = head.lstrip(MARKS).replace(b"\0", b"")  # UTF-16 reduced to ASCII, which suffices here
            if not PROLOG.match(plain) and (plain.strip() or len(head) == HEAD):
                raise Suspect("definitions")


def _directory_size(file: BinaryIO) -> int:
    """Return the size that an archive declares for its directory, to check it before the directory is parsed."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 66_000))
    tail = file.read()
    found = tail.rfind(END_OF_DIRECTORY)
    if found < 0 or len(tail) < found + 22:
        raise Suspect("archive")
    size: int = struct.unpack_from("<I", tail, found + 12)[0]
    return size


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

KINDS = (
    Kind("application/pdf", ("pdf",), _begins(b"%PDF-")),
    Kind("image/png", ("png",), _is_png),
    Kind("image/jpeg", ("jpg", "jpeg"), _begins(b"\xff\xd8\xff")),
    Kind("image/webp", ("webp",), _is_webp),
    Kind("image/gif", ("gif",), _begins(b"GIF87a", b"GIF89a")),
    Kind("text/csv", ("csv",), _is_text),
    Kind("text/plain", ("txt", "md"), _is_text),
    Kind("text/calendar", ("ics",), _is_calendar),
    Kind("message/rfc822", ("eml",), _is_mail),
    Kind(f"{OOXML}wordprocessingml.document", ("docx",), _is_office("word/document.xml")),
    Kind(f"{OOXML}spreadsheetml.sheet", ("xlsx",), _is_office("xl/workbook.xml")),
    Kind(f"{OOXML}presentationml.presentation", ("pptx",), _is_office("ppt/presentation.xml")),
    Kind(f"{ODF}text", ("odt",), _is_open_document("text")),
    Kind(f"{ODF}spreadsheet", ("ods",), _is_open_document("spreadsheet")),
    Kind("application/zip", ("zip",), _is_archive),
)

BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
