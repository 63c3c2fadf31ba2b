"""The demo's directives of leadership and suggestions of citizens, some answered and one overdue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from demo.parties import Parties
from forums.agenda.actions import Draft
from forums.agenda.models import Purpose
from forums.directives import actions
from forums.directives.actions import Suggestion
from forums.directives.models import Directive
from forums.directives.queries import upcoming
from forums.scheduling.models import Forum

LEADER = "pimpinan@jsc.example"
ON_AGENDA = "Laporkan layanan perizinan yang masih memerlukan verifikasi fisik, dan usulkan cara menggantinya."
OPEN = "Pastikan katalog data sensor udara dapat dibaca warga sebelum akhir tahun."
SUGGESTED = (
    (21, "Warga RW 05 (Contoh)", "Tampilkan jam sibuk puskesmas di JAKI, agar warga dapat memilih waktu."),
    (3, "Karang Taruna (Contoh)", "Adakan dialog pada malam hari untuk warga yang bekerja."),
)
ANSWERED = (9, "Guru SMK (Contoh)", "Sediakan data laporan warga per kelurahan untuk bahan ajar.")
ANSWER = "Data laporan warga per kelurahan sudah tersedia di portal data; tautannya kami kirim terpisah."


def add_directives(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Give directives to the cross-sector forum, and send suggestions to the public one."""
    by, leader = parties.coordinator, parties.people[LEADER]
    given = now - timedelta(days=12)
    due = actions.usual_answer_day(given)
    first = actions.give(forums["lintas"], ON_AGENDA, session=None, answer_due=due, by=leader, at=given)
    _take_up(first, parties, now - timedelta(days=11))
    given = now - timedelta(days=2)
    due = actions.usual_answer_day(given)
    actions.give(forums["lintas"], OPEN, session=None, answer_due=due, by=leader, at=given)
    for days, name, text in SUGGESTED:
        _suggest(forums["diseminasi"], name, text, now - timedelta(days=days))
    days, name, text = ANSWERED
    answered = _suggest(forums["diseminasi"], name, text, now - timedelta(days=days))
    actions.reply(answered, text=ANSWER, by=by, at=now - timedelta(days=days - 4))


def _take_up(directive: Directive, parties: Parties, at: datetime) -> None:
    sessions = upcoming(directive.forum_id, at)
    draft = Draft(title="Verifikasi fisik dalam perizinan", purpose=Purpose.DIRECTIVE, minutes=15)
    actions.take_up(directive, sessions[0], draft, by=parties.coordinator, at=at)


def _suggest(forum: Forum, name: str, text: str, at: datetime) -> Directive:
    email = f"{name.split()[0].lower()}@warga.example"
    suggestion = Suggestion(name=name, organisation="", email=email, text=text, language="id")
    return actions.suggest(forum, suggestion, at=at)
