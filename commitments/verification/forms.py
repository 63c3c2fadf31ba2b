"""Forms of verdicts on deliveries."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, RadioField
from wtforms import Form as Part
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.web.forms import Form, Number, Paragraphs, options, required, value_of
from commitments.verification.actions import Found
from commitments.verification.labels import FINDINGS
from commitments.verification.rules import Finding

MOST_CRITERIA = 200
LONGEST_NOTE = 500


class FindingForm(Part):  # type: ignore[misc]
    """What the verifier found for one criterion."""

    criterion = Number(
        _l("Number of the criterion"),
        [InputRequired(), NumberRange(1, MOST_CRITERIA)],
        description=_l("The line in the acceptance criteria, from 1."),
    )
    finding = RadioField(
        _l("Finding"),
        [Empty()],
        choices=options((one.value, label.word) for one, label in FINDINGS.items()),
        coerce=value_of,
    )
    note = Paragraphs(_l("What is missing?"), [Empty()], max_length=LONGEST_NOTE)


class VerdictForm(Form):
    """The findings for the criteria, all or none of them, and a remark."""

    findings = FieldList(
        FormField(FindingForm),
        _l("Acceptance criteria"),
        max_entries=MOST_CRITERIA,
        description=_l("A finding for every criterion, or none: then the verdict stands by itself."),
    )
    reason = Paragraphs(_l("Reason, if partly met or returned"), [Empty()])

    def found(self) -> list[Found]:
        """Return the findings that were made."""
        return [
            Found(
                number=row.criterion.data,
                finding=Finding(row.finding.data),
                note=row.note.data or "",
            )
            for row in self.findings
            if row.finding.data
        ]

    def marked(self) -> dict[int, tuple[str | None, str]]:
        """Return the values of the rows by criterion, for the page: the finding, and the note."""
        return {row.criterion.data: (row.finding.data, row.note.data or "") for row in self.findings}


class ReasonedVerdictForm(VerdictForm):
    """A verdict that leaves something to be done, with a reason that the responsible party reads."""

    reason = Paragraphs(_l("Reason"), required(_l("Write what is missing, and what would be enough")))

    def fill_in(self, criteria: Sequence[str]) -> None:
        """Write the criteria that are not met into an empty reason, to be checked by the verifier."""
        if self.reason.data or self.findings.errors:
            return
        open_ones = [one for one in self.found() if one.finding is not Finding.MET and one.number <= len(criteria)]
        if open_ones:
            self.reason.data = "\n".join(
                f"{one.number}. {criteria[one.number - 1]}: {one.note or FINDINGS[one.finding].word}"
                for one in open_ones
            )
            self.reason.errors = [_("Filled in from the criteria that are not met. Check it, then send it")]
