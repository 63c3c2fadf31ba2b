"""Decisions and minutes of sessions, with the contents that an approval stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.circles.models import Classification
from app.pdf.canonical import fingerprint
from app.pdf.document import PdfDocument
from app.pdf.models import Paper
from demo.city.context import LOCAL, Context, day_of
from demo.city.forums import ZONE, CityParticipant
from demo.city.sessions import REPRESENTATIVE, CitySession, taken_seats
from demo.city.words import ALL_THE_SAME, CLOSING, CORRECTIONS, DECIDED, OPENING, PLACES, SAID
from forums.attendance.models import Presence
from forums.attendance.rules import Place, Quorum, quorum
from forums.decisions.models import Decision
from forums.decisions.rows import CarriedOut, TakenDecision
from forums.minutes.content import body, instant
from forums.minutes.models import LOCKED, Correction, CorrectionState, Minutes, MinutesState, Part, Passage
from forums.minutes.published import people_in, published
from forums.minutes.publishing import link_to_whole
from forums.minutes.rows import PassageRow
from forums.papers.minutes_paper import published_sheet, sheet
from forums.scheduling.models import DecisionRule, Session
from forums.versions.models import CirculatedText

CIRCULATED = timedelta(days=3)
APPROVED = timedelta(days=10)
PUBLISHED = timedelta(days=12)
"""How long after a session its minutes are circulated, approved and published."""
WINDOW = 5
"""Days for corrections."""


@dataclass(slots=True, kw_only=True)
class CityDecision:
    """A decision, and the commitments that carry it out."""

    taken: TakenDecision
    commitments: list[CarriedOut] = field(default_factory=list)

    @property
    def complete(self) -> TakenDecision:
        """The decision as minutes show it."""
        return self.taken._replace(commitments=tuple(self.commitments))


def quorum_at(session: CitySession) -> Quorum:
    """Return the quorum of a session."""
    taken = taken_seats(session.attendance)
    seats = {participant.seat_id: participant.organisation.sector.value for participant, _ in session.attendance}
    places = [Place(sector, seat in taken) for seat, sector in seats.items()]
    return quorum(places, share=session.forum.quorum_share, required=session.forum.quorum_sectors)


def add_decisions(context: Context, session: CitySession) -> list[CityDecision]:
    """Add one to three decisions on the main items of the agenda."""
    number = context.random.choice((1, 1, 2, 3))
    return [CityDecision(taken=_add_decision(context, session, place)) for place in range(number)]


def _add_decision(context: Context, session: CitySession, place: int) -> TakenDecision:
    at = session.opened_at + (session.closed_at - session.opened_at) * (place + 1) / 5
    words = {"field": session.forum.topic, "place": context.random.choice(PLACES)}
    found = quorum_at(session)
    decision = TakenDecision(
        id=context.random.uuid(),
        code=context.codes.next("KEP", day_of(at), digits=3),
        text=context.random.choice(DECIDED).format(**words),
        basis="",
        how=DecisionRule.CONSENSUS,
        dissent="",
        votes_for=None,
        votes_against=None,
        abstentions=None,
        quorum_met=found.is_met,
        quorum=found.as_values(),
        no_quorum_reason="" if found.is_met else ALL_THE_SAME,
        decided_at=at,
        agenda_item_id=session.items[(2 + place) % len(session.items)].id,
    )
    values = {name: value for name, value in decision._asdict().items() if name != "commitments"}
    context.rows.add(
        Decision,
        **values,
        forum_id=session.forum.id,
        session_id=session.id,
        recorded_by_id=session.forum.minute_taker.id,
        language="id",
        version=1,
    )
    return decision


def add_minutes(context: Context, session: CitySession, decisions: list[CityDecision]) -> None:
    """Add the minutes, as far as they have come by now; a few are late."""
    state = _state(context, session)
    passages = _passages(context, session)
    corrections: list[tuple[CorrectionState, CityParticipant]] = []
    if state is not MinutesState.DRAFT and context.random.happens(0.04):
        answered = CorrectionState.OPEN if state is MinutesState.CIRCULATED else CorrectionState.ACCEPTED
        corrections.append((answered, context.random.choice(session.forum.participants)))
    in_series = Session(series_id=session.forum.id)  # papers only ask whether the session is of a series
    row: dict[str, Any] = {
        "id": context.random.uuid(),
        "session_id": session.id,
        "version": 1,
        "revision": 1,
        "state": state,
        "number": "" if state is MinutesState.DRAFT else _number(session),
        "language": "id",
        "begun_at": session.opened_at,
    }
    if state is not MinutesState.DRAFT:
        row |= _circulated(session)
        content = _content(session, passages, decisions) | {"parties": _parties(session, corrections)}
        sent = _sent(session, content)
        context.rows.add(CirculatedText, id=context.random.uuid(), minutes_id=row["id"], content=sent)
        if state in LOCKED:
            row |= _approved(session, content, len(corrections))
            paper = sheet(Minutes(**row, session=in_series), row["content"], row["approved_at"])
            _register(context, session, row, paper, row["approved_at"])
    if state is MinutesState.PUBLISHED:
        row |= _published(context, session, row["content"])
        paper = published_sheet(Minutes(**row, session=in_series), row["published_content"])
        _register(context, session, row, paper, row["published_at"])
    context.rows.add(Minutes, **row)
    _add_passages(context, session, row["id"], passages)
    for correction, participant in corrections:
        _add_correction(context, session, row["id"], correction, participant)


def _state(context: Context, session: CitySession) -> MinutesState:
    """Return how far the minutes have come by now."""
    delay, passed = context.random.random(), context.now - session.closed_at
    if passed <= CIRCULATED or delay <= 0.005:
        return MinutesState.DRAFT
    if passed <= APPROVED or delay <= 0.015:
        return MinutesState.CIRCULATED
    is_public = session.forum.classification is Classification.PUBLIC
    if not is_public or passed <= PUBLISHED or delay <= 0.2:
        return MinutesState.APPROVED
    return MinutesState.PUBLISHED


def _number(session: CitySession) -> str:
    return f"NOT/{session.number:02}/{session.closed_at:%Y}"


def _circulated(session: CitySession) -> dict[str, Any]:
    """Return the columns that `minutes.actions.circulate` fills."""
    circulated_at = session.closed_at + CIRCULATED
    last_day = day_of(circulated_at) + timedelta(days=WINDOW)
    return {
        "circulated_at": circulated_at,
        "circulated_by_id": session.forum.minute_taker.id,
        "correction_until": datetime.combine(last_day, time(23, 59, 59), tzinfo=LOCAL),
    }


def _sent(session: CitySession, content: dict[str, Any]) -> dict[str, Any]:
    """Return a content as it was circulated: not approved, and without corrections."""
    return {
        **content,
        "number": _number(session),
        "circulated_at": instant(session.closed_at + CIRCULATED),
        "approved_at": None,
        "approved_by": "",
        "corrections": {"asked": 0, "accepted": 0, "changed": 0},
        "parties": _parties(session, []),
    }


def _approved(session: CitySession, content: dict[str, Any], corrections: int) -> dict[str, Any]:
    """Return the columns that `minutes.actions.approve` fills."""
    approved_at = session.closed_at + APPROVED
    content |= {
        "number": _number(session),
        "circulated_at": instant(session.closed_at + CIRCULATED),
        "approved_at": instant(approved_at),
        "corrections": {"asked": corrections, "accepted": corrections, "changed": 0},
    }
    return {
        "approved_at": approved_at,
        "approved_by_id": session.forum.presider.id,
        "content": content,
        "sha256": fingerprint(content),
    }


def _published(context: Context, session: CitySession, content: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that `minutes.actions.publish` fills. None of a forum's commitments is public."""
    published_at, salt = session.closed_at + PUBLISHED, context.random.uuid().hex * 2
    organisations = {row["organisation"] for row in content["attendance"]}
    text = published(content, people_in(content), kept=(), organisations=organisations, commitments=())
    text |= {"published_at": instant(published_at), "whole": link_to_whole(salt, fingerprint(content))}
    return {
        "published_at": published_at,
        "published_content": text,
        "published_sha256": fingerprint(text),
        "published_salt": salt,
    }


