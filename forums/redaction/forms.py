"""Forms for marks and for the refusal of a redaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, SelectMultipleField
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.accounts.models import Person
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required
from forums.minutes.published import Mentioned
from forums.redaction.labels import BASES
from forums.redaction.models import LegalBasis
from forums.redaction.rules import Mark, MarkablePart

MOST_PARTS = 2000


class MarkForm(wtforms.Form):  # type: ignore[misc]
    """What is withheld of one part; nothing if no sentence is chosen."""

    known: MarkablePart | None = None
    """The part in the minutes."""
    part = TextField(
        _l("Part"),
        required(_l("Choose one from the list")),
        description=_l("“passage:”, “decision:” or “title:”, followed by its id in the approved content"),
    )
    sentences = SelectMultipleField(
        _l("Sentences"),
        coerce=int,
        validate_choice=False,
        description=_l("The sentences to withhold, counted from 0; only 0 for a decision or a title"),
    )
    basis = SelectField(
        _l("Basis"), choices=options([("", _l("Choose a basis")), *((b.value, w) for b, w in BASES.items())])
    )
    other_basis = TextField(_l("Other basis"), [Empty()], description=_l("If none of the list applies"))
    until = Day(_l("Until"), [Empty()], description=_l("The last day; without one it stays withheld"))
    instead = TextField(_l("What the public reads instead"), [Empty()], max_length=300)

    def validate_part(self, _field: TextField) -> None:
        """Reject a part that the minutes do not have."""
        if self.known is None:
            raise ValidationError(_("The minutes have no such part"))

    def validate_sentences(self, field: SelectMultipleField) -> None:
        """Reject a sentence that the part does not have."""
        if self.known and any(not 0 <= one < len(self.known.sentences) for one in field.data or ()):
            raise ValidationError(_("The minutes have no such sentence"))

    def mark(self) -> Mark:
        """Return the mark."""
        return Mark(
            part=self.part.data,
            sentences=tuple(sorted(set(self.sentences.data or ()))),
            basis=self.basis.data or None,
            other_basis=self.other_basis.data or "",
            until=self.until.data,
            instead=self.instead.data or "",
        )


class MarksForm(Form):
    """What the public does not read of minutes: saved as a draft, or with `ask` sent to another person for approval."""

    ids = {"approver": "a coordinator or the chair of the forum, but not the user"}

    marks = FieldList(FormField(MarkForm), _l("Parts"), max_entries=MOST_PARTS)
    kept = SelectMultipleField(_l("Names that stay"))
    reason = Paragraphs(
        _l("Why a new edition?"),
        [Empty()],
        max_length=1000,
        description=_l("It replaces the one that is published now"),
    )
    ask = BooleanField(_l("Ask for approval"))
    approver = SelectField(
        _l("Who approves"),
        coerce=identity,
        description=_l(
            "Another coordinator, or the chair of the forum. The person who marks them cannot approve them."
        ),
    )

    def offer(
        self, parts: Mapping[str, MarkablePart], mentioned: Sequence[Mentioned], approvers: Sequence[Person]
    ) -> None:
        """Set the parts, names and approvers that can be chosen."""
        for entry in self.marks:
            entry.form.known = parts.get(entry.form.part.data)
        self.kept.choices = options((one.name, one.name) for one in mentioned)
        people = ((str(one.id), f"{one.name}, {one.organisation.label}") for one in approvers)
        self.approver.choices = options([("", _("Choose a person")), *people])

    withheld_too = ""
    """The part of the sentence that a hint withheld."""

    def also_withhold(self, chosen: str) -> None:
        """Withhold the sentence that a hint names, such as "passage:… 3"; ignored if there is none."""
        key, _space, place = chosen.rpartition(" ")
        for row in (entry.form for entry in self.marks):
            if key and row.part.data == key and place.isdecimal():
                row.sentences.data = sorted({*(row.sentences.data or ()), int(place)})
                self.withheld_too = key

    def validate_marks(self, field: FieldList) -> None:
        """Reject duplicate parts and, if approval is requested, incomplete marks."""
        chosen = [entry.form for entry in field if entry.form.sentences.data]
        if len({one.part.data for one in chosen}) < len(chosen):
            raise ValidationError(_("Name each part once"))
        if self.ask.data and any([not _is_complete(one) for one in chosen]):  # noqa: C419 - all show what is missing
            raise ValidationError(_("Complete the marked parts before you ask for approval"))

    def validate_approver(self, field: SelectField) -> None:
        """Require a person if approval is requested."""
        if self.ask.data and not field.data:
            raise ValidationError(_("Choose who approves"))

    def details(self) -> list[Mark]:
        """Return the marks entered."""
        return [mark for mark in self._all() if mark.sentences]

    def _all(self) -> Iterator[Mark]:
        yield from (entry.form.mark() for entry in self.marks)


def _is_complete(row: MarkForm) -> bool:
    """Whether a row has all that an approval needs; otherwise its fields show what is missing."""
    missing: dict[Any, str] = {}
    if not row.basis.data:
        missing[row.basis] = _("Choose a basis to withhold this, or clear the tick")
    if row.basis.data == LegalBasis.OTHER.value and not row.other_basis.data:
        missing[row.other_basis] = _("Write the basis")
    if not row.instead.data:
        missing[row.instead] = _("Write what the public reads instead")
    for field, message in missing.items():
        field.errors = [*field.errors, message]
    return not missing


class RefuseForm(Form):
    """The reason for refusing a redaction."""

    reason = Paragraphs(
        _l("Reason"),
        required(_l("Write the reason")),
        max_length=1000,
        description=_l("The person who marked the parts reads it."),
    )
