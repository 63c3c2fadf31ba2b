"""Action items about commitments: to answer, report on, verify, or decide about a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from textwrap import shorten
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.web.i18n import due, plain_day, short_day
from commitments.delivery.models import Act as UpdateAct
from commitments.delivery.models import Evidence, Update
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue, open_to_parties, visible_to
from commitments.registry.rules import OWED, Delivery, Verification
from insights.homes.disposition_tasks import disposition_item, passed_on
from insights.homes.few import first_of
from insights.homes.tasks import COUNTED, MANY, Act, ActionItem, AnyRow, Kind, Reader

LONGEST_QUOTE = 200
"""Maximum number of characters that are quoted from a submission."""
SHOWN = (Commitment.id, Commitment.code, Commitment.title, Commitment.current_due, Organisation.name.label("party"))
"""Columns of a commitment, with the name of the organisation that a statement joins."""


def owed(reader: Reader) -> Iterator[ActionItem]:
    """Yield the commitments that the person's organisation must answer, or that are due soon, late or returned.

    What colleagues passed on to the person is selected with them, in one statement.
    """
    soon = reader.today + timedelta(days=7)
    own = _owed(reader.person, reader.today, soon, most=reader.most)
    found = db.session.execute(union_all(own, passed_on(reader))).all()
    for row in sorted(found, key=lambda one: (one.current_due, one.code)):
        if row.kind == Kind.DISPOSITION.value:
            yield disposition_item(row, reader)
        else:
            yield _owed_item(row, Kind(row.kind), reader.today)


def _owed(person: Person, today: date, soon: date, *, most: int) -> Select[*tuple[Any, ...]]:
    kind = case(
        (Commitment.delivery == Delivery.PROPOSED, Kind.ASKED.value),
        (Commitment.current_due < today, Kind.LATE.value),
        (Commitment.verification == Verification.RETURNED, Kind.RETURNED.value),
        (Commitment.current_due <= soon, Kind.SOON.value),
    )
    own = select(Commitment.id, kind.label("kind"), Commitment.current_due.label("at")).where(
        Commitment.responsible_id == person.organisation_id,
        Commitment.delivery.in_((Delivery.PROPOSED, *OWED)),
        open_to_parties(person),
        kind.is_not(None),
    )
    few = first_of(own, most=most, kinds=4)
    query = select(*SHOWN, Commitment.progress, few.c.kind, few.c.total).join(few, few.c.id == Commitment.id)
    return query.join(Commitment.verifier)


def _common(row: AnyRow) -> dict[str, Any]:
    """Return the arguments that all action items about commitments share."""
    return {
        "kind": Kind(row.kind),
        "total": row.total,
        "title": f"{row.title} ({row.code})",
        "href": url_for("commitments.registry.show", commitment_id=row.id),
    }


def _owed_item(row: AnyRow, kind: Kind, today: date) -> ActionItem:
    at: dict[str, Any] = {"commitment_id": row.id}
    report = Act(label=_("Report progress"), href=url_for("commitments.delivery.report", **at))
    common = _common(row)
    if kind is Kind.ASKED:
        why = _("Proposed to your organisation, due %(day)s.", day=plain_day(row.current_due))
        return ActionItem(
            urgency=20,
            tone="warn",
            icon="send",
            word=_("Proposed to you"),
            why=why,
            acts=(
                Act(label=_("Another date"), href=url_for("commitments.delivery.counter_propose", **at)),
                Act(label=_("Accept"), href=url_for("commitments.delivery.accept", **at), posts=True),
            ),
            **common,
        )
    if kind is Kind.RETURNED:
        why = _("%(name)s returned your delivery.", name=row.party)
        return ActionItem(urgency=15, tone="warn", icon="back", word=_("Returned"), why=why, acts=(report,), **common)
    why = _("Progress %(value)s %%. Verifier: %(name)s.", value=row.progress, name=row.party)
    if kind is Kind.LATE:
        late = (today - row.current_due).days
        word = ngettext("%(num)d day late", "%(num)d days late", late)
        return ActionItem(urgency=10, tone="bad", icon="late", word=word, why=why, acts=(report,), **common)
    word = _("Due %(when)s", when=due(row.current_due))
    return ActionItem(urgency=30, tone="warn", icon="clock", word=word, why=why, acts=(report,), **common)


def to_verify(reader: Reader) -> Iterator[ActionItem]:
    """Yield the deliveries and extension requests that the person's organisation must verify or answer."""
    for row in db.session.execute(_to_verify(reader.person, most=reader.most)).all():
        common = _common(row)
        queue = url_for("commitments.verification.queue", commitment=row.id)
        at: dict[str, Any] = {"commitment_id": row.id, "next": url_for("insights.homes.home")}
        if row.to_due:
            yield ActionItem(
                urgency=25,
                tone="warn",
                icon="clock",
                word=_("Extension requested"),
                why=_(
                    "%(name)s requests %(day)s instead of %(before)s.",
                    name=row.party,
                    day=plain_day(row.to_due),
                    before=plain_day(row.from_due),
                ),
                acts=(Act(label=_("See and answer"), href=common["href"]),),
                **common,
            )
        else:
            yield ActionItem(
                urgency=22,
                tone="running",
                icon="wait",
                word=_("To verify"),
                why=_submission(row),
                acts=(
                    Act(label=_("Return"), href=url_for("commitments.verification.send_back", **at)),
                    Act(
                        label=_("Confirm: criteria met"),
                        href=url_for("commitments.verification.confirm", **at),
                        posts=True,
                    ),
                ),
                **{**common, "href": queue},
            )


