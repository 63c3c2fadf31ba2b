"""The demo's review of minutes: parties agree, request corrections, and are asked for their opinion."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts.models import Person
from demo.parties import Parties
from forums.minutes import actions as minutes_actions
from forums.minutes.actions import CorrectionRequest, Verdict
from forums.minutes.models import Correction, Minutes, Part
from forums.minutes.queries import passages
from forums.minutes.rows import PassageRow
from forums.review import actions
from forums.review.models import Source
from forums.review.queries import participants_of, party_of
from forums.review.queries import parties as parties_of
from forums.scheduling.models import Forum

SILENT = 4
"""Every n-th party does not answer."""

ACCEPTED = ("kemajuan dan kendalanya", "kemajuan, kendala, dan bantuan yang dibutuhkan")
OPEN = ("janji dicatat dengan verifikator", "setiap komitmen dicatat beserta verifikatornya")
DECLINED = ("menawarkan bantuan pemeriksaan", "akan memeriksa seluruh data")


def name_deputy(parties: Parties, forum: Forum, at: datetime) -> None:
    """Name who may approve the minutes of a forum in place of the presider."""
    actions.name_deputy(forum, parties.people["notulis@jsc.example"], days=7, by=parties.coordinator, at=at)


def agree(minutes: Minutes, now: datetime) -> None:
    """Let most parties agree with circulated minutes, one after the other, as far as time has come."""
    for place, party in enumerate(parties_of(minutes, minutes.session)):
        at = _sent(minutes) + timedelta(hours=2 * place + 1)
        found = participants_of(minutes.session.forum_id, [party.seat_id])
        if place % SILENT == SILENT - 1 or party.corrections or not found or at > now:
            continue
        actions.agree(minutes, found[0].seat, by=found[0].person, at=at)


def correct(parties: Parties, minutes: Minutes, now: datetime) -> None:
    """Let parties request corrections: one accepted, one declined, one open about which another party is asked."""
    taker = parties.people["notulis@jsc.example"]
    at = _sent(minutes) + timedelta(hours=3)
    if at + timedelta(hours=9) > now:
        return
    accepted = _request(minutes, parties.focal_point("mitrasolusi"), ACCEPTED, "Bantuan juga kami minta di rapat.", at)
    if accepted:
        correction, passage = accepted
        answer = "Sesuai rekaman. Teks sudah diperbaiki."
        verdict = Verdict(accepted=True, text=answer, wording=correction.wording, version=passage.version)
        minutes_actions.answer(correction, verdict, by=taker, at=at + timedelta(hours=4))
    declined = _request(minutes, parties.focal_point("bumd"), DECLINED, "Itu yang kami pahami.", at)
    if declined:
        answer = "Tidak diucapkan demikian menurut rekaman."
        verdict = Verdict(accepted=False, text=answer)
        minutes_actions.answer(declined[0], verdict, by=taker, at=at + timedelta(hours=5))
    waiting = _request(minutes, parties.focal_point("komunitas"), OPEN, "Yang disepakati adalah setiap komitmen.", at)
    asked = party_of(parties.focal_point("dpmptsp"), minutes.session)
    if waiting and asked:
        actions.ask(waiting[0], [asked], by=taker, at=at + timedelta(hours=6))


def record(parties: Parties, minutes: Minutes, now: datetime) -> None:
    """Record the agreement that the first silent party gave by telephone."""
    at = _sent(minutes) + timedelta(hours=12)
    silent = [party for party in parties_of(minutes, minutes.session) if party.answer == "silent"]
    seats = [one.seat for party in silent for one in participants_of(minutes.session.forum_id, [party.seat_id])]
    if seats and at <= now:
        record = actions.Recorded(source=Source.TELEPHONE, note="Sekretariat, sore hari")
        actions.agree(minutes, seats[-1], recorded=record, by=parties.coordinator, at=at)


def _request(
    minutes: Minutes, by: Person, change: tuple[str, str], reason: str, at: datetime
) -> tuple[Correction, PassageRow] | None:
    """Request that a phrase of the first passage that has it is changed."""
    before, after = change
    found = (one for one in passages(minutes.id) if one.part is Part.DISCUSSION and before in one.text)
    passage = next(found, None)
    if passage is None or party_of(by, minutes.session) is None:
        return None
    request = CorrectionRequest(text=reason, passage_id=passage.id, wording=passage.text.replace(before, after))
    return minutes_actions.correct(minutes, request, by=by, at=at), passage


def _sent(minutes: Minutes) -> datetime:
    return minutes.circulated_at or minutes.begun_at
