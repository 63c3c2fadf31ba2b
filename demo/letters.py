"""The demo's invitation letters, with numbers as an office would give them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.accounts.models import Person
from forums.papers.actions import write
from forums.papers.letters import standard
from forums.scheduling.models import Session


def write_letter(session: Session, *, by: Person, at: datetime) -> None:
    """Write the letter to a session, signed by the head of the secretariat."""
    details = replace(
        standard(session, at),
        number=f"DEMO/UND/{session.number:02}/{session.starts_at:%Y}",
        signatory_position="Kepala BLUD Jakarta Smart City",
        signatory_name="Kepala JSC",
        copies=["Sekretaris Daerah (Contoh)", "Arsip"],
    )
    write(session, details, version=None, texts={}, by=by, at=at)
