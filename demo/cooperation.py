"""The demo's requests for cooperation, from those that wait for an answer to one that became a memorandum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements.registry.actions import Contract
from agreements.registry.models import AgreementKind
from app.clock import local_date
from app.files import keep
from cooperation.requests import actions, queries
from cooperation.requests.actions import Application
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import Applicant
from demo.parties import Parties
from demo.pdf_pages import page_with
from forums.agenda.actions import Draft
from forums.agenda.models import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestData:
    """A request, sent `days` ago; `known` is the key of its organisation if it is one of the demo's."""

    days: int
    applicant: Applicant
    name: str
    wish: str
    benefit: str
    known: str = ""


WAITING = (
    RequestData(
        days=1,
        applicant=Applicant.ACADEMIA,
        name="Universitas Kota (Contoh)",
        wish="Magang analisis data. Delapan mahasiswa selama satu semester.",
        benefit="Laporan warga diolah lebih cepat.",
    ),
    RequestData(
        days=3,
        applicant=Applicant.PRIVATE,
        name="PT Data Perkotaan (Contoh)",
        wish="Data kepadatan pejalan kaki. Dari 40 titik, untuk peta rute aman di JAKI.",
        benefit="Rute jalan kaki yang aman.",
    ),
    RequestData(
        days=11,
        applicant=Applicant.CIVIL_SOCIETY,
        name="Komunitas Pengguna JAKI (Contoh)",
        wish="Uji keterbacaan layanan. Bersama 30 pengguna dari lima wilayah.",
        benefit="Layanan yang lebih mudah dipakai.",
    ),
)
ASKED = RequestData(
    days=6,
    applicant=Applicant.CITIZEN,
    name="",
    wish="Peta titik air minum gratis di taman kota.",
    benefit="Warga tahu tempat mengisi botol.",
)
INVITED = RequestData(
    days=13,
    applicant=Applicant.PRIVATE,
    name="PT Mitra Solusi Kota (Contoh)",
    wish="Peta parkir bersama. Menggabungkan data lahan parkir swasta dan kota.",
    benefit="Waktu mencari parkir berkurang.",
    known="mitrasolusi",
)
STARTED = RequestData(
    days=48,
    applicant=Applicant.ACADEMIA,
    name="Universitas Kota (Contoh)",
    wish="Pusat data perkotaan. Ruang kerja bersama untuk riset kota.",
    benefit="Kebijakan berdasarkan data.",
    known="universitas",
)
DECLINED = RequestData(
    days=30,
    applicant=Applicant.PRIVATE,
    name="PT Papan Iklan (Contoh)",
    wish="Pemasangan iklan di halaman JAKI.",
    benefit="Pendapatan untuk kota.",
)


def add_requests(parties: Parties, now: datetime) -> None:
    """Receive requests from outside, and answer some of them."""
    by = parties.coordinator
    for data in WAITING:
        _receive(data, now)
    asked = _receive(ASKED, now)
    actions.ask(asked, "Taman mana saja yang Anda ketahui?", by=by, at=now - timedelta(days=5))
    _invite(parties, now)
    _begin(parties, now)
    declined = _receive(DECLINED, now)
    reason = "Halaman layanan kota tidak memuat iklan. Ruang reklame diatur dinas yang berwenang."
    actions.decline(declined, reason, by=by, at=now - timedelta(days=26))


def _receive(data: RequestData, now: datetime) -> CooperationRequest:
    at = now - timedelta(days=data.days)
    proposal = None
    if data.known:
        lines = [data.wish, "DATA CONTOH: bukan proposal sebenarnya"]
        proposal = keep(page_with(lines, at=at), name="Proposal.pdf", media_type="application/pdf", by=None, at=at)
    application = Application(
        applicant=data.applicant,
        organisation_name=data.name,
        wish=data.wish,
        brings=("data", "expertise"),
        expectations="Hasilnya dapat kami rujuk dalam laporan kami.",
        benefit=data.benefit,
        contact_name="Penanggung Jawab (Contoh)",
        contact_email=f"pemohon{data.days}@warga.example",
        language="id",
    )
    return actions.receive(application, proposal, at=at)


def _invite(parties: Parties, now: datetime) -> None:
    request = _receive(INVITED, now)
    at = now - timedelta(days=INVITED.days - 2)
    actions.link(request, parties.organisations[INVITED.known], by=parties.coordinator, at=at)
    sessions = queries.audiences(parties.coordinator, now, local_date(now))
    draft = Draft(title=request.title, purpose=Purpose.JOINT_SOLUTION, minutes=20)
    actions.invite(request, sessions[0], draft, "Bawalah contoh datanya.", by=parties.coordinator, at=at)


def _begin(parties: Parties, now: datetime) -> None:
    request = _receive(STARTED, now)
    at = now - timedelta(days=22)
    actions.link(request, parties.organisations[STARTED.known], by=parties.coordinator, at=at)
    contract = Contract(
        kind=AgreementKind.KESEPAKATAN_BERSAMA, title=request.title, purpose="Ruang kerja bersama untuk riset kota."
    )
    actions.start_agreement(request, contract, "", by=parties.coordinator, at=at)
