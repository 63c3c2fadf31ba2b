"""Action items about what colleagues passed on to a person. They are selected with the commitments that are owed."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, func, literal, select

from app.dispositions.queries import awaiting
from app.dispositions.rules import DispositionState
from app.web.i18n import due
from insights.homes.tasks import Act, ActionItem, AnyRow, Kind, Reader

TAKEN = 100
"""The progress of a disposition that its receiver took; of others it is 0."""


def passed_on(reader: Reader) -> Select[Any]:
    """Select the open dispositions that await the reader, with the columns of owed commitments.

    The code is the instruction, and the party the name of who gave it.
    """
    rows = awaiting(reader.person, reader.today).subquery()
    is_taken = case((rows.c.state == DispositionState.TAKEN, TAKEN), else_=0).label("progress")
    few = select(
        rows.c.id,
        rows.c.instruction.label("code"),
        rows.c.title,
        rows.c.due.label("current_due"),
        rows.c.giver.label("party"),
        is_taken,
        literal(Kind.DISPOSITION.value).label("kind"),
        func.count().over().label("total"),
    )
    return select(few.order_by(rows.c.due, rows.c.id).limit(reader.most).subquery())


def disposition_item(row: AnyRow, reader: Reader) -> ActionItem:
    """Return the action item of a row of `passed_on`."""
    late = (reader.today - row.current_due).days
    acts = [Act(label=_("Answer it"), href=url_for("dispositions.answer", disposition_id=row.id))]
    if row.progress != TAKEN:
        take = url_for("dispositions.take", disposition_id=row.id)
        acts.insert(0, Act(label=_("Take it"), href=take, posts=True))
    if late > 0:
        word = ngettext("%(num)d day late", "%(num)d days late", late)
    else:
        word = _("Due %(when)s", when=due(row.current_due))
    return ActionItem(
        kind=Kind.DISPOSITION,
        urgency=12 if late > 0 else 24,
        tone="bad" if late > 0 else "warn",
        icon="forward",
        word=word,
        title=row.title,
        href=url_for("dispositions.show", disposition_id=row.id),
        total=row.total,
        why=_("%(name)s: %(instruction)s", name=row.party, instruction=row.code),
        acts=tuple(acts),
    )
