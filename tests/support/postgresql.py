"""A PostgreSQL server for one test run, in a temporary folder: gone when the run ends or is killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
}


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def binaries() -> Path:
    """Return the folder of the newest PostgreSQL on this machine."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if installed:
        return installed[-1]
    found = shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is not installed: run script/test, or script/packages test")
    return Path(found).resolve().parent


def as_owner(command: list[str], *, dies_with_us: bool) -> list[str]:
    """Wrap a command so that it does not run as root, which PostgreSQL refuses."""
    prefix = []
    if os.getuid() == 0:
        prefix = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    if dies_with_us and shutil.which("setpriv"):
        prefix += ["--pdeathsig", "INT"]
    return ["setpriv", *prefix, *command] if prefix else command


class Server:
    """A server in a folder of its own, to be stopped or killed and started again. Settings add to `SETTINGS`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None
        self.options = [word for name, value in {**SETTINGS, **settings}.items() for word in ("-c", f"{name}={value}")]
        self.environment = {**os.environ, "HOME": str(folder)}
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        initdb = [str(binaries() / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
        subprocess.run(
            as_owner([*initdb, "--locale=C.UTF-8", "--no-sync"], dies_with_us=False),
            check=True,
            stdout=subprocess.DEVNULL,
            env=self.environment,
            cwd=folder,
        )

    def start(self) -> None:
        """Start and return when it answers. Raises RuntimeError with its log when it does not within 30 s."""
        tools, data = binaries(), self.folder / "data"
        command = [str(tools / "postgres"), "-D", str(data), "-p", str(self.port), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                as_owner([*command, *self.options], dies_with_us=True),
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
            )
        for _ in range(600):
            if self.answers():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-2000:]}")

    def answers(self) -> bool:
        """Return whether it accepts connections."""
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop without waiting for clients."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Run a server as long as the block lasts; yields the URL of its `postgres` database."""
    folder = Path(tempfile.mkdtemp(prefix="selaras-postgresql-"))
    server = Server(folder)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
