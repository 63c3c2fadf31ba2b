"""The content of minutes as plain values, for display, hashing and PDF.

Instants are ISO 8601 in UTC, dates ISO 8601, enumerations their values. The keys are part of the hashed content and
must not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask_babel import force_locale

from app.accounts.models import Person
from app.circles.models import Classification
from commitments.registry.models import lines_of
from forums.agenda.models import ItemState
from forums.agenda.queries import agenda
from forums.agenda.rows import ItemRow
from forums.attendance.queries import Expected, expected, quorum_of
from forums.basis.queries import basis_on
from forums.checkin.queries import confirmed_guests
from forums.conflicts.queries import of_session as conflicts_of
from forums.conflicts.rows import ConflictRow
from forums.decisions.queries import of_session
from forums.decisions.rows import CarriedOut, TakenDecision, VoteRow
from forums.minutes.models import CorrectionState, Minutes, Part
from forums.minutes.queries import corrections, number_changed, passages, session_after
from forums.minutes.rows import PassageRow
from forums.officers.queries import served
from forums.preparation.queries import documents_of
from forums.preparation.rows import DocumentRow
from forums.registration.queries import measured
from forums.review.queries import parties
from forums.review.rows import PartyRow
from forums.scheduling.labels import position_of
from forums.scheduling.models import Session
from forums.versions.queries import amendment_of, rewordings
from forums.versions.rules import WORDING, amended

ON_AGENDA = frozenset({ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED})


def content_of(minutes: Minutes, session: Session) -> dict[str, Any]:
    """Return the complete current content of the minutes. An amendment takes over the facts that were approved."""
    return _amended(minutes, _content_of(minutes, session))


def _content_of(minutes: Minutes, session: Session) -> dict[str, Any]:
    rows = expected(session)
    came = quorum_of(session, rows, None)  # of all who came
    with force_locale(minutes.language):  # positions are hashed, so they must not depend on the user's language
        presider_position = _position(session.presider, rows)
        minute_taker_position = _position(session.minute_taker, rows)
        officers = _served(session, rows)
        attendance = [_presence(row) for row in rows]
    return {
        **_body(session, passages(minutes.id)),
        "forum": session.forum.name,
        "session": session.number,
        "title": session.title,
        "version": minutes.version,
        "number": minutes.number,
        "language": minutes.language,
        "classification": session.forum.circle.classification.value,
        "starts_at": instant(session.starts_at),
        "ends_at": instant(session.ends_at),
        "opened_at": instant(session.opened_at),
        "closed_at": instant(session.closed_at),
        "timezone": session.timezone,
        "mode": session.mode.value,
        "place": session.place,
        "invitation_number": session.letter_number,
        "invitation_dated": session.letter_dated.isoformat() if session.letter_dated else None,
        "presider": session.presider.name if session.presider else "",
        "presider_position": presider_position,
        "minute_taker": session.minute_taker.name if session.minute_taker else "",
        "minute_taker_position": minute_taker_position,
        "served": officers,
        "next_session": _next(session),
        "circulated_at": instant(minutes.circulated_at),
        "corrections": _corrections(minutes),
        "parties": [_party(party) for party in parties(minutes, session)] if minutes.circulated_at else [],
        "approved_at": instant(minutes.approved_at),
        "approved_by": minutes.approved_by.name if minutes.approved_by else "",
        "attendance": attendance,
        "visitors": _visitors(session),
        "quorum": came.as_values(),
        **_basis(session),
        **_guests(session),
    }


def content_to_read(
    minutes: Minutes, session: Session, *, whole: bool = True, written: Sequence[PassageRow] | None = None
) -> dict[str, Any]:
    """Return the content to display: the approved content, else the current discussions and decisions.

    If not `whole`, returns the published content. `written` are the passages, if they are loaded already.
    """
    if not whole:
        return minutes.published_content or {}
    if minutes.content:
        return minutes.content
    rows = passages(minutes.id) if written is None else written
    return _amended(minutes, _body(session, rows))


def _amended(minutes: Minutes, content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a version as an amendment; unchanged if it is the first version."""
    amendment = amendment_of(minutes.id) if minutes.is_amendment else None
    base = amendment.base if amendment else None
    if amendment is None or base is None or base.content is None:
        return content
    wordings = {str(one.decision_id): {key: getattr(one, key) for key in WORDING} for one in rewordings(minutes.id)}
    return {
        **amended(base.content, content, wordings),
        "previous": {"version": base.version, "sha256": base.sha256, "approved_at": instant(base.approved_at)},
        "amended": {"reason": amendment.reason, "asked_by": amendment.asked_by},
    }


