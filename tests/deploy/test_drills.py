"""Restore drills: the commands of compose.yaml and of the systemd units, from an empty database to a restored one."""

import getpass
import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.support.compose import compose, environment_of
from tests.support.postgresql import free_port
from tests.support.processes import Person, wait_until
from tests.support.repository import ROOT

KEY, ADMINISTRATOR, PASSWORD = "k" * 40, "admin@kota.example", "kuda terbang di Ancol"
BIN = str(Path(sys.executable).parent)


@dataclass
class Installation:
    """Commands as one environment runs them; `place` maps its folders and addresses to those of this test."""

    environment: dict[str, str]
    commands: dict[str, list[str]]
    place: dict[str, str]
    wrapper: tuple[str, ...] = ()

    def here(self, text: str) -> str:
        for written, own in self.place.items():
            text = text.replace(written, own)
        return text

    def started(self, words, **options):
        environment = {name: self.here(value) for name, value in self.environment.items()}
        own = {"PATH": f"{BIN}:{os.environ['PATH']}", "FLASK_APP": "wsgi"}
        return subprocess.Popen(
            [self.here(word) for word in words], cwd=ROOT, env=own | environment, text=True, **options
        )

    def run(self, words, given=""):
        """Run a command to its end; return what it said. Raises AssertionError if it fails."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with self.started(words, **pipes) as process:
            said, _ = process.communicate(given)
        assert process.returncode == 0, said
        return said

    def flask(self, *words, given=""):
        """Run a command of Flask's as an administrator of this environment does."""
        return self.run([*self.wrapper, *words], given)

    @contextmanager
    def running(self, *names):
        """Run services as long as the block lasts."""
        processes = [self.started(self.commands[name], stderr=subprocess.DEVNULL) for name in names]
        try:
            yield
        finally:
            for process in processes:
                process.terminate()
            assert [process.wait(60) for process in processes] == [0] * len(processes)


@dataclass
class Database:
    """A database of a role without further rights, as docs/operations.md creates them, both with that name."""

    superuser: str
    name: str

    @property
    def address(self):
        """Role, server and database, as written in a URL."""
        return f"{self.name}@{self.superuser.rpartition('/')[0].partition('@')[2]}/{self.name}"

    def ask(self, *statements):
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.format(name=self.name))


@pytest.fixture
def database(postgresql):
    database = Database(postgresql, f"drill_{uuid4().hex[:8]}")
    database.ask("CREATE ROLE {name} LOGIN PASSWORD 'p@ss:/word#'", "CREATE DATABASE {name} OWNER {name}")
    yield database
    database.ask("DROP DATABASE {name} WITH (FORCE)", "DROP ROLE {name}")


def lose(database, data):
    """Lose everything but the backup."""
    database.ask("DROP DATABASE {name} WITH (FORCE)", "CREATE DATABASE {name} OWNER {name}")
    data.rename(data.with_name("lost"))
    data.mkdir()


def containers(database, folder):
    """The commands of compose.yaml, in the places of a test."""
    image = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    environment = dict(re.findall(r"\b(\w+)=(\S+)", re.search(r"^ENV (.*)$", image, re.MULTILINE)[1]))
    given = {
        "SECRET_KEY": KEY,
        "DATABASE_PASSWORD": "p@ss:/word#",
        "BASE_URL": "https://kota.go.id",
        "MAIL_URL": "none",
    }
    environment |= environment_of("web", given)
    services = compose()["services"]
    commands = {name: service["command"] for name, service in services.items() if "command" in service}
    commands["web"] = json.loads(re.search(r"^CMD (.*)$", image, re.MULTILINE)[1])
    checks = {f"{name} is healthy": services[name]["healthcheck"]["test"][1:] for name in ("web", "scheduler")}
    del environment["PATH"]
    place = {
        "selaras@database/selaras": database.address,
        "/var/lib/selaras": str(folder / "data"),
        "/var/backups/selaras": str(folder / "backups"),
        "0.0.0.0:8000": "127.0.0.1:8000",
        "127.0.0.1:8000": f"127.0.0.1:{free_port()}",
    }
    return Installation(environment, commands | checks, place, ("flask",))


def units(database, folder):
    """The commands of the systemd units, in the places of a test."""
    example = (ROOT / "deploy/environment.example").read_text()
    written = {
        "SECRET_KEY=''": f"SECRET_KEY='{KEY}'",
        "DATABASE_PASSWORD=''": "DATABASE_PASSWORD='p@ss:/word#'",
        "selaras@localhost/selaras": database.address,
        "/var/lib/selaras": str(folder / "data"),
        "https://selaras.example": "https://kota.go.id",
        "smtps://forum:password@mail.example:465": "none",
    }
    for before, after in written.items():
        assert before in example
        example = example.replace(before, after)
    (folder / "environment").write_text(example)
    environment = dict(re.findall(r"^([A-Z_]+)='(.*)'$", example, re.MULTILINE))
    commands = {}
    for name in ("web", "scheduler", "backup"):
        unit = (ROOT / f"deploy/selaras-{name}.service").read_text()
        for kind, command in re.findall(r"^(ExecStart(?:Pre)?)=(.*)$", unit, re.MULTILINE):
            commands["migrate" if kind == "ExecStartPre" else name] = shlex.split(command)
    environment |= {"SELARAS_ENVIRONMENT": str(folder / "environment"), "SELARAS_USER": getpass.getuser()}
    place = {
        "/srv/selaras": str(ROOT),
        "/var/lib/selaras-backup": str(folder / "backups"),
        "127.0.0.1:8000": f"127.0.0.1:{free_port()}",
    }
    return Installation(environment, commands, place, ("/srv/selaras/deploy/selaras",))


@pytest.mark.parametrize("kind", [containers, units])
def test_a_nightly_backup_is_restored_into_an_empty_installation(kind, database, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "backups").mkdir()
    it = kind(database, tmp_path)
    port = int(it.place["127.0.0.1:8000"].partition(":")[2])

    def signs_in():
        wait_until(lambda: Person(port).get("/healthz") is not None)
        return Person(port).sign_in(ADMINISTRATOR, PASSWORD)

    it.run(it.commands["migrate"])
    it.flask("accounts", "create-administrator", ADMINISTRATOR, given=f"{PASSWORD}\n")
    with it.running("web", "scheduler"):
        assert signs_in()
        wait_until(lambda: (Person(port).get("/readyz") or "").count('"ok"') == 3)
        for check in it.commands.keys() & {"web is healthy", "scheduler is healthy"}:
            it.run(it.commands[check])
        assert f"the database {database.name} on 127.0.0.1" in it.run(it.commands["backup"])
    (backup,) = (tmp_path / "backups").iterdir()

    lose(database, tmp_path / "data")
    it.flask("restore", str(backup))
    it.flask("audit", "verify")
    with it.running("web"):
        assert signs_in()
