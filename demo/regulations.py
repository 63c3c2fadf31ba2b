"""Adds the demo's regulations, of which one is marked for review and being revised."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignment.regulations import actions, links
from alignment.regulations.actions import Details
from alignment.regulations.models import Regulation, Revision
from alignment.regulations.rules import Level, RelationKind, RevisionStage
from app.clock import local_date
from demo.commitments import CommitmentData, add_commitment
from demo.parties import Parties
from forums.scheduling.models import Forum

UNTITLED = "Dirujuk dalam kajian; judul dilengkapi bagian hukum"
REFERRED = (
    (Level.LAW, "25", 2009, "Pelayanan Publik"),
    (Level.PRESIDENT, "95", 2018, "Sistem Pemerintahan Berbasis Elektronik"),
    (Level.GOVERNOR, "306", 2016, UNTITLED),
    (Level.GOVERNOR, "44", 2021, UNTITLED),
    (Level.GOVERNOR, "68", 2022, UNTITLED),
    (Level.GOVERNOR, "17", 2023, UNTITLED),
    (Level.GOVERNOR_DECISION, "17", 2020, UNTITLED),
    (Level.GOVERNOR_DECISION, "1251", 2021, UNTITLED),
)
CARRIES = (
    CommitmentData(
        title="Menyusun rancangan perubahan petunjuk verifikasi",
        criteria="Naskah rancangan dengan penjelasan tiap perubahan",
        who="dpmptsp",
        verifier="jsc",
        proposed=-68,
        due=-43,
        ends="met",
        submitted=-44,
        progress=60,
    ),
    CommitmentData(
        title="Pendapat atas rancangan: data dan sistem",
        criteria="Pendapat tertulis atas tiap perubahan",
        who="kominfotik",
        verifier="jsc",
        proposed=-27,
        due=4,
        ends="open",
        progress=50,
    ),
    CommitmentData(
        title="Penetapan perubahan petunjuk verifikasi",
        criteria="Keputusan ditandatangani dan diumumkan",
        who="dpmptsp",
        verifier="jsc",
        proposed=-27,
        due=17,
        ends="open",
    ),
)
"""The commitments that carry the revision forward."""


def add_regulations(parties: Parties, forum: Forum, now: datetime) -> Regulation:
    """Enter the regulations, and bring the revision of one to the legal review; return that one."""
    by, begun = parties.coordinator, now - timedelta(days=120)
    known = [
        actions.enter(Details(level=level, number=number, year=year, title=title), by=by, at=begun)
        for level, number, year, title in REFERRED
    ]
    agency = parties.organisations["dpmptsp"]
    guide = Details(
        level=Level.AGENCY_DECISION,
        number="DEMO/KEP/14",
        year=2019,
        title="Petunjuk Verifikasi Lapangan Perizinan",
        subject="Tata cara verifikasi lapangan perizinan",
        issuing=agency,
        issuer="Kepala DPMPTSP",
        consulted="Biro Hukum (Contoh), Dinas Kominfotik",
    )
    regulation = actions.enter(guide, by=by, at=begun)
    for older in known[:2]:
        actions.relate(regulation, older, RelationKind.DERIVES_FROM, by=by, at=begun)
    actions.place(regulation, [forum.circle_id], among=[], version=str(regulation.version), by=by, at=begun)
    marked = now - timedelta(days=118)
    actions.mark(regulation, reason="Tiga layanan tidak dapat diuji coba daring.", by=by, at=marked)
    revision = _revise(parties, regulation, now)
    for data in CARRIES:
        links.carry_with(revision.id, add_commitment(parties, forum, data, now).id)
    return regulation


def _revise(parties: Parties, regulation: Regulation, now: datetime) -> Revision:
    """Begin the revision 69 days ago, and bring it to the legal review 28 days ago."""
    today, by = local_date(now), parties.coordinator
    planned = {
        RevisionStage.ENACTED: today + timedelta(days=18),
        RevisionStage.IN_FORCE: today + timedelta(days=35),
    }
    revision = actions.begin(
        regulation,
        title="Perubahan Petunjuk Verifikasi Lapangan",
        holder=parties.organisations["dpmptsp"],
        on=today - timedelta(days=69),
        planned=planned,
        by=by,
        at=now - timedelta(days=69),
    )
    for days in (42, 28):
        at = now - timedelta(days=days)
        actions.advance(revision, on=local_date(at), version=str(revision.version), by=by, at=at)
    return revision
