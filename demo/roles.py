"""Adds the demo's role matrix, about which its parties differ twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from alignment.roles import actions, queries
from alignment.roles.actions import Belief, Row
from alignment.roles.models import RoleMatrix
from alignment.roles.rules import Role
from app.clock import local_date
from demo.parties import Parties
from forums.scheduling.models import Forum

KEYS = ("jsc", "kominfotik", "bappeda", "dpmptsp", "dinkes", "universitas")
LETTERS = {"A": Role.ACCOUNTABLE, "R": Role.RESPONSIBLE, "C": Role.CONSULTED, "I": Role.INFORMED, "-": Role.NONE}
ACTIVITIES = {
    "Menetapkan daftar layanan prioritas": "ACRCCI",
    "Memetakan verifikasi fisik perizinan": "CIIA-R",
    "Memeriksa mutu data sebelum tayang": "RC--AI",
    "Menyajikan data di JAKI": "ARIICC",
    "Mengelola kunci API uji": "AR-ICI",
    "Memberi tahu warga saat layanan berubah": "R--RR-",
    "Evaluasi tiap semester": "ARRRRC",
}
"""The role of each organisation of `KEYS`, in order, as proposed."""
OTHERWISE = {
    ("jsc", "Memeriksa mutu data sebelum tayang"): ("RC--AI", "Pemilik data yang menjamin isinya."),
    ("dinkes", "Memeriksa mutu data sebelum tayang"): ("AC--RI", "Penyaji yang memeriksa sebelum tayang."),
    ("universitas", "Memeriksa mutu data sebelum tayang"): ("AC--RI", ""),
    ("jsc", "Mengelola kunci API uji"): ("CA-ICI", "Kunci diterbitkan pengelola jaringan."),
    ("kominfotik", "Mengelola kunci API uji"): ("AR-ICI", "Lingkungan uji milik JSC."),
}
"""What a party believes otherwise, with its words."""
SILENT = {("dpmptsp", "Mengelola kunci API uji"), ("dinkes", "Mengelola kunci API uji")}


def add_role_matrix(parties: Parties, forum: Forum, now: datetime) -> None:
    """Write the matrix, let all parties give their views, circulate it, and let half of them agree."""
    begun, by = now - timedelta(days=18), parties.coordinator
    ids = {key: parties.organisations[key].id for key in KEYS}
    matrix = actions.begin(forum.circle, None, by=by, at=begun)
    rows = [Row(id=None, text=text, roles=_roles(letters, ids)) for text, letters in ACTIVITIES.items()]
    actions.write(matrix, rows, version=str(matrix.version), by=by, at=begun)
    actions.ask(matrix, until=local_date(begun) + timedelta(days=8), by=by, at=begun)
    for number, key in enumerate(KEYS, 1):
        _fill(parties, matrix, key, ids, begun + timedelta(days=number, hours=1))
    actions.circulate(matrix, note="Naskah pertama", version=str(matrix.version), by=by, at=begun + timedelta(days=8))
    for number, key in enumerate(("bappeda", "dpmptsp", "universitas"), 9):
        at = begun + timedelta(days=number)
        actions.consent(matrix, agrees=True, number=1, by=parties.focal_point(key), at=at)
    words = "Baris “memeriksa mutu data sebelum tayang”."
    at = begun + timedelta(days=13)
    actions.consent(matrix, agrees=False, words=words, number=1, by=parties.focal_point("dinkes"), at=at)


def _fill(parties: Parties, matrix: RoleMatrix, key: str, ids: dict[str, UUID], at: datetime) -> None:
    beliefs = []
    for activity in queries.whole(matrix.id):
        if (key, activity.text) in SILENT:
            continue
        letters, words = OTHERWISE.get((key, activity.text), (ACTIVITIES[activity.text], ""))
        beliefs.append(Belief(activity_id=activity.id, roles=_roles(letters, ids), words=words))
    actions.fill(matrix, beliefs, by=parties.focal_point(key), at=at)


def _roles(letters: str, ids: dict[str, UUID]) -> dict[UUID, Role]:
    return {ids[key]: LETTERS[letter] for key, letter in zip(KEYS, letters, strict=True)}
