"""The image of script/image, unpacked and started without a container engine: in a chroot with its own processes."""

import json
import os
import signal
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENTER = """
set -eu
root=$1; shift
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
exec chroot --userspec="$SELARAS_USER:$SELARAS_USER" "$root" sh -c 'cd "$SELARAS_FOLDER" && exec "$@"' sh "$@"
"""
NAMESPACES = ["unshare", "--mount", "--pid", "--fork"]


@dataclass
class Image:
    """An unpacked image, and how its processes are started."""

    root: Path
    config: dict[str, Any]
    settings: dict[str, str]

    def command(self, *words: str) -> dict[str, Any]:
        """Return the arguments with which subprocess runs a command in the image."""
        own = dict(one.split("=", 1) for one in self.config["Env"])
        enter = {"SELARAS_USER": self.config["User"], "SELARAS_FOLDER": self.config["WorkingDir"]}
        return {
            "args": [*NAMESPACES, "sh", "-c", ENTER, "sh", str(self.root), *words],
            "env": own | enter | self.settings,
        }

    def run(self, *words: str, given: str = "") -> str:
        """Run a command to its end; return its output. Raises AssertionError if it fails."""
        done = subprocess.run(**self.command(*words), input=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, *words: str, log: Path) -> Iterator[None]:
        """Run a process as long as the block lasts, then end it as a container engine does: it exits with 0."""
        with log.open("ab") as file:
            process = subprocess.Popen(**self.command(*words), stdout=file, stderr=file)
        try:
            yield
        finally:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for child in children:
                os.kill(int(child), signal.SIGTERM)
            try:
                code = process.wait(60)
            except subprocess.TimeoutExpired:
                os.kill(int(children[0]), signal.SIGKILL)
                process.wait()
                raise
        assert code == 0, log.read_text()[-4000:]


def unpack(archive: Path, folder: Path, **settings: str) -> Image:
    """Unpack an archive that `podman load` reads into a folder."""
    with tarfile.open(archive) as image:

        def read(name: str) -> Any:
            member = image.extractfile(name)
            assert member is not None
            return json.load(member)

        (said,) = read("manifest.json")
        config = read(said["Config"])["config"]
    for layer in said["Layers"]:
        with subprocess.Popen(["tar", "-xO", "-f", archive, layer], stdout=subprocess.PIPE) as reading:
            subprocess.run(["tar", "-x", "-p", "-C", folder], stdin=reading.stdout, check=True)
    return Image(folder, config, settings)
