"""How mail leaves this instance, and what pages say where it does not."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from config import Settings


class Way(StrEnum):
    """Where a queued message goes."""

    SERVER = "server"
    DEMO = "demo"
    """Into files that everyone can read on a page of the demo."""
    OUTBOX = "outbox"
    """Nowhere, until a mail server is set."""
    FOLDER = "folder"
    """Into files in the data directory, while developing."""


STAYS = {
    Way.DEMO: _l("The demo sends no mail: what people would have received is under “Mail of the demo”."),
    Way.OUTBOX: _l("No mail server is set up: mail is kept on this server and not sent until one is."),
    Way.FOLDER: _l("No mail server is set up: mail is saved as files on this machine and not sent."),
}


def way_out(settings: Settings) -> Way:
    """Return where the mail of an instance goes."""
    if settings.mail_url:
        return Way.SERVER
    if settings.demo:
        return Way.DEMO
    return Way.OUTBOX if settings.mail_waits else Way.FOLDER


def mail_way() -> Way:
    """Return where the mail of this instance goes."""
    return way_out(current_app.extensions["settings"])


def mail_stays() -> Any:
    """Return the sentence that says where mail stays instead of leaving; None if a mail server is set."""
    return STAYS.get(mail_way())


def how_to_set_mail() -> Any:
    """Return the sentences that say why no mail is sent, and which settings change that."""
    return _l(
        "No mail server is set up, so no mail is sent yet. The person who runs the server sets MAIL_URL, for example "
        "smtps://name:password@mail.city.go.id:465, and MAIL_FROM, the sender, and then restarts Selaras "
        "(docs/settings.md)."
    )


def mail_folder() -> Path | None:
    """Return the folder in which mail stays as files; None if it goes to a mail server or waits for one."""
    settings: Settings = current_app.extensions["settings"]
    return folder_of(settings) if mail_way() in (Way.DEMO, Way.FOLDER) else None


def folder_of(settings: Settings) -> Path:
    """Return the folder of the mail that is written to files."""
    return settings.data_dir / "mail"


def announce(message: Any, *, unsent: Any) -> str:
    """Return `message`, which says that mail was sent, if a mail server is set; else `unsent`.

    Every page says where mail stays (templates/base.html), so that messages need not.
    """
    return str(unsent if mail_stays() else message)
