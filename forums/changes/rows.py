"""Changes as rows for pages: a summary, the number of people notified, and each session before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.models import Person
from forums.changes.cautions import Cautions, Window, cautions
from forums.changes.change_set import Outcome
from forums.changes.models import Change, ChangeKind
from forums.changes.rules import happening
from forums.scheduling.labels import session_name, session_place
from forums.scheduling.models import Forum, Mode

KINDS = {
    ChangeKind.MOVED: _l("A session was moved"),
    ChangeKind.CANCELLED: _l("A session was cancelled"),
    ChangeKind.RESTORED: _l("A session was restored"),
    ChangeKind.MERGED: _l("A session was merged with the next one"),
    ChangeKind.CONFIRMED: _l("A proposed date was decided"),
    ChangeKind.SHIFTED: _l("Sessions were shifted"),
    ChangeKind.RELOCATED: _l("Place or link changed"),
    ChangeKind.RESCHEDULED: _l("Schedule changed"),
    ChangeKind.ENDED: _l("The schedule ended"),
}

MAKING = {
    ChangeKind.MERGED: _l("Merge the sessions"),
    ChangeKind.SHIFTED: _l("Shift the sessions"),
    ChangeKind.RELOCATED: _l("Change place or link"),
    ChangeKind.RESCHEDULED: _l("Change the schedule"),
    ChangeKind.ENDED: _l("End the schedule"),
}
"""Labels of the buttons that change several sessions."""


@dataclass(slots=True)
class ChangeRow:
    """One session of a change: its values before and after, and the warnings about its new date."""

    id: UUID
    number: int
    title: str
    series_id: str | None
    """None for a session outside the schedule; "" if the change was stored before this field existed."""
    what: str
    zone: str
    was: datetime | None
    starts_at: datetime
    ends_at: datetime
    where: str
    place: str
    proposed: datetime | None
    merge_proposed: bool
    because: str
    cautions: Cautions = field(default_factory=Cautions)

    @property
    def name(self) -> str:
        """Return the name of the session."""
        return session_name(self)


def rows_of(sessions: Sequence[dict[str, Any]]) -> list[ChangeRow]:
    """Return the lines of the sessions stored with a change, in order."""
    return [_row(one) for one in sessions]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The preview of an act."""

    outcome: Outcome
    lines: list[ChangeRow]

    @property
    def summary(self) -> str:
        """Return the effect and the number of people notified: "7 sesi pindah, 43 orang diberi tahu"."""
        return sentence(f"{summary(self.lines)}, {notified_people(self.outcome.people)}.")

    @property
    def others(self) -> str:
        """Return how many other mails are sent, or ""."""
        number = self.outcome.others
        words = ngettext(
            "%(num)d more e-mail goes to people who registered or proposed another time.",
            "%(num)d more e-mails go to people who registered or proposed another time.",
            number,
        )
        return words if number else ""

    @property
    def answers(self) -> str:
        """Return what happens to existing answers, or "" if no one is notified."""
        happens = {line.what for line in self.lines}
        if self.outcome.lapsing:
            return ngettext(
                "%(num)d answer is no longer valid: everyone will be asked again.",
                "%(num)d answers are no longer valid: everyone will be asked again.",
                self.outcome.lapsing,
            )
        if not self.outcome.people or "moved" in happens:
            return ""
        gone = happens <= {"beyond_horizon", "cancelled", "merged"}
        return _("Answers are kept in case the session is restored.") if gone else _("Existing answers stay valid.")


def foreseen(forum: Forum, outcome: Outcome, *, reader: Person) -> Foreseen:
    """Return the preview of an outcome, with the warnings about each new date."""
    lines = rows_of(outcome.sessions)
    going = [line for line in lines if line.what in {"moved", "made", "restored", "lengthened", "relocated"}]
    windows = [Window(line.starts_at, line.ends_at, line.zone, line.place) for line in going]
    for line, found in zip(
        going, cautions(forum, windows, reader=reader, without=[one.id for one in lines]), strict=True
    ):
        line.cautions = found
    return Foreseen(outcome, lines)


def summary(lines: Sequence[ChangeRow]) -> str:
    """Return the number of sessions per effect: "7 sesi pindah, 2 sesi dibatalkan"."""
    num = Counter(line.what for line in lines)
    phrases = {
        "moved": ngettext("%(num)d session moves", "%(num)d sessions move", num["moved"]),
        "lengthened": ngettext(
            "%(num)d session changes its duration", "%(num)d sessions change their duration", num["lengthened"]
        ),
        "relocated": ngettext(
            "%(num)d session changes its place or link", "%(num)d sessions change their place or link", num["relocated"]
        ),
        "beyond_horizon": ngettext(
            "%(num)d session is beyond the planning period",
            "%(num)d sessions are beyond the planning period",
            num["beyond_horizon"],
        ),
        "cancelled": ngettext("%(num)d session is cancelled", "%(num)d sessions are cancelled", num["cancelled"]),
        "merged": ngettext("%(num)d session is merged", "%(num)d sessions are merged", num["merged"]),
        "restored": ngettext("%(num)d session is restored", "%(num)d sessions are restored", num["restored"]),
        "made": ngettext("%(num)d session is new", "%(num)d sessions are new", num["made"]),
        "kept": ngettext("%(num)d session keeps its date", "%(num)d sessions keep their dates", num["kept"]),
    }
    return ", ".join(words for what, words in phrases.items() if num[what]) or _("no session changes")


def sentence(words: str) -> str:
    """Return the text with its first letter capitalised."""
    return words[:1].upper() + words[1:]


def notified_people(people: int) -> str:
    """Return the number of people who are notified, as text."""
    return ngettext("%(num)d person notified", "%(num)d people notified", people) if people else _("no one to notify")


def change_kind_label(change: Change) -> str:
    """Return the label of a change."""
    return str(KINDS[change.kind])


def _row(one: dict[str, Any]) -> ChangeRow:
    before, after = one["before"], one["after"]
    proposed = after["proposed_starts_at"]
    return ChangeRow(
        id=UUID(one["id"]),
        number=one["number"],
        title=one["title"],
        series_id=one.get("series_id", ""),
        what=happening(before, after),
        zone=one["timezone"],
        was=datetime.fromisoformat(before["starts_at"]) if before else None,
        starts_at=datetime.fromisoformat(after["starts_at"]),
        ends_at=datetime.fromisoformat(after["ends_at"]),
        where=session_place(SimpleNamespace(mode=Mode(after["mode"]), place=after["place"])),
        place="" if Mode(after["mode"]) is Mode.ONLINE else after["place"],
        proposed=datetime.fromisoformat(proposed) if proposed else None,
        merge_proposed=after.get("merge_proposed", False),
        because=after["because"],
    )
