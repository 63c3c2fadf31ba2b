"""What should be talked about: revisions that stay long in a stage, or whose planned day has passed."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from alignment.home.rules import Matter
from alignment.regulations import queries
from alignment.regulations.labels import STAGES
from alignment.regulations.rules import LONG
from alignment.regulations.sheet import RevisionSheet, revision_sheet
from app.accounts.models import Person
from app.web.i18n import plain_day


def matters(reader: Person, today: date) -> list[Matter]:
    """Return the revisions that stand still, the longest first; everyone who is signed in may read them."""
    known = (revision_sheet(one, (), today) for one in queries.open_revisions())
    return [_matter(one) for one in sorted(known, key=lambda one: -one.days) if one.late or one.days >= LONG]


def _matter(it: RevisionSheet) -> Matter:
    regulation, holder = it.revision.regulation, it.revision.holder
    stage = STAGES[it.revision.stage]
    told = [_("In the hands of %(name)s", name=holder.label)] if holder else [_("Nobody has it in hand")]
    if it.late and it.late.planned_on:
        planned = plain_day(it.late.planned_on)
        told.append(_("%(stage)s was planned for %(day)s", stage=STAGES[it.late.stage], day=planned))
    return Matter(
        tone="bad" if it.days >= LONG else "warn",
        mark=ngettext("%(num)d day", "%(num)d days", it.days),
        icon="pen",
        title=_("Revision of %(regulation)s: %(stage)s", regulation=regulation.citation, stage=stage),
        href=url_for("alignment.regulations.show", _anchor="revision", regulation_id=regulation.id),
        note=". ".join(told),
        act=_("Propose to a session"),
        act_href=url_for("alignment.regulations.put_on_agenda", regulation_id=regulation.id),
        weight=it.days,
    )
