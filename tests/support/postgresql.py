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


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Run a server as long as the block lasts; yields the URL of its `postgres` database."""
    folder = Path(tempfile.mkdtemp(prefix="selaras-postgresql-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, port, tools = folder / "data", free_port(), binaries()
    initdb = [str(tools / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    environment = {**os.environ, "HOME": str(folder)}
    subprocess.run(
        as_owner([*initdb, "--locale=C.UTF-8", "--no-sync"], dies_with_us=False),
        check=True,
        stdout=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
    )
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [str(tools / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            as_owner(command, dies_with_us=True), stdout=log, stderr=log, env=environment, cwd=folder
        )
    try:
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        _wait_until_ready(url, server, folder / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # fast: does not wait for clients
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers. Raises RuntimeError with its log when it does not within 30 s."""
    for _ in range(600):
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
