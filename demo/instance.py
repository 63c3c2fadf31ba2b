"""The unit that runs the demo, and the letterhead of its documents."""

from __future__ import annotations

from datetime import datetime

from app.settings.actions import InstanceDetails, change_instance
from app.settings.queries import instance_row
from demo.parties import Parties

UNIT = InstanceDetails(
    unit="BLUD Jakarta Smart City",
    above="Pemerintah daerah (kop contoh)",
    address="Alamat kantor · Telepon · Surel sekretariat",
    city="Jakarta",
    timezone="Asia/Jakarta",
)


def set_letterhead(parties: Parties, at: datetime) -> None:
    """Let the administrator write the letterhead."""
    administrator = parties.people["admin@jsc.example"]
    change_instance(UNIT, confirmed_zone=True, version=instance_row().version, by=administrator, at=at)
