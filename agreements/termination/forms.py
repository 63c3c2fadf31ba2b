"""The form that terminates an agreement and settles its open commitments."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, RadioField, SelectField
from wtforms import Form as Part
from wtforms.validators import InputRequired

from agreements.termination.actions import Settled, Settlement
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required
from commitments.registry.models import Commitment

SETTLEMENTS = {
    Settlement.CARRIED: _l("Carried through: stays until it is delivered"),
    Settlement.CANCELLED: _l("Cancelled"),
    Settlement.SUPERSEDED: _l("Superseded: another agreement or commitment takes its place"),
}
MOST = 2000


class SettlementForm(Part):  # type: ignore[misc]
    """What becomes of one open commitment."""

    ids = {"commitment": "an open commitment of the agreement"}

    shown: Commitment | None = None
    commitment = SelectField(_l("Commitment"), [InputRequired()], coerce=identity)
    outcome = RadioField(
        _l("What becomes of it"),
        [InputRequired(_l("Choose what becomes of it"))],
        choices=options((one.value, word) for one, word in SETTLEMENTS.items()),
    )
    note = TextField(_l("Why, or what takes its place"), max_length=500)


class TerminationForm(Form):
    """The last day in force, the reason, and what becomes of each open commitment."""

    last_day = Day(_l("Last day"), required(_l("Write the last day in force")))
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))
    settled = FieldList(FormField(SettlementForm), _l("Open commitments"), max_entries=MOST)

    def offer(self, commitments: Sequence[Commitment]) -> None:
        """Add a row for each open commitment without one, and name them."""
        known: dict[UUID | None, Commitment] = {one.id: one for one in commitments}
        choices = options([(str(one.id), one.code) for one in commitments])
        for entry in self.settled:
            entry.form.commitment.choices = choices
        there = {entry.form.commitment.data for entry in self.settled}
        for one in commitments:
            if one.id not in there:
                self.settled.append_entry({"commitment": one.id}).form.commitment.choices = choices
        for entry in self.settled:
            entry.form.shown = known.get(entry.form.commitment.data)

    def settlements(self) -> dict[UUID, Settled]:
        """Return the settlements by commitment id."""
        rows = (entry.form for entry in self.settled)
        return {
            row.commitment.data: Settled(outcome=Settlement(row.outcome.data), note=row.note.data or "") for row in rows
        }
