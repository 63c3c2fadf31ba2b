"""Writing a message as bytes: the few forms of RFC 5322 and RFC 2045 that our mails have.

The standard library writes any message there is, and folds, counts and searches every line of it in Python: that takes
about as long as sending it. What people and files may bring along (names beyond ASCII, long headers) still goes
through it.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable, Sequence
from email.header import Header
from email.message import Message

NEWLINE = b"\r\n"
LONGEST_PLAIN = 78
HEADER_NAME = re.compile(r"[!-9;-~]+")
FILE_NAME = re.compile(r"[\w.-]+", re.ASCII)
MORE_THAN_ONE_LINE = re.compile(r"[\r\n\0]")

Headers = Iterable[tuple[str, str]]


def entity(headers: Headers, body: bytes) -> bytes:
    """Return a message or a part of one. Raises ValueError for a header that is none, or would become another."""
    return b"".join((*(_header(name, value) for name, value in headers), NEWLINE, body))


def text(subtype: str, content: str) -> bytes:
    """Return a part that people can read, in quoted-printable."""
    lines = content.replace("\r\n", "\n").replace("\r", "\n")
    body = b2a_qp(lines.encode()).replace(b"\n", NEWLINE)
    return entity(_typed(f'text/{subtype}; charset="utf-8"', "quoted-printable"), body)


def binary(media_type: str, content: bytes, *, name: str | None = None) -> bytes:
    """Return a part for programs, in base64: a file if it has a name. `media_type` may carry parameters."""
    headers = _typed(media_type, "base64")
    if name is not None:
        headers += (("Content-Disposition", _attached(name)),)
    return entity(headers, _base64(content))


def multipart(subtype: str, parts: Sequence[bytes], *, mark: str) -> tuple[Headers, bytes]:
    """Return the headers and the body of several parts as one.

    "=_" stands in no quoted-printable and no base64, so no part can hold the boundary; `mark` tells it from those of
    multiparts inside.
    """
    boundary = f"=_{mark}"
    between = NEWLINE + f"--{boundary}".encode()
    body = b"".join(between + NEWLINE + part for part in parts) + between + b"--" + NEWLINE
    headers = (("MIME-Version", "1.0"), ("Content-Type", f'multipart/{subtype}; boundary="{boundary}"'))
    return headers, body.removeprefix(NEWLINE)


def _typed(media_type: str, encoding: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", media_type), ("Content-Transfer-Encoding", encoding))


def _attached(name: str) -> str:
    """Say under which name, which may be any, a file goes along."""
    if FILE_NAME.fullmatch(name):
        return f'attachment; filename="{name}"'
    said = Message()
    said.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return str(said["Content-Disposition"])


def _base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", NEWLINE)


def _header(name: str, value: str) -> bytes:
    """Write a header, folded at spaces where it is long; what has none, such as an identity, stays on its line."""
    if not HEADER_NAME.fullmatch(name) or MORE_THAN_ONE_LINE.search(value):
        raise ValueError(f"{name!r} is no header of one line")
    long = len(name) + len(": ") + len(value) > LONGEST_PLAIN
    if not value.isascii() or (long and " " in value):
        value = Header(value, None if value.isascii() else "utf-8", header_name=name).encode(linesep="\r\n")
    return f"{name}: {value}\r\n".encode("ascii")
