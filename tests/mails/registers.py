"""Produces the mails about commitments that came in from a register."""

import io
from datetime import date

from werkzeug.datastructures import FileStorage

from app.accounts.models import Person
from app.clock import utc_now
from commitments.delivery.models import Source
from commitments.imports import actions
from tests.mails.stage import Stage, produces

REGISTER = "Nomor;Tindak lanjut;Penanggung jawab;Verifikator;Tenggat\n"
REGISTER += "TL-1;Katalog sensor;Dinas Kesehatan;Dinas Kominfotik;18 Desember 2026\n"


def _import(it: Stage, **said: object) -> Person:
    town, now = it.town, utc_now()
    file = FileStorage(io.BytesIO(REGISTER.encode()), filename="register.csv")
    register = actions.begin(town.circle, file, by=town.coordinator, at=now)
    actions.assign(register, actions.Assignment(places=register.places, **said), by=town.coordinator, at=now)
    seen = register.outcome["mark"]
    actions.confirm(register, seen=seen, leaves_out=False, by=town.coordinator, at=now)
    return town.owner


@produces("commitments/imported")
def proposed(it: Stage) -> Person:
    return _import(it)


@produces("commitments/imported_on_behalf")
def recorded(it: Stage) -> Person:
    return _import(it, source=Source.LETTER, said_on=date(2026, 11, 20))
