"""The register of decisions as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.files.spreadsheets import Cell
from app.files.tables import table_download
from app.web.external_urls import external
from app.web.status_labels import status_label
from forums.decisions.labels import FOLLOW_UPS, VOTE_CHOICES
from forums.decisions.register import FullRow
from forums.decisions.rows import VoteRow
from forums.decisions.rules import FollowUp
from forums.scheduling.labels import DECISION_RULES, session_name

COLUMNS = (
    _l("Code"),
    _l("Decision"),
    _l("Forum"),
    _l("Session"),
    _l("Decided on"),
    _l("How decided"),
    _l("Votes for"),
    _l("Votes against"),
    _l("Abstentions"),
    _l("Votes of the parties"),
    _l("Quorum"),
    _l("Conditions"),
    _l("Basis"),
    _l("Objections"),
    _l("Follow-up"),
    _l("Commitments"),
    _l("Superseded by"),
    _l("Link"),
)


def sheet(rows: Iterable[FullRow], kind: str) -> Response:
    """Return the rows as a download: `kind` is "csv" or "xlsx"."""
    return table_download(_("Decisions"), COLUMNS, map(_cells, rows), kind, name="decisions")


def _cells(full: FullRow) -> list[Cell]:
    row = full.row
    counts = (full.votes_for, full.votes_against, full.abstentions)
    return [
        row.code,
        row.text,
        row.forum_name,
        _session(row),
        row.decided_at.astimezone(ZoneInfo(row.timezone)).date(),
        str(DECISION_RULES[row.how]),
        *("" if number is None else str(number) for number in counts),
        "\n".join(map(_vote, full.votes)),
        _("with quorum") if row.quorum_met else _("without quorum"),
        full.conditions,
        full.basis,
        full.dissent,
        str(FOLLOW_UPS[FollowUp(row.follow_up)]),
        "\n".join(map(_commitment, row.commitments)),
        row.superseded_by or "",
        external("forums.decisions.show", decision_id=row.id),
    ]


def _session(row: Any) -> str:
    return session_name(row) if row.number else _("between sessions")


def _vote(vote: VoteRow) -> str:
    words = f"{vote.organisation}: {VOTE_CHOICES[vote.choice]}"
    return f"{words} ({vote.dissent})" if vote.dissent else words


def _commitment(commitment: Any) -> str:
    return f"{commitment.code} {commitment.title} ({status_label('delivery', commitment.delivery.value).word})"
