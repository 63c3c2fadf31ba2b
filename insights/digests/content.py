"""Content of a digest as plain values; the template writes the sentences, in the language of the digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import mean
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select

from agreements.history.queries import AgreementThen
from alignment.barriers.rules import age
from app.audit.record import plain
from app.audit.rules import UNKNOWN
from app.circles.models import Classification
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Health, worst
from forums.history.queries import ForumThen, SessionThen
from forums.scheduling.models import Forum
from insights.digests import blocking, queries
from insights.digests.decided import decided
from insights.digests.followed import followed
from insights.digests.past import CommitmentThen, Past, look_back
from insights.digests.rules import WORST, Period, first_day, periods_until
from insights.digests.scope import About, name_of, scope_of
from insights.digests.turnout import Turnout, turnout_at
from insights.indicators.rules import Share, on_time

SCHEMA = 4
"""Version of the content; the first, which snapshots without the key have, lacks about, history, followed and ids.

The second lacks who reads it and the seats of forums, compares what was on time with what was met alone, and tells few
as a percentage too. The third has no ids of decisions, and no decisions of organisations,
and does not count the open barriers.
"""
NOTHING = {"services": 0, "commitments": 0, "agreements": 0}
"""What a barrier hinders of which no effect was recorded."""
SEVERITY = {Health.RED: 0, Health.AMBER: 1, Health.GREEN: 2, Health.GREY: 3}


def gather(
    period: Period, *, about: About, classification: Classification, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """Return the content of the digest of `period` as JSON values, as of the end of the period or of `now` if earlier.

    Only circles classified no higher than `classification` are included. Facts that cannot be reconstructed for that
    moment are left out and listed in "unknown".
    """
    moment = as_of(period, now, zone)
    today = moment.astimezone(zone).date()
    past = look_back(moment, classification=classification, about=about)
    commitments = past.open_commitments()
    held = past.held_between(_start(period.since, zone), moment)
    turnout = turnout_at(past, held)
    first = first_day_at(moment, past.circles, zone, about)
    periods = periods_until(period, first)
    kept = _kept_in(past, periods)
    overdue = _overdue_at_ends(past, periods, zone)
    return {
        **_described(past, period, about, classification),
        "first": first.isoformat() if first else None,
        "compared_with": periods[-2].name if len(periods) > 1 else None,
        "figures": _figures(past, periods, commitments, kept, overdue, today, zone),
        "history": [
            {"period": one.name, "overdue": overdue[one.name], **_on_time(kept, overdue, one).plain} for one in periods
        ],
        "forums": _forums(past, commitments, turnout, today),
        "agreements": _agreements(past, today),
        "worst": _worst(past, commitments, today),
        "escalated": _escalated(past, commitments, _start(period.since, zone), today),
        "followed": followed(past, scope_of(about), _start(period.before.since, zone), today),
        "barriers": _barriers(past, today, about),
        "open_barriers": _open_barriers(past, today, about),
        "newly_blocked": _newly_blocked(commitments, _start(period.since, zone), moment),
        "held": [_held(past, one) for one in held],
        "sessions": [_session(past, one) for one in past.next_sessions()],
        "sectors": _sectors(turnout),
        "decisions": decided(past, _start(period.since, zone), moment),
        "kept": [_kept(past, one) for one in kept[period.name]],
        "commitments": [_row(past, one, today) for one in commitments],
        "unknown": past.unknown,
    }


def _described(past: Past, period: Period, about: About, classification: Classification) -> dict[str, Any]:
    """Return what the digest is: its period and moment, what it is about, and who may read it."""
    return {
        "schema": SCHEMA,
        "kind": period.kind,
        "period": period.name,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "as_of": past.moment.isoformat(),
        "classification": classification.value,
        "about": type(about).__name__.lower() if about else "",
        "scope": _name_then(past, about),
        "reading": None if past.reading is None else sorted(map(str, past.reading)),
    }


def as_of(period: Period, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment that the digest of `period` shows: the end of the period, or `now` if earlier."""
    return min(now, _end(period.until, zone))


