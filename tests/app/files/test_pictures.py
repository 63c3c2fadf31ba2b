"""Pictures are kept without what they say about place, device and author; what they show stays as it was."""

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageChops, PngImagePlugin
from werkzeug.datastructures import FileStorage

from app.database.transactions import transaction
from app.errors import RuleViolation
from app.files import content_of, path_of, save
from app.files.store import REASONS

pytestmark = pytest.mark.one_database

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MARK = "GarisBujur106"
"""A word that is in all metadata, and in nothing else."""
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MARK}</x:xmpmeta>".encode()
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
FORMATS = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP", "a.gif": "GIF"}


def upload(content: bytes, name: str):
    with transaction():
        return save(FileStorage(io.BytesIO(content), name), by=None, at=AT)


def read(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def drawn(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Return a picture whose left upper corner is red, and no two other corners are alike."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    for place, colour in (((0, 0), "red"), ((size[0] - 8, 0), "lime"), ((0, size[1] - 8), "blue")):
        image.paste(colour, (*place, place[0] + 8, place[1] + 8))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[MAKE], made[ORIENTATION] = MARK, orientation
    made.get_ifd(GPS)[29] = MARK
    return made


def written(image: Image.Image, kind: str, **settings) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def png_with_texts() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", MARK)
    texts.add_text("Comment", MARK, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return written(drawn("RGBA"), "PNG", pnginfo=texts, exif=exif())


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def frames(mode: str = "RGB") -> list[Image.Image]:
    return [ImageChops.offset(drawn(mode), 5 * step) for step in range(4)]


def animated(kind: str, mode: str = "RGB", **settings) -> bytes:
    first, *others = frames(mode)
    return written(first, kind, save_all=True, append_images=others, duration=[50, 100, 150, 200], loop=3, **settings)


def gif_with_xmp() -> bytes:
    plain = animated("GIF", comment=MARK.encode())
    blocks = b"!\xff\x0bXMP DataXMP" + XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
    return plain[:-1] + blocks + b";"


def jpeg_with_everything() -> bytes:
    """Return a photograph as telephones make it: EXIF with a place, XMP, IPTC, a comment, and a film behind its end."""
    plain = written(drawn(), "JPEG", quality=90, exif=exif(), comment=MARK)
    more = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data
        for marker, data in (
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
            (0xED, b"Photoshop 3.0\x008BIM" + MARK.encode()),
            (0xE4, MARK.encode()),
        )
    )
    return plain[:2] + more + plain[2:] + b"ftypmp42" + MARK.encode()


TELLING = {
    "a photograph": (jpeg_with_everything, "a.jpg"),
    "a progressive photograph": (
        lambda: written(drawn(), "JPEG", progressive=True, exif=exif(), comment=MARK),
        "a.jpeg",
    ),
    "a screenshot": (png_with_texts, "a.png"),
    "a moving screenshot": (lambda: animated("PNG", "RGBA", exif=exif()), "a.png"),
    "a picture of the web": (lambda: written(drawn("RGBA"), "WEBP", lossless=True, exif=exif(), xmp=XMP), "a.webp"),
    "a lossy picture of the web": (lambda: written(drawn(), "WEBP", quality=70, exif=exif(), xmp=XMP), "a.webp"),
    "a moving picture of the web": (lambda: animated("WEBP", exif=exif(), xmp=XMP), "a.webp"),
    "a moving picture": (gif_with_xmp, "a.gif"),
}


def moments(image: Image.Image) -> list[tuple[bytes, object]]:
    """Return what is seen of each frame, and for how long."""
    seen = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        seen.append((image.convert("RGBA").tobytes(), image.info.get("duration")))
    return seen


@pytest.mark.parametrize("what", TELLING)
def test_metadata_is_gone_and_the_picture_is_the_same(app, what):
    make, name = TELLING[what]
    sent = make()
    assert MARK.encode() in sent
    stored = upload(sent, name)
    kept = content_of(stored)
    assert MARK.encode() not in kept
    image = read(kept)
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "comment", "photoshop", "Author", "Comment", "XML:com.adobe.xmp"} & image.info.keys()
    assert moments(image) == moments(read(sent))
    assert image.info.get("loop") == read(sent).info.get("loop")


@pytest.mark.parametrize("what", TELLING)
def test_the_hash_and_the_size_are_of_what_is_kept(app, what):
    make, name = TELLING[what]
    stored = upload(make(), name)
    kept = path_of(stored.sha256).read_bytes()
    assert (stored.sha256, stored.size) == (hashlib.sha256(kept).hexdigest(), len(kept))


@pytest.mark.parametrize("what", TELLING)
def test_a_picture_that_says_nothing_is_kept_byte_by_byte(app, what):
    make, name = TELLING[what]
    clean = content_of(upload(make(), name))
    assert content_of(upload(clean, name)) == clean


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_picture_that_was_taken_upside_down_is_turned_first(app, name, orientation):
    ways = [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM]
    ways += [Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE]
    ways += [Image.Transpose.ROTATE_90]
    lossless = {"lossless": True} if name == "a.webp" else {}
    taken = written(drawn(), FORMATS[name], exif=exif(orientation), **lossless)
    kept = content_of(upload(taken, name))
    image, meant = read(kept), read(taken).transpose(ways[orientation - 2])
    assert dict(image.getexif()) == {}
    assert image.size == meant.size
    assert difference(image, meant) < (4 if name == "a.jpg" else 0.001)
    assert len(kept) < 3 * len(taken)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much the pixels of two pictures differ on average, of 255."""
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L").tobytes()
    return sum(apart) / len(apart)


def test_a_turned_photograph_keeps_its_quality(app):
    taken = written(drawn(size=(640, 480)), "JPEG", quality=92, subsampling=0, exif=exif(6))
    image = read(content_of(upload(taken, "a.jpg")))
    assert image.quantization == read(taken).quantization
    assert image.layer[0][1:3] == read(taken).layer[0][1:3]


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_photographs_of_other_colours_are_turned_too(app, mode):
    image = read(content_of(upload(written(drawn(mode), "JPEG", exif=exif(6)), "a.jpg")))
    assert (image.mode, image.size) == (mode, (32, 48))


def test_colours_and_transparency_stay(app):
    profile = b"0" * 128
    palette = drawn("P")
    sent = written(palette, "PNG", transparency=0, icc_profile=profile, exif=exif(3), dpi=(300, 300))
    image = read(content_of(upload(sent, "a.png")))
    assert image.mode == "P"
    assert image.info["transparency"] == read(sent).info["transparency"]
    assert image.info["icc_profile"] == profile
    kept = read(content_of(upload(written(drawn(), "JPEG", icc_profile=profile, exif=exif(6)), "a.jpg")))
    assert kept.info["icc_profile"] == profile


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(app):
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(10_000 * 1_251), 9)
    chunks = png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    with pytest.raises(RuleViolation) as refused:
        upload(b"\x89PNG\r\n\x1a\n" + chunks, "a.png")
    assert refused.value.message == REASONS["pixels"]
    with pytest.raises(RuleViolation) as refused:
        upload(b"\x89PNG\r\n\x1a\n" + chunks.replace(head[:8], struct.pack(">II", 2**31 - 1, 2**31 - 1)), "a.png")
    assert refused.value.message in {REASONS["pixels"], REASONS["picture"]}


DAMAGED = {
    "a head alone": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.jpg"),
    "a segment without an end": (jpeg_with_everything()[:60], "a.jpg"),
    "a PNG without pixels": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", "a.png"),
    "a PNG that breaks off": (png_with_texts()[:90], "a.png"),
    "a WebP without pixels": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a.webp"),
    "a GIF without a screen": (b"GIF89a\x01\x00\x01\x00", "a.gif"),
    "a GIF that is a program": (b"GIF89a/*\x00\x00*/=1;alert(1)//", "a.gif"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_picture_is_refused_with_one_sentence(app, what):
    with pytest.raises(RuleViolation) as refused:
        upload(*DAMAGED[what])
    assert refused.value.message == REASONS["picture"]


@pytest.mark.parametrize("what", TELLING)
def test_no_damage_crashes_or_lets_metadata_through(app, what):
    make, name = TELLING[what]
    whole = make()
    for end in range(16, len(whole), max(1, len(whole) // 40)):
        for sent in (whole[:end], whole[:end] + b"\xff" * 4 + whole[end + 4 :]):
            assert outcome(sent, name) in {"clean", *(str(REASONS[why]) for why in ("picture", "pixels", "content"))}


def outcome(sent: bytes, name: str) -> str:
    """Return what became of an upload: what it was refused with, or whether its metadata is gone."""
    try:
        kept = content_of(upload(sent, name))
    except RuleViolation as refused:
        return str(refused.message)
    return "telling" if MARK.encode() in kept else "clean"
