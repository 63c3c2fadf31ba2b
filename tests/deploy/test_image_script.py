"""`script/image --test` and CI say when the image could not be tried."""

import os
import shutil
import subprocess

import pytest

from tests.support.repository import ROOT


@pytest.fixture
def clone(tmp_path):
    """A folder with .ci/run, whose scripts do nothing until a test replaces them; `unshare` is forbidden."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci")
    for name in ("script/check", "script/test", "script/soak", "bin/unshare"):
        replace(tmp_path / name, "exit 1" if name.startswith("bin/") else "exit 0")
    (tmp_path / "script/image").write_bytes((ROOT / "script/image").read_bytes())
    (tmp_path / "script/image").chmod(0o755)
    return tmp_path


def replace(path, body):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def run(clone, *words):
    path = f"{clone / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(words, cwd=clone, env={"PATH": path}, capture_output=True, text=True, check=False)


def test_a_machine_without_mounts_ends_the_test_of_the_image_with_its_own_status(clone):
    done = run(clone, "script/image", "--test")
    assert (done.returncode, done.stdout) == (77, "")
    assert done.stderr == "image: NOT TESTED: this machine permits no mounts and namespaces\n"


def test_ci_passes_there_and_its_last_line_says_what_was_not_tested(clone):
    done = run(clone, ".ci/run")
    assert done.returncode == 0, done.stderr
    assert "the container image was NOT TESTED" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", ["script/check", "script/test", "script/image", "script/soak"])
def test_ci_fails_with_any_of_its_parts(clone, name):
    replace(clone / name, "exit 3")
    assert run(clone, ".ci/run").returncode == 3


def test_ci_says_nothing_of_an_image_that_was_tested(clone):
    replace(clone / "script/image", "exit 0")
    done = run(clone, ".ci/run")
    assert (done.returncode, done.stdout) == (0, "")
