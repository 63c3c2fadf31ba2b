"""The demo's bases of forums: one that ends soon, one that was renewed, and one that goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from app.circles.queries import seats_on
from app.clock import local_date
from app.files import store
from demo.forums import SINCE
from demo.parties import Parties
from demo.pdf_pages import page_with
from forums.basis.actions import Appointed, Details, enter, keep_file, renew
from forums.basis.models import Basis, BasisKind
from forums.scheduling.models import Forum

RENEWED = timedelta(days=100)
"""How long ago the basis of one forum was renewed."""
LEFT = timedelta(days=24)
"""For how long the basis of another one is still in force."""
DUTIES = {"BLUD Jakarta Smart City": "Ketua"}


def add_bases(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Enter the bases as of the creation of the forums, before their sessions are held."""
    by, begin = parties.coordinator, now - SINCE
    known = {key: _details(forums[key], begin, number) for key, number in {"spbe": 11, "monitoring": 12}.items()}
    enter(forums["spbe"], known["spbe"], by=by, at=begin)
    earlier = enter(forums["monitoring"], known["monitoring"], by=by, at=begin)
    _renew(parties, earlier, known["monitoring"], now)
    ending = replace(_details(forums["lintas"], begin, 14), valid_until=local_date(now + LEFT))
    _sign(enter(forums["lintas"], ending, by=by, at=begin), parties, begin)


def _renew(parties: Parties, earlier: Basis, known: Details, now: datetime) -> None:
    at = now - RENEWED
    day = local_date(at)
    following = replace(known, number="DEMO/SK/27", dated=day, valid_from=day, valid_until=day + timedelta(days=364))
    renew(earlier, following, first_day=day, by=parties.coordinator, at=at)


def _sign(basis: Basis, parties: Parties, at: datetime) -> None:
    lines = ("Keputusan (Contoh)", "Bukan keputusan sungguhan: hanya untuk mencoba Selaras.")
    content = page_with(lines, at=at)
    file = store.keep(content, name="SK-contoh.pdf", media_type="application/pdf", by=parties.coordinator, at=at)
    keep_file(basis, file, by=parties.coordinator, at=at)


def _details(forum: Forum, at: datetime, number: int) -> Details:
    day = local_date(at)
    return Details(
        kind=BasisKind.DECREE,
        number=f"DEMO/SK/{number}",
        dated=day,
        issued_by="Sekretaris Daerah (Contoh)",
        subject=forum.name,
        valid_from=day,
        members=[
            Appointed(
                organisation=seat.organisation,
                office=f"Pimpinan {seat.organisation.label}",
                duty=DUTIES.get(seat.organisation.name, "Anggota"),
            )
            for seat in seats_on(forum.circle_id, day)
        ],
    )
