"""The image of script/image runs: migrated, signed in to, a mail sent, stopped, and started again with its data."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.chroot import unpack
from tests.support.mail import running_sink
from tests.support.postgresql import free_port
from tests.support.processes import Person, wait_until

pytestmark = pytest.mark.skipif("IMAGE" not in os.environ, reason="script/image --test builds an image and runs this")

ADMINISTRATOR, PASSWORD = "admin@kota.example", "kuda terbang di Ancol"


@pytest.fixture(scope="module")
def sink():
    with running_sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def image(sink):
    """The unpacked image with the settings of an installation."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="selaras-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the image's user goes through it
        yield unpack(
            Path(os.environ["IMAGE"]),
            folder,
            SECRET_KEY="k" * 40,
            BASE_URL=f"http://127.0.0.1:{port}",
            PORT=str(port),
            MAIL_URL=sink.url,
            ALLOW_LOOPBACK="1",
            MAIL_FROM="forum@kota.go.id",
        )


@contextmanager
def started(image, folder):
    """Web and scheduler, as the image starts them, until the block ends; yields the port."""
    port = image.settings["PORT"]
    web = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in image.config["Cmd"]]
    with (
        image.running("flask", "scheduler", "run", log=folder / "scheduler.log"),
        image.running(*web, log=folder / "web.log"),
    ):
        wait_until(lambda: (Person(int(port)).get("/readyz") or "").count('"ok"') == 3)
        yield int(port)


def test_the_image_serves_sends_stops_and_keeps_its_data(image, sink, tmp_path):
    image.run("flask", "db", "upgrade")
    image.run("flask", "accounts", "create-administrator", ADMINISTRATOR, given=f"{PASSWORD}\n")
    with started(image, tmp_path) as port:
        person = Person(port)
        assert person.sign_in(ADMINISTRATOR, PASSWORD)
        assert person.get("/static/icons.svg") is not None
        stranger = Person(port)
        stranger.get("/sign-in/link")
        assert stranger.post("/sign-in/link", email=ADMINISTRATOR)[0] in {200, 303}
        wait_until(lambda: len(sink.deliveries) == 1)
        assert sink.deliveries[0].recipients == [ADMINISTRATOR]
        assert sink.messages[0]["From"].addresses[0].addr_spec == "forum@kota.go.id"
        assert "was alive" in image.run("flask", "scheduler", "status")
        image.run("flask", "backup", "--keep", "30", "/var/backups/selaras")
    with started(image, tmp_path) as port:
        assert Person(port).sign_in(ADMINISTRATOR, PASSWORD)
        image.run("flask", "audit", "verify")
    assert list((image.root / "var/lib/selaras").glob("*.sqlite"))
    (backup,) = (image.root / "var/backups/selaras").iterdir()
    assert backup.stat().st_mode & 0o077 == 0


def test_the_image_renders_documents(image):
    program = "from weasyprint import HTML; print(HTML(string='<p>Selaras').write_pdf()[:5])"
    assert image.run("python", "-c", program) == "b'%PDF-'\n"
