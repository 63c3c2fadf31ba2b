"""What promises need: an answer, a report, a look, a decision about a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, select, union

from app.accounts.models import Person
from app.database import db
from app.i18n import due, plain_day
from app.statements import prepared
from app.translation import gettext as _
from app.translation import ngettext
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import in_a_row, is_overdue, visible_to
from commitments.registry.rules import OWED, Delivery, Verification
from insights.homes.needs import MANY, Act, Need, Reader


def owed(reader: Reader) -> Iterator[Need]:
    """What the person's own organisation is asked for, owes soon, or owes already."""
    soon = reader.today + timedelta(days=7)
    for commitment in db.session.scalars(*_owed(reader.person.organisation_id, soon)):
        yield _owed_need(commitment, reader.today)


@prepared
def _owed(organisation_id: UUID, soon: date) -> Select[Commitment]:
    query = select(Commitment).where(
        Commitment.responsible_id == organisation_id,
        Commitment.delivery.in_({Delivery.PROPOSED, *OWED}),  # said once more, so that an index is used
        (Commitment.delivery == Delivery.PROPOSED)
        | (Commitment.delivery.in_(OWED) & (Commitment.current_due <= soon))
        | (Commitment.delivery.in_(OWED) & (Commitment.verification == Verification.RETURNED)),
    )
    query = query.options(*in_a_row(Commitment.verifier))
    return query.order_by(Commitment.current_due, Commitment.code).limit(20)


def _owed_need(commitment: Commitment, today: date) -> Need:
    at: dict[str, Any] = {"commitment_id": commitment.id}
    href = url_for("commitments.registry.show", **at)
    report = Act(label=_("Report progress"), href=url_for("commitments.delivery.report", **at))
    late = commitment.promise.days_late(today)
    common: dict[str, Any] = {"title": f"{commitment.title} ({commitment.code})", "href": href}
    if commitment.delivery is Delivery.PROPOSED:
        why = _("Proposed to your organisation, due %(day)s.", day=plain_day(commitment.current_due))
        return Need(
            urgency=20,
            tone="warn",
            icon="send",
            word=_("Asked of you"),
            why=why,
            acts=[
                Act(label=_("Another date"), href=url_for("commitments.delivery.counter_propose", **at)),
                Act(label=_("Accept"), href=url_for("commitments.delivery.accept", **at), posts=True),
            ],
            **common,
        )
    if late:
        word = ngettext("%(num)d day late", "%(num)d days late", late)
        why = _("Progress %(value)s %%. Verifier: %(name)s.", value=commitment.progress, name=commitment.verifier.name)
        return Need(urgency=10, tone="bad", icon="late", word=word, why=why, acts=[report], **common)
    if commitment.verification is Verification.RETURNED:
        why = _("%(name)s sent your delivery back.", name=commitment.verifier.name)
        return Need(urgency=15, tone="warn", icon="back", word=_("Sent back"), why=why, acts=[report], **common)
    word = _("Due %(when)s", when=due(commitment.current_due))
    why = _("Progress %(value)s %%. Verifier: %(name)s.", value=commitment.progress, name=commitment.verifier.name)
    return Need(urgency=30, tone="warn", icon="clock", word=word, why=why, acts=[report], **common)


def to_verify(reader: Reader) -> Iterator[Need]:
    """Deliveries that wait for the person's organisation to look at them, and later dates asked of it."""
    for commitment, extension in db.session.execute(*_to_verify(reader.person.organisation_id)):
        href = url_for("commitments.registry.show", commitment_id=commitment.id)
        title = f"{commitment.title} ({commitment.code})"
        if extension:
            yield Need(
                urgency=25,
                tone="warn",
                icon="clock",
                word=_("Later date asked for"),
                title=title,
                href=href,
                why=_(
                    "%(name)s asks for %(day)s instead of %(before)s.",
                    name=commitment.responsible.name,
                    day=plain_day(extension.to_due),
                    before=plain_day(extension.from_due),
                ),
                acts=[Act(label=_("Look and answer"), href=href)],
            )
        else:
            yield Need(
                urgency=22,
                tone="running",
                icon="wait",
                word=_("To verify"),
                title=title,
                href=href,
                why=_("Handed over by %(name)s.", name=commitment.responsible.name),
                acts=[Act(label=_("Check and confirm"), href=href)],
            )


@prepared
def _to_verify(organisation_id: UUID) -> Select[Commitment, Extension]:
    asked = (Extension.commitment_id == Commitment.id) & (Extension.state == ExtensionState.ASKED)
    own = select(Commitment.id).where(Commitment.verifier_id == organisation_id)
    waits = union(own.where(Commitment.delivery == Delivery.SUBMITTED), own.join(Extension, asked))
    query = select(Commitment, Extension).outerjoin(Extension, asked).where(Commitment.id.in_(waits))
    query = query.options(*in_a_row(Commitment.responsible))
    return query.order_by(Commitment.submitted_at, Commitment.code).limit(20)


def stuck(reader: Reader) -> Iterator[Need]:
    """Dates that parties offered instead of the proposed ones, and promises late for more than a week, together."""
    before = reader.today - timedelta(days=7)
    found = db.session.scalars(*_stuck(reader.person, reader.today, before)).all()
    yield from (_offered_date(one) for one in found if one.delivery is Delivery.COUNTER_PROPOSED)
    late = [one for one in found if one.promise.is_owed]
    if late:
        yield _late_for_long(late, reader.today)


@prepared
def _stuck(person: Person, today: date, before: date) -> Select[Commitment]:
    late = is_overdue(before)
    query = select(Commitment).where(
        IS_OPEN,
        visible_to(person, today),
        (Commitment.delivery == Delivery.COUNTER_PROPOSED)
        | (late & (Commitment.responsible_id != person.organisation_id)),
    )
    query = query.options(*in_a_row(Commitment.responsible))
    return query.order_by(Commitment.current_due, Commitment.code).limit(60)


def _late_for_long(late: Sequence[Commitment], today: date) -> Need:
    named = " · ".join(
        f"{one.responsible.name} {ngettext('%(num)d day', '%(num)d days', one.promise.days_late(today))}"
        for one in late[:MANY]
    )
    count = ngettext(
        "%(num)d commitment late for more than 7 days", "%(num)d commitments late for more than 7 days", len(late)
    )
    href = url_for("commitments.registry.index", state="overdue")
    return Need(
        urgency=12,
        tone="bad",
        icon="late",
        word=_("Late"),
        title=count,
        href=href,
        why=_("%(names)s. Their heads were told.", names=named),
        acts=[Act(label=_("See them"), href=href)],
    )


def _offered_date(commitment: Commitment) -> Need:
    href = url_for("commitments.registry.show", commitment_id=commitment.id)
    return Need(
        urgency=28,
        tone="warn",
        icon="swap",
        word=_("Another date proposed"),
        title=f"{commitment.title} ({commitment.code})",
        href=href,
        why=_(
            "%(name)s offers %(day)s instead of %(before)s.",
            name=commitment.responsible.name,
            day=plain_day(commitment.counter_due),
            before=plain_day(commitment.current_due),
        ),
        acts=[Act(label=_("Look and answer"), href=href)],
    )
