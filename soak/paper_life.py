"""The papers of a session as a scenario: its record of agreement and its report are each made once, then corrected."""

from __future__ import annotations

from datetime import datetime

from soak.sample import JAKARTA
from soak.workload import WebUser

RECORD = {
    "place": "Balai Kota",
    "opening": "yang bertanda tangan di bawah ini telah bersepakat:",
    "closing": "Demikian dibuat dengan sebenarnya.",
    "signatories": "Kepala JSC; Kepala; BLUD Jakarta Smart City",
}
REPORT = {
    "addressee": "Kepala Dinas",
    "sender": "Koordinator",
    "nature": "ordinary",
    "subject": "Laporan rapat",
    "opening": "Kami laporkan hasil rapat.",
    "closing": "Demikian kami laporkan.",
    "signatory_position": "Kepala",
    "signatory_name": "Kepala JSC",
}


def write_record(coordinator: WebUser, session: str, decision: str) -> None:
    """Write the record of a session with its decision."""
    _written(coordinator, session, "agreement-record", "record", {**RECORD, "points": decision})


def write_report(coordinator: WebUser, session: str) -> None:
    """Write the report of a session on its minutes."""
    _written(coordinator, session, "report", "report", REPORT)


def _written(coordinator: WebUser, session: str, page: str, kind: str, text: dict[str, str]) -> None:
    """Save a paper, then the same with another number; whoever begins from nothing a second time is refused."""
    path, name = f"/sessions/{session}/{page}", f"{kind}:{session}"
    form = {**text, "dated": f"{datetime.now(JAKARTA):%d/%m/%Y}"}
    if not coordinator.act_once(path, value=(name, "1/XII"), version="0", number="1/XII", **form):
        return
    again = coordinator.act(path, version="0", number="2/XII", **form)
    if again and again.is_done:
        coordinator.workload.journal.add_problem(f"the {kind} of a session was begun twice")
    coordinator.act(path, value=(name, "3/XII"), version="1", number="3/XII", **form)
