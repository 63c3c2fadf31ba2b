"""What was said and decided at a session, and how far its minutes are: the content as an approval freezes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.circles.models import Classification
from app.pdf.canonical import fingerprint
from app.pdf.models import Paper
from app.web.i18n import plain_day
from demo.city.forums import ZONE, Chair
from demo.city.making import LOCAL, Making, day_of
from demo.city.sittings import Held, came
from demo.city.words import CLOSING, CORRECTIONS, DECIDED, OPENING, PLACES, SAID
from forums.attendance.models import Presence
from forums.attendance.rules import Place, Quorum, quorum
from forums.decisions.models import Decision
from forums.minutes.content import instant
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState, Part, Passage
from forums.minutes.published import people_in, published
from forums.minutes.publishing import link_to_whole
from forums.scheduling.models import DecisionRule

CIRCULATED = timedelta(days=3)
APPROVED = timedelta(days=10)
PUBLISHED = timedelta(days=12)
WINDOW = 5
"""Days for corrections."""


@dataclass(slots=True, kw_only=True)
class Decided:
    """A decision, and the commitments that came of it as the minutes tell them."""

    id: UUID
    code: str
    text: str
    item_id: UUID
    at: datetime
    quorum_met: bool
    commitments: list[dict[str, Any]] = field(default_factory=list)


def measured(held: Held) -> Quorum:
    """Return how attendance stood against the charter."""
    there = came(held.presence)
    seats = {chair.seat_id: chair.office.sector.value for chair, _presence in held.presence}
    places = [Place(sector, seat in there) for seat, sector in seats.items()]
    return quorum(places, share=50, required=held.room.quorum_sectors)


def decide(making: Making, held: Held) -> list[Decided]:
    """Take one to three decisions on the agenda's main items."""
    is_met = measured(held).is_met
    taken = []
    for place in range(making.chance.choice((1, 1, 2, 3))):
        item = held.items[(2 + place) % len(held.items)]
        at = held.opened_at + (held.closed_at - held.opened_at) * (place + 1) / 5
        words = {"field": held.room.topic, "place": making.chance.choice(PLACES)}
        decided = Decided(
            id=making.chance.identity(),
            code=making.codes.next("KEP", day_of(at), digits=3),
            text=making.chance.choice(DECIDED).format(**words),
            item_id=item["id"],
            at=at,
            quorum_met=is_met,
        )
        making.rows.add(
            Decision,
            id=decided.id,
            code=decided.code,
            session_id=held.id,
            agenda_item_id=decided.item_id,
            text=decided.text,
            basis="",
            how=DecisionRule.CONSENSUS,
            dissent="",
            quorum_met=is_met,
            decided_at=at,
            recorded_by_id=held.room.minute_taker.id,
            language="id",
            version=1,
        )
        taken.append(decided)
    return taken


def minute(making: Making, held: Held, decisions: list[Decided]) -> None:
    """Write the minutes, and let them come as far as time has let them; a few are forgotten on the way."""
    state = _reached(making, held)
    minutes_id, passages = making.chance.identity(), _passages(making, held)
    corrections: list[CorrectionState] = []
    if state is not MinutesState.DRAFT and making.chance.happens(0.04):
        corrections.append(CorrectionState.OPEN if state is MinutesState.CIRCULATED else CorrectionState.ACCEPTED)
    row: dict[str, Any] = {
        "id": minutes_id,
        "session_id": held.id,
        "version": 1,
        "revision": 1,
        "state": state,
        "number": "" if state is MinutesState.DRAFT else _number(held),
        "language": "id",
        "begun_at": held.opened_at,
    }
    if state is not MinutesState.DRAFT:
        row |= _circulated(held)
    if state in {MinutesState.APPROVED, MinutesState.PUBLISHED}:
        row |= _approved(held, _content(held, passages, decisions), len(corrections))
        _register(making, held, row, sha256=row["sha256"], at=row["approved_at"])
    if state is MinutesState.PUBLISHED:
        row |= _published(making, held, row["content"])
        _register(making, held, row, sha256=row["published_sha256"], at=row["published_at"])
    making.rows.add(Minutes, **row)
    for passage in passages:
        making.rows.add(Passage, minutes_id=minutes_id, **passage)
    for asked in corrections:
        _correct(making, held, minutes_id, asked)


