"""How each state looks: one word, one tone, one drawing. The only place that says so.

Green is reached, amber wants a look, red hurts now, strong grey is running, pale grey has not begun or is over.
The word alone must do.
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
class Look:
    """What a reader sees of a state. `icon` is a name of the sprite."""

    word: LazyString
    tone: Tone
    icon: str


KINDS: dict[str, dict[str, Look]] = {
    "session": {
        "planned": Look(_("Planned"), "none", "session"),
        "shift_proposed": Look(_("Move proposed"), "warn", "swap"),
        "merge_proposed": Look(_("Merge proposed"), "warn", "merge"),
        "under_way": Look(_("Under way"), "running", "play"),
        "held": Look(_("Held"), "good", "done"),
        "cancelled": Look(_("Cancelled"), "none", "no"),
        "merged": Look(_("Merged"), "none", "merge"),
    },
    "answer": {
        "needs_action": Look(_("Not answered yet"), "none", "empty"),
        "attending_in_person": Look(_("Attending in person"), "good", "place"),
        "attending_online": Look(_("Attending online"), "good", "video"),
        "represented": Look(_("Represented"), "running", "people"),
        "excused": Look(_("Excused"), "none", "no"),
        "tentative": Look(_("Not sure yet"), "warn", "question"),
    },
    "attendance": {
        "present": Look(_("Present"), "good", "done"),
        "represented": Look(_("Represented"), "running", "people"),
        "excused": Look(_("Excused"), "none", "minus"),
        "absent": Look(_("Absent"), "bad", "no"),
    },
    "quorum": {
        "met": Look(_("Met"), "good", "done"),
        "threatened": Look(_("At risk"), "warn", "late"),
        "not_met": Look(_("Not met"), "bad", "no"),
    },
    "agenda_item": {
        "proposed": Look(_("Proposed"), "none", "send"),
        "accepted": Look(_("Accepted"), "none", "check"),
        "deferred": Look(_("Deferred"), "warn", "pause"),
        "declined": Look(_("Declined"), "none", "no"),
        "under_discussion": Look(_("Being discussed"), "running", "play"),
        "discussed": Look(_("Discussed"), "good", "done"),
        "carried": Look(_("Carried to the next session"), "none", "back"),
    },
    "minutes": {
        "draft": Look(_("Draft"), "none", "pen"),
        "circulated": Look(_("Circulated"), "running", "send"),
        "approved": Look(_("Approved"), "good", "lock"),
        "published": Look(_("Published"), "good", "globe"),
        "amended": Look(_("Amended"), "warn", "history"),
    },
    "delivery": {
        "proposed": Look(_("Proposed"), "none", "send"),
        "counter_proposed": Look(_("Counter-proposed"), "warn", "swap"),
        "accepted": Look(_("Accepted"), "none", "check"),
        "declined": Look(_("Declined"), "none", "no"),
        "in_progress": Look(_("In progress"), "running", "half"),
        "blocked": Look(_("Blocked"), "bad", "blocked"),
        "submitted": Look(_("Awaiting verification"), "running", "wait"),
        "closed": Look(_("Done"), "good", "done"),
        "cancelled": Look(_("Cancelled"), "none", "no"),
        "superseded": Look(_("Superseded"), "none", "merge"),
    },
    "verification": {
        "unverified": Look(_("Not verified yet"), "none", "empty"),
        "met": Look(_("Met"), "good", "done"),
        "partially_met": Look(_("Partly met"), "warn", "half"),
        "returned": Look(_("Returned"), "warn", "back"),
        "disputed": Look(_("Disputed"), "bad", "flag"),
    },
    "agreement": {
        "draft": Look(_("Draft"), "none", "pen"),
        "review": Look(_("Under review"), "running", "search"),
        "negotiation": Look(_("In negotiation"), "running", "chat"),
        "out_for_signature": Look(_("Out for signature"), "running", "signature"),
        "signed": Look(_("Signed"), "good", "signature"),
        "renewed": Look(_("Renewed"), "good", "again"),
        "terminated": Look(_("Terminated"), "none", "no"),
        "cancelled": Look(_("Cancelled"), "none", "no"),
    },
    "term": {
        "upcoming": Look(_("Not in force yet"), "none", "session"),
        "active": Look(_("In force"), "good", "done"),
        "expiring": Look(_("Ends soon"), "warn", "clock"),
        "expired": Look(_("Ended"), "none", "minus"),
    },
    "mail": {
        "waiting": Look(_("Waiting"), "none", "wait"),
        "sent": Look(_("Sent"), "good", "send"),
        "failed": Look(_("Failed, will be tried again"), "warn", "again"),
        "dead": Look(_("Not delivered"), "bad", "blocked"),
    },
    "digest": {
        "draft": Look(_("Draft"), "none", "pen"),
        "released": Look(_("Released"), "good", "lock"),
        "revised": Look(_("Revised"), "warn", "history"),
    },
    "rating": {
        "green": Look(_("GREEN"), "good", "done"),
        "amber": Look(_("AMBER"), "warn", "clock"),
        "red": Look(_("RED"), "bad", "late"),
        "grey": Look(_("GREY"), "none", "minus"),
    },
    "account": {
        "none": Look(_("No account"), "none", "empty"),
        "invited": Look(_("Invited"), "running", "mail"),
        "active": Look(_("Active"), "good", "done"),
        "suspended": Look(_("Suspended"), "bad", "lock"),
    },
}
"""Looks by kind of thing and value: the stored states of the model, and those derived from dates and counts."""

SECTORS: dict[str, tuple[str, LazyString]] = {
    "government": ("p", _("Government")),
    "regional_enterprise": ("b", _("Regional enterprise")),
    "private": ("s", _("Private sector")),
    "civil_society": ("m", _("Civil society")),
    "academia": ("a", _("Academia")),
}
"""The mark's letter and the name of each sector, in the order in which papers list them."""


def look(kind: str, value: Enum | str) -> Look:
    """Return how a state looks. Raises KeyError for a kind or value that has no look."""
    return KINDS[kind][str(value.value) if isinstance(value, Enum) else value]


def sector_name(value: Enum | str) -> LazyString:
    """Return the name of a sector."""
    return SECTORS[str(value.value) if isinstance(value, Enum) else value][1]


def badge(kind: str, value: Enum | str, more: Any = None, word: Any = None) -> Markup:
    """Return a state as colour, word and icon. `more` follows the word, `word` replaces it."""
    it = look(kind, value)
    if more or word:
        return badge_of(it.tone, it.icon, Markup("{}, {}").format(word or it.word, more) if more else word)
    return badge_of(it.tone, it.icon, it.word)


def badge_of(tone: str, drawing: str, word: Any) -> Markup:
    """Return a badge that no enumeration has."""
    return Markup(f'<span class="state {escape(tone)}">{icon(drawing)}{escape(word)}</span>')  # noqa: S704 - escaped


def sector_mark(value: Enum | str, named: bool = False) -> Markup:
    """Return a sector's shape and letter: with its name beside it, or carrying the name for those who cannot see it."""
    letter, name = SECTORS[str(value.value) if isinstance(value, Enum) else value]
    role = Markup('aria-hidden="true"') if named else Markup('role="img" aria-label="{}"').format(name)
    beside = Markup(" {}").format(name) if named else ""
    drawing = f"{asset(SPRITE)}#sector-{letter}"
    return Markup('<svg class="sector" {}><use href="{}"/></svg>{}').format(role, drawing, beside)
