"""Photographs in documents: reduced to what a page shows, in RGB, as PDF/A requires."""

from __future__ import annotations

from io import BytesIO

LONGEST = 1400
"""Pixels of the longer side: about 200 per inch at the width of a page."""


def reduced(content: bytes) -> bytes:
    """Return a picture as a JPEG of at most 1400 pixels on white; a picture that cannot be read stays as it is."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as opened:
            opened.thumbnail((LONGEST, LONGEST))
            visible = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return content
    page = Image.new("RGB", visible.size, "white")
    page.paste(visible, mask=visible.getchannel("A"))
    saved = BytesIO()
    page.save(saved, "JPEG", quality=85)
    return saved.getvalue()