def _reached(making: Making, held: Held) -> MinutesState:
    """Return how far the minutes have come by now."""
    forgotten, passed = making.chance.random(), making.now - held.closed_at
    if passed <= CIRCULATED or forgotten <= 0.005:
        return MinutesState.DRAFT
    if passed <= APPROVED or forgotten <= 0.015:
        return MinutesState.CIRCULATED
    is_public = held.room.classification is Classification.PUBLIC
    if not is_public or passed <= PUBLISHED or forgotten <= 0.2:
        return MinutesState.APPROVED
    return MinutesState.PUBLISHED


def _number(held: Held) -> str:
    return f"NOT/{held.number:02}/{held.closed_at:%Y}"


def _circulated(held: Held) -> dict[str, Any]:
    """Return what circulated minutes have besides a draft's."""
    circulated_at = held.closed_at + CIRCULATED
    last_day = day_of(circulated_at) + timedelta(days=WINDOW)
    return {
        "circulated_at": circulated_at,
        "circulated_by_id": held.room.minute_taker.id,
        "correction_until": datetime.combine(last_day, time(23, 59, 59), tzinfo=LOCAL),
    }


def _approved(held: Held, content: dict[str, Any], corrections: int) -> dict[str, Any]:
    """Return what approved minutes have besides circulated ones: their content as it was frozen."""
    approved_at = held.closed_at + APPROVED
    content |= {
        "number": _number(held),
        "circulated_at": instant(held.closed_at + CIRCULATED),
        "approved_at": instant(approved_at),
        "corrections": {"asked": corrections, "accepted": corrections},
    }
    return {
        "approved_at": approved_at,
        "approved_by_id": held.room.presider.id,
        "content": content,
        "sha256": fingerprint(content),
    }


def _published(making: Making, held: Held, content: dict[str, Any]) -> dict[str, Any]:
    """Return what published minutes have besides approved ones: their content with offices in place of names."""
    published_at, salt = held.closed_at + PUBLISHED, making.chance.identity().hex * 2
    whole = link_to_whole(salt, fingerprint(content))
    told = public_text(content) | {"published_at": instant(published_at), "whole": whole}
    return {
        "published_at": published_at,
        "published_content": told,
        "published_sha256": fingerprint(told),
        "published_salt": salt,
    }


def public_text(content: dict[str, Any]) -> dict[str, Any]:
    """Return what the public reads of approved minutes: no name, and none of the commitments, which are the forum's."""
    organisations = {row["organisation"] for row in content["attendance"]}
    return published(content, people_in(content), kept=(), organisations=organisations, commitments=())


def _passages(making: Making, held: Held) -> list[dict[str, Any]]:
    offices = held.room.offices
    said = [(Part.OPENING, None, OPENING)]
    for item in held.items[1:4]:
        words = making.chance.choice(SAID).format(office=making.chance.choice(offices).name)
        said.append((Part.DISCUSSION, item["id"], words))
    said.append((Part.CLOSING, None, CLOSING))
    taker = held.room.minute_taker.id
    return [
        {
            "id": making.chance.identity(),
            "part": part,
            "agenda_item_id": item_id,
            "position": position,
            "text": text,
            "version": 1,
            "author_id": taker,
            "at": held.opened_at + timedelta(minutes=5 * position),
            "written_by_id": taker,
            "written_at": held.opened_at + timedelta(minutes=5 * position),
        }
        for position, (part, item_id, text) in enumerate(said, 1)
    ]


def _correct(making: Making, held: Held, minutes_id: UUID, state: CorrectionState) -> None:
    since = held.closed_at + CIRCULATED
    chair = making.chance.choice(held.room.chairs)
    is_open = state is CorrectionState.OPEN
    making.add(
        Correction,
        minutes_id=minutes_id,
        text=making.chance.choice(CORRECTIONS),
        by_id=chair.member.id,
        seat_id=chair.seat_id,
        at=min(making.now, since + timedelta(days=1)),
        state=state,
        answer="" if is_open else "Diperbaiki.",
        answered_by_id=None if is_open else held.room.minute_taker.id,
        answered_at=None if is_open else since + timedelta(days=2),
        version=1,
    )


