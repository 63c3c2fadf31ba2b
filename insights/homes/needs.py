"""What needs a person now: each source asks one question of the record, and says what, why and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.i18n import due, moment, plain_day, short_day
from app.outbox.models import Mail, MailState
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import OWED, Delivery, Verification
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import readable_forums
from insights.digests.models import Digest, DigestState

MANY = 3
"""Up to how many things of a kind are named one by one; more are told as one."""
GRACE = timedelta(days=3)
"""How long after a session its minutes may take to be circulated, and after the correction window to be approved."""
AHEAD = timedelta(days=30)
"""How long before a session that meets a holiday its move is put to the coordinator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button: where it leads, or what it POSTs to."""

    label: str
    href: str
    posts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs somebody: `urgency` sorts, the smallest first."""

    urgency: int
    tone: str
    icon: str
    word: str
    title: str
    href: str
    why: str = ""
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at the home page, and when."""

    person: Person
    today: date
    now: datetime


Source = Callable[[Reader], Iterator[Need]]


def gathered(reader: Reader) -> list[Need]:
    """Return all that needs the reader, the most urgent first."""
    found = [need for source in sources(reader.person) for need in source(reader)]
    return sorted(found, key=lambda need: need.urgency)


def sources(person: Person) -> list[Source]:
    """Return the questions that a person's roles ask; every member of an organisation owes and verifies."""
    asked: list[Source] = [owed, to_verify, to_approve]
    if person.is_coordinator:
        asked += [stuck, shifts, minutes_behind, digests_to_release]
    if person.is_leadership:
        asked.append(to_decide)
    if person.is_administrator:
        asked.append(dead_mail)
    return asked


def owed(reader: Reader) -> Iterator[Need]:
    """What the person's own organisation is asked for, owes soon, or owes already."""
    soon = reader.today + timedelta(days=7)
    query = select(Commitment).where(
        Commitment.responsible_id == reader.person.organisation_id,
        (Commitment.delivery == Delivery.PROPOSED)
        | (Commitment.delivery.in_(OWED) & (Commitment.current_due <= soon))
        | (Commitment.delivery.in_(OWED) & (Commitment.verification == Verification.RETURNED)),
    )
    for commitment in db.session.scalars(query.order_by(Commitment.current_due, Commitment.code).limit(20)):
        yield _owed_need(commitment, reader.today)


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
    query = (
        select(Commitment, Extension)
        .outerjoin(
            Extension,
            (Extension.commitment_id == Commitment.id) & (Extension.state == ExtensionState.ASKED),
        )
        .where(
            Commitment.verifier_id == reader.person.organisation_id,
            (Commitment.delivery == Delivery.SUBMITTED) | Extension.id.is_not(None),
        )
        .order_by(Commitment.submitted_at, Commitment.code)
        .limit(20)
    )
    commitment: Commitment
    extension: Extension | None
    for commitment, extension in db.session.execute(query):
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


def to_approve(reader: Reader) -> Iterator[Need]:
    """Minutes that the person presided over and that wait for approval."""
    query = (
        select(Minutes, Session)
        .join(Session, Session.id == Minutes.session_id)
        .where(Session.presider_id == reader.person.id, Minutes.state == MinutesState.CIRCULATED)
        .order_by(Session.starts_at)
        .limit(10)
    )
    for minutes, session in db.session.execute(query):
        href = url_for("forums.minutes.show", session_id=session.id)
        open_until = minutes.correction_until
        waits = open_until is None or open_until <= reader.now
        yield Need(
            urgency=18 if waits else 40,
            tone="warn" if waits else "none",
            icon="lock",
            word=_("To approve") if waits else _("Corrections open"),
            title=_("Minutes of %(name)s", name=_session_name(session)),
            href=href,
            why=_("Parties may correct until %(moment)s.", moment=moment(open_until)) if open_until else "",
            acts=[Act(label=_("Read and approve"), href=href)] if waits else [],
        )


def stuck(reader: Reader) -> Iterator[Need]:
    """Dates that parties offered instead of the proposed ones, and promises late for more than a week, together."""
    before = reader.today - timedelta(days=7)
    query = select(Commitment).where(
        visible_to(reader.person, reader.today),
        (Commitment.delivery == Delivery.COUNTER_PROPOSED)
        | (
            Commitment.delivery.in_(OWED)
            & (Commitment.current_due < before)
            & (Commitment.responsible_id != reader.person.organisation_id)
        ),
    )
    found = db.session.scalars(query.order_by(Commitment.current_due, Commitment.code).limit(60)).all()
    yield from (_offered_date(one) for one in found if one.delivery is Delivery.COUNTER_PROPOSED)
    late = [one for one in found if one.promise.is_owed]
    if late:
        yield _late_for_long(late, reader.today)


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


