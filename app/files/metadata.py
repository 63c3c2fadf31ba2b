"""Removes metadata from pictures, keeping only the parts of a JPEG, PNG, WebP or GIF that are needed to display it.

Nothing is decoded: segments, chunks and blocks are either kept unchanged or dropped. The lists are allow lists, so that
new kinds of metadata are dropped too. See `docs/operations.md`.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""A marker that ends the entropy-coded data of a scan."""
EOI, SOS, APP0, APP2, APP14, APP15, COM = 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
JFIF_SIZE = 14
"""Size in bytes of a JFIF header without a thumbnail. A thumbnail may show what was later cropped or covered."""

PNG_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD hIST pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)
WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_HAS_METADATA = 0x0C
"""The flags of a VP8X chunk that indicate EXIF and XMP chunks."""
GIF_APPLICATIONS = frozenset((b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"))
"""Application extensions that are kept: the loop count of an animation, and the colour profile."""


def without_metadata(content: bytes, media_type: str) -> bytes:
    """Return the content of a picture with only the parts needed to display it.

    Raises ValueError, IndexError or struct.error if the content is damaged.
    """
    return b"".join(KEEPERS[media_type](content))


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while (marker := content[at + 1]) != EOI:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF:  # padding
            at += 1
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        segment = _part(content, at, end)
        if _is_shown(marker, segment[4:]):
            yield segment
        at = end
        if marker == SOS:
            found = JPEG_MARKER.search(content, at)
            at = found.start() if found else len(content)
            yield content[end:at]
            if found is None:  # truncated: viewers display the part that exists
                return
    yield b"\xff\xd9"  # trailing data is dropped, such as the video of a motion photo


def _is_shown(marker: int, data: bytes) -> bool:
    if marker == APP0:
        return data.startswith(b"JFIF\0") and len(data) == JFIF_SIZE
    if marker == APP2:
        return data.startswith(b"ICC_PROFILE\0")
    if marker == APP14:
        return data.startswith(b"Adobe")
    return marker != COM and not APP0 < marker <= APP15


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at, kind = 8, b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + size + 12
        chunk = _part(content, at, end)
        if kind in PNG_CHUNKS:
            yield chunk
        at = end


def _webp(content: bytes) -> Iterator[bytes]:
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    chunks = b"".join(_webp_chunks(_part(content, 0, end)))
    yield b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    at = 12
    while at < len(content):
        kind, size = struct.unpack_from("<4sI", content, at)
        end = at + 8 + size + size % 2
        chunk = _part(content, at, end)
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_HAS_METADATA]) + chunk[9:]
        if kind in WEBP_CHUNKS:
            yield chunk
        at = end


def _gif(content: bytes) -> Iterator[bytes]:
    at = 13 + _colours(content[10])
    yield _part(content, 0, at)
    while (introducer := content[at]) != 0x3B:
        if introducer == 0x2C:  # an image descriptor: position, colour table, minimum code size
            end = _end_of_blocks(content, at + 11 + _colours(content[at + 9]))
            yield content[at:end]
        elif introducer == 0x21:
            end = _end_of_blocks(content, at + 2)
            if _is_for_show(content[at + 1], content[at + 3 : at + 14]):
                yield content[at:end]
        else:
            raise ValueError("no block")
        at = end
    yield b"\x3b"


def _is_for_show(label: int, application: bytes) -> bool:
    """Whether a GIF extension affects display: timing, plain text, or a known application extension."""
    return label in {0xF9, 0x01} or (label == 0xFF and application in GIF_APPLICATIONS)


def _colours(flags: int) -> int:
    """Return the size in bytes of the colour table that the flags of a GIF declare."""
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    """Return the offset after a sequence of GIF sub-blocks: each is preceded by its size, the last is empty."""
    while size := content[at]:
        at += size + 1
    return at + 1


def _part(content: bytes, start: int, end: int) -> bytes:
    """Return a slice of the content. Raises ValueError if the content is shorter."""
    if end > len(content):
        raise ValueError("broken off")
    return content[start:end]


KEEPERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/gif": _gif,
}
