"""Forms of barriers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from alignment.barriers.actions import Entry, Hindered, Wording
from alignment.barriers.models import Barrier
from alignment.regulations.models import Regulation
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.web.fields import OrganisationField
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required
from commitments.blockers.models import Blocker, BlockerKind
from commitments.status_labels import BARRIERS
from forums.scheduling.models import Forum

LONGEST_TITLE = 160


class WordingForm(Form):
    """What is written of a barrier."""

    title = TextField(
        _l("What stands in the way?"),
        required(_l("Say in a few words what stands in the way")),
        max_length=LONGEST_TITLE,
    )
    kind = SelectField(_l("Kind of barrier"), choices=options((one.value, word) for one, word in BARRIERS.items()))
    text = Paragraphs(_l("What it causes"), [Empty()], max_length=2000)
    since = Day(_l("Since"), required(_l("Say since which day")), default=today, past=True)

    def wording(self) -> Wording:
        """Return what was written."""
        kind = BlockerKind(self.kind.data)
        return Wording(kind=kind, title=self.title.data, text=self.text.data or "", since=self.since.data)


class BarrierForm(WordingForm):
    """A barrier, and who can remove it."""

    ids = {"owner": "an organisation"}

    owner = OrganisationField(_l("Who can remove it?"), [Empty()], empty=_l("Not known yet"))
    owner_office = TextField(
        _l("Which office of it?"), [Empty()], max_length=LONGEST_TITLE, description=_l("For example Head of the agency")
    )

    def entry(self) -> Entry:
        """Return the barrier entered."""
        return Entry(
            **asdict(self.wording()),
            owner=db.session.get(Organisation, self.owner.data) if self.owner.data else None,
            owner_office=self.owner_office.data or "",
        )


class CorrectionForm(WordingForm):
    """What is written of a barrier, corrected."""

    version = HiddenField()


def written(barrier: Barrier) -> dict[str, Any]:
    """Return what is written of a barrier, as the values of a form."""
    return {"title": barrier.title, "kind": barrier.kind.value, "text": barrier.text, "since": barrier.since}


class EntryForm(BarrierForm):
    """A barrier that did not arise from a commitment, and the forum whose people alone may know of it."""

    ids = {"owner": "an organisation", "circle": "the circle of a forum; empty: everyone who is signed in"}

    circle = SelectField(_l("Who may read it?"), [Empty()], coerce=identity)

    def offer(self, forums: Sequence[Forum]) -> None:
        """Set the forums that can be chosen."""
        named = ((str(one.circle_id), _("Those of %(forum)s", forum=one.name)) for one in forums)
        self.circle.choices = options([("", _("Everyone who is signed in")), *named])


def of_blocker(blocker: Blocker) -> dict[str, Any]:
    """Return the values with which the form of a barrier begins, from a blocker; its first line is the title."""
    first, _break, rest = blocker.text.partition("\n")
    return {
        "title": first.strip().rstrip(".")[:LONGEST_TITLE],
        "kind": blocker.kind.value,
        "text": blocker.text if rest or len(first) > LONGEST_TITLE else "",
        "owner": blocker.remover_id,
    }


class JoinForm(Form):
    """The barrier that explains the blocker of a commitment."""

    ids = {"barrier": "an open barrier of the circle of the commitment, or of no circle"}

    barrier = SelectField(_l("Barrier"), [InputRequired(_l("Choose a barrier"))], coerce=identity)

    def offer(self, barriers: Sequence[Barrier]) -> None:
        """Set the barriers that can be chosen."""
        self.barrier.choices = options((str(one.id), one.title) for one in barriers)


class OwnerForm(Form):
    """Who can remove a barrier."""

    ids = {"owner": "an organisation"}

    version = HiddenField()
    owner = OrganisationField(_l("Who can remove it?"), [Empty()], empty=_l("Not known yet"))
    owner_office = TextField(
        _l("Which office of it?"), [Empty()], max_length=LONGEST_TITLE, description=_l("For example Head of the agency")
    )


class EffectForm(Form):
    """What a barrier hinders: one of three."""

    ids = {"service": "a service", "commitment": "an open commitment", "agreement": "an agreement"}

    service = SelectField(_l("Service"), [Empty()], coerce=identity)
    commitment = SelectField(_l("Commitment"), [Empty()], coerce=identity)
    agreement = SelectField(_l("Agreement"), [Empty()], coerce=identity)
    part = TextField(_l("What of it?"), [Empty()], max_length=200)

    def offer(self, services: Iterable[Any], commitments: Iterable[Any], agreements: Iterable[Any]) -> None:
        """Set what can be chosen, from rows of id and names."""
        for field, rows in ((self.service, services), (self.commitment, commitments), (self.agreement, agreements)):
            field.choices = options([("", _("None")), *((str(key), " ".join(names)) for key, *names in rows)])

    def hindered(self) -> Hindered:
        """Return what was chosen."""
        return Hindered(
            service_id=self.service.data,
            commitment_id=self.commitment.data,
            agreement_id=self.agreement.data,
            part=self.part.data or "",
        )


class EffectCorrectionForm(Form):
    """What of a thing a barrier hinders, and since when."""

    version = HiddenField()
    part = TextField(_l("What of it?"), [Empty()], max_length=200)
    since = Day(_l("Since"), required(_l("Say since which day")), past=True)


class RegulationForm(Form):
    """The regulation that a barrier comes from."""

    ids = {"regulation": "a regulation; empty to remove the link"}

    version = HiddenField()
    regulation = SelectField(_l("Regulation"), [Empty()], coerce=identity)

    def offer(self, choices: Sequence[tuple[str, str]], present: Regulation | None) -> None:
        """Set the regulations that can be chosen, with the one that is linked at present among them."""
        own = (str(present.id), f"{present.citation} {present.title}") if present else None
        missing = [own] if own and own[0] not in dict(choices) else []
        self.regulation.choices = options([("", _("None")), *missing, *choices])


class DirectForm(Form):
    """A directive of leadership, and the forum that answers it."""

    ids = {"forum": "the forum of the barrier, or one that you may read"}

    text = Paragraphs(_l("Directive"), required(_l("Write the directive")), max_length=4000)
    forum = SelectField(_l("Which forum answers it?"), [InputRequired(_l("Choose a forum"))], coerce=identity)

    def offer(self, forums: Sequence[Forum]) -> None:
        """Set the forums that can be chosen."""
        self.forum.choices = options((str(one.id), one.name) for one in forums)


class ResolveForm(Form):
    """How a barrier was resolved."""

    ids = {"decision": "a decision that you may read"}

    version = HiddenField()
    how = Paragraphs(_l("How was it resolved?"), required(_l("Write how it was resolved")), max_length=1000)
    decision = SelectField(_l("By which decision?"), [Empty()], coerce=identity)

    def offer(self, decisions: Iterable[Any]) -> None:
        """Set the decisions that can be chosen, from rows of id, code and text."""
        named = ((str(key), f"{code} {text[:100]}") for key, code, text in decisions)
        self.decision.choices = options([("", _("None")), *named])


class ReopenForm(Form):
    """Why a barrier is open again."""

    reason = Paragraphs(_l("Why does it still hinder?"), required(_l("Write the reason")), max_length=1000)