def shifts(reader: Reader) -> Iterator[Need]:
    """Sessions that meet a holiday soon and wait for the coordinator's word."""
    query = (
        select(Session)
        .where(
            Session.proposed_starts_at.is_not(None),
            Session.state == SessionState.PLANNED,
            Session.starts_at.between(reader.now, reader.now + AHEAD),
        )
        .order_by(Session.starts_at)
        .limit(10)
    )
    for session in db.session.scalars(query):
        at: dict[str, Any] = {"session_id": session.id}
        when = moment(session.proposed_starts_at, session.timezone)
        yield Need(
            urgency=35,
            tone="warn",
            icon="swap",
            word=_("Move proposed"),
            title=_("%(name)s meets a holiday: %(because)s", name=_session_name(session), because=session.because),
            href=url_for("forums.sessions.show", **at),
            why=_("Proposed: %(moment)s. Invitations go out once you have decided.", moment=when),
            acts=[
                Act(label=_("Another date"), href=url_for("forums.sessions.move", **at)),
                Act(
                    label=_("Accept %(day)s", day=short_day(session.proposed_starts_at, session.timezone)),
                    href=url_for("forums.sessions.accept_shift", **at),
                    posts=True,
                ),
            ],
        )


def minutes_behind(reader: Reader) -> Iterator[Need]:
    """Sessions that were held and whose minutes are not circulated, or not approved, when they should be."""
    version = aliased(Minutes)
    newest = select(func.max(version.version)).where(version.session_id == Session.id).correlate(Session)
    query = (
        select(Session, Minutes)
        .join(Session.forum)
        .outerjoin(Minutes, (Minutes.session_id == Session.id) & (Minutes.version == newest.scalar_subquery()))
        .where(
            readable_forums(reader.person, reader.today),
            Session.state == SessionState.HELD,
            Session.ends_at.between(reader.now - timedelta(days=120), reader.now - GRACE),
            Minutes.id.is_(None)
            | (Minutes.state == MinutesState.DRAFT)
            | ((Minutes.state == MinutesState.CIRCULATED) & (Minutes.correction_until < reader.now)),
        )
        .order_by(Session.ends_at)
        .limit(10)
    )
    session: Session
    minutes: Minutes | None
    for session, minutes in db.session.execute(query):
        circulated = minutes is not None and minutes.state is MinutesState.CIRCULATED
        href = url_for("forums.minutes.show", session_id=session.id)
        yield Need(
            urgency=14,
            tone="warn",
            icon="lock" if circulated else "pen",
            word=_("Awaiting approval") if circulated else _("Not circulated"),
            title=_("Minutes of %(name)s", name=_session_name(session)),
            href=href,
            why=_("The correction window is over; the presider approves.")
            if circulated
            else _("The session ended %(when)s.", when=due(session.ends_at.astimezone(_zone()).date())),
            acts=[Act(label=_("Open the minutes"), href=href)],
        )


def digests_to_release(reader: Reader) -> Iterator[Need]:
    """Digests that were frozen and not released."""
    query = select(Digest).where(Digest.state == DigestState.DRAFT).order_by(Digest.created_at).limit(5)
    for digest in db.session.scalars(query):
        href = url_for("insights.digests.show", digest_id=digest.id)
        yield Need(
            urgency=45,
            tone="none",
            icon="digest",
            word=_("Draft"),
            title=_("Digest %(code)s", code=digest.code),
            href=href,
            why=_("Add what leadership should know and decide, then release it."),
            acts=[Act(label=_("Write and release"), href=href)],
        )


def to_decide(reader: Reader) -> Iterator[Need]:
    """What released digests ask of leadership and nobody answered."""
    query = select(Digest).where(Digest.state == DigestState.RELEASED).order_by(Digest.released_at.desc()).limit(6)
    for digest in db.session.scalars(query):
        for number, ask in enumerate(digest.asks, 1):
            if "answer" in ask:
                continue
            by = date.fromisoformat(ask["by"])
            yield Need(
                urgency=10 + max(0, (by - reader.today).days) // 3,
                tone="bad" if by < reader.today else "warn",
                icon="question",
                word=_("Please decide"),
                title=ask["title"],
                href=url_for("insights.digests.show", digest_id=digest.id),
                why=_("No later than %(day)s, %(when)s.", day=plain_day(by), when=due(by)),
                acts=[
                    Act(
                        label=_("Decide"),
                        href=url_for("insights.digests.answer", digest_id=digest.id, number=number),
                    )
                ],
            )


def dead_mail(reader: Reader) -> Iterator[Need]:
    """Messages that could not be delivered."""
    dead = db.session.scalar(select(func.count()).where(Mail.state == MailState.DEAD)) or 0
    if dead:
        href = url_for("outbox.index")
        yield Need(
            urgency=5,
            tone="bad",
            icon="blocked",
            word=_("Not delivered"),
            title=ngettext("%(num)d message could not be sent", "%(num)d messages could not be sent", dead),
            href=href,
            why=_("Each was tried ten times. See why, and send them again."),
            acts=[Act(label=_("See them"), href=href)],
        )


def _session_name(session: Session) -> str:
    forum: Forum = session.forum
    return f"{forum.name}, {short_day(session.starts_at, session.timezone)}"


def _zone() -> Any:
    return current_app.extensions["settings"].zone
