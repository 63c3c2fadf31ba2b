"""Labels of the quorum."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.status_labels import sector_name
from forums.attendance.queries import takes_attendance
from forums.attendance.rules import Quorum
from forums.scheduling.labels import quorum_label


def init_app(app: Flask) -> None:
    """Register the labels, and whether attendance can be recorded, as template globals."""
    app.jinja_env.globals.update(
        quorum_missing=quorum_missing, quorum_sentence=quorum_sentence, takes_attendance=takes_attendance
    )


def quorum_sentence(quorum: Quorum) -> str:
    """Return what the quorum requires: "Quorum: 7 of 12 seats, including at least one from Private sector"."""
    required = [tally.sector for tally in quorum.sectors if tally.required]
    return _("Quorum: %(words)s", words=quorum_label(quorum.needed, quorum.seats, required))


def quorum_missing(quorum: Quorum) -> str:
    """Return what is missing for the quorum: "Kuorum tidak terpenuhi: 3 instansi lagi; Swasta tidak hadir"."""
    lacks = []
    if quorum.missing_seats:
        number = quorum.missing_seats
        lacks.append(ngettext("%(num)d more seat", "%(num)d more seats", number))
    if quorum.missing_sectors:
        names = ", ".join(str(sector_name(sector)) for sector in quorum.missing_sectors)
        lacks.append(_("no one from %(sectors)s", sectors=names))
    return _("Quorum not met: %(lacks)s", lacks="; ".join(lacks))
