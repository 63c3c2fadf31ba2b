"""What a digest says, as plain values: sentences are left to the paper, so that it speaks the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from statistics import mean
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select

from agreements.registry.models import Agreement
from app.circles.models import Classification
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Health, worst
from forums.scheduling.models import Forum, Session
from insights.digests import queries
from insights.digests.queries import Turnout
from insights.digests.rules import WORST, Period, percent

SEVERITY = {Health.RED: 0, Health.AMBER: 1, Health.GREEN: 2, Health.GREY: 3}


def gather(
    period: Period, *, forum: Forum | None, classification: Classification, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """Return all that the digest of `period` tells, as the record stands at `now`.

    A period that is over is told as of its last moment where dates decide (late, due), and from the present record
    otherwise. Only circles that a reader of `classification` may know of are told.
    """
    circles = queries.readable_circles(classification, forum)
    as_of = min(now, _end(period.until, zone))
    today = as_of.astimezone(zone).date()
    commitments = queries.open_commitments(circles)
    kept = queries.met_between(circles, period.since, period.until)
    every_forum = queries.forums(circles)
    turnout = queries.turnout(circles, _start(period.since, zone), _end(period.until, zone))
    agreements = queries.agreements(circles)
    return {
        "kind": period.kind,
        "period": period.name,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "as_of": as_of.isoformat(),
        "classification": classification.value,
        "scope": forum.name if forum else "",
        "figures": _figures(circles, period, commitments, kept, today, zone),
        "forums": [_forum(one, commitments, turnout, today) for one in every_forum],
        "agreements": _agreements(agreements, today),
        "worst": _worst(commitments, today),
        "sessions": [_session(one) for one in queries.next_sessions(circles, as_of)],
        "sectors": _sectors(turnout),
        "decisions": _decisions(circles, period, zone),
        "kept": [_kept(one) for one in kept],
        "commitments": [_row(one, today) for one in commitments],
    }


def _figures(
    circles: Select[UUID],
    period: Period,
    commitments: Sequence[Commitment],
    kept: Sequence[Commitment],
    today: date,
    zone: ZoneInfo,
) -> dict[str, Any]:
    before = period.before
    earlier = queries.met_between(circles, before.since, before.until)
    late = [one.promise.days_late(today) for one in commitments]
    return {
        "on_time": _share(sum(bool(one.promise.was_on_time) for one in kept), len(kept)),
        "on_time_before": _share(sum(bool(one.promise.was_on_time) for one in earlier), len(earlier)),
        "late": sum(days > 0 for days in late),
        "longest_late": max(late, default=0),
        "blocked": sum(one.delivery is Delivery.BLOCKED for one in commitments),
        "open": len(commitments),
        "minutes_days": _days_to_circulate(circles, period, zone),
        "minutes_days_before": _days_to_circulate(circles, before, zone),
    }


def _share(part: int, whole: int) -> dict[str, Any]:
    return {"part": part, "whole": whole, "percent": percent(part, whole)}


def _days_to_circulate(circles: Select[UUID], period: Period, zone: ZoneInfo) -> int | None:
    pairs = queries.circulation(circles, _start(period.since, zone), _end(period.until, zone))
    days = [(sent.astimezone(zone).date() - ended.astimezone(zone).date()).days for ended, sent in pairs]
    return round(mean(days)) if days else None


def _forum(forum: Forum, commitments: Sequence[Commitment], turnout: Sequence[Turnout], today: date) -> dict[str, Any]:
    own = [one for one in commitments if one.circle_id == forum.circle_id]
    came = [one for one in turnout if one.forum_id == forum.id]
    return {
        "name": forum.name,
        "slug": forum.slug,
        "attendance": percent(sum(one.present for one in came), sum(one.called for one in came)),
        **_standing(own, today),
    }


def _standing(commitments: Iterable[Commitment], today: date) -> dict[str, Any]:
    """Colour and counts of some promises."""
    promises = [one.promise for one in commitments]
    near = [one for one in promises if one.is_owed and 0 <= (one.current_due - today).days <= 7]
    return {
        "health": worst([one.health(today) for one in promises]).value,
        "open": len(promises),
        "late": sum(one.days_late(today) > 0 for one in promises),
        "blocked": sum(one.delivery is Delivery.BLOCKED for one in promises),
        "near": len(near),
        "behind": sum(one.is_behind(today) for one in promises),
        "awaiting": sum(one.delivery is Delivery.SUBMITTED for one in promises),
    }


def _agreements(agreements: Sequence[Agreement], today: date) -> list[dict[str, Any]]:
    obliged = queries.obliged([one.id for one in agreements])
    return [_agreement(one, obliged[one.id], today) for one in agreements]


def _agreement(agreement: Agreement, commitments: Sequence[Commitment], today: date) -> dict[str, Any]:
    due = [one for one in commitments if one.first_due <= today or one.met_on]
    validity = agreement.term.validity(today)
    return {
        "title": agreement.title,
        "kind": agreement.kind.value,
        "parties": [party.seat.organisation.label for party in agreement.parties],
        "kept": sum(one.met_on is not None for one in due),
        "fallen_due": len(due),
        "expires_on": agreement.expires_on.isoformat() if agreement.expires_on else None,
        "notice_on": agreement.term.notice_on.isoformat() if agreement.term.notice_on else None,
        "validity": validity.value if validity else None,
        **_standing([one for one in commitments if one.promise.is_owed or one.delivery is Delivery.SUBMITTED], today),
    }


def _worst(commitments: Sequence[Commitment], today: date) -> list[dict[str, Any]]:
    """The promises that hurt most: late longest, then blocked, then nearest to their date."""
    hurting = [one for one in commitments if one.promise.health(today) in {Health.RED, Health.AMBER}]
    hurting.sort(key=lambda one: (SEVERITY[one.promise.health(today)], -one.promise.days_late(today), one.current_due))
    named = hurting[:WORST]
    barriers = queries.barriers(one.id for one in named)
    words = queries.last_reports(one.id for one in named)
    rows = []
    for one in named:
        barrier, word = barriers.get(one.id), words.get(one.id)
        rows.append(
            {
                **_row(one, today),
                "barrier": barrier.kind.value if barrier else None,
                "because": barrier.text if barrier else word.text if word else "",
                "said_at": word.at.isoformat() if word and not barrier else None,
                "remover": barrier.remover.name if barrier and barrier.remover else None,
            }
        )
    return rows


def _row(commitment: Commitment, today: date) -> dict[str, Any]:
    promise = commitment.promise
    return {
        "code": commitment.code,
        "title": commitment.title,
        "responsible": commitment.responsible.name,
        "sector": commitment.responsible.sector.value,
        "verifier": commitment.verifier.name,
        "delivery": commitment.delivery.value,
        "first_due": commitment.first_due.isoformat(),
        "current_due": commitment.current_due.isoformat(),
        "progress": commitment.progress,
        "days_late": promise.days_late(today),
        "behind": promise.is_behind(today),
        "health": promise.health(today).value,
    }


def _session(session: Session) -> dict[str, Any]:
    proposed = session.proposed_starts_at
    return {
        "forum": session.forum.name,
        "number": session.number,
        "starts_at": session.starts_at.isoformat(),
        "timezone": session.timezone,
        "proposed_starts_at": proposed.isoformat() if proposed else None,
        "merge_proposed": session.merge_proposed,
        "because": session.because,
        "place": session.place,
    }


def _sectors(turnout: Sequence[Turnout]) -> list[dict[str, Any]]:
    called: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in turnout:
        called[one.sector.value][0] += one.present
        called[one.sector.value][1] += one.called
    return [{"sector": sector, **_share(*counts)} for sector, counts in sorted(called.items())]


def _decisions(circles: Select[UUID], period: Period, zone: ZoneInfo) -> list[dict[str, Any]]:
    found = queries.decisions_between(circles, _start(period.since, zone), _end(period.until, zone))
    return [
        {"code": one.code, "text": one.text, "forum": one.session.forum.name, "how": one.how.value} for one in found
    ]


def _kept(commitment: Commitment) -> dict[str, Any]:
    return {
        "code": commitment.code,
        "title": commitment.title,
        "responsible": commitment.responsible.name,
        "met_on": commitment.met_on.isoformat() if commitment.met_on else None,
        "on_time": commitment.promise.was_on_time,
    }


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _end(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(seconds=1)