def _register(making: Making, held: Held, row: dict[str, Any], *, sha256: str, at: datetime) -> None:
    content = row["content"]
    making.add(
        Paper,
        sha256=sha256,
        kind="minutes",
        title=f"Notulen sesi {held.number}, {content['forum']}, {plain_day(held.starts_at, ZONE)}",
        state=row["state"].value,
        dated=day_of(held.starts_at),
        classification=held.room.classification,
        language="id",
        version=1,
        subject_type="Minutes",
        subject_id=row["id"],
        registered_at=at,
    )


def _content(held: Held, passages: list[dict[str, Any]], decisions: list[Decided]) -> dict[str, Any]:
    """Return what `forums.minutes.content.content_of` would: the same keys, from the same facts."""
    room = held.room
    return {
        "opening": _texts(passages, Part.OPENING, None),
        "items": [_item(place, item, passages, decisions) for place, item in enumerate(held.items, 1)],
        "other_decisions": [],
        "closing": _texts(passages, Part.CLOSING, None),
        "forum": room.name,
        "session": held.number,
        "title": "",
        "version": 1,
        "language": "id",
        "classification": room.classification.value,
        "starts_at": instant(held.starts_at),
        "ends_at": instant(held.ends_at),
        "opened_at": instant(held.opened_at),
        "closed_at": instant(held.closed_at),
        "timezone": ZONE,
        "mode": room.mode.value,
        "place": room.place,
        "invitation_number": held.letter_number,
        "invitation_dated": None,
        "presider": room.presider.name,
        "presider_position": room.presider.position,
        "minute_taker": room.minute_taker.name,
        "minute_taker_position": room.minute_taker.position,
        "next_session": None,
        "approved_by": room.presider.name,
        "attendance": _attendance(held),
        "quorum": _quorum(measured(held)),
    }


def _item(place: int, item: dict[str, Any], passages: list[dict[str, Any]], decisions: list[Decided]) -> dict[str, Any]:
    return {
        "place": place,
        "id": str(item["id"]),
        "title": item["title"],
        "purpose": item["purpose"].value,
        "presenter": "",
        "minutes": item["minutes"],
        "minutes_used": item["minutes_used"],
        "state": item["state"].value,
        "passages": _texts(passages, Part.DISCUSSION, item["id"]),
        "decisions": [_decision(one) for one in decisions if one.item_id == item["id"]],
    }


def _texts(passages: list[dict[str, Any]], part: Part, item_id: UUID | None) -> list[dict[str, str]]:
    here = (one for one in passages if one["part"] is part and one["agenda_item_id"] == item_id)
    return [{"id": str(one["id"]), "text": one["text"]} for one in here]


def _decision(decided: Decided) -> dict[str, Any]:
    return {
        "id": str(decided.id),
        "code": decided.code,
        "text": decided.text,
        "basis": "",
        "how": DecisionRule.CONSENSUS.value,
        "dissent": "",
        "votes": [None, None, None],
        "quorum_met": decided.quorum_met,
        "decided_at": instant(decided.at),
        "commitments": decided.commitments,
    }


def _attendance(held: Held) -> list[dict[str, Any]]:
    """Return who came, by seat and then by name."""
    seats = list(dict.fromkeys(chair.seat_id for chair, _presence in held.presence))
    rows = sorted(held.presence, key=lambda row: (seats.index(row[0].seat_id), row[0].member.name))
    return [_presence(chair, presence) for chair, presence in rows]


def _presence(chair: Chair, presence: Presence) -> dict[str, Any]:
    return {
        "organisation": chair.office.name,
        "sector": chair.office.sector.value,
        "name": chair.member.name,
        "position": chair.member.position,
        "counts": True,
        "presence": presence.value,
        "representative": "Staf yang ditugaskan" if presence is Presence.REPRESENTED else "",
        "arrived_at": None,
        "left_at": None,
    }


def _quorum(came: Quorum) -> dict[str, Any]:
    return {
        "taken": came.taken,
        "seats": came.seats,
        "needed": came.needed,
        "met": came.is_met,
        "sectors": [
            {"sector": tally.sector, "taken": tally.taken, "seats": tally.seats, "required": tally.required}
            for tally in came.sectors
        ],
    }
