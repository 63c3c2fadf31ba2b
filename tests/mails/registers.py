"""Produces the mails about registers, and about commitments that came in from one."""

import io
from datetime import date

from werkzeug.datastructures import FileStorage

from agreements.imports import actions as agreement_imports
from agreements.imports.jobs import work
from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.files.sheet_import.stages import Stage as Progress
from commitments.delivery.models import Source
from commitments.imports import actions
from commitments.imports.jobs import work as work_on_follow_ups
from tests.mails.stage import Stage, produces

REGISTER = "Nomor;Tindak lanjut;Penanggung jawab;Verifikator;Tenggat\n"
REGISTER += "TL-1;Katalog sensor;Dinas Kesehatan;Dinas Kominfotik;18 Desember 2026\n"
AGREEMENTS = "Jenis,Tentang,Para pihak\nPKS,Sensor,JSC; DLH\n"


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


@produces("commitments/import_worked")
def follow_ups_read(it: Stage) -> Person:
    town, now = it.town, utc_now()
    file = FileStorage(io.BytesIO(REGISTER.encode()), filename="register.csv")
    register = actions.begin(town.circle, file, by=town.coordinator, at=now)
    actions.assign(register, actions.Assignment(places=register.places), by=town.coordinator, at=now)
    register.stage = Progress.READING  # as if it were long
    db.session.commit()
    work_on_follow_ups()
    return town.coordinator


@produces("agreements/import_worked")
def agreements_read(it: Stage) -> Person:
    file = FileStorage(io.BytesIO(AGREEMENTS.encode()), filename="naskah.csv")
    register = agreement_imports.begin(file, None, by=it.pact.coordinator, at=utc_now())
    register.stage = Progress.READING  # as if it were long
    db.session.commit()
    work()
    return it.pact.coordinator