def _passages(context: Context, session: CitySession) -> list[PassageRow]:
    """Return an opening, a passage for each of the main items, and a closing."""
    texts: list[tuple[Part, UUID | None, str]] = [(Part.OPENING, None, OPENING)]
    for item in session.items[1:4]:
        organisation = context.random.choice(session.forum.organisations)
        texts.append((Part.DISCUSSION, item.id, context.random.choice(SAID).format(organisation=organisation.name)))
    texts.append((Part.CLOSING, None, CLOSING))
    author = session.forum.minute_taker
    return [
        PassageRow(
            id=context.random.uuid(),
            part=part,
            agenda_item_id=item_id,
            text=text,
            version=1,
            author_id=author.id,
            author=author.name,
            written_by_id=author.id,
            written_by=author.name,
            written_at=session.opened_at + timedelta(minutes=5 * position),
        )
        for position, (part, item_id, text) in enumerate(texts, 1)
    ]


def _add_passages(context: Context, session: CitySession, minutes_id: UUID, passages: list[PassageRow]) -> None:
    for position, passage in enumerate(passages, 1):
        context.rows.add(
            Passage,
            id=passage.id,
            minutes_id=minutes_id,
            part=passage.part,
            agenda_item_id=passage.agenda_item_id,
            position=position,
            text=passage.text,
            version=1,
            origin_id=None,
            author_id=passage.author_id,
            at=passage.written_at,
            written_by_id=passage.written_by_id,
            written_at=passage.written_at,
        )


