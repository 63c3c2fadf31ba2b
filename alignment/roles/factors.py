"""What role matrices say about a programme."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from alignment.five_c.rules import Aspect, Factor
from alignment.roles import queries
from alignment.roles.board import Board, boards_of
from app.accounts.models import Person

REGISTER = _l("Role matrix")


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return how many activities have one accountable organisation, and how many parties agree with that."""
    boards = boards_of(queries.readable_in(circle_ids, reader, today), today)
    return [*_of_activities(boards), *_of_agreement(boards)] if any(one.lines for one in boards) else []


def _of_activities(boards: Sequence[Board]) -> Iterator[Factor]:
    href, lines = _address(boards), [line for board in boards for line in board.lines]
    torn, gaps = sum(len(one.torn) for one in boards), sum(len(one.gaps) for one in boards)
    if clear := sum(1 for line in lines if not line.clash and not line.gap):
        text = ngettext(
            "%(num)d of %(all)s activities has one accountable organisation, and nobody names another",
            "%(num)d of %(all)s activities have one accountable organisation, and nobody names another",
            clear,
            all=len(lines),
        )
        yield Factor(Aspect.CONTENT, True, text, REGISTER, href, weight=clear)
    if torn:
        text = ngettext(
            "%(num)d of %(all)s activities is seen differently: parties name different accountable organisations",
            "%(num)d of %(all)s activities are seen differently: parties name different accountable organisations",
            torn,
            all=len(lines),
        )
        yield Factor(Aspect.CONTENT, False, text, REGISTER, href, weight=2 * torn)
    if gaps:
        text = ngettext(
            "%(num)d of %(all)s activities has nobody, or more than one, who is accountable",
            "%(num)d of %(all)s activities have nobody, or more than one, who is accountable",
            gaps,
            all=len(lines),
        )
        yield Factor(Aspect.CONTENT, False, text, REGISTER, href, weight=gaps)


def _of_agreement(boards: Sequence[Board]) -> Iterator[Factor]:
    circulated = [one for one in boards if one.latest]
    parties, agreed = sum(len(one.members) for one in circulated), sum(one.agreed for one in circulated)
    if parties:
        text = ngettext(
            "%(num)d of %(all)s parties agrees with who does what",
            "%(num)d of %(all)s parties agree with who does what",
            agreed,
            all=parties,
        )
        supports = 2 * agreed > parties
        weight = agreed if supports else parties - agreed
        yield Factor(Aspect.COALITIONS, supports, text, REGISTER, _address(circulated), weight=weight)


def _address(boards: Sequence[Board]) -> str:
    if len(boards) == 1:
        return url_for("alignment.roles.show", role_matrix_id=boards[0].matrix.id)
    return url_for("alignment.roles.index")
