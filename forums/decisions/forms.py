"""Forms for the wording of a decision, and for the commitment that implements it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Self
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as Part
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, NumberRange, ValidationError
from wtforms.validators import Optional as Empty

from app.accounts.models import Person
from app.circles.queries import seats_on
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.web.forms import (
    MAX_LINE_LENGTH,
    Day,
    Form,
    Number,
    Paragraphs,
    TextField,
    as_field_error,
    identity,
    options,
    required,
)
from commitments.registry.actions import Proposal, check_due, check_verifier
from forums.agenda.queries import in_order
from forums.attendance.queries import NamedSeat, seats_that_came
from forums.decisions.actions import Wording
from forums.decisions.labels import VOTE_CHOICES
from forums.decisions.models import Decision
from forums.decisions.rules import Counts, PartyVote, VoteChoice
from forums.scheduling.labels import DECISION_RULES
from forums.scheduling.models import DecisionRule, Forum, Participant, Session
from forums.scheduling.queries import participants

WAYS = options((rule.value, word) for rule, word in DECISION_RULES.items())
CHOICES = [(choice.value, word) for choice, word in VOTE_CHOICES.items()]
MOST_VOTES = 500
CHOSEN = [DataRequired(_l("Choose an organisation"))]
COUNT = NumberRange(0, 10_000, _l("Write a number of votes"))


class PartyVoteForm(Part):  # type: ignore[misc]
    """The vote of a party on a decision."""

    ids = {"seat": "a seat that was present in the session"}

    seat = SelectField(_l("Party"), [DataRequired()], coerce=identity, validate_choice=False)
    choice = SelectField(_l("Vote"), choices=options([("", _l("Not recorded")), *CHOICES]))
    dissent = Paragraphs(_l("Objection in its own words"), [Empty()], max_length=2000)

    def validate_choice(self, field: SelectField) -> None:
        """Refuse an objection of a party whose vote is not recorded."""
        if self.dissent.data and not field.data:
            raise ValidationError(_("Choose how the party voted"))

    def validate_dissent(self, field: Paragraphs) -> None:
        """Refuse an objection of a party that voted in favour."""
        if field.data and self.choice.data == VoteChoice.FOR.value:
            raise ValidationError(_("A party that voted for the decision does not object to it"))

    def vote(self) -> PartyVote:
        """Return the vote entered."""
        return PartyVote(self.seat.data, VoteChoice(self.choice.data), self.dissent.data or "")


class DecisionForm(Form):
    """The wording of a decision, and how it was taken."""

    text = Paragraphs(_l("Decision"), required(_l("Write what was decided")))
    how = RadioField(_l("How was it taken?"), choices=WAYS)
    votes_for = Number(_l("Votes for"), [Empty(), COUNT])
    votes_against = Number(_l("Votes against"), [Empty(), COUNT])
    abstentions = Number(_l("Abstentions"), [Empty(), COUNT])
    votes = FieldList(
        FormField(PartyVoteForm),
        _l("Votes of the parties"),
        max_entries=MOST_VOTES,
        description=_l("The numbers follow from them: leave those empty then."),
    )
    conditions = Paragraphs(
        _l("Conditions"), [Empty()], description=_l("What must hold, or must be done first, for the decision to apply")
    )
    basis = Paragraphs(_l("Basis"), [Empty()], description=_l("A rule, a finding, or the discussion that it rests on"))
    dissent = Paragraphs(_l("Objections"), [Empty()], description=_l("Who objected, and why. Empty when nobody did."))

    @classmethod
    def of(cls, decision: Decision) -> DecisionForm:
        """Return the form, pre-filled from a decision; without the numbers that follow from the votes of parties."""
        names = ("text", "conditions", "basis", "dissent", *(() if decision.votes else Counts._fields))
        given = [
            {"seat": vote.seat_id, "choice": vote.choice.value, "dissent": vote.dissent}
            for vote in decision.votes_in_order
        ]
        return cls(how=decision.how.value, votes=given, **{name: getattr(decision, name) for name in names})

    seats: Mapping[UUID, str] = {}
    """The names of the parties that can vote, by seat id."""

    def offer(self, seats: Iterable[NamedSeat]) -> Self:
        """Set the seats that can vote, and add a row for each that has none. Returns the form."""
        self.seats = {seat.id: seat.organisation for seat in seats}
        given = {entry.form.seat.data for entry in self.votes}
        for seat_id in self.seats:
            if seat_id not in given and len(self.votes) < MOST_VOTES:
                self.votes.append_entry({"seat": seat_id, "choice": "", "dissent": ""})
        for entry in self.votes:
            row, name = entry.form, self.seats.get(entry.form.seat.data, _("Unknown party"))
            row.choice.label.text = name
            row.dissent.label.text = _("Objection of %(name)s", name=name)
        return self

    def validate_votes(self, field: FieldList) -> None:
        """Refuse votes of parties that were not present, and a second vote of the same party."""
        named = [entry.form.seat.data for entry in field]
        if len(set(named)) < len(named):
            raise ValidationError(_("Name each party once"))
        if any(entry.form.choice.data and entry.form.seat.data not in self.seats for entry in field):
            raise ValidationError(_("Only parties that were present can vote"))

    def details(self) -> Wording:
        """Return the wording entered."""
        return Wording(
            text=self.text.data,
            how=DecisionRule(self.how.data),
            basis=self.basis.data or "",
            conditions=self.conditions.data or "",
            dissent=self.dissent.data or "",
            counts=Counts(self.votes_for.data, self.votes_against.data, self.abstentions.data),
            votes=tuple(entry.form.vote() for entry in self.votes if entry.form.choice.data),
        )


class RecordForm(DecisionForm):
    """A decision that is being recorded. Without a quorum it needs a confirmation with a reason."""

    without_quorum = BooleanField(_l("Decided without a quorum"))
    no_quorum_reason = Paragraphs(_l("Why without a quorum?"), [Empty()], max_length=1000)

    def confirmation(self) -> str | None:
        """Return the reason for deciding without a quorum, or None if that is not confirmed."""
        return (self.no_quorum_reason.data or "") if self.without_quorum.data else None


class NewDecisionForm(RecordForm):
    """A new decision, with the agenda item it concerns."""

    ids = {"item": "an agenda item of the session"}

    item = SelectField(_l("Agenda item"), coerce=identity)

    @classmethod
    def of_session(cls, session: Session) -> NewDecisionForm:
        """Return the form for a session, with its forum's usual decision rule and the session's items."""
        form = cls(how=session.forum.decision_rule.value)
        items = [(item.id, item.title) for item in in_order(session.id)]
        form.item.choices = options([("", _("None")), *items])
        return form.offer(seats_that_came(session))


class SupersedeForm(Form):
    """The earlier decisions that a decision supersedes."""

    ids = {"supersedes": "an earlier decision of the same forum"}

    supersedes = SelectMultipleField(_l("It supersedes"), [Empty()], coerce=identity)

    offered: Sequence[Decision] = ()
    decision_id: UUID | None = None

    @classmethod
    def of(cls, decision: Decision, offered: Sequence[Decision]) -> SupersedeForm:
        """Return the form with the decisions that can be chosen; those that it supersedes already are chosen."""
        form = cls(supersedes=[one.id for one in offered if one.superseded_by_id == decision.id])
        form.offered, form.decision_id = offered, decision.id
        form.supersedes.choices = [(one.id, f"{one.code} · {shortened(one.text)}") for one in offered]
        return form

    def chosen(self) -> list[Decision]:
        """Return the decisions chosen."""
        wanted = set(self.supersedes.data or ())
        return [one for one in self.offered if one.id in wanted]

    def released(self) -> list[Decision]:
        """Return the decisions that it supersedes so far and that are not chosen any more."""
        wanted = set(self.supersedes.data or ())
        return [one for one in self.offered if one.superseded_by_id == self.decision_id and one.id not in wanted]


class CommitmentForm(Form):
    """A commitment that implements a decision. Organisations are those with a seat in the forum."""

    ids = {
        "responsible": "an organisation with a seat in the forum",
        "responsible_person": "a person",
        "verifier": "an organisation with a seat in the forum",
    }

    title = TextField(_l("Text of the commitment"), required(_l("Write what is promised")))
    responsible = SelectField(_l("Responsible"), CHOSEN, coerce=identity)
    responsible_person = SelectField(_l("Contact person"), [Empty()], coerce=identity)
    due = Day(_l("Due date"), required(_l("Write the due date")), description=_l("For example 11 December 2026"))
    verifier = SelectField(
        _l("Verifier"), CHOSEN, coerce=identity, description=_l("Never the responsible organisation itself")
    )
    criteria = Paragraphs(
        _l("Acceptance criteria"),
        required(_l("Write how the verifier will know that it is done")),
        description=_l("One per line: what the verifier will look at"),
    )

    people: Mapping[UUID, Person] = {}
    """The participants of the forum by id, who can be chosen as contact person."""

    @classmethod
    def of(cls, forum: Forum, text: str, *, person: Person) -> CommitmentForm:
        """Return the form for a forum's seats and people, titled `text`, with the user's organisation as verifier."""
        seats = seats_on(forum.circle_id, today())
        organisations = [(seat.organisation.id, seat.organisation.name) for seat in seats]
        own = person.organisation_id if person.organisation_id in dict(organisations) else None
        form = cls(title=shortened(text), verifier=own)
        form.responsible.choices = form.verifier.choices = options([("", _("Choose an organisation")), *organisations])
        people = participants(forum.id)
        form.people = {one.person_id: one.person for one in people}
        choices = {one.person_id: _choice_of(one) for one in people}
        form.responsible_person.choices = [SelectChoice("", _("The organisation's focal point")), *choices.values()]
        return form

    def validate_due(self, field: Day) -> None:
        """Refuse a date in the past."""
        if field.data:
            with as_field_error():
                check_due(field.data, today())

    def validate_verifier(self, field: SelectField) -> None:
        """Refuse the responsible organisation as its own verifier."""
        with as_field_error():
            check_verifier(field.data, self.responsible.data)

    def validate_responsible_person(self, field: SelectField) -> None:
        """Refuse a person of another organisation, and name those who can be chosen."""
        person, organisation_id = self.people.get(field.data), self.responsible.data
        if person is None or organisation_id is None or person.organisation_id == organisation_id:
            return
        own = [one.name for one in self.people.values() if one.organisation_id == organisation_id]
        if own:
            words = _("%(name)s is from another organisation. Choose %(names)s", name=person.name, names=", ".join(own))
        else:
            words = _("%(name)s is from another organisation. Choose the focal point instead", name=person.name)
        raise ValidationError(words)

    def details(self, decision: Decision) -> Proposal:
        """Return the proposal entered, in the circle and language of the decision."""
        person_id = self.responsible_person.data
        return Proposal(
            circle=decision.forum.circle,
            title=self.title.data,
            criteria=self.criteria.data,
            responsible=db.session.get_one(Organisation, self.responsible.data),
            responsible_person=db.session.get(Person, person_id) if person_id else None,
            verifier=db.session.get_one(Organisation, self.verifier.data),
            due=self.due.data,
            language=decision.language,
        )


def _choice_of(participant: Participant) -> SelectChoice:
    """Return a participant as an option that is shown while their organisation is the responsible one."""
    person, name = participant.person, participant.seat.organisation.label
    of = {"data-of": str(person.organisation_id)}
    return SelectChoice(str(person.id), f"{person.name}, {name}", render_kw=of)


def shortened(text: str) -> str:
    """Return a text as one line, shortened to fit a title."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_LINE_LENGTH else line[: MAX_LINE_LENGTH - 1].rstrip() + "…"