def _submission(row: AnyRow) -> str:
    """Return by whom and when a delivery was submitted, with what they wrote and how much evidence there is."""
    text = _("Submitted by %(name)s on %(day)s.", name=row.party, day=short_day(row.submitted_at))
    if row.submission:
        text += f" “{shorten(row.submission, LONGEST_QUOTE, placeholder='…')}”"
    pieces = ngettext("%(num)d piece of evidence", "%(num)d pieces of evidence", row.pieces)
    return f"{text} · {pieces}"


def _to_verify(person: Person, *, most: int) -> Select[*tuple[Any, ...]]:
    asked = (Extension.commitment_id == Commitment.id) & (Extension.state == ExtensionState.ASKED)

    def own(kind: Kind) -> Select[UUID, str, date | None]:
        query = select(Commitment.id, literal(kind.value).label("kind"), Commitment.submitted_at.label("at"))
        return query.where(Commitment.verifier_id == person.organisation_id, open_to_parties(person))

    waits = union_all(
        own(Kind.VERIFICATION).where(
            Commitment.delivery == Delivery.SUBMITTED, ~select(Extension.id).where(asked).exists()
        ),
        own(Kind.LATER_DATE).join(Extension, asked),
    )
    few = first_of(waits, most=most, kinds=2)
    query = select(*SHOWN, Extension.from_due, Extension.to_due, few.c.kind, few.c.total)
    query = query.add_columns(Commitment.submitted_at, _submission_text(), _pieces())
    query = query.join(few, few.c.id == Commitment.id).join(Commitment.responsible).outerjoin(Extension, asked)
    return query.order_by(Commitment.submitted_at, Commitment.code)


def _submission_text() -> ColumnElement[str]:
    """Return the text of the latest submission of a commitment."""
    query = select(Update.text).where(Update.commitment_id == Commitment.id, Update.act == UpdateAct.SUBMITTED)
    latest = query.order_by(Update.at.desc(), Update.id.desc()).limit(1)
    return latest.correlate(Commitment).scalar_subquery().label("submission")


def _pieces() -> ColumnElement[int]:
    """Return the number of pieces of evidence of a commitment."""
    query = select(func.count(Evidence.id)).where(Evidence.commitment_id == Commitment.id)
    return query.correlate(Commitment).scalar_subquery().label("pieces")


def stuck(reader: Reader) -> Iterator[ActionItem]:
    """Yield counter-proposed dates, and one item for all commitments that are more than a week late."""
    before = reader.today - timedelta(days=7)
    late: list[AnyRow] = []
    for row in db.session.execute(_stuck(reader.person, reader.today, before, most=reader.most)).all():
        if row.kind == Kind.ANOTHER_DATE.value:
            yield _offered_date(row)
        else:
            late.append(row)
    if late:
        yield _late_for_long(late, reader.today)


def _stuck(person: Person, today: date, before: date, *, most: int) -> Select[*tuple[Any, ...]]:
    def some(kind: Kind) -> Select[UUID, str, date]:
        query = select(Commitment.id, literal(kind.value).label("kind"), Commitment.current_due.label("at"))
        return query.where(visible_to(person, today)).order_by(Commitment.current_due).limit(COUNTED + 1)

    offered = some(Kind.ANOTHER_DATE).where(Commitment.delivery == Delivery.COUNTER_PROPOSED).subquery()
    late = some(Kind.LONG_LATE).where(is_overdue(before), Commitment.responsible_id != person.organisation_id)
    few = first_of(union_all(select(offered), select(late.subquery())), most=most, kinds=2)
    query = select(*SHOWN, Commitment.counter_due, few.c.kind, few.c.total).join(few, few.c.id == Commitment.id)
    return query.join(Commitment.responsible).order_by(Commitment.current_due, Commitment.code)


def _late_for_long(late: Sequence[AnyRow], today: date) -> ActionItem:
    total = late[0].total
    named = " · ".join(
        f"{one.party} {ngettext('%(num)d day', '%(num)d days', (today - one.current_due).days)}" for one in late[:MANY]
    )
    if total > COUNTED:
        count = _("More than %(num)d commitments late for more than 7 days", num=COUNTED)
    else:
        count = ngettext(
            "%(num)d commitment late for more than 7 days", "%(num)d commitments late for more than 7 days", total
        )
    href = url_for("commitments.registry.index", state="overdue")
    return ActionItem(
        kind=Kind.LONG_LATE,
        urgency=12,
        tone="bad",
        icon="late",
        word=_("Late"),
        title=count,
        href=href,
        why=_("%(names)s. Their heads have been notified.", names=named),
        acts=(Act(label=_("See them"), href=href),),
    )


def _offered_date(row: AnyRow) -> ActionItem:
    common = _common(row)
    return ActionItem(
        urgency=28,
        tone="warn",
        icon="swap",
        word=_("Another date proposed"),
        why=_(
            "%(name)s proposes %(day)s instead of %(before)s.",
            name=row.party,
            day=plain_day(row.counter_due),
            before=plain_day(row.current_due),
        ),
        acts=(Act(label=_("See and answer"), href=common["href"]),),
        **common,
    )
