"""Registers as a scenario: follow-ups and agreements are uploaded, previewed and confirmed, then uploaded again."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from itertools import count
from random import Random
from typing import Any

from werkzeug.datastructures import FileStorage

from app.files.spreadsheets import as_xlsx
from soak.sample import JAKARTA
from soak.workload import Workload, hidden

SIZES = (2, 7)
"""The lines of a register: few are taken in at once, more by the job (see soak/tasks.py)."""
FOLLOW_UPS = ("Nomor", "Tindak lanjut", "Penanggung jawab", "Verifikator", "Tenggat")
AGREEMENTS = ("Jenis", "Tentang", "Para pihak", "Nomor", "Ditandatangani pada", "Mulai berlaku", "Berakhir")
AGREEMENTS += ("Kewajiban", "Pihak yang berkewajiban", "Verifikator", "Frekuensi", "Tenggat pertama")


def take_in_registers(workload: Workload, random: Random, lane: int) -> None:
    """Take in a register of follow-ups or of agreements, and mostly once more with another line."""
    desk = RegisterDesk(workload, random)
    for number in count():
        if workload.ended.is_set():
            return
        for take, name in ((desk.take_follow_ups, "tl"), (desk.take_agreements, "pks")):
            size, what = random.choice(SIZES), f"{name}-{lane}-{number}"
            if take(what, size) and random.random() < 0.7:
                take(what, size + 1)


class RegisterDesk:
    """The browser of the coordinator who takes registers in."""

    def __init__(self, workload: Workload, random: Random) -> None:
        self.random, self.coordinator = random, workload.user(workload.sample.coordinator)
        self.circle = workload.sample.circle
        self.day = datetime.now(JAKARTA).date()

    def take_follow_ups(self, name: str, size: int) -> bool:
        """Take in follow-ups for the forum; their columns are recognised."""
        due = f"{self.day + timedelta(days=30)}"
        rows = [(f"{name}/{line}", f"Tindak lanjut {name}-{line}", "IC0", "IC1", due) for line in range(size)]
        made = self.coordinator.act(f"/commitments/imports/new/{self.circle}", file=self._file(name, FOLLOW_UPS, rows))
        if made is None or not made.is_done:
            return False
        path = made.location.removesuffix("/columns")
        read = self.coordinator.act(f"{path}/columns", recorded="proposed")
        return read is not None and read.is_done and self._confirmed(path)

    def take_agreements(self, name: str, size: int) -> bool:
        """Take in signed agreements, each with an obligation of every quarter."""
        signed, ends, due = (f"{self.day + timedelta(days=days)}" for days in (-30, 335, 14))
        rows = [
            (
                *(
                    "PKS",
                    f"Register {name}-{line}",
                    "IC0; IC1",
                    f"{name}/{line}/A; {name}/{line}/B",
                    signed,
                    signed,
                    ends,
                ),
                *(f"Laporan {name}-{line}", "IC0", "IC1", "Setiap triwulan", due),
            )
            for line in range(size)
        ]
        form = {"file": self._file(name, AGREEMENTS, rows), "sector": ""}
        made = self.coordinator.act("/agreements/import", **form)
        return made is not None and made.is_done and self._confirmed(made.location)

    def _confirmed(self, path: str) -> bool:
        """Confirm what a register does once it was read; whether it was taken."""
        if not self.coordinator.find(path, 'name="seen"'):
            return False
        form = {"seen": hidden(self.coordinator.read(path) or "", "seen")}
        value = (f"register:{path.rpartition('/')[2]}", "taken")
        taken = self.coordinator.act(f"{path}/confirm", value=value, **form)
        return taken is not None and taken.is_done

    def _file(self, name: str, heading: tuple[str, ...], rows: list[tuple[Any, ...]]) -> FileStorage:
        if self.random.random() < 0.5:
            return FileStorage(BytesIO(as_xlsx("Daftar", heading, rows)), f"{name}.xlsx")
        text = StringIO()
        csv.writer(text).writerows([heading, *rows])
        return FileStorage(BytesIO(text.getvalue().encode()), f"{name}.csv")
