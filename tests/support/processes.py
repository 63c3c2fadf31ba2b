"""Real processes on a test's database, to be killed; and people who use a real server, whatever happens to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import IO
from urllib.parse import urlencode

from werkzeug.test import encode_multipart

from config import Settings
from tests.support.repository import ROOT


@dataclass
class Victims:
    """A process that does one task again and again in children, and says on its output which child is at it."""

    process: subprocess.Popen[str]

    def next_child(self) -> int | None:
        """Wait for the next child and return its number, or None when the work is done."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        return int(line) if line.isdigit() else None

    def kill(self, child: int) -> None:
        """End a child and all that it started as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)

    def end(self) -> None:
        """End the parent and its present child."""
        self.process.terminate()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


def start_victims(settings: Settings, task: str, *, log: IO[bytes] | None = None, **environment: str) -> Victims:
    """Start soak/tasks.py on the database of `settings`; `log` takes what it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "soak.tasks", task],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=log or subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={
            **os.environ,
            "DATABASE_URL": settings.database_url,
            "DATA_DIR": str(settings.data_dir),
            "SECRET_KEY": settings.secret_key,
            "API_RATE": str(settings.api_rate),
            "SELARAS_TIMEZONE": settings.timezone,
            "BASE_URL": settings.base_url,
            "MAIL_URL": settings.mail_url or "",
            **environment,
        },
    )
    return Victims(process)


def wait_until(true: Callable[[], bool], *, seconds: float = 120) -> None:
    """Return when `true()` is, or fail; the patience is for slow machines, what is waited for is not."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


class Person:
    """A browser with cookies that follows nothing. An answer that never came is None."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> str | None:
        """Return the text of a page, and remember the token of its forms."""
        answer = self._ask("GET", path, {}, {})
        if answer is None:
            return None
        if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer[2]):
            self.token = found[1]
        return answer[2]

    def post(self, path: str, *, accept: str = "text/html", **form: object) -> tuple[int, str, str] | None:
        """Send a form; return status, location and text."""
        return self._ask("POST", path, {"csrf_token": self.token, **form}, {"Accept": accept})

    def upload(self, path: str, **form: object) -> tuple[int, str, str] | None:
        """Send a form with files (werkzeug's FileStorage); return status, location and text."""
        boundary, body = encode_multipart({"csrf_token": self.token, **form})
        return self._ask("POST", path, body, {"Content-Type": f'multipart/form-data; boundary="{boundary}"'})

    def send(self, path: str, body: object, **headers: str) -> tuple[int, str, str] | None:
        """Send JSON as a program does; return status, location and text."""
        return self._ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})

    def sign_in(self, email: str, password: str) -> bool:
        """Whether the door opened. An earlier attempt whose last answer was cut off is completed."""
        self.token = ""
        if self.get("/sign-in") is None:
            return False
        if self.token:  # it is a form, not the redirect of somebody who is signed in
            answer = self.post("/sign-in", email=email, password=password)
            self.token = ""
            if answer is None or answer[0] != 303:
                return False
        return self.get("/settings") is not None and bool(self.token)

    def _ask(
        self, method: str, path: str, form: dict[str, object] | bytes, headers: dict[str, str]
    ) -> tuple[int, str, str] | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", **headers}
        try:
            body = urlencode(form, doseq=True) if isinstance(form, dict) else form
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response.status, response.headers.get("Location", ""), text
