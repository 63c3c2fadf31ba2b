"""Forms of competences, levels and training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from alignment.capacity.actions import Filled, Purpose
from alignment.capacity.labels import LEVELS, SCORES
from alignment.capacity.models import Competence
from alignment.capacity.queries import MOST_COMPETENCES
from alignment.capacity.rows import LevelRow, PresentRow, SkillsBarrier
from app.calendars.recurrence import find_zone, to_instant
from app.web.forms import Clock, Day, Form, Number, Paragraphs, TextField, identity, options, required
from app.web.i18n import short_day
from forums.scheduling.labels import session_name
from forums.scheduling.models import Forum, Session

_LEVELS = [(str(level), _l("%(number)s: %(words)s", number=level, words=label)) for level, label in LEVELS.items()]
_SCORES = [(str(score), _l("%(number)s: %(words)s", number=score, words=label)) for score, label in SCORES.items()]
NEW = "new:"
"""The beginning of the value of a new session; the id of its forum follows."""


class CompetenceForm(Form):
    """The name of a competence and its place in the list."""

    version = HiddenField()
    name = TextField(_l("Competence"), required(_l("Write the name of the competence")), max_length=120)
    position = Number(
        _l("Place in the list"), [Empty(), NumberRange(1, 999)], description=_l("Without one it comes last")
    )
    archived = BooleanField(_l("Archived"), description=_l("It is no longer asked for; levels are kept"))


class LevelForm(PlainForm):  # type: ignore[misc]
    """The level of one competence."""

    ids = {"competence_id": "a competence"}

    competence_id = SelectField(_l("Competence"), coerce=identity, validate_choice=False)
    needed = SelectField(_l("Needed"), choices=options([("", _l("not filled in")), *_LEVELS]), default="")
    held = SelectField(_l("There is"), choices=options([("", _l("not filled in")), *_LEVELS]), default="")


class FillForm(Form):
    """The levels of an organisation; coordinators who record them on its behalf say how they know."""

    seen = HiddenField()
    levels = FieldList(FormField(LevelForm), _l("Levels"), max_entries=MOST_COMPETENCES)
    source = TextField(
        _l("How do you know?"),
        max_length=300,
        description=_l("For example: by telephone from the focal point, 24 November"),
    )

    def offer(self, known: Sequence[Competence], levels: Mapping[tuple[UUID, UUID], LevelRow], own: UUID) -> None:
        """Show the levels of the organisation `own` as they are."""
        for one in () if self.is_submitted() else known:
            level = levels.get((own, one.id))
            now = {"needed": str(level.needed), "held": str(level.held)} if level else {}
            self.levels.append_entry({"competence_id": one.id, **now})

    def filled(self) -> list[Filled]:
        """Return the rows in which something was chosen."""
        rows = [entry.form for entry in self.levels if entry.form.needed.data or entry.form.held.data]
        return [Filled(row.competence_id.data, _level(row.needed.data), _level(row.held.data)) for row in rows]


class AskForm(Form):
    """Asks all organisations for their levels."""


class PurposeForm(Form):
    """What a session teaches."""

    ids = {"competence": "a competence", "barrier": "an open barrier of missing skills; empty for none"}

    version = HiddenField()
    competence = SelectField(_l("Competence"), [InputRequired(_l("Choose a competence"))], coerce=identity)
    seats = Number(_l("Seats"), [Empty(), NumberRange(1, 10_000)], description=_l("Leave empty if there is no limit"))
    barrier = SelectField(_l("Answers the barrier"), coerce=identity)

    def offer(
        self, known: Sequence[Competence], barriers: Sequence[SkillsBarrier], own: tuple[UUID, str] | None = None
    ) -> None:
        """Set the competences and barriers that can be chosen; `own` is the barrier that was chosen before."""
        named_competences = [(str(one.id), one.name) for one in known]
        self.competence.choices = options([("", _l("Choose a competence")), *named_competences])
        named = {one.id: one.title for one in barriers} | dict([own] if own else [])
        self.barrier.choices = options([("", _l("none")), *((str(key), title) for key, title in named.items())])

    def purpose(self) -> Purpose:
        """Return what was submitted."""
        return Purpose(self.competence.data, self.seats.data, self.barrier.data)


class PlanForm(PurposeForm):
    """What is taught and in which session: a planned one, or a new one for which day and time are given."""

    ids = {**PurposeForm.ids, "session": 'a planned session, or "new:" and the id of a training forum'}

    session = SelectField(_l("Session"), [InputRequired(_l("Choose a session"))])
    title = TextField(_l("Title of a new session"), max_length=200)
    day = Day(_l("Day of a new session"), [Empty()])
    time = Clock(_l("Starts at"), [Empty()])

    def offer_sessions(self, forums: Sequence[Forum], planned: Sequence[Session]) -> None:
        """Set the sessions that can be chosen."""
        self.forums = {f"{NEW}{one.id}": one for one in forums}
        named = [
            (str(one.id), f"{one.forum.name}, {session_name(one)}, {short_day(one.starts_at, one.timezone)}")
            for one in planned
        ]
        new = [(key, _("A new session of %(forum)s", forum=one.name)) for key, one in self.forums.items()]
        self.session.choices = options([("", _l("Choose a session")), *named, *new])

    def new_in(self) -> Forum | None:
        """Return the forum of a new session, or None for a planned one."""
        return self.forums.get(self.session.data)

    def starts_at(self, zone: str) -> datetime | None:
        """Return the start of a new session, or None if day or time are missing."""
        if not self.day.data or not self.time.data:
            return None
        return to_instant(datetime.combine(self.day.data, self.time.data), find_zone(zone))


class RaiseForm(Form):
    """The organisations on the attendance list whose level rises by one."""

    ids = {"organisations": "an organisation whose people came; empty for one's own"}

    organisations = SelectMultipleField(_l("Organisations that rise one level"), coerce=identity)
    source = FillForm.source

    def offer(self, rows: Sequence[PresentRow]) -> None:
        """Set the organisations that can be chosen."""
        self.organisations.choices = options((str(one.id), one.name) for one in rows)


class EvaluationForm(Form):
    """What a participant thinks of a training."""

    score = RadioField(
        _l("How useful was it for your work?"),
        [InputRequired(_l("Choose one"))],
        choices=options(_SCORES),
    )
    words = Paragraphs(_l("What should be different?"), max_length=1000)


def _level(value: str) -> int | None:
    return int(value) if value else None
