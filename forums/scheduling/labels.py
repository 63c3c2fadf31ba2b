"""Labels of forums and sessions, in the user's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.lists import format_list
from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.models import Person
from app.calendars.choices import choice_for
from app.calendars.labels import HOLIDAY_RULE_LABELS, describe, describe_choice
from app.calendars.rules import parse_rule
from app.circles.models import Classification
from app.clock import today, utc_now
from app.web.i18n import day, hour, language, zone_name
from app.web.status_labels import sector_name
from forums.scheduling.horizon import opening_of, recurrence_of
from forums.scheduling.models import (
    Capacity,
    DecisionRule,
    ForumKind,
    ForumRole,
    Mode,
    Participant,
    Session,
)
from forums.scheduling.rows import SeriesRow, SessionRow

KINDS = {
    ForumKind.SPBE_INTERNAL: _l("Internal SPBE"),
    ForumKind.PLANNING_MONITORING: _l("Planning and monitoring"),
    ForumKind.BUSINESS_AUDIENCE: _l("Audience of businesses"),
    ForumKind.PUBLIC_DISSEMINATION: _l("Public dissemination"),
    ForumKind.CROSS_SECTOR: _l("Cross-sector coordination"),
    ForumKind.TRAINING: _l("Training"),
    ForumKind.OTHER: _l("Other"),
}
ROLES = {
    ForumRole.CHAIR: _l("Chair"),
    ForumRole.FACILITATOR: _l("Facilitator"),
    ForumRole.MINUTE_TAKER: _l("Minute-taker"),
    ForumRole.MEMBER: _l("Member"),
    ForumRole.OBSERVER: _l("Observer"),
}
DECISION_RULES = {
    DecisionRule.CONSENSUS: _l("Consensus"),
    DecisionRule.VOTE: _l("Vote"),
    DecisionRule.DIRECTIVE: _l("Directive of leadership"),
}
MODES = {
    Mode.IN_PERSON: _l("In person"),
    Mode.ONLINE: _l("Online"),
    Mode.HYBRID: _l("In person and online"),
}
CLASSIFICATIONS = {
    Classification.PUBLIC: _l("Public"),
    Classification.INTERNAL: _l("Internal"),
    Classification.RESTRICTED: _l("Restricted"),
    Classification.SECRET: _l("Secret"),
}
HALF_PLUS_ONE = 51
"""The share in percent that is displayed as half plus one."""
AGENDA_PURPOSES = {
    "policy_alignment": _l("Policy alignment"),
    "joint_solution": _l("Joint solution"),
    "progress_monitoring": _l("Progress monitoring"),
    "information": _l("Information"),
    "directive": _l("Directive of leadership"),
}
"""Labels of the purposes of agenda items, by stored value."""


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        forum_kind=KINDS.__getitem__,
        forum_role=ROLES.__getitem__,
        decision_rule=DECISION_RULES.__getitem__,
        classification=CLASSIFICATIONS.__getitem__,
        meeting_mode=MODES.__getitem__,
        office=office,
        position_of=position_of,
        session_name=session_name,
        session_label=session_label,
        session_span=session_span,
        session_place=session_place,
        session_state=session_state,
        repetition=repetition,
        forum_kinds=lambda: [(kind.value, label) for kind, label in KINDS.items()],
        mode_choices=lambda: [(mode.value, label) for mode, label in MODES.items()],
        month_choices=month_choices,
        quorum_label=quorum_label,
        share_label=share_label,
        choice_label=describe_choice,
        holiday_rule=HOLIDAY_RULE_LABELS.__getitem__,
        reminder_label=reminder_label,
        zone_label=zone_label,
        session_opens_at=opening_of,
        office_held=office_held,
    )


def position_of(participant: Participant) -> str:
    """Return the position in which a participant serves; see `office`."""
    return office(participant.person.position, participant.capacity, participant.acting_as, participant.basis)


def office(own: str, capacity: Capacity, acting_as: str, basis: str) -> str:
    """Return a person's own position, or "Plt. Kepala Dinas, berdasarkan SK 12/2026"."""
    if capacity is Capacity.OWN:
        return own
    words = {
        Capacity.ACTING: _("Acting %(office)s", office=acting_as),
        Capacity.ACTING_DAILY: _("Daily acting %(office)s", office=acting_as),
        Capacity.ALTERNATE: ", ".join(filter(None, (own, _("permanent alternate")))),
    }[capacity]
    return _("%(office)s, by %(basis)s", office=words, basis=basis) if basis else words


def office_held(person: Person) -> str:
    """Return a person's position and organisation, for use in place of the name."""
    return ", ".join(filter(None, (person.position, person.organisation.name)))


