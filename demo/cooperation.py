"""The demo's requests for cooperation, from those that wait for an answer to one that led to a signed agreement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from agreements.parties.actions import write_credentials
from agreements.registry.actions import Contract
from agreements.registry.models import Agreement, AgreementKind
from app.clock import local_date
from app.database import db
from app.files import keep
from cooperation.requests import actions, queries
from cooperation.requests.actions import Application
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import Applicant
from demo.agreement_data import AgreementData, ObligationData, Section, Signer
from demo.agreements import DRAFTED, begun_at, carry_out, contract_of, credentials_of
from demo.parties import Parties
from demo.pdf_pages import page_with
from forums.agenda.actions import Draft
from forums.agenda.models import Purpose
from forums.scheduling.models import Forum, Session

HEARD_AGO = timedelta(days=90)
"""How long ago the audience was from which a signed agreement came, at least."""


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
HEARD = RequestData(
    days=0,
    applicant=Applicant.REGIONAL_ENTERPRISE,
    name="BUMD Transportasi (Contoh)",
    wish="Pembayaran antarmoda. Satu tiket untuk bus, kereta dan sepeda, dibeli lewat JAKI.",
    benefit="Warga berpindah moda tanpa membeli tiket baru.",
    known="bumd",
)
MEMORANDUM = AgreementData(
    key="fares-kb",
    kind=AgreementKind.KESEPAKATAN_BERSAMA,
    title="Pembayaran antarmoda",
    purpose="Menjajaki satu tiket untuk semua moda angkutan umum.",
    sides=(
        Signer(who="jsc", number="DEMO/KB/05", signs="Kepala JSC", authority="Surat Kuasa DEMO/SK/05"),
        Signer(who="bumd", number="DEMO-BT/21", signs="Direktur Utama"),
    ),
    sections=(
        Section(
            number=3,
            heading="Tindak lanjut",
            text="Para pihak menyusun perjanjian kerja sama paling lambat 60 hari sejak penandatanganan.",
        ),
    ),
    signed=0,
    ends=700,
)
CONTRACT = AgreementData(
    key="fares",
    kind=AgreementKind.PERJANJIAN_KERJA_SAMA,
    title="Tiket Antarmoda melalui JAKI",
    purpose="Menjual satu tiket untuk bus, kereta dan sepeda melalui JAKI.",
    sides=(
        Signer(who="jsc", number="DEMO/PKS/06", signs="Kepala JSC", authority="Surat Kuasa DEMO/SK/06"),
        Signer(who="bumd", number="DEMO-BT/24", signs="Direktur Utama"),
    ),
    sections=(
        Section(
            number=4,
            heading="Antarmuka tiket",
            text="Pihak Kedua membuka antarmuka pembelian dan pemeriksaan tiket.",
            duties=(
                ObligationData(
                    text="Antarmuka uji tiket antarmoda",
                    criteria="Tiket uji dapat dibeli dan dibatalkan\nDokumentasi diterima pengembang JAKI",
                    debtor="bumd",
                    verifier="jsc",
                    due=38,
                    progress=35,
                ),
            ),
            rights=(("bumd", "Menerima jumlah tiket yang terjual setiap hari"),),
        ),
    ),
    signed=0,
    ends=660,
    parent="fares-kb",
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


def hear_applicant(parties: Parties, forum: Forum, now: datetime) -> tuple[CooperationRequest, Session]:
    """Receive a request and invite the applicant to a past audience before it is held; return both.

    The audience is long enough ago for two agreements to follow it.
    """
    query = select(Session).where(Session.forum_id == forum.id, Session.merge_proposed.is_(False))
    query = query.where(Session.starts_at < now - HEARD_AGO).order_by(Session.starts_at.desc())
    session = db.session.scalars(query.limit(1)).one()
    request = _receive(HEARD, session.starts_at - timedelta(days=12))
    at = session.starts_at - timedelta(days=9)
    actions.link(request, parties.organisations[HEARD.known], by=parties.coordinator, at=at)
    draft = Draft(title=request.title, purpose=Purpose.JOINT_SOLUTION, minutes=20)
    text = "Bawalah daftar moda dan cara tiket diperiksa sekarang."
    actions.invite(request, session, draft, text, by=parties.coordinator, at=at)
    actions.reply(request, "Baik, kami datang bertiga dengan contoh tiket.", at=at + timedelta(days=2))
    return request, session


def agree_with_applicant(parties: Parties, heard: tuple[CooperationRequest, Session], now: datetime) -> None:
    """Sign a memorandum with the applicant after the audience, and then the agreement that carries it out."""
    request, session = heard
    since = (local_date(now) - session.day).days
    memorandum = _agree(parties, request, replace(MEMORANDUM, signed=DRAFTED + 2 - since), None, now)
    _agree(parties, request, replace(CONTRACT, signed=2 * DRAFTED + 4 - since), memorandum, now)


def _agree(
    parties: Parties, request: CooperationRequest, data: AgreementData, parent: Agreement | None, now: datetime
) -> Agreement:
    at, by = begun_at(data, now), parties.coordinator
    made = actions.start_agreement(request, contract_of(data, parent, now), "", by=by, at=at)
    for signer in data.sides:
        party = made.side_of(parties.organisations[signer.who].id)
        assert party
        write_credentials(made, party, credentials_of(signer), by=by, at=at)
    carry_out(parties, made, data, now)
    return made


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
