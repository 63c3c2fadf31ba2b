"""Files of a session, added as people add them."""

from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image

from app.clock import utc_now
from app.database import db
from app.files import store
from forums.dossier import actions
from forums.dossier.actions import FileDetails
from forums.dossier.models import FileKind, SessionFile
from tests.forums.room import Room
from tests.support.pdfs import blank_pdf

DAY = date(2026, 11, 26)


def filed(it: Room, kind: FileKind, *, content: bytes = b"", media_type: str = "", **values: Any) -> SessionFile:
    """Add a file to the session of a room: a PDF with its title on each page, unless `content` is given."""
    details = FileDetails(**{"kind": kind, "title": kind.value, "dated": DAY, **values})
    content = content or blank_pdf(text=details.title)
    kept = media_type or "application/pdf"
    name = f"{kind.value}.{kept.partition('/')[2]}"
    file = store.keep(content, name=name, media_type=kept, by=it.taker, at=utc_now())
    made = actions.add(it.session, file, details, by=it.taker, at=utc_now())
    db.session.commit()
    return made


def picture(colour: str = "navy") -> bytes:
    """Return a photo."""
    out = BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return out.getvalue()
