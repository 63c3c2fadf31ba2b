"""Prepares uploaded pictures for storage and for documents: limits size, rotates upright and removes metadata."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.files.metadata import KEEPERS, without_metadata
from app.files.sniff import Suspect

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 64 * 1000 * 1000
"""Maximum number of pixels, more than most phone cameras produce; rotating so many takes 400 MB of memory."""
LONGEST_SIDE = 2400
"""The longest side in pixels of a picture that is shrunk: sharp on a printed page of A4."""
ORIENTATION = 0x0112
"""The EXIF tag for the orientation of the camera."""


def is_picture(media_type: str) -> bool:
    """Whether files of this media type are cleaned before they are stored."""
    return media_type in KEEPERS


def cleaned(content: bytes, media_type: str) -> bytes:
    """Return a picture without metadata, rotated as its metadata says; the content itself if nothing has to change.

    Raises Suspect: "pixels" for a picture with too many pixels, "picture" for one that cannot be read.
    """
    try:
        return without_metadata(_turned(content, media_type), media_type)
    except Suspect:
        raise
    except Exception:  # the exceptions of decoders for damaged pictures are undocumented
        raise Suspect("picture") from None


def shrunk(content: bytes, media_type: str) -> bytes:
    """Return a picture with at most `LONGEST_SIDE` pixels on each side, in the same format; animations are unchanged.

    Raises Suspect like `cleaned`.
    """
    from PIL import Image

    kind = media_type.removeprefix("image/").upper()
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            if max(image.size) <= LONGEST_SIDE or getattr(image, "is_animated", False):
                return content
            if image.width * image.height > MOST_PIXELS:
                raise Suspect("pixels")
            settings = {"icc_profile": image.info.get("icc_profile"), "quality": 85}
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            buffer = BytesIO()
            image.save(buffer, kind, **settings)
    except (Suspect, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Suspect("pixels") from None
    except Exception:  # as in `cleaned`
        raise Suspect("picture") from None
    return buffer.getvalue()


def _turned(content: bytes, media_type: str) -> bytes:
    """Return a picture rotated upright according to its EXIF orientation."""
    from PIL import Image, ImageOps

    kind = media_type.removeprefix("image/").upper()
    try:
        image = Image.open(BytesIO(content), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Suspect("pixels") from None
    with image:
        if image.width * image.height > MOST_PIXELS:
            raise Suspect("pixels")
        if getattr(image, "is_animated", False) or image.getexif().get(ORIENTATION, 1) == 1:
            return content
        settings = _settings(image, content)
        buffer = BytesIO()
        ImageOps.exif_transpose(image).save(buffer, kind, **settings)
    return buffer.getvalue()


def _settings(image: Image, content: bytes) -> dict[str, Any]:
    """Return the options to save a rotated picture with unchanged quality and colours."""
    from PIL import JpegImagePlugin

    profile = {"icc_profile": image.info.get("icc_profile")}
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(image)
        progressive = "progressive" in image.info
        return profile | {"qtables": image.quantization, "subsampling": sampling, "progressive": progressive}
    if image.format == "WEBP":
        return profile | {"lossless": b"VP8L" in content[:64], "quality": 95, "exact": True}
    return profile
