"""PDFs rendered in a separate process, and the page that waits for long ones."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.pdf import worker
from app.pdf.job import PdfJob
from app.pdf.worker import BeingMade, obtain
from tests.support.processes import wait_until
from tests.support.repository import ROOT

LONG = 120
"""Seconds that a loaded machine may take for a paper."""
WORKER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from app.pdf.job import PdfJob
from app.pdf.worker import obtain
if __name__ == "__main__":
    html = '<link rel=stylesheet href="selaras:print.css"><p>Isi</p>'
    written = dict(html=html, title="T", author="A", language="id", created_at=datetime(2026, 11, 24, tzinfo=UTC))
    obtain(PdfJob(**written), Path(sys.argv[1]), seconds=None)
    print("made", flush=True)
    time.sleep(60)
"""


def job(said: str = "Isi") -> PdfJob:
    html = f'<html lang=id><head><title>T</title><link rel=stylesheet href="selaras:print.css"></head><p>{said}</p>'
    return PdfJob(html=html, title="T", author="A", language="id", created_at=datetime(2026, 11, 24, tzinfo=UTC))


def presses(worker: int) -> list[int]:
    """The processes that `worker` has for papers."""
    children = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in command_of(child)]


def command_of(process: object) -> bytes:
    """The command of a process; nothing of one that ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_paper_from_the_press_has_the_bytes_of_one_made_here(tmp_path):
    assert obtain(job(), tmp_path, seconds=LONG) == job().print()


def test_a_paper_that_takes_long_is_asked_for_again_by_its_key(tmp_path):
    with pytest.raises(BeingMade) as waiting:
        obtain(job("A long one"), tmp_path, seconds=0)
    key = waiting.value.key
    other = job("What it says a minute later")
    with pytest.raises(BeingMade, match=key):
        obtain(other, tmp_path, seconds=0, started_key=key)
    wait_until(lambda: not worker.is_being_made(key, tmp_path))
    assert obtain(other, tmp_path, seconds=0, started_key=key) == job("A long one").print()


def test_a_key_that_nobody_makes_is_no_reason_to_wait(tmp_path):
    assert obtain(job(), tmp_path, seconds=LONG, started_key="0" * 64).startswith(b"%PDF")


def test_what_cannot_be_made_is_said_and_the_next_paper_is_made(tmp_path):
    undated = replace(job(), created_at=None)
    with pytest.raises(AttributeError):
        obtain(undated, tmp_path, seconds=LONG)
    assert obtain(job(), tmp_path, seconds=LONG).startswith(b"%PDF")


def test_a_press_that_was_killed_is_replaced(tmp_path):
    obtain(job("first"), tmp_path, seconds=LONG)
    for process in presses(os.getpid()):
        os.kill(process, signal.SIGKILL)
    time.sleep(0.5)
    assert obtain(job("second"), tmp_path, seconds=LONG).startswith(b"%PDF")


def test_a_press_ends_with_its_worker_however_that_ends(tmp_path):
    program = tmp_path / "worker.py"
    program.write_text(WORKER)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    worker = subprocess.Popen([sys.executable, program, tmp_path], stdout=subprocess.PIPE, env=environment)
    assert worker.stdout.readline() == b"made\n"
    [own] = presses(worker.pid)
    worker.kill()
    worker.wait()
    worker.stdout.close()
    wait_until(lambda: not command_of(own))
