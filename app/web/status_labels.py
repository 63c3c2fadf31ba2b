"""The label, colour and icon of every status. No other module defines them.

Good is reached, warn needs attention, bad needs action now, running is in progress, none has not begun or is over. The
word alone must be sufficient.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from app.web.assets import SPRITE, asset, icon

Tone = Literal["good", "warn", "bad", "running", "none"]


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """How a status is displayed. `icon` is the name of an icon in the sprite."""

    word: LazyString
    tone: Tone
    icon: str


KINDS: dict[str, dict[str, StatusLabel]] = {
    "session": {
        "planned": StatusLabel(_("Planned"), "none", "session"),
        "shift_proposed": StatusLabel(_("Move proposed"), "warn", "swap"),
        "merge_proposed": StatusLabel(_("Merge proposed"), "warn", "merge"),
        "under_way": StatusLabel(_("Under way"), "running", "play"),
        "held": StatusLabel(_("Held"), "good", "done"),
        "cancelled": StatusLabel(_("Cancelled"), "none", "no"),
        "merged": StatusLabel(_("Merged"), "none", "merge"),
    },
    "answer": {
        "needs_action": StatusLabel(_("Not answered yet"), "none", "empty"),
        "attending_in_person": StatusLabel(_("Attending in person"), "good", "place"),
        "attending_online": StatusLabel(_("Attending online"), "good", "video"),
        "represented": StatusLabel(_("Represented"), "running", "people"),
        "excused": StatusLabel(_("Excused"), "none", "no"),
        "tentative": StatusLabel(_("Not sure yet"), "warn", "question"),
    },
    "attendance": {
        "present": StatusLabel(_("Present"), "good", "done"),
        "represented": StatusLabel(_("Represented"), "running", "people"),
        "excused": StatusLabel(_("Excused"), "none", "minus"),
        "absent": StatusLabel(_("Absent"), "bad", "no"),
    },
    "quorum": {
        "met": StatusLabel(_("Met"), "good", "done"),
        "threatened": StatusLabel(_("At risk"), "warn", "late"),
        "not_met": StatusLabel(_("Not met"), "bad", "no"),
    },
    "agenda_item": {
        "proposed": StatusLabel(_("Proposed"), "none", "send"),
        "accepted": StatusLabel(_("Accepted"), "none", "check"),
        "deferred": StatusLabel(_("Deferred"), "warn", "pause"),
        "declined": StatusLabel(_("Declined"), "none", "no"),
        "under_discussion": StatusLabel(_("Being discussed"), "running", "play"),
        "discussed": StatusLabel(_("Discussed"), "good", "done"),
        "carried": StatusLabel(_("Carried to the next session"), "none", "back"),
    },
    "directive": {
        "open": StatusLabel(_("Awaiting an answer"), "warn", "wait"),
        "on_agenda": StatusLabel(_("On the agenda"), "running", "session"),
        "committed": StatusLabel(_("Became a commitment"), "good", "check"),
        "answered": StatusLabel(_("Answered"), "good", "done"),
        "declined": StatusLabel(_("Declined"), "none", "no"),
        "merged": StatusLabel(_("Merged with another one"), "none", "merge"),
    },
    "cooperation_request": {
        "received": StatusLabel(_("Awaiting an answer"), "warn", "wait"),
        "asked": StatusLabel(_("Waits for the applicant"), "none", "question"),
        "audience": StatusLabel(_("Audience"), "running", "session"),
        "agreement": StatusLabel(_("Became an agreement"), "good", "agreement"),
        "declined": StatusLabel(_("Declined"), "none", "no"),
        "withdrawn": StatusLabel(_("Withdrawn"), "none", "back"),
    },
    "disposition": {
        "given": StatusLabel(_("Passed to a colleague"), "none", "send"),
        "taken": StatusLabel(_("Taken"), "running", "play"),
        "answered": StatusLabel(_("Answered"), "good", "done"),
        "passed_back": StatusLabel(_("Passed back"), "warn", "back"),
        "replaced": StatusLabel(_("Replaced"), "none", "history"),
        "overdue": StatusLabel(_("Overdue"), "bad", "late"),
    },
    "basis": {
        "upcoming": StatusLabel(_("Not in force yet"), "none", "clock"),
        "in_force": StatusLabel(_("In force"), "good", "done"),
        "ending": StatusLabel(_("Ends soon"), "warn", "clock"),
        "ended": StatusLabel(_("Has ended"), "bad", "late"),
        "replaced": StatusLabel(_("Replaced"), "none", "history"),
    },
    "minutes": {
        "draft": StatusLabel(_("Draft"), "none", "pen"),
        "circulated": StatusLabel(_("Circulated"), "running", "send"),
        "approved": StatusLabel(_("Approved"), "good", "lock"),
        "published": StatusLabel(_("Published"), "good", "globe"),
        "amended": StatusLabel(_("Amended"), "warn", "history"),
        "replaced": StatusLabel(_("Replaced by a newer edition"), "warn", "history"),
    },
    "paper": {
        "issued": StatusLabel(_("Issued"), "good", "lock"),
        "replaced": StatusLabel(_("Replaced by a later version"), "warn", "history"),
        "withdrawn": StatusLabel(_("Withdrawn"), "none", "undo"),
    },
    "filed": {
        "recorded": StatusLabel(_("On record"), "good", "lock"),
        "followed": StatusLabel(_("A later version was recorded"), "warn", "history"),
    },
    "circular": {
        "draft": StatusLabel(_("Draft"), "none", "pen"),
        "circulating": StatusLabel(_("In circulation"), "running", "play"),
        "adopted": StatusLabel(_("Adopted"), "good", "done"),
        "moved": StatusLabel(_("Moved to a session"), "warn", "swap"),
        "lapsed": StatusLabel(_("Lapsed"), "none", "minus"),
        "withdrawn": StatusLabel(_("Withdrawn"), "none", "undo"),
    },
    "amendment": {
        "draft": StatusLabel(_("Draft"), "none", "pen"),
        "negotiation": StatusLabel(_("Negotiation"), "running", "chat"),
        "out_for_signature": StatusLabel(_("Out for signature"), "running", "signature"),
        "applied": StatusLabel(_("Applies"), "good", "done"),
        "withdrawn": StatusLabel(_("Withdrawn"), "none", "undo"),
    },
    "stance": {
        "agrees": StatusLabel(_("Agrees"), "good", "done"),
        "bargains": StatusLabel(_("Bargains"), "warn", "chat"),
        "reading": StatusLabel(_("Is reading"), "none", "wait"),
    },
    "amendment_effect": {
        "replaced": StatusLabel(_("Replaced"), "warn", "history"),
        "reworded": StatusLabel(_("Terms change"), "warn", "history"),
        "moved": StatusLabel(_("Moved"), "warn", "calendar"),
        "ended": StatusLabel(_("Ended"), "none", "no"),
        "shortened": StatusLabel(_("Ends earlier"), "warn", "minus"),
        "extended": StatusLabel(_("Extended"), "running", "again"),
        "new": StatusLabel(_("New"), "good", "plus"),
        "kept": StatusLabel(_("Stays as it is"), "none", "lock"),
        "same": StatusLabel(_("Not changed"), "none", "empty"),
    },
    "circular_vote": {
        "agree": StatusLabel(_("Agrees"), "good", "done"),
        "agree_with_note": StatusLabel(_("Agrees with a note"), "good", "pen"),
        "discuss": StatusLabel(_("Wants discussion"), "bad", "flag"),
        "disagree": StatusLabel(_("Disagrees"), "bad", "no"),
        "abstain": StatusLabel(_("Abstains"), "none", "minus"),
        "silent": StatusLabel(_("Not voted yet"), "none", "empty"),
        "hidden": StatusLabel(_("Voted"), "none", "check"),
    },
    "redaction": {
        "draft": StatusLabel(_("Draft"), "none", "pen"),
        "proposed": StatusLabel(_("Awaiting approval"), "warn", "wait"),
        "in_force": StatusLabel(_("In force"), "good", "check"),
        "refused": StatusLabel(_("Refused"), "bad", "no"),
        "replaced": StatusLabel(_("Replaced by a newer edition"), "none", "history"),
        "discarded": StatusLabel(_("Discarded"), "none", "no"),
    },
    "file_part": {
        "signed": StatusLabel(_("Signed copy"), "good", "done"),
        "uploaded": StatusLabel(_("Added"), "good", "done"),
        "ready": StatusLabel(_("Ready"), "good", "check"),
        "draft": StatusLabel(_("Draft"), "running", "pen"),
        "missing": StatusLabel(_("Not there yet"), "warn", "empty"),
        "not_needed": StatusLabel(_("Not needed"), "none", "minus"),
    },
    "delivery": {
        "proposed": StatusLabel(_("Proposed"), "none", "send"),
        "counter_proposed": StatusLabel(_("Counter-proposed"), "warn", "swap"),
        "accepted": StatusLabel(_("Accepted"), "none", "check"),
        "declined": StatusLabel(_("Declined"), "none", "no"),
        "in_progress": StatusLabel(_("In progress"), "running", "half"),
        "blocked": StatusLabel(_("Blocked"), "bad", "blocked"),
        "submitted": StatusLabel(_("Awaiting verification"), "running", "wait"),
        "closed": StatusLabel(_("Done"), "good", "done"),
        "cancelled": StatusLabel(_("Cancelled"), "none", "no"),
        "superseded": StatusLabel(_("Superseded"), "none", "merge"),
    },
    "verification": {
        "unverified": StatusLabel(_("Not verified yet"), "none", "empty"),
        "met": StatusLabel(_("Met"), "good", "done"),
        "partially_met": StatusLabel(_("Partly met"), "warn", "half"),
        "returned": StatusLabel(_("Returned"), "warn", "back"),
        "disputed": StatusLabel(_("Disputed"), "bad", "flag"),
    },
    "agreement": {
        "draft": StatusLabel(_("Draft"), "none", "pen"),
        "review": StatusLabel(_("Under review"), "running", "search"),
        "negotiation": StatusLabel(_("In negotiation"), "running", "chat"),
        "out_for_signature": StatusLabel(_("Out for signature"), "running", "signature"),
        "signed": StatusLabel(_("Signed"), "good", "signature"),
        "renewed": StatusLabel(_("Renewed"), "good", "again"),
        "terminated": StatusLabel(_("Terminated"), "none", "no"),
        "cancelled": StatusLabel(_("Cancelled"), "none", "no"),
    },
    "term": {
        "upcoming": StatusLabel(_("Not in force yet"), "none", "session"),
        "active": StatusLabel(_("In force"), "good", "done"),
        "expiring": StatusLabel(_("Ends soon"), "warn", "clock"),
        "expired": StatusLabel(_("Ended"), "none", "minus"),
    },
    "mail": {
        "waiting": StatusLabel(_("Waiting"), "none", "wait"),
        "sent": StatusLabel(_("Sent"), "good", "send"),
        "failed": StatusLabel(_("Failed, will be tried again"), "warn", "again"),
        "dead": StatusLabel(_("Not delivered"), "bad", "blocked"),
    },
    "digest": {
        "draft": StatusLabel(_("Draft"), "none", "pen"),
        "released": StatusLabel(_("Released"), "good", "lock"),
        "revised": StatusLabel(_("Revised"), "warn", "history"),
    },
    "rating": {
        "green": StatusLabel(_("GREEN"), "good", "done"),
        "amber": StatusLabel(_("AMBER"), "warn", "clock"),
        "red": StatusLabel(_("RED"), "bad", "late"),
        "grey": StatusLabel(_("GREY"), "none", "minus"),
    },
    "account": {
        "none": StatusLabel(_("No account"), "none", "empty"),
        "invited": StatusLabel(_("Invited"), "running", "mail"),
        "active": StatusLabel(_("Active"), "good", "done"),
        "suspended": StatusLabel(_("Suspended"), "bad", "lock"),
    },
}
"""Labels by kind of object and value: the stored states of the models, and states derived from dates and counts."""

SECTORS: dict[str, tuple[str, LazyString]] = {
    "government": ("p", _("Government")),
    "regional_enterprise": ("b", _("Regional enterprise")),
    "private": ("s", _("Private sector")),
    "civil_society": ("m", _("Civil society")),
    "academia": ("a", _("Academia")),
}
"""The letter of the mark and the name of each sector, in the order in which documents list them."""


def status_label(kind: str, value: Enum | str) -> StatusLabel:
    """Return the label of a status. Raises KeyError for an unknown kind or value."""
    return KINDS[kind][str(value.value) if isinstance(value, Enum) else value]


def sector_name(value: Enum | str) -> LazyString:
    """Return the name of a sector."""
    return SECTORS[str(value.value) if isinstance(value, Enum) else value][1]


def badge(kind: str, value: Enum | str, more: Any = None, word: Any = None) -> Markup:
    """Return the badge of a status with colour, icon and word. `more` is appended to the word, `word` replaces it."""
    it = status_label(kind, value)
    if more or word:
        return badge_of(it.tone, it.icon, Markup("{}, {}").format(word or it.word, more) if more else word)
    return badge_of(it.tone, it.icon, it.word)


def badge_of(tone: str, drawing: str, word: Any) -> Markup:
    """Return a badge for a status that is not in `KINDS`."""
    return Markup(f'<span class="state {escape(tone)}">{icon(drawing)}{escape(word)}</span>')  # noqa: S704 - escaped


def sector_mark(value: Enum | str, named: bool = False) -> Markup:
    """Return the mark of a sector: with its name as text, or with the name as an accessible label."""
    letter, name = SECTORS[str(value.value) if isinstance(value, Enum) else value]
    role = Markup('aria-hidden="true"') if named else Markup('role="img" aria-label="{}"').format(name)
    beside = Markup(" {}").format(name) if named else ""
    drawing = f"{asset(SPRITE)}#sector-{letter}"
    return Markup('<svg class="sector" {}><use href="{}"/></svg>{}').format(role, drawing, beside)