def first_day_at(moment: datetime, circles: Select[UUID], zone: ZoneInfo, about: About) -> date | None:
    """Return the day of the first session in `circles`, or commitment of `about`, that was on record at `moment`."""
    return first_day(*queries.firsts_at(moment, circles, about), zone)


def _name_then(past: Past, about: About) -> str | None:
    """Return the name of what a digest covers at its moment; None if that is a forum whose name is not known."""
    if isinstance(about, Forum) and about.id in past.forums:
        return past.forum_name(about.id)
    return past.name_of(about) if isinstance(about, Organisation) else name_of(about)


def _kept_in(past: Past, periods: Sequence[Period]) -> dict[str, list[Commitment]]:
    """Return the commitments that were kept in periods that follow each other, by the name of the period."""
    kept = past.kept_between(periods[0].since, periods[-1].until)
    return {
        period.name: [one for one in kept if one.met_on and period.since <= one.met_on <= period.until]
        for period in periods
    }


def _overdue_at_ends(past: Past, periods: Sequence[Period], zone: ZoneInfo) -> dict[str, int]:
    """Return how many commitments were overdue at the ends of periods, that of the last at the latest, by name."""
    ends = {period.name: min(past.moment, _end(period.until, zone)) for period in periods}
    return {name: past.overdue_at(end, end.astimezone(zone).date()) for name, end in ends.items()}


def _on_time(kept: Mapping[str, Sequence[Commitment]], overdue: Mapping[str, int], period: Period | None) -> Share:
    """Return the share that was on time in a period; of none, that of nothing."""
    if period is None:
        return Share(0, 0)
    met = kept[period.name]
    return on_time(sum(bool(one.facts.was_on_time) for one in met), len(met), overdue[period.name])


def _figures(
    past: Past,
    periods: Sequence[Period],
    commitments: Sequence[CommitmentThen],
    kept: Mapping[str, Sequence[Commitment]],
    overdue: Mapping[str, int],
    today: date,
    zone: ZoneInfo,
) -> dict[str, Any]:
    period, before = periods[-1], periods[-2] if len(periods) > 1 else None
    late = [one.facts.days_late(today) for one in commitments]
    return {
        "on_time": _on_time(kept, overdue, period).plain,
        "on_time_before": _on_time(kept, overdue, before).plain,
        "overdue": overdue[period.name],
        "late": sum(days > 0 for days in late),
        "longest_late": max(late, default=0),
        "blocked": sum(one.state.delivery is Delivery.BLOCKED for one in commitments),
        "open": len(commitments),
        "minutes_days": _days_to_circulate(past, period, zone),
        "minutes_days_before": _days_to_circulate(past, before, zone) if before else None,
    }


def _days_to_circulate(past: Past, period: Period, zone: ZoneInfo) -> int | None:
    until = min(past.moment, _end(period.until, zone))
    pairs = queries.circulation(past.circles, _start(period.since, zone), until)
    days = [(sent.astimezone(zone).date() - ended.astimezone(zone).date()).days for ended, sent in pairs]
    return round(mean(days)) if days else None


def _forums(
    past: Past, commitments: Sequence[CommitmentThen], turnout: Sequence[Turnout], today: date
) -> list[dict[str, Any]]:
    """Return the rows of the forums that were not archived, ordered by name."""
    by_circle = defaultdict(list)
    for one in commitments:
        by_circle[one.commitment.circle_id].append(one)
    rows = [
        _forum(past, one, by_circle[one.circle_id], turnout, today) for one in past.forums.values() if not one.archived
    ]
    return sorted(rows, key=lambda row: ((row["name"] or "").lower(), row["slug"]))


