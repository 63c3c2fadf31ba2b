"""An IMAP client that reads one message at a time, up to a maximum size."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from app.mail.inbox.messages import LARGEST
from app.mail.outbox.transport import LOOPBACK
from config import SettingsRefused

USUAL_PORTS = {"imap": 143, "imaps": 993}


class MailboxAway(Exception):
    """The server cannot be reached, refused the login, or a command failed; the text contains the cause."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parsed INBOX_URL. Processed messages are moved to the folder `move_to`, or marked as read if it is ""."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    move_to: str
    encrypted: bool


def read_inbox_url(url: str) -> Address:
    """Return the mailbox of `imaps://user:password@host:port/folder?move=folder`. Raises SettingsRefused."""
    parts = urlsplit(url)
    if not parts.username or not parts.password:
        raise SettingsRefused("INBOX_URL needs a user and a password, as in imaps://user:password@host/INBOX.")
    host = parts.hostname or ""
    if parts.scheme == "imap" and host not in LOOPBACK:
        raise SettingsRefused("INBOX_URL must begin with imaps:// unless the mailbox is on this machine.")
    folder, move_to = unquote(parts.path.strip("/")) or "INBOX", parse_qs(parts.query).get("move", [""])[0]
    if not (folder + move_to).isascii() or not (folder + move_to).isprintable():
        raise SettingsRefused("INBOX_URL names a folder that is not plain ASCII.")
    return Address(
        host=host,
        port=parts.port or USUAL_PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=folder,
        move_to=move_to,
        encrypted=parts.scheme == "imaps",
    )


class Mailbox:
    """An open folder. Every method raises MailboxAway if a command fails."""

    def __init__(self, address: Address, connection: imaplib.IMAP4) -> None:
        self.address = address
        self.connection = connection
        _checked(connection.select(_quoted(address.folder)))
        validity = connection.response("UIDVALIDITY")[1]
        self.generation = int(validity[0]) if validity and validity[0] else 0

    def unread(self, most: int) -> list[int]:
        """Return the lowest UIDs of unread messages, at most `most`."""
        found = _checked(self.connection.uid("SEARCH", "UNSEEN"))
        return sorted(int(uid) for uid in (found[0] or b"").split())[:most]

    def place(self, uid: int) -> str:
        """Return an identifier of a message in this mailbox, valid as long as the server keeps its UIDs."""
        at = self.address
        return f"{at.user}@{at.host}:{at.port}/{at.folder}"[:360] + f";{self.generation}/{uid}"

    def content(self, uid: int) -> bytes | None:
        """Return the start of a message, enough to detect that it is too large; None if the message is gone."""
        found = _checked(self.connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST + 1}>)"))
        return next((bytes(part[1]) for part in found if isinstance(part, tuple)), None)

    def put_away(self, uid: int) -> None:
        """Move a message to the configured folder, or mark it as read."""
        number = str(uid)
        if not self.address.move_to:
            _checked(self.connection.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))
        elif "MOVE" in self.connection.capabilities:
            _checked(self.connection.uid("MOVE", number, _quoted(self.address.move_to)))
        else:
            _checked(self.connection.uid("COPY", number, _quoted(self.address.move_to)))
            _checked(self.connection.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)"))
            _checked(self.connection.expunge())


def trusting(authorities: str | None) -> ssl.SSLContext:
    """Return an SSL context that verifies certificates by a file of authorities (PEM), else by those of this machine.

    Raises SettingsRefused if there is no such file.
    """
    try:
        return ssl.create_default_context(cafile=authorities)
    except OSError:
        raise SettingsRefused(f"INBOX_CA is {authorities!r}: there is no file of certificates (PEM).") from None


@contextmanager
def opened(address: Address, *, authorities: str | None = None, timeout: float) -> Iterator[Mailbox]:
    """Yield the open folder, and log out afterwards. Raises MailboxAway, also for an untrusted certificate."""
    connection: imaplib.IMAP4 | None = None
    try:
        if address.encrypted:
            context = trusting(authorities)
            connection = imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=timeout)
        else:
            connection = imaplib.IMAP4(address.host, address.port, timeout=timeout)
        _checked(connection.login(address.user, address.password))
        yield Mailbox(address, connection)
    except ssl.SSLCertVerificationError as error:
        raise MailboxAway(
            f"{address.host}:{address.port}: its certificate is not trusted ({error.verify_message}); INBOX_CA names"
            " the file of an authority of your own"
        ) from None
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise MailboxAway(f"{address.host}:{address.port}: {type(error).__name__}") from None
    finally:
        if connection is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                connection.logout()


def _checked(answer: tuple[str, Any]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise MailboxAway(f"the server answered {status}")
    return data


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