def _add_correction(
    context: Context, session: CitySession, minutes_id: UUID, state: CorrectionState, participant: CityParticipant
) -> None:
    since = session.closed_at + CIRCULATED
    is_open = state is CorrectionState.OPEN
    context.add(
        Correction,
        minutes_id=minutes_id,
        text=context.random.choice(CORRECTIONS),
        by_id=participant.person.id,
        seat_id=participant.seat_id,
        at=min(context.now, since + timedelta(days=1)),
        state=state,
        answer="" if is_open else "Diperbaiki.",
        answered_by_id=None if is_open else session.forum.minute_taker.id,
        answered_at=None if is_open else since + timedelta(days=2),
        version=1,
    )


def _register(context: Context, session: CitySession, row: dict[str, Any], paper: PdfDocument, at: datetime) -> None:
    """Copy what `app.pdf.actions.register` does."""
    context.add(
        Paper,
        sha256=paper.fingerprint,
        kind="minutes",
        title=paper.title,
        state=row["state"].value,
        dated=day_of(session.starts_at),
        classification=paper.classification,
        language=paper.language,
        version=paper.version,
        subject_type="Minutes",
        subject_id=row["id"],
        registered_at=at,
    )


def _content(session: CitySession, passages: list[PassageRow], decisions: list[CityDecision]) -> dict[str, Any]:
    """Return what `forums.minutes.content.content_of` returns, without a query."""
    forum = session.forum
    return {
        **body(session.items, passages, [decision.complete for decision in decisions]),
        "forum": forum.name,
        "session": session.number,
        "title": "",
        "version": 1,
        "language": "id",
        "classification": forum.classification.value,
        "starts_at": instant(session.starts_at),
        "ends_at": instant(session.ends_at),
        "opened_at": instant(session.opened_at),
        "closed_at": instant(session.closed_at),
        "timezone": ZONE,
        "mode": forum.mode.value,
        "place": forum.place,
        "invitation_number": session.letter_number,
        "invitation_dated": None,
        "presider": forum.presider.name,
        "presider_position": forum.presider.position,
        "minute_taker": forum.minute_taker.name,
        "minute_taker_position": forum.minute_taker.position,
        "served": _served(session),
        "next_session": None,
        "approved_by": forum.presider.name,
        "attendance": _attendance(session),
        "visitors": [],
        "quorum": quorum_at(session).as_values(),
    }


def _served(session: CitySession) -> list[dict[str, Any]]:
    """Return presider and minute-taker, who served from the opening to the closing."""
    officers = {"presider": session.forum.presider, "minute_taker": session.forum.minute_taker}
    period = {"from": instant(session.opened_at), "until": instant(session.closed_at)}
    return [{"role": role, "name": one.name, "position": one.position, **period} for role, one in officers.items()]


def _attendance(session: CitySession) -> list[dict[str, Any]]:
    """Return who came, by seat and then by name."""
    seats = list(dict.fromkeys(participant.seat_id for participant, _presence in session.attendance))
    rows = sorted(session.attendance, key=lambda row: (seats.index(row[0].seat_id), row[0].person.name))
    return [_presence(participant, presence) for participant, presence in rows]


def _parties(session: CitySession, corrections: list[tuple[CorrectionState, CityParticipant]]) -> list[dict[str, Any]]:
    """Return what the parties answered, in the order of their seats: nobody agreed, few requested corrections."""
    requested = {participant.seat_id for _state, participant in corrections}
    seats = {participant.seat_id: participant.organisation for participant, _presence in session.attendance}
    return [
        {
            "organisation": organisation.name,
            "sector": organisation.sector.value,
            "answer": "corrected" if seat_id in requested else "silent",
            "agreed_at": None,
            "recorded": None,
            "recorded_by": None,
            "before_last_change": False,
        }
        for seat_id, organisation in seats.items()
    ]


def _presence(participant: CityParticipant, presence: Presence) -> dict[str, Any]:
    return {
        "organisation": participant.organisation.name,
        "sector": participant.organisation.sector.value,
        "name": participant.person.name,
        "position": participant.person.position,
        "counts": True,
        "presence": presence.value,
        "representative": REPRESENTATIVE if presence is Presence.REPRESENTED else "",
        "arrived_at": None,
        "left_at": None,
    }