def _forum(
    past: Past, forum: ForumThen, own: Sequence[CommitmentThen], turnout: Sequence[Turnout], today: date
) -> dict[str, Any]:
    came = [one for one in turnout if one.forum_id == forum.id]
    attended = Share(sum(one.present for one in came), sum(one.called for one in came))
    return {
        "name": past.forum_name(forum.id),
        "slug": forum.slug,
        "attendance": attended.percent,
        "attended": attended.plain,
        **_counts(own, today),
    }


def _counts(commitments: Iterable[CommitmentThen], today: date) -> dict[str, Any]:
    """Return the health and counts of commitments."""
    facts = [one.facts for one in commitments]
    near = [one for one in facts if one.is_owed and 0 <= (one.current_due - today).days <= 7]
    return {
        "health": worst([one.health(today) for one in facts]).value,
        "open": len(facts),
        "late": sum(one.days_late(today) > 0 for one in facts),
        "blocked": sum(one.delivery is Delivery.BLOCKED for one in facts),
        "near": len(near),
        "behind": sum(one.is_behind(today) for one in facts),
        "awaiting": sum(one.delivery is Delivery.SUBMITTED for one in facts),
    }


def _agreements(past: Past, today: date) -> list[dict[str, Any]]:
    obliged = queries.obliged([one.agreement.id for one in past.agreements], past.moment)
    return [
        _agreement(past, one, past.as_they_stood(past.readable(obliged[one.agreement.id])), today)
        for one in past.agreements
    ]


def _agreement(past: Past, then: AgreementThen, commitments: Sequence[CommitmentThen], today: date) -> dict[str, Any]:
    facts = [one.facts for one in commitments]
    due = [one for one in facts if one.first_due <= today or one.met_on]
    validity, notice_on = then.term.validity(today), then.term.notice_on
    current = [one for one in commitments if one.facts.is_owed or one.state.delivery is Delivery.SUBMITTED]
    return {
        "id": str(then.agreement.id),
        "title": then.facts["title"],
        "kind": then.facts["kind"],
        "parties": [past.label_of(party.seat.organisation) for party in then.agreement.parties],
        "kept": sum(one.met_on is not None for one in due),
        "fallen_due": len(due),
        "expires_on": then.facts["expires_on"],
        "notice_on": notice_on.isoformat() if notice_on else None,
        "validity": validity.value if validity else None,
        **_counts(current, today),
    }


def _worst(past: Past, commitments: Sequence[CommitmentThen], today: date) -> list[dict[str, Any]]:
    """Return the `WORST` red or amber commitments: red before amber, longest overdue first, then by due date."""
    pairs = [(one.facts.health(today), one) for one in commitments]
    pairs = [(health, one) for health, one in pairs if health in {Health.RED, Health.AMBER}]
    pairs.sort(key=lambda pair: (SEVERITY[pair[0]], -pair[1].facts.days_late(today), pair[1].state.current_due))
    named = [one for _health, one in pairs[:WORST]]
    barriers = blocking.barriers([one.commitment.id for one in named], past.moment)
    reports = blocking.last_reports([one.commitment.id for one in named], past.moment)
    rows = []
    for one in named:
        barrier, report = barriers.get(one.commitment.id), reports.get(one.commitment.id)
        rows.append(
            {
                **_row(past, one, today),
                "barrier": barrier.kind.value if barrier else None,
                "because": barrier.text if barrier else report.text if report else "",
                "said_at": report.at.isoformat() if report and not barrier else None,
                "remover": past.name_of(barrier.remover) if barrier and barrier.remover else None,
            }
        )
    return rows


def _escalated(past: Past, commitments: Sequence[CommitmentThen], since: datetime, today: date) -> list[dict[str, Any]]:
    """Return the commitments that were escalated to leadership since an instant and are still owed, by due date."""
    dues = queries.escalated_between(past.promised_in, since, past.moment)
    rows = [one for one in commitments if one.facts.is_owed and (one.commitment.id, one.state.current_due) in dues]
    return [
        _row(past, one, today) for one in sorted(rows, key=lambda one: (one.state.current_due, one.commitment.code))
    ]


