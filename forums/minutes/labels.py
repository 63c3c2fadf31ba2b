"""Labels of minutes and their plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup

from app.web.status_labels import status_label
from forums.decisions.labels import VOTE_CHOICES
from forums.decisions.rules import VoteChoice
from forums.minutes.published import Place
from forums.scheduling.labels import DECISION_RULES
from forums.scheduling.models import DecisionRule


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        vote_choice_of=lambda value: VOTE_CHOICES[VoteChoice(value)],
        has_objections=has_objections,
        decision_rule_of=lambda value: DECISION_RULES[DecisionRule(value)],
        item_state_label=lambda value: status_label("agenda_item", value).word,
        plain_day=date.fromisoformat,
        short_hash=short_hash,
        attendance_of=attendance_of,
        naming_place=naming_place,
        note_numbers=note_numbers,
    )


def has_objections(decision: Mapping[str, Any]) -> bool:
    """Whether anyone objected to a decision in the content of minutes."""
    votes = decision.get("party_votes", ())
    against = VoteChoice.AGAINST.value
    return bool(decision["dissent"]) or any(one["choice"] == against or one["dissent"] for one in votes)


def note_numbers(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the numbers of the notes on agenda items by id, as "3.1"; the parts of one note share its number."""
    return {
        identity: f"{item['place']}.{number}"
        for item in content["items"]
        for number, identity in enumerate(dict.fromkeys(one["id"] for one in item["passages"]), 1)
    }


def naming_place(place: Place) -> str:
    """Return where minutes mention someone: "Catatan butir 2. Status integrasi"."""
    words = {
        "presider": _("Presider"),
        "minute_taker": _("Minute-taker"),
        "approved_by": _("Approved by"),
        "amended": _("Reason for the new version"),
        "opening": _("Opening"),
        "closing": _("Closing"),
        "presenter": _("Presenter of %(item)s", item=place.about),
        "note": _("Notes on %(item)s", item=place.about),
        "decision": _("Decision %(code)s", code=place.about),
        "contact": _("Contact person of %(code)s", code=place.about),
    }
    return str(words[place.kind])


def attendance_of(content: Mapping[str, Any]) -> str | None:
    """Return attendance in one line: "14 dari 20 instansi, kuorum terpenuhi"; None for minutes not approved yet."""
    if "quorum" not in content:
        return None
    quorum = content["quorum"]
    counts = {"taken": quorum["taken"], "seats": quorum["seats"]}
    if quorum["met"]:
        return str(_("%(taken)s of %(seats)s organisations, quorum met", **counts))
    return str(_("%(taken)s of %(seats)s organisations, quorum not met", **counts))


def short_hash(sha256: str) -> Markup:
    """Return the first 16 digits of a hash in groups of four, linked to its verification page."""
    groups = " ".join(sha256[place : place + 4] for place in range(0, 16, 4))
    return Markup('<a href="/verify/{}">{} …</a>').format(sha256, groups)
