"""Action items of coordinators about cooperation: requests that wait for an answer, and objections to ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, func, literal, or_, select, union_all

from agreements.registry.models import Agreement
from agreements.registry.queries import objected
from app.database import db
from app.web.i18n import plain_day
from cooperation.requests.models import CooperationRequest
from cooperation.requests.queries import is_waiting_for_us
from insights.homes.few import first_of
from insights.homes.tasks import Act, ActionItem, AnyRow, Kind, Reader

SOON = 2
"""Number of days before an answer is due from which a request is an action item."""


def cooperation(reader: Reader) -> Iterator[ActionItem]:
    """Yield the requests whose answer is due or overdue and with which nobody else deals, and the objections.

    An agreement to whose end a party objects is an item until the end changes or it is renewed; all in one query.
    """
    few = first_of(union_all(_requests(reader), _objections(reader)), most=reader.most, kinds=2)
    for row in db.session.execute(select(few).order_by(few.c.kind, few.c.at, few.c.title)).all():
        yield _request(row, reader) if row.kind == Kind.REQUEST.value else _objection(row)


def _requests(reader: Reader) -> Select[*tuple[Any, ...]]:
    own = or_(CooperationRequest.holder_id.is_(None), CooperationRequest.holder_id == reader.person.id)
    name = func.coalesce(func.nullif(CooperationRequest.organisation_name, ""), CooperationRequest.contact_name)
    title = func.coalesce(func.nullif(CooperationRequest.title, ""), CooperationRequest.code)
    query: Select[*tuple[Any, ...]] = select(
        literal(Kind.REQUEST.value).label("kind"),
        CooperationRequest.id.label("id"),
        title.label("title"),
        CooperationRequest.answer_due.label("at"),
        name.label("names"),
    )
    soon = reader.today + timedelta(days=SOON)
    return query.where(is_waiting_for_us(), CooperationRequest.answer_due <= soon, own)


def _objections(reader: Reader) -> Select[*tuple[Any, ...]]:
    names = objected(reader.person, reader.today).subquery()
    query: Select[*tuple[Any, ...]] = select(
        literal(Kind.OBJECTION.value).label("kind"),
        Agreement.id,
        Agreement.title,
        Agreement.expires_on,
        names.c.parties,
    )
    return query.join(names, names.c.id == Agreement.id)


def _request(row: AnyRow, reader: Reader) -> ActionItem:
    href = url_for("cooperation.requests.show", cooperation_request_id=row.id)
    left, day = (row.at - reader.today).days, plain_day(row.at)
    return ActionItem(
        kind=Kind.REQUEST,
        total=row.total,
        urgency=11 + max(left, 0),
        tone="bad" if left < 0 else "warn",
        icon="late" if left < 0 else "send",
        word=_("Answer overdue") if left < 0 else _("Request for cooperation"),
        title=row.title,
        href=href,
        why=f"{row.names}. "
        + (_("Answer overdue since %(day)s.", day=day) if left < 0 else _("Answer by %(day)s.", day=day)),
        acts=(Act(label=_("Answer it"), href=href),),
    )


def _objection(row: AnyRow) -> ActionItem:
    href = url_for("agreements.registry.show", agreement_id=row.id)
    return ActionItem(
        kind=Kind.OBJECTION,
        total=row.total,
        urgency=10,
        tone="warn",
        icon="no",
        word=_("Objection"),
        title=row.title,
        href=href,
        why=_(
            "%(parties)s: objection to what happens at its end on %(end)s.",
            parties=row.names,
            end=plain_day(row.at) if row.at else "",
        ),
        acts=(Act(label=_("Read the objection"), href=href),),
    )
