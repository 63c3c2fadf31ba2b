"""Mail transports: an SMTP server, or a folder of .eml files if none is configured."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from app.mail.outbox.message import Outgoing
from app.mail.outbox.ways import folder_of
from config import Settings, SettingsRefused

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Unreachable(Exception):
    """The server cannot be reached, so no message of this pass can be sent."""


class Rejected(Exception):
    """A message could not be sent; `permanent` if the server will never accept it."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Transport(Protocol):
    """Sends a message to one recipient. `send` raises Rejected or Unreachable."""

    def send(self, message: bytes, mail: Outgoing) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Server:
    """The parsed MAIL_URL. `starttls` is "required", "offered" (used if the server supports it) or "never"."""

    host: str
    port: int
    user: str | None
    password: str | None
    implicit_tls: bool
    starttls: str


def read_mail_url(url: str) -> Server:
    """Return the server of `smtp://user:password@host:port?starttls=…` or `smtps://…`. Raises SettingsRefused.

    Without ?starttls= it is required for a server that receives a password over the network, and optional for others.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise SettingsRefused("MAIL_URL has a port that is no number.") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsRefused("MAIL_URL must look like smtp://user:password@host:port or smtps://…")
    usual = "required" if parts.username and parts.hostname not in LOOPBACK else "offered"
    starttls = parse_qs(parts.query).get("starttls", [usual])[0]
    if starttls not in {"required", "offered", "never"}:
        raise SettingsRefused("MAIL_URL's starttls must be required, offered or never.")
    implicit = parts.scheme == "smtps"
    return Server(
        host=parts.hostname,
        port=port or (465 if implicit else 587 if parts.username else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or "") if parts.username else None,
        implicit_tls=implicit,
        starttls=starttls,
    )


@contextmanager
def open_transport(settings: Settings) -> Iterator[Transport]:
    """Yield the transport of the settings, and close it afterwards."""
    transport: Transport
    if settings.mail_url:
        transport = SmtpTransport(
            read_mail_url(settings.mail_url), sender=settings.mail_from, timeout=settings.mail_timeout
        )
    else:
        transport = FolderTransport(folder_of(settings))
    try:
        yield transport
    finally:
        transport.close()


class FolderTransport:
    """Writes each message to <time>-<id>.eml, atomically and at most once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def send(self, message: bytes, mail: Outgoing) -> None:
        """Write the message. Its file name depends only on the message, so a second attempt replaces the first."""
        partial = self.folder / f".{mail.id}"
        try:
            partial.write_bytes(message)
            partial.replace(self.folder / f"{mail.created_at:%Y%m%dT%H%M%S}-{mail.id}.eml")
        except OSError as error:  # a full disk is handled like an unreachable server
            partial.unlink(missing_ok=True)
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        """Do nothing: there are no open resources."""


class SmtpTransport:
    """Sends over one connection, opened for the first message and again after it broke. `timeout` is in seconds."""

    def __init__(self, server: Server, *, sender: str, timeout: float) -> None:
        self.server = server
        self.sender = sender
        self.timeout = timeout
        self.connection: smtplib.SMTP | None = None

    def send(self, message: bytes, mail: Outgoing) -> None:
        """Send one message to one address."""
        self.connection = self.connection or self._connect()
        try:
            self.connection.sendmail(self.sender, [mail.recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = error.recipients[mail.recipient]
            raise self._rejected(code, reason) from None
        except smtplib.SMTPDataError as error:
            raise self._rejected(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPNotSupportedError, UnicodeEncodeError) as error:
            raise Rejected(str(error), permanent=True) from None
        except smtplib.SMTPResponseException as error:  # response to HELO or MAIL FROM: not caused by this message
            self._drop()
            raise self._rejected(min(error.smtp_code, 499), error.smtp_error) from None
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Rejected(f"{type(error).__name__}: {error}", permanent=False) from None

    def close(self) -> None:
        """Quit the session, if there is a connection."""
        if self.connection:
            with suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
        self._drop()

    def _rejected(self, code: int, reason: bytes | str) -> Rejected:
        text = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        if code == 421:
            self._drop()
        return Rejected(f"{code} {text}", permanent=code >= 500)

    def _drop(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _connect(self) -> smtplib.SMTP:
        try:
            return self._greet()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{self.server.host}:{self.server.port}: {type(error).__name__}: {error}") from None

    def _greet(self) -> smtplib.SMTP:
        server = self.server
        connection: smtplib.SMTP
        if server.implicit_tls:
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self.timeout)
            connection.ehlo_or_helo_if_needed()
            self._secure(connection)
        if server.user:
            connection.login(server.user, server.password or "")
        return connection

    def _secure(self, connection: smtplib.SMTP) -> None:
        """Switch to TLS as configured. If TLS is optional and no password is sent, any certificate is accepted."""
        wanted = self.server.starttls
        if wanted == "never" or (wanted == "offered" and not connection.has_extn("starttls")):
            return
        context = ssl.create_default_context()
        if wanted == "offered" and not self.server.user:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        connection.starttls(context=context)