def _newly_blocked(commitments: Sequence[CommitmentThen], since: datetime, moment: datetime) -> list[str]:
    """Return the ids of the open commitments that became blocked since an instant; older snapshots have none."""
    blocked = [one.commitment.id for one in commitments if one.state.delivery is Delivery.BLOCKED]
    found = blocking.newly_blocked(blocked, since, moment) if blocked else ()
    return [str(one) for one in blocked if one in found]


def _barriers(past: Past, today: date, about: About) -> list[dict[str, Any]]:
    """Return the open barriers that were put before leadership, the oldest first; older snapshots have none.

    Those of an organisation belong to forums and agreements, whose digests tell them.
    """
    if isinstance(about, Organisation):
        return []
    found = blocking.before_leadership(past.circles, past.moment, today, city=about is None)
    members = past.for_members or past.reading is not None
    hindered = blocking.hindered([one.id for one in found], past.circles, for_members=members)
    return [
        {
            "id": str(one.id),
            "title": one.title,
            "text": one.text,
            "kind": one.kind.value,
            "since": one.since.isoformat(),
            "days": age(one.since, None, today),
            "owner": past.name_of(one.owner) if one.owner else "",
            "office": one.owner_office,
            "hinders": hindered.get(one.id, NOTHING),
            "directed": one.directive_id is not None,
        }
        for one in found
    ]


def _open_barriers(past: Past, today: date, about: About) -> int:
    """Return how many barriers were open in all, also those that were not put before leadership."""
    if isinstance(about, Organisation):
        return 0
    return blocking.open_barriers(past.circles, past.moment, today, city=about is None)


def _row(past: Past, then: CommitmentThen, today: date) -> dict[str, Any]:
    commitment, facts = then.commitment, then.facts
    responsible = past.responsible_for(commitment)
    return {
        "id": str(commitment.id),
        "code": commitment.code,
        "title": commitment.title,
        "responsible": past.name_of(responsible),
        "sector": past.sector_of(responsible),
        "verifier": past.name_of(commitment.verifier),
        "delivery": facts.delivery.value,
        "verification": then.state.verification.value,
        "first_due": facts.first_due.isoformat(),
        "current_due": facts.current_due.isoformat(),
        "progress": facts.progress,
        "days_late": facts.days_late(today),
        "behind": facts.is_behind(today),
        "health": facts.health(today).value,
    }


def _held(past: Past, session: SessionThen) -> dict[str, Any]:
    starts_at = session.starts_at.isoformat()
    return {"forum": past.forum_name(session.forum_id), "number": session.number, "starts_at": starts_at}


def _session(past: Past, session: SessionThen) -> dict[str, Any]:
    row = {
        "forum": past.forum_name(session.forum_id),
        "number": session.number,
        "starts_at": session.starts_at,
        "timezone": session.timezone,
        "proposed_starts_at": session.proposed_starts_at,
        "merge_proposed": session.merge_proposed,
        "because": session.because,
        "place": session.place,
    }
    lacking = {"proposed_starts_at": None, "because": "", "place": ""}
    missing = {name: empty for name, empty in lacking.items() if row[name] is UNKNOWN}
    if missing:
        past.lacks("session_details", past.session_name(session))
    values: dict[str, Any] = plain(row | missing)
    return values


def _sectors(turnout: Sequence[Turnout]) -> list[dict[str, Any]]:
    called: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in turnout:
        called[one.sector.value][0] += one.present
        called[one.sector.value][1] += one.called
    return [{"sector": sector, **Share(*counts).plain} for sector, counts in sorted(called.items())]


def _kept(past: Past, commitment: Commitment) -> dict[str, Any]:
    return {
        "id": str(commitment.id),
        "code": commitment.code,
        "title": commitment.title,
        "responsible": past.name_of(past.responsible_for(commitment)),
        "met_on": commitment.met_on.isoformat() if commitment.met_on else None,
        "on_time": commitment.facts.was_on_time,
    }


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _end(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(seconds=1)
