"""The unit that runs the demo, and the letterhead of its documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.calendars.actions import set_hours
from app.calendars.queries import working_hours
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


def let_mail_leave(parties: Parties, at: datetime) -> None:
    """Let the administrator end the quiet hours, so that visitors read the mail of the demo at any hour."""
    hours = working_hours()
    administrator = parties.people["admin@jsc.example"]
    set_hours(replace(hours, quiet_starts=hours.quiet_ends), by=administrator, at=at)


def set_letterhead(parties: Parties, at: datetime) -> None:
    """Let the administrator write the letterhead."""
    administrator = parties.people["admin@jsc.example"]
    change_instance(UNIT, confirmed_zone=True, version=instance_row().version, by=administrator, at=at)
