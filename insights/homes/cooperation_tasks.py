"""Action items about requests for cooperation that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from app.database import db
from app.web.i18n import plain_day
from cooperation.requests.models import CooperationRequest
from cooperation.requests.queries import is_waiting_for_us
from insights.homes.tasks import COUNTED, Act, ActionItem, AnyRow, Kind, Reader

SOON = 2
"""Number of days before an answer is due from which a request is an action item."""


def requests_to_answer(reader: Reader) -> Iterator[ActionItem]:
    """Yield the requests whose answer is due or overdue, and that nobody else deals with, in one query."""
    yield from (_item(row, reader) for row in db.session.execute(_due(reader)).all())


def _due(reader: Reader) -> Select[*tuple[Any, ...]]:
    own = or_(CooperationRequest.holder_id.is_(None), CooperationRequest.holder_id == reader.person.id)
    wanted = (is_waiting_for_us(), CooperationRequest.answer_due <= reader.today + timedelta(days=SOON), own)
    counted = select(CooperationRequest.id).where(*wanted).limit(COUNTED + 1).subquery()
    total = select(func.count()).select_from(counted).scalar_subquery().label("total")
    names = ("id", "code", "title", "organisation_name", "contact_name", "answer_due")
    query = select(*(getattr(CooperationRequest, name) for name in names), total).where(*wanted)
    return query.order_by(CooperationRequest.answer_due, CooperationRequest.code).limit(reader.most)


def _item(row: AnyRow, reader: Reader) -> ActionItem:
    href = url_for("cooperation.requests.show", cooperation_request_id=row.id)
    left = (row.answer_due - reader.today).days
    day = plain_day(row.answer_due)
    return ActionItem(
        kind=Kind.REQUEST,
        total=row.total,
        urgency=11 + max(left, 0),
        tone="bad" if left < 0 else "warn",
        icon="late" if left < 0 else "send",
        word=_("Answer overdue") if left < 0 else _("Request for cooperation"),
        title=row.title or row.code,
        href=href,
        why=f"{row.organisation_name or row.contact_name}. "
        + (_("Answer overdue since %(day)s.", day=day) if left < 0 else _("Answer by %(day)s.", day=day)),
        acts=(Act(label=_("Answer it"), href=href),),
    )
