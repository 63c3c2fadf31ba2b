"""What role matrices say should be talked about, and what the table of forums and agreements says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from alignment.agenda import ahead, next_sessions
from alignment.home.rules import Matter, Summary
from alignment.roles import queries
from alignment.roles.board import Board, Line, boards_of
from app.accounts.models import Person
from app.clock import utc_now
from app.web.i18n import plain_day
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session

NAMED = 3
"""Maximum number of organisations that a note names."""
CLASH, OBJECTION, GAP, SILENCE, CONSENT = 400, 200, 150, 100, 50
"""Weights of matters."""


class Rights(NamedTuple):
    """What a reader may do with a matrix."""

    writes: bool
    fills: bool


def matters(reader: Person, today: date, circle_id: UUID | None = None) -> list[Matter]:
    """Return the differences that are on no agenda, gaps, objections, and who has not given its view.

    With `circle_id`, only those of this circle.
    """
    boards = boards_of(queries.readable_in([circle_id] if circle_id else None, reader, today), today)
    led = queries.led_by(reader) if not reader.is_coordinator else None
    known = ahead([line.activity.agenda_item_id for one in boards for line in one.torn], reader, today)
    loose = [(one, [line for line in one.torn if line.activity.agenda_item_id not in known]) for one in boards]
    ids = [one.matrix.circle_id for one, lines in loose if lines]
    coming = next_sessions(ids, utc_now()) if ids else {}
    return [matter for one, lines in loose for matter in _matters(one, lines, _rights(one, reader, led), coming)]


def summaries(circle_ids: Collection[UUID], reader: Person, today: date) -> dict[UUID, Summary]:
    """Return what the matrix of each circle lacks."""
    boards = boards_of(queries.readable_in(circle_ids, reader, today), today)
    return {one.matrix.circle_id: _summary(one) for one in boards}


def _rights(board: Board, reader: Person, led: Collection[UUID] | None) -> Rights:
    seated = any(one.id == reader.organisation_id for one in board.members)
    return Rights(led is None or board.matrix.circle_id in led, seated)


def _matters(board: Board, loose: Sequence[Line], rights: Rights, coming: dict[UUID, Session]) -> Iterator[Matter]:
    """Yield the matters of a matrix; `loose` are the differences on no agenda that the reader may read."""
    name, href = board.matrix.circle.name, _page(board)
    for line in loose:
        yield _of_clash(board, line, rights, coming.get(board.matrix.circle_id))
    if board.gaps:
        yield Matter(
            tone="warn",
            mark=_("No single answer"),
            icon="question",
            title=ngettext(
                "%(name)s: %(num)d activity has nobody, or more than one, who is accountable",
                "%(name)s: %(num)d activities have nobody, or more than one, who is accountable",
                len(board.gaps),
                name=name,
            ),
            href=href,
            note=" · ".join(one.activity.text for one in board.gaps[:NAMED]),
            act=_("Name them") if rights.writes else "",
            act_href=url_for("alignment.roles.edit", role_matrix_id=board.matrix.id) if rights.writes else "",
            weight=GAP + len(board.gaps),
            circle_id=board.matrix.circle_id,
        )
    yield from _of_objections(board)
    yield from _of_silence(board, rights)
    yield from _of_consent(board)


def _of_clash(board: Board, line: Line, rights: Rights, session: Session | None) -> Matter:
    """Return the matter of a difference; its button proposes it to the next session of the forum, if there is one."""
    voices = (
        _("%(party)s names %(organisation)s", party=one.party.label, organisation=one.holds.label) for one in line.heard
    )
    matrix, act, act_href = board.matrix, "", ""
    if rights.writes or rights.fills:
        act = _("Propose to %(session)s", session=session_label(session)) if session else _("Propose to a session")
        act_href = url_for("alignment.roles.put_on_agenda", role_activity_id=line.activity.id)
    return Matter(
        tone="bad",
        mark=_("Seen differently"),
        icon="flag",
        title=_("Who is accountable for “%(activity)s”?", activity=line.activity.text),
        href=f"{_page(board)}#activity-{line.activity.id}",
        note=". ".join([matrix.circle.name, "; ".join(voices), _("On no agenda yet")]) + ".",
        act=act,
        act_href=act_href,
        weight=CLASH + len(board.members),
        circle_id=matrix.circle_id,
        sends=(("session", str(session.id)),) if session and act else (),
    )


def _of_objections(board: Board) -> Iterator[Matter]:
    against = [one.organisation.label for one in board.said.values() if not one.agrees]
    if not against or board.latest is None:
        return
    yield Matter(
        tone="warn",
        mark=_("Objects"),
        icon="swap",
        title=ngettext(
            "%(name)s: %(num)d party objects to version %(number)s of who does what",
            "%(name)s: %(num)d parties object to version %(number)s of who does what",
            len(against),
            name=board.matrix.circle.name,
            number=board.latest.number,
        ),
        href=_page(board),
        note=", ".join(against[:NAMED]),
        act="",
        act_href="",
        weight=OBJECTION + len(against),
        circle_id=board.matrix.circle_id,
    )


def _of_silence(board: Board, rights: Rights) -> Iterator[Matter]:
    """Yield the matter of the organisations that were asked for their view and have not given it."""
    silent = [one for one in board.members if one.id not in board.filled]
    if board.matrix.asked_at is None or not silent or not board.lines:
        return
    asked = _("Asked on %(day)s", day=plain_day(board.matrix.asked_at))
    yield Matter(
        tone="warn" if board.opened else "none",
        mark=_("No answer yet"),
        icon="wait",
        title=ngettext(
            "%(name)s: %(num)d of %(all)s organisations has not said how it sees the roles",
            "%(name)s: %(num)d of %(all)s organisations have not said how they see the roles",
            len(silent),
            name=board.matrix.circle.name,
            all=len(board.members),
        ),
        href=_page(board),
        note=". ".join([_listed([one.label for one in silent]), asked]) + ".",
        act=_("Ask again") if rights.writes else "",
        act_href=url_for("alignment.roles.ask", role_matrix_id=board.matrix.id) if rights.writes else "",
        weight=SILENCE + len(silent),
        circle_id=board.matrix.circle_id,
        waits_for=tuple(one.id for one in silent),
    )


def _of_consent(board: Board) -> Iterator[Matter]:
    """Yield the matter of the parties that neither agree with the latest version nor object to it."""
    silent = [one for one in board.members if one.id not in board.said]
    if board.latest is None or not silent:
        return
    circulated = _("Circulated on %(day)s", day=plain_day(board.latest.at))
    yield Matter(
        tone="none",
        mark=_("No answer yet"),
        icon="wait",
        title=ngettext(
            "%(name)s: %(num)d of %(all)s parties has not said whether it agrees with version %(number)s",
            "%(name)s: %(num)d of %(all)s parties have not said whether they agree with version %(number)s",
            len(silent),
            name=board.matrix.circle.name,
            all=len(board.members),
            number=board.latest.number,
        ),
        href=_page(board),
        note=". ".join([_listed([one.label for one in silent]), circulated]) + ".",
        act="",
        act_href="",
        weight=CONSENT + len(silent),
        circle_id=board.matrix.circle_id,
        waits_for=tuple(one.id for one in silent),
    )


def _listed(names: list[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return (
        ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more, names=shown) if more > 0 else shown
    )


def _summary(board: Board) -> Summary:
    href = _page(board)
    if not board.lines:
        return Summary(_("No activity yet"), href, "none", "pen")
    if board.torn:
        number = len(board.torn)
        return Summary(ngettext("%(num)d seen differently", "%(num)d seen differently", number), href, "bad", "flag")
    if board.gaps:
        return Summary(ngettext("%(num)d gap", "%(num)d gaps", len(board.gaps)), href, "warn", "question")
    if board.latest and board.agreed == len(board.members):
        return Summary(_("Agreed"), href, "good", "done")
    if not board.filled:
        return Summary(_("Not filled in yet"), href, "none", "pen")
    shown = {"some": len(board.filled), "all": len(board.members)}
    return Summary(_("%(some)s of %(all)s have answered", **shown), href, "none", "wait")


def _page(board: Board) -> str:
    return url_for("alignment.roles.show", role_matrix_id=board.matrix.id)
