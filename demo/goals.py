"""Adds the demo's shared goal, about which two differences ended and one is being mediated."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignment.goals import actions, queries
from alignment.goals.actions import Objection, Texts
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.goals.rules import Part
from app.clock import local_date
from demo.forums import EVERYONE
from demo.parties import Parties
from forums.scheduling.models import Forum

GOAL = (
    "Pada akhir 2027 warga mengurus 19 dari 24 layanan prioritas di JAKI tanpa mengisi data yang sama dua kali, dan "
    "dapat melihat dari mana data itu berasal."
)
FIRST = Texts(
    goal="Pada akhir 2027 warga mengurus semua layanan prioritas di JAKI tanpa mengisi data yang sama dua kali.",
    problem="Layanan berjalan di sistem masing-masing; warga menjadi pengantar berkas.",
    principles="Sumber data disebut\nKeputusan dengan alasan",
    priorities="Izin usaha mikro\nKualitas udara\nRujukan puskesmas",
)
SECOND = Texts(
    goal=GOAL,
    problem=FIRST.problem,
    principles=f"{FIRST.principles}\nTidak ada pihak yang dirugikan karena melapor terlambat",
    priorities=f"{FIRST.priorities}\nAntrean halte",
)
INTERESTS = {
    "jsc": ("Satu pintu layanan di JAKI", "Warga tidak mengisi data dua kali"),
    "dlh": ("Data resmi tidak bertentangan dengan data warga", "Jangkauan pemantauan bertambah 24 titik"),
    "dpmptsp": ("Waktu izin sesuai standar pelayanan", "Berkas masuk lebih lengkap"),
    "bumd": ("Data posisi bus tidak dipakai pesaing", "Keluhan halte berkurang"),
    "mitrasolusi": ("Kepastian pemakaian API setelah uji", "Rujukan kerja di kota lain"),
    "fwd": ("Data sensor warga diakui sumbernya", "Laporan warga ditindaklanjuti"),
}
DIFFERS = Objection(
    part=Part.PROBLEM,
    holds="Bukan sistem yang terpisah, tetapi hak pakai yang belum jelas",
    words="Sistem dapat disambung bulan depan. Yang tidak ada: siapa boleh memakai data apa, dan sampai kapan.",
)
EARLIER = {
    "wri": Objection(part=Part.GOAL, holds="19 dari 24 layanan; sisanya menunggu verifikasi fisik dihapus"),
    "dishub": Objection(part=Part.PRIORITIES, holds="Antrean halte lebih dulu", words="Keluhan terbanyak tahun ini."),
}
SILENT = ("bumd", "dinkes")
POSITIONS = (
    "Mitra: tambahkan hak pakai data sebagai masalah pertama. Yang lain: tujuan sudah disepakati, jangan dibuka lagi."
)
BEHIND = (
    "Mitra perlu kepastian sebelum menanam biaya. DPMPTSP dan DLH tidak ingin tenggat bergeser. Warga ingin sumber "
    "datanya disebut."
)
OPTIONS = (
    "Satu kalimat tambahan pada rumusan masalah",
    "Lampiran hak pakai data, disusun sebelum PKS tahap dua",
)
RESPONSES = {
    "jsc": ([1, 2], ""),
    "dpmptsp": ([1], ""),
    "fwd": ([1], ""),
    "dlh": ([1], "Minta contoh lampirannya dulu."),
    "mitrasolusi": ([2], "Pilihan A kami pertimbangkan."),
}


def add_shared_goal(parties: Parties, forum: Forum, now: datetime) -> None:
    """Write the goal in two versions, let the parties answer, and mediate what remains."""
    begun, by = now - timedelta(days=62), parties.coordinator
    goal = actions.begin(forum.circle, FIRST, by=by, at=begun)
    for key, (interest, benefit) in INTERESTS.items():
        person = parties.focal_point(key)
        actions.write_interest(goal, interest=interest, benefit=benefit, by=person, at=begun + timedelta(days=2))
    wri, dishub = (
        _differ(parties, goal, key, objection, begun + timedelta(days=4)) for key, objection in EARLIER.items()
    )
    reason = "Urutan ditinjau setelah data keluhan triwulan ini; sementara semua berjalan dengan urutan yang ada."
    actions.keep(dishub, reason, by=by, at=begun + timedelta(days=20))
    at, reason = (
        now - timedelta(days=18),
        "Hasil mediasi dengan WRI: lima layanan menunggu penghapusan verifikasi fisik",
    )
    actions.write(goal, SECOND, reason=reason, version=str(goal.version), by=by, at=at, settles=wri)
    for number, key in enumerate(EVERYONE, 1):
        if key not in (*SILENT, "mitrasolusi"):
            answered = at + timedelta(days=1 + number % 7)
            actions.answer(goal, None, number=goal.number, by=parties.focal_point(key), at=answered)
    _mediate(parties, _differ(parties, goal, "mitrasolusi", DIFFERS, now - timedelta(days=8)), now)


def _differ(parties: Parties, goal: SharedGoal, key: str, objection: Objection, at: datetime) -> GoalDifference:
    found = actions.answer(goal, objection, number=goal.number, by=parties.focal_point(key), at=at)
    made = queries.difference_for_act(found.id) if found else None
    assert made is not None, "whoever differs has a difference"
    return made


def _mediate(parties: Parties, difference: GoalDifference, now: datetime) -> None:
    by = parties.people["kepala@jsc.example"]
    begun = now - timedelta(days=6)
    actions.record(difference, positions=POSITIONS, interests="", version=str(difference.version), by=by, at=begun)
    at = begun + timedelta(days=1)
    actions.record(difference, positions=POSITIONS, interests=BEHIND, version=str(difference.version), by=by, at=at)
    for text in OPTIONS:
        actions.add_option(difference, text, by=by, at=at, mediates=True)
    actions.ask_for_responses(difference, until=local_date(now + timedelta(days=3)), by=by, at=at)
    for number, (key, (supported, words)) in enumerate(RESPONSES.items(), 1):
        at = begun + timedelta(days=2, hours=number)
        actions.respond(difference, supported, words=words, by=parties.focal_point(key), at=at)
