"""Assets are installed from archives without network, and only from those that package-lock.json names."""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile

import pytest

from tests.support.repository import ROOT

LOCK = """{"packages": {"": {}, "node_modules/@kota/letters": {"version": "1.2.3", "integrity": "%s"}}}"""


@pytest.fixture
def clone(tmp_path):
    """A clone with script/assets, a lock of one package, and the archive of that package."""
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script/assets", tmp_path / "script/assets")
    shutil.copytree(ROOT / "app/static", tmp_path / "app/static", ignore=shutil.ignore_patterns("vendor", "icons.svg"))
    shutil.copy(ROOT / ".npmrc", tmp_path)
    package = tmp_path / "package"
    package.mkdir()
    (package / "font.woff2").write_text("letters")
    (tmp_path / "assets").mkdir()
    with tarfile.open(tmp_path / "assets/kota-letters-1.2.3.tgz", "w:gz") as archive:
        archive.add(package, "package")
    return tmp_path


def lock(clone):
    """Lock the archive as it is now."""
    hashed = hashlib.sha512((clone / "assets/kota-letters-1.2.3.tgz").read_bytes()).digest()
    (clone / "package-lock.json").write_text(LOCK % f"sha512-{base64.b64encode(hashed).decode()}")


def assets(clone, *words):
    command = [sys.executable, clone / "script/assets", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_a_locked_archive_is_unpacked(clone):
    lock(clone)
    assert "bootstrap" in assets(clone, "--from", clone / "assets")  # pages need more than this package
    assert (clone / "node_modules/@kota/letters/font.woff2").read_text() == "letters"


@pytest.mark.parametrize("act", ["changed", "missing"])
def test_another_archive_is_refused(clone, act):
    lock(clone)
    archive = clone / "assets/kota-letters-1.2.3.tgz"
    archive.unlink() if act == "missing" else archive.write_bytes(b"another")
    reason = "is missing" if act == "missing" else "is not the archive that package-lock.json names"
    told = assets(clone, "--from", clone / "assets")
    assert told.startswith(f"script/assets: {archive} {reason}")
    assert not (clone / "app/static/vendor").exists()