def session_name(session: Any) -> str:
    """Return the name of a session, from the model or a row: "Sesi 11", followed by its title if it has one.

    A session outside the schedule is named by its title alone, because its number does not say when it takes place:
    it follows the last planned one.
    """
    label = session_label(session)
    return label if label == session.title or not session.title else f"{label}: {session.title}"


def session_label(session: Any) -> str:
    """Return the shortest name of a session: "Sesi 11", or the title of one outside the schedule if it has one."""
    return label_of(session.number, session.title, in_series=session.series_id is not None)


def label_of(number: int, title: str | None, *, in_series: bool) -> str:
    """Return the shortest name of a session with these values; see `session_label`."""
    if title and not in_series:
        return title
    return _("Session %(number)s", number=number)


def summary(session: Session) -> str:
    """Return the title of the event: "Forum Koordinasi Lintas Sektor, Sesi 11"."""
    return _("%(forum)s, %(session)s", forum=session.forum.name, session=session_name(session))


def location(session: Session) -> str:
    """Return the place of the session, or that it is online."""
    return session.place if session.mode is not Mode.ONLINE else _("Online")


def session_span(session: Session | SessionRow) -> str:
    """Return "Kamis, 26 November 2026 pukul 09.00–11.00 WIB", in the session's time zone."""
    zone = session.timezone
    local = session.starts_at.astimezone(ZoneInfo(zone))
    times = f"{hour(session.starts_at, zone)}–{hour(session.ends_at, zone)} {zone_name(local)}"
    return _("%(day)s at %(time)s", day=day(session.starts_at, zone), time=times)


def session_place(session: Any) -> str:
    """Return the place of a session (or the default of a forum) as one phrase: "Balai Kota / daring"."""
    if session.mode is Mode.ONLINE:
        return _("online")
    place = session.place or _("place not set yet")
    return _("%(place)s / online", place=place) if session.mode is Mode.HYBRID else place


def session_state(session: Session) -> str:
    """Return the state to display: the stored one, "shift_proposed", "merge_proposed" or "under_way"."""
    return session.shown_state(utc_now())


def repetition(series: SeriesRow | None) -> str:
    """Return the days of a series, without times, for a table: "Setiap Selasa"."""
    rule = parse_rule(series.rule) if series else None
    if series is None or rule is None or (series.ended_at and rule.until is None):
        return _("Does not repeat")
    choice = choice_for(rule)
    words = describe_choice(choice) if choice else describe(recurrence_of(series))
    if rule.until is None:
        return words
    last = rule.until.astimezone(ZoneInfo(series.timezone)).date()
    return _("%(days)s, until %(day)s", days=words, day=format_date(last, "d MMM y", locale=language()))


def recurrence_label(series: SeriesRow) -> str:
    """Return the complete rule: "Setiap Rabu kedua tiap bulan, pukul 09.30 WIB"."""
    return _recurrence_label(series, language())


def _recurrence_label(series: SeriesRow, _spoken: str) -> str:
    return describe(recurrence_of(series))


def month_choices() -> list[tuple[str, str]]:
    """Return the months around the current one, as in the URL ("2026-11") and as displayed."""
    return _months(today().replace(day=1), language())


def _months(first: date, spoken: str) -> list[tuple[str, str]]:
    present = first.year * 12 + first.month - 1
    months = [date(number // 12, number % 12 + 1, 1) for number in range(present - 3, present + 13)]
    return [(f"{month:%Y-%m}", format_date(month, "MMMM y", locale=spoken)) for month in months]


def quorum_label(needed: int, seats: int, sectors: Iterable[str]) -> str:
    """Return the quorum in the words used everywhere: "7 of 12 seats, including at least one from Private sector"."""
    if not seats:
        return _("no seats yet")
    words = ngettext("%(needed)d of %(num)d seat", "%(needed)d of %(num)d seats", seats, needed=needed)
    names = [str(sector_name(value)) for value in sectors]
    if not names:
        return words
    listed = format_list(names, locale=language())
    if len(names) == 1:
        return _("%(words)s, including at least one from %(sectors)s", words=words, sectors=listed)
    return _("%(words)s, including at least one each from %(sectors)s", words=words, sectors=listed)


def share_label(share: int) -> str:
    """Return the share of a charter's quorum: "51 % of the seats (half plus one)"."""
    if share == HALF_PLUS_ONE:
        return _("half of the seats plus one")
    return _("%(share)d %% of the seats", share=share)


def reminder_label(days: Sequence[int]) -> str:
    """Return when invitees are reminded: "7 dan 3 hari sebelum sesi"."""
    if not days:
        return _("Not automatically")
    listed = format_list([str(number) for number in days], locale=language())
    return _("%(days)s days before a session", days=listed)


def zone_label(timezone: str) -> str:
    """Return the current abbreviation of a time zone: WIB, WITA, WIT, or its name."""
    return zone_name(utc_now().astimezone(ZoneInfo(timezone)))