def _body(session: Session, written: Sequence[PassageRow]) -> dict[str, Any]:
    found = agenda(session.id), written, of_session(session.id)
    return body(*found, conflicts=conflicts_of(session.id), documents=documents_of(session.id))


def body(
    items: Iterable[ItemRow],
    written: Sequence[PassageRow],
    decided: Sequence[TakenDecision],
    *,
    conflicts: Sequence[ConflictRow] = (),
    documents: Mapping[UUID, Sequence[DocumentRow]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the discussions and decisions: opening, items in order, closing."""
    on_agenda = [item for item in items if item.state in ON_AGENDA]
    known = {item.id for item in on_agenda}
    return {
        "opening": _texts(one for one in written if one.part is Part.OPENING),
        "items": [
            {
                **_item(place, item, written, decided),
                "conflicts": _conflicts(item, conflicts),
                "documents": _documents(item, documents),
            }
            for place, item in enumerate(on_agenda, 1)
        ],
        "other_decisions": [_decision(one) for one in decided if one.agenda_item_id not in known],
        "closing": _texts(one for one in written if one.part is Part.CLOSING),
    }


def instant(moment: datetime | None) -> str | None:
    """Return an instant in the format of the content."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _item(place: int, item: ItemRow, written: Sequence[PassageRow], decided: Sequence[TakenDecision]) -> dict[str, Any]:
    return {
        "place": place,
        "id": str(item.id),
        "title": item.title,
        "purpose": item.purpose.value,
        "presenter": item.presenter,
        "minutes": item.minutes,
        "minutes_used": item.minutes_used,
        "started_at": instant(item.started_at),
        "ended_at": instant(item.ended_at),
        "state": item.state.value,
        "passages": _texts(one for one in written if one.agenda_item_id == item.id),
        "decisions": [_decision(one) for one in decided if one.agenda_item_id == item.id],
    }


def _conflicts(item: ItemRow, conflicts: Iterable[ConflictRow]) -> list[dict[str, Any]]:
    """Return the conflicts of interest on an item; content from before they could be declared has none."""
    return [
        {"organisation": one.organisation, "name": one.name, "text": one.text, "abstains": one.abstains}
        for one in conflicts
        if one.agenda_item_id == item.id
    ]


def _documents(item: ItemRow, documents: Mapping[UUID, Sequence[DocumentRow]]) -> list[dict[str, Any]]:
    """Return the documents of an item; content from before the minutes listed them has none."""
    return [
        {"id": str(one.id), "title": one.title, "file": one.name, "sha256": one.sha256}
        for one in documents.get(item.id, ())
    ]


def _texts(written: Iterable[PassageRow]) -> list[dict[str, str]]:
    return [_text(one) for one in written if one.text.strip()]


def _text(passage: PassageRow) -> dict[str, str]:
    text = {"id": str(passage.id), "text": passage.text}
    return {**text, "origin": str(passage.origin_id)} if passage.origin_id else text


def _decision(decision: TakenDecision) -> dict[str, Any]:
    return {
        "id": str(decision.id),
        "code": decision.code,
        "text": decision.text,
        "basis": decision.basis,
        "how": decision.how.value,
        "dissent": decision.dissent,
        "votes": [decision.votes_for, decision.votes_against, decision.abstentions],
        "quorum_met": decision.quorum_met,
        "quorum": decision.quorum,
        "no_quorum_reason": decision.no_quorum_reason,
        "decided_at": instant(decision.decided_at),
        "commitments": [_commitment(one) for one in decision.commitments],
        **_when_given(decision),
    }


def _when_given(decision: TakenDecision) -> dict[str, Any]:
    """Return conditions and votes of parties, if there are any: content from before they could be recorded has none."""
    votes = [_vote(one) for one in decision.votes]
    given = {"conditions": decision.conditions, "party_votes": votes}
    return {key: value for key, value in given.items() if value}


def _vote(vote: VoteRow) -> dict[str, Any]:
    return {
        "organisation": vote.organisation,
        "sector": vote.sector.value,
        "choice": vote.choice.value,
        "dissent": vote.dissent,
    }


def _commitment(commitment: CarriedOut) -> dict[str, Any]:
    return {
        "id": str(commitment.id),
        "code": commitment.code,
        "title": commitment.title,
        "criteria": lines_of(commitment.criteria),
        "responsible": commitment.responsible,
        "responsible_person": commitment.responsible_person or "",
        "verifier": commitment.verifier,
        "first_due": commitment.first_due.isoformat(),
        "delivery": commitment.delivery.value,
    }


def _next(session: Session) -> dict[str, Any] | None:
    following = session_after(session)
    if following is None:
        return None
    return {"number": following.number, "starts_at": instant(following.starts_at), "timezone": following.timezone}


def _basis(session: Session) -> dict[str, Any]:
    """Return the basis of the forum in force on the day of a session, or an empty dict."""
    basis = basis_on(session.forum_id, session.day)
    return {"basis": basis.plain} if basis else {}


def _guests(session: Session) -> dict[str, Any]:
    """Return the numbers of registrations and attendances of a session open to everyone, else an empty dict."""
    public = session.forum.circle.classification is Classification.PUBLIC
    found = measured(session.id) if public else None
    return {"guests": {"registered": found[1].confirmed, "came": found[1].came}} if found else {}


def _corrections(minutes: Minutes) -> dict[str, int]:
    states = [correction.state for correction in corrections(minutes.id)]
    accepted = states.count(CorrectionState.ACCEPTED)
    return {"asked": len(states), "accepted": accepted, "changed": number_changed(minutes.id)}


def _party(party: PartyRow) -> dict[str, Any]:
    return {
        "organisation": party.organisation,
        "sector": party.sector.value,
        "answer": party.answer.value,
        "agreed_at": instant(party.agreed_at),
        "recorded": party.source.value if party.source else None,
        "recorded_by": party.by if party.source else None,
        "before_last_change": party.is_outdated,
    }


def _position(person: Person | None, rows: Sequence[Expected]) -> str:
    """Return the position in which a person serves: as a participant of the forum, else their own."""
    here = (row.participant for row in rows if person and row.participant and row.participant.person_id == person.id)
    participant = next(here, None)
    return position_of(participant) if participant else person.position if person else ""


def _served(session: Session, rows: Sequence[Expected]) -> list[dict[str, Any]]:
    """Return everybody who presided or took the minutes, with the periods."""
    return [
        {
            "role": role.value,
            "name": one.who.name,
            "position": _position(one.who, rows),
            "from": instant(one.since),
            "until": instant(one.until),
        }
        for role, found in served(session).items()
        for one in found
    ]


def _visitors(session: Session) -> list[dict[str, str]]:
    """Return the guests without a seat whose presence was confirmed."""
    return [
        {"name": one.name, "position": one.position, "organisation": one.organisation}
        for one in confirmed_guests(session.id)
    ]


def _presence(row: Expected) -> dict[str, Any]:
    person = row.participant.person if row.participant else None
    return {
        "organisation": row.seat.organisation.name,
        "sector": row.seat.sector.value,
        "name": person.name if person else "",
        "position": position_of(row.participant) if row.participant else "",
        "counts": row.counts,
        "presence": row.record.presence.value if row.record else None,
        "representative": row.record.representative if row.record else "",
        "arrived_at": instant(row.record.arrived_at) if row.record else None,
        "left_at": instant(row.record.left_at) if row.record else None,
    }
