"""Labels of agreements in the language of the reader, and the template globals that return them."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date, get_month_names
from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from agreements.clauses.rules import Frequency, Fulfilment
from agreements.documents.models import DocumentKind
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.relations import Relation, relation
from agreements.registry.rows import Relative
from agreements.registry.rules import MAKING, MOVES, Renewal, Stage
from app.circles.models import Classification
from app.clock import today
from app.web.i18n import language
from app.web.status_labels import KINDS as STATUS_LABELS
from app.web.status_labels import badge_of

KINDS = {
    AgreementKind.NOTA_KESEPAKATAN: _l("Nota Kesepakatan (with central government)"),
    AgreementKind.KESEPAKATAN_BERSAMA: _l("Memorandum of understanding"),
    AgreementKind.PERJANJIAN_KERJA_SAMA: _l("Cooperation agreement"),
    AgreementKind.ADDENDUM: _l("Addendum"),
    AgreementKind.INTERNAL_NOTE: _l("Internal note"),
}
RENEWALS = {
    Renewal.NEVER: _l("Not renewed"),
    Renewal.EXPRESS: _l("With the written consent of the parties"),
    Renewal.TACIT: _l("By itself, unless a party objects"),
}
RELATIONS = {
    Relation.RENEWS: _l("Renews"),
    Relation.RENEWED_BY: _l("Renewed by"),
    Relation.ABOVE: _l("Above it"),
    Relation.AMENDED_BY: _l("Amended by"),
    Relation.CARRIED_OUT_BY: _l("Carried out by"),
}
FREQUENCIES = {
    Frequency.ONCE: _l("Once"),
    Frequency.MONTHLY: _l("Every month"),
    Frequency.QUARTERLY: _l("Every quarter"),
    Frequency.HALF_YEARLY: _l("Every half-year"),
    Frequency.YEARLY: _l("Every year"),
}
DOCUMENT_KINDS = {
    DocumentKind.DRAFT: _l("Draft text"),
    DocumentKind.SIGNED: _l("Signed text"),
    DocumentKind.POWER_OF_ATTORNEY: _l("Power of attorney"),
    DocumentKind.ANNEX: _l("Annex"),
    DocumentKind.OTHER: _l("Other document"),
}
CLASSIFICATIONS = {
    Classification.PUBLIC: _l("Public"),
    Classification.INTERNAL: _l("Internal"),
    Classification.RESTRICTED: _l("Restricted"),
    Classification.SECRET: _l("Secret"),
}
SIDES = (
    _l("First Party"),
    _l("Second Party"),
    _l("Third Party"),
    _l("Fourth Party"),
    _l("Fifth Party"),
    _l("Sixth Party"),
    _l("Seventh Party"),
    _l("Eighth Party"),
    _l("Ninth Party"),
    _l("Tenth Party"),
    _l("Eleventh Party"),
    _l("Twelfth Party"),
)
"""Names of the parties in the text, by position from 1."""
FULFILMENTS = {
    Fulfilment.LATE: ("bad", "late", _l("Late")),
    Fulfilment.BLOCKED: ("bad", "blocked", _l("Blocked")),
    Fulfilment.SUBMITTED: ("running", "wait", _l("Awaiting verification")),
    Fulfilment.DUE: ("none", "empty", _l("Due")),
    Fulfilment.UNANSWERED: ("none", "send", _l("Not accepted yet")),
    Fulfilment.PARTLY_MET: ("warn", "half", _l("In part")),
    Fulfilment.MET: ("good", "done", _l("Met")),
    Fulfilment.DROPPED: ("none", "no", _l("Not pursued")),
}
"""Tone, icon and label of each fulfilment."""
_ENDED = _l("It is no longer in force. If the cooperation continues, it needs a new agreement.")
_ENDED_TACITLY = _l("It goes on by itself for another term unless a party objected.")
RENEWAL_NOTICES = {
    Renewal.NEVER: _l("It is not renewed. Finish what is still open before that day."),
    Renewal.EXPRESS: _l(
        "It goes on only if all parties agree in writing. Please say whether your side wants to renew it."
    ),
    Renewal.TACIT: _l(
        "It is renewed automatically unless a party objects. Please say so now if your side does not want that."
    ),
}
"""What the parties must do before the end, by kind of renewal."""
STEPS = {
    Stage.DRAFT: _l("Back to draft"),
    Stage.REVIEW: _l("Send for review"),
    Stage.NEGOTIATION: _l("Begin the negotiation"),
    Stage.OUT_FOR_SIGNATURE: _l("Send out for signature"),
}
"""Labels of the acts that move an agreement to a stage before signature."""


def party_name(position: int) -> str:
    """Return the name of the party at a position in the text: "Pihak Kesatu"."""
    return str(SIDES[position - 1]) if position <= len(SIDES) else _("Party %(number)s", number=position)


def fulfilment_mark(found: Fulfilment, due: date, *, soon: bool = False) -> Any:
    """Return the badge of a fulfilment; a commitment that is due `soon` gets the tone of a warning."""
    tone, drawing, word = FULFILMENTS[found]
    if found is Fulfilment.DUE:
        tone, drawing = ("warn", "clock") if soon else (tone, drawing)
        return badge_of(tone, drawing, _("Due %(day)s", day=_day_and_month(due)))
    return badge_of(tone, drawing, word)


def late_mark(due: date) -> Any:
    """Return the badge with the number of days since a due date."""
    days = (today() - due).days
    return badge_of("bad", "late", ngettext("%(num)d day late", "%(num)d days late", days))


def _day_and_month(day: date) -> str:
    return _written(day, "d MMM" if day.year == today().year else "d MMM y", language())


def _written(day: date, pattern: str, locale: str) -> str:
    return str(format_date(day, pattern, locale=locale))


def name_of(agreement: Agreement) -> str:
    """Return the name of an agreement with its kind: "Perjanjian Kerja Sama: Data Kualitas Udara"."""
    return f"{KINDS[agreement.kind]}: {agreement.title}"


def relation_label(agreement: Agreement, other: Relative) -> str:
    """Return the label of the relation of `other` to `agreement`."""
    return str(RELATIONS[relation(agreement, other)])


def renewal_notice(agreement: Agreement) -> str:
    """Return what the parties must do before an agreement ends, or once it has ended."""
    if agreement.expires_on and agreement.expires_on < today():
        return str(_ENDED_TACITLY if agreement.renewal is Renewal.TACIT else _ENDED)
    return str(RENEWAL_NOTICES[agreement.renewal])


def next_stage(agreement: Agreement) -> Stage | None:
    """Return the next stage in the usual order, or None if the agreement is signed or ended."""
    if not agreement.is_being_made:
        return None
    return (*MAKING, Stage.SIGNED)[MAKING.index(agreement.stage) + 1]


def other_stages(agreement: Agreement) -> list[Stage]:
    """Return the other stages before signature to which an agreement may move, in order."""
    return [stage for stage in MAKING if stage in MOVES[agreement.stage] and stage is not next_stage(agreement)]


JOINED_DASH = "\N{WORD JOINER}–\N{WORD JOINER}"
"""A dash without line breaks around it."""


def quarter_names() -> list[str]:
    """Return the months of the four quarters, such as "Jan–Mar", in the language of the reader."""
    return _quarters(language())


def _quarters(locale: str) -> list[str]:
    first = ((1, 3), (4, 6), (7, 9), (10, 12))
    names = get_month_names("abbreviated", locale=locale)
    return [f"{names[begin]}{JOINED_DASH}{names[end]}" for begin, end in first]


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        agreement_kind=KINDS.__getitem__,
        agreement_kinds=lambda: [(kind.value, word) for kind, word in KINDS.items()],
        stage_choices=lambda: [(value, it.word) for value, it in STATUS_LABELS["agreement"].items()],
        validity_choices=lambda: [(value, it.word) for value, it in STATUS_LABELS["term"].items()],
        relation_label=relation_label,
        renewal_notice=renewal_notice,
        next_stage=next_stage,
        other_stages=other_stages,
        quarter_names=quarter_names,
        agreement_step=STEPS.__getitem__,
        renewal_label=RENEWALS.__getitem__,
        frequency_label=FREQUENCIES.__getitem__,
        document_kind=DOCUMENT_KINDS.__getitem__,
        classification_label=CLASSIFICATIONS.__getitem__,
        party_name=party_name,
        fulfilment_mark=fulfilment_mark,
        late_mark=late_mark,
    )
