"""The unit that runs the demo, and the letterhead of its papers."""

from __future__ import annotations

from datetime import datetime

from app.settings.actions import InstanceDetails, change_instance
from app.settings.queries import instance_row
from demo.parties import Cast

UNIT = InstanceDetails(
    unit="BLUD Jakarta Smart City",
    above="Pemerintah daerah (kop contoh)",
    address="Alamat kantor · Telepon · Surel sekretariat",
    city="Jakarta",
    timezone="Asia/Jakarta",
)


def introduce(cast: Cast, at: datetime) -> None:
    """Let the administrator write the letterhead."""
    administrator = cast.people["admin@jsc.example"]
    change_instance(UNIT, confirmed_zone=True, version=instance_row().version, by=administrator, at=at)
