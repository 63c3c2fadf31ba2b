"""What regulations give to the 5C view of forums and agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, or_, select, union

from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.five_c.rules import Aspect, Factor
from alignment.regulations import queries
from alignment.regulations.labels import STAGES
from alignment.regulations.models import (
    Regulation,
    Revision,
    regulation_agenda_items,
    regulation_circles,
    regulation_decisions,
    revision_commitments,
)
from alignment.regulations.rules import LONG, citation
from alignment.regulations.sheet import RevisionSheet, revision_sheet
from app.accounts.models import Person
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.agenda.lookup import readable as readable_items
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.decisions.queries import readable as readable_decisions
from forums.scheduling.models import Forum, Session

REGISTER = _l("Regulations")
MOST = 4


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return at most four findings for each side about what forums and agreements work under, or work on.

    In three statements, and one for the steps of revisions.
    """
    blocking = list(_blocking(circle_ids, reader, today))
    own = _ids_of(circle_ids, reader, today)
    sheets = [revision_sheet(one, (), today) for one in queries.open_revisions() if one.regulation_id in own]
    found = [*blocking, *map(_of_revision, sheets)]
    found.sort(key=lambda factor: -factor.weight)
    helping, hindering = ([one for one in found if one.supports is side] for side in (True, False))
    return [*helping[:MOST], *hindering[:MOST]]


def _blocking(circle_ids: Collection[UUID], reader: Person, today: date) -> Iterator[Factor]:
    """Yield each regulation that blocks something of these circles, the longest first."""
    promised = select(Commitment.id).where(Commitment.circle_id.in_(circle_ids)).correlate(None)
    agreed = select(Agreement.id).where(Agreement.circle_id.in_(circle_ids)).correlate(None)
    of_circles = or_(
        Barrier.circle_id.in_(circle_ids),
        BarrierEffect.commitment_id.in_(promised),
        BarrierEffect.agreement_id.in_(agreed),
    )
    named = (Regulation.id, Regulation.level, Regulation.number, Regulation.year)
    query = queries.blocked(reader, today).with_only_columns(*named, func.count(), func.min(BarrierEffect.since))
    query = query.join(Regulation, Regulation.id == Barrier.regulation_id).where(of_circles).group_by(*named)
    query = query.order_by(func.min(BarrierEffect.since), Regulation.id).limit(MOST)
    for regulation_id, level, number, year, count, since in db.session.execute(query):
        days = (today - since).days
        what = ngettext(
            "%(num)d service, commitment or agreement", "%(num)d services, commitments or agreements", count
        )
        how_long = ngettext("%(num)d day", "%(num)d days", days)
        text = _(
            "%(regulation)s blocks %(what)s, for %(days)s",
            regulation=citation(level, number, year),
            what=what,
            days=how_long,
        )
        href = url_for("alignment.regulations.show", regulation_id=regulation_id, _anchor="blocked")
        yield Factor(Aspect.CONTENT, False, text, REGISTER, href, days)


def _ids_of(circle_ids: Collection[UUID], reader: Person, today: date) -> set[UUID]:
    """Return the regulations of these circles: entered so, discussed, named by decisions, or revised by commitments."""
    circles = regulation_circles
    entered = select(circles.c.regulation_id).where(circles.c.circle_id.in_(circle_ids))
    forums = select(Forum.id).where(Forum.circle_id.in_(circle_ids)).correlate(None)
    items = select(regulation_agenda_items.c.regulation_id)
    items = items.join(AgendaItem, AgendaItem.id == regulation_agenda_items.c.agenda_item_id).join(AgendaItem.session)
    items = items.where(Session.forum_id.in_(forums), readable_items(reader, today))
    decisions = select(regulation_decisions.c.regulation_id)
    decisions = decisions.join(Decision, Decision.id == regulation_decisions.c.decision_id)
    decisions = decisions.where(Decision.forum_id.in_(forums), readable_decisions(reader, today))
    promised = select(Revision.regulation_id)
    promised = promised.join(revision_commitments, revision_commitments.c.revision_id == Revision.id)
    promised = promised.join(Commitment, Commitment.id == revision_commitments.c.commitment_id)
    promised = promised.where(Commitment.circle_id.in_(circle_ids), visible_to(reader, today))
    return set(db.session.scalars(union(entered, items, decisions, promised)))


def _of_revision(it: RevisionSheet) -> Factor:
    """Return what a revision says of the context: that it moves, or that it stands still."""
    regulation = it.revision.regulation
    words = {
        "regulation": regulation.citation,
        "stage": str(STAGES[it.revision.stage]).lower(),
        "days": ngettext("%(num)d day", "%(num)d days", it.days),
    }
    still = it.late is not None or it.days >= LONG
    if it.late:
        text = _("The revision of %(regulation)s is behind its plan: %(stage)s, for %(days)s", **words)
    elif still:
        text = _("The revision of %(regulation)s stands at %(stage)s, for %(days)s", **words)
    else:
        text = _("The revision of %(regulation)s is under way: %(stage)s, for %(days)s", **words)
    href = url_for("alignment.regulations.show", regulation_id=regulation.id, _anchor="revision")
    return Factor(Aspect.CONTEXT, not still, text, REGISTER, href, it.days if still else 1)
