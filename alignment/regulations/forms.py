"""Forms of regulations, their relations and revisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import URL, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from alignment.regulations.actions import Details
from alignment.regulations.labels import LEVELS, RELATIONS, STAGES
from alignment.regulations.models import Regulation, Revision
from alignment.regulations.rules import PIPELINE, Level, RelationKind, RevisionStage, stages_after
from app.circles.models import Circle
from app.clock import today
from app.database import db
from app.files.models import StoredFile
from app.organisations.models import Organisation
from app.web.fields import OrganisationField
from app.web.forms import Day, Form, Number, Paragraphs, TextField, identity, options, required

NOBODY = _l("Nobody who is known here")
PLANNED = PIPELINE[1:]
"""The stages that can be planned when a revision begins."""
OUTCOMES = {
    RelationKind.AMENDS: _l("A new regulation amends this one"),
    RelationKind.REPEALS: _l("A new regulation repeals this one"),
}


class RegulationForm(Form):
    """What is known of a regulation."""

    version = HiddenField()
    level = SelectField(
        _l("Level"), choices=options((level.value, label) for level, label in LEVELS.items()), default=Level.LAW.value
    )
    number = TextField(
        _l("Number"), required(_l("Write the number")), max_length=60, description=_l("Without the year, such as 95")
    )
    year = Number(
        _l("Year"),
        [InputRequired(_l("Write the year")), NumberRange(1900, 2199, _l("Write the year with four digits"))],
    )
    title = TextField(_l("Title"), required(_l("Write what it is about")), max_length=300)
    subject = TextField(_l("What it regulates"), [Empty()], max_length=300, description=_l("In a few words"))
    issuer = TextField(
        _l("Who can revise it"), [Empty()], max_length=160, description=_l("The office, such as Head of the Agency")
    )
    issuing = OrganisationField(_l("Organisation of this office"), [Empty()], empty=NOBODY)
    consulted = TextField(_l("Whose opinion a revision needs"), [Empty()], max_length=300)
    url = TextField(
        _l("Address of the text"),
        [Empty(), URL(message=_l("Write a whole address, beginning with https://"))],
        max_length=500,
    )
    file = FileField(_l("Text as a file"), description=_l("A PDF or an office document"))
    repealed_on = Day(_l("Repealed since"), [Empty()])

    def details(self, file: StoredFile | None) -> Details:
        """Return what was entered, with the text that was stored."""
        return Details(
            file=file,
            level=Level(self.level.data),
            number=self.number.data,
            year=self.year.data,
            title=self.title.data,
            subject=self.subject.data or "",
            issuing=organisation(self.issuing.data),
            issuer=self.issuer.data or "",
            consulted=self.consulted.data or "",
            url=self.url.data or "",
            repealed_on=self.repealed_on.data,
        )

    @classmethod
    def of(cls, regulation: Regulation) -> RegulationForm:
        """Return the form with what is known of a regulation."""
        own = ("number", "year", "title", "subject", "issuer", "consulted", "url", "repealed_on", "version")
        known = {name: getattr(regulation, name) for name in own}
        return cls(level=regulation.level.value, issuing=regulation.issuer_id, **known)

    @classmethod
    def after(cls, regulation: Regulation) -> RegulationForm:
        """Return the form for a regulation that follows another one: same level, subject and office."""
        same = {name: getattr(regulation, name) for name in ("title", "subject", "issuer", "consulted")}
        return cls(level=regulation.level.value, issuing=regulation.issuer_id, year=today().year, **same)


class RelateForm(Form):
    """What a regulation is to an earlier one."""

    ids = {"other": "an earlier regulation"}

    kind = RadioField(
        _l("This regulation …"),
        [InputRequired(_l("Choose one of these"))],
        choices=options((kind.value, label) for kind, label in RELATIONS.items()),
        default=RelationKind.DERIVES_FROM.value,
    )
    other = SelectField(_l("Which regulation?"), [InputRequired(_l("Choose a regulation"))], coerce=identity)
    on = Day(_l("Repealed since"), [Empty()], description=_l("Only if this regulation repeals the other one"))

    def offer(self, choices: Sequence[tuple[str, str]], own: UUID) -> None:
        """Set the regulations that can be chosen."""
        others = [pair for pair in choices if pair[0] != str(own)]
        self.other.choices = options([("", _l("Choose a regulation")), *others])


class ReasonForm(Form):
    """Why a mark is set or lifted, or a revision is abandoned. `version` is that of the revision."""

    version = HiddenField()
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")), max_length=1000, render_kw={"rows": 3})


class PlanFields(Form):
    """For when stages are planned, and who has the revision in hand."""

    holder = OrganisationField(_l("Who has it in hand"), [Empty()], empty=NOBODY)
    drafted = Day(STAGES[RevisionStage.DRAFTED], [Empty()])
    legal_review = Day(STAGES[RevisionStage.LEGAL_REVIEW], [Empty()])
    enacted = Day(STAGES[RevisionStage.ENACTED], [Empty()])
    in_force = Day(STAGES[RevisionStage.IN_FORCE], [Empty()])

    def planned(self) -> dict[RevisionStage, Any]:
        """Return the planned day of each stage."""
        return {stage: self[stage.value].data for stage in PLANNED if stage.value in self}


class BeginForm(PlanFields):
    """A revision that begins."""

    title = TextField(_l("What is revised"), required(_l("Write what is revised")))
    on = Day(_l("Proposed on"), required(_l("Write the day")), past=True, default=today)


class PlanForm(PlanFields):
    """The holder and the planned days of a revision that goes on."""

    version = HiddenField()

    @classmethod
    def of(cls, revision: Revision) -> PlanForm:
        """Return the form for the stages that the revision has still to enter."""
        days = {step.stage.value: step.planned_on for step in revision.steps}
        form = cls(holder=revision.holder_id, version=revision.version, data=days)
        ahead = stages_after(revision.stage)
        for stage in PLANNED:
            if stage not in ahead:
                del form[stage.value]
        return form


class AdvanceForm(Form):
    """The day on which the next stage was entered, and what followed if it is in force."""

    version = HiddenField()
    on = Day(_l("Entered on"), required(_l("Write the day")), past=True, default=today)
    outcome = RadioField(
        _l("What came of it?"),
        [Empty()],
        choices=options([("", _l("No new regulation")), *((kind.value, label) for kind, label in OUTCOMES.items())]),
        default="",
    )


class NamedForm(Form):
    """The regulations that a decision names."""

    ids = {"regulations": "a regulation"}

    seen = HiddenField()
    regulations = SelectMultipleField(_l("Regulations"), [Empty()], coerce=identity)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Set the regulations that can be chosen."""
        self.regulations.choices = options(choices)


class PlaceForm(Form):
    """The forums and agreements that work under a regulation."""

    ids = {"circles": "the circle of a forum or an agreement"}

    version = HiddenField()
    circles = SelectMultipleField(_l("Forums and agreements"), [Empty()], coerce=identity)

    def offer(self, circles: Sequence[Circle]) -> None:
        """Set the circles that can be chosen."""
        self.circles.choices = options((str(one.id), one.name) for one in circles)


def organisation(organisation_id: UUID | None) -> Organisation | None:
    """Return the organisation that was chosen, or None."""
    return db.session.get_one(Organisation, organisation_id) if organisation_id else None
