"""The mailbox of the demo: messages that an instance without a mail server writes to its data directory."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from app.files.serve import SANDBOX
from app.mail.outbox.ways import folder_of
from app.web.pages import page
from app.web.pagination import page_number
from app.web.policies import public

blueprint = Blueprint("mailbox", __name__, url_prefix="/demo/mail")

PER_PAGE = 50


class Letter(NamedTuple):
    """A message in the mailbox: its id, its parsed form, and the text of its calendar part."""

    id: UUID
    message: EmailMessage
    calendar: str | None

    @property
    def text(self) -> str:
        """The plain text."""
        return _text(self.message, "plain") or ""


def demo_only(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Return 404 outside the demo, because anyone may read this mailbox."""

    @wraps(view)
    def checked(**parameters: UUID) -> ResponseReturnValue:
        if not current_app.extensions["settings"].demo:
            abort(404)
        return view(**parameters)

    return checked


@blueprint.get("")
@public
@demo_only
def index() -> ResponseReturnValue:
    """List the messages, newest first."""
    number = page_number()
    paths = sorted(_folder().glob("*.eml"), reverse=True)
    shown = paths[(number - 1) * PER_PAGE : number * PER_PAGE]
    return page(
        "outbox/mailbox.html",
        letters=[_read(path) for path in shown],
        total=len(paths),
        number=number,
        first=(number - 1) * PER_PAGE + 1,
        more=len(paths) > number * PER_PAGE,
        server=current_app.extensions["settings"].mail_url is not None,
    )


@blueprint.get("/<uuid:mail_id>")
@public
@demo_only
def letter(mail_id: UUID) -> ResponseReturnValue:
    """Show one message as text, with working links."""
    return page("outbox/letter.html", letter=_read(_find(mail_id)))


@blueprint.get("/<uuid:mail_id>.eml")
@public
@demo_only
def raw(mail_id: UUID) -> ResponseReturnValue:
    """Return the message as a file for mail programs."""
    response = send_file(_find(mail_id), mimetype="message/rfc822", as_attachment=True, download_name=f"{mail_id}.eml")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _folder() -> Path:
    folder: Path = folder_of(current_app.extensions["settings"])
    return folder


def _find(mail_id: UUID) -> Path:
    return next(_folder().glob(f"*-{mail_id}.eml"), None) or abort(404)


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Letter(UUID(path.stem[-36:]), message, _text(message, "calendar"))


def _text(message: EmailMessage, subtype: str) -> str | None:
    part = next((part for part in message.walk() if part.get_content_type() == f"text/{subtype}"), None)
    return part.get_content() if part else None
