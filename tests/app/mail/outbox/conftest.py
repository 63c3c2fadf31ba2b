"""Queued mails, and servers that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import make_msgid
from itertools import count

import pytest

from app.database import db
from app.mail.outbox.models import Mail

_numbers = count()


@pytest.fixture
def queue(app) -> Callable[..., Mail]:
    """`queue(recipient=…)` puts a committed mail into the outbox, due since a minute."""

    def put(**values) -> Mail:
        number = next(_numbers)
        now = datetime.now(UTC)
        defaults = {
            "message_id": make_msgid(domain="selaras.example"),
            "recipient": f"penerima{number}@dinas.example",
            "language": "id",
            "kind": "invitation",
            "subject": "Undangan: Forum Lintas Sektor",
            "text": "Mohon hadir.\nhttps://selaras.example/answer/abc\n",
            "html": "<p>Mohon hadir.</p>",
            "next_try_at": now - timedelta(minutes=1),
            "created_at": now - timedelta(minutes=1),
        }
        mail = Mail(**{**defaults, **values})
        db.session.add(mail)
        db.session.commit()
        return mail

    return put


class RudeServer:
    """Speaks SMTP until the message came in; then, as `manner` says, stalls or hangs up. Stalls at once: "mute"."""

    def __init__(self, manner: str) -> None:
        self.manner, self.received, self.connections = manner, [], 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.ended = threading.Event()
        threading.Thread(target=self.listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"

    def listen(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with client, client.makefile("rwb", buffering=0) as stream:
            if self.manner == "mute":
                self.ended.wait(30)
                return
            stream.write(b"220 rude\r\n")
            for line in stream:
                if line.upper().startswith(b"DATA"):
                    stream.write(b"354 go on\r\n")
                    self.received.append(b"".join(iter(stream.readline, b".\r\n")))
                    if self.manner == "stalls after DATA":
                        self.ended.wait(30)
                    return
                stream.write(b"250 fine\r\n")

    def close(self) -> None:
        self.ended.set()
        self.listener.close()


@pytest.fixture
def rude_server(app) -> Iterator[Callable[[str], RudeServer]]:
    """`rude_server(manner)` is where the application sends; it waits one second for an answer."""
    opened = []

    def start(manner: str) -> RudeServer:
        server = RudeServer(manner)
        opened.append(server)
        app.extensions["settings"] = replace(app.extensions["settings"], mail_url=server.url, mail_timeout=1)
        return server

    yield start
    for server in opened:
        server.close()
