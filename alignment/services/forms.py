"""Forms of services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from alignment.services.actions import ExchangeDetails, ServiceDetails, StepDetails
from alignment.services.labels import BUDGETS, CHANNELS, INTEGRATIONS, quarter_name
from alignment.services.models import DataExchange, RoadmapStep, Service
from alignment.services.rules import Budget, Channel, Integration, Quarter, quarter_of
from app.accounts.models import Person
from app.clock import today
from app.web.arguments import day_of, member_of
from app.web.fields import OrganisationField
from app.web.forms import Day, Form, Number, Paragraphs, TextField, identity, options, required
from commitments.registry.models import Commitment

OFFERED = 16
"""Number of quarters from the current one that can be chosen."""


class ServiceForm(Form):
    """What is written of a service besides its status."""

    ids = {"owner": "an organisation; for members of one, their own"}

    version = HiddenField()
    name = TextField(_l("Service"), required(_l("Write the name of the service")), max_length=160)
    owner = OrganisationField(_l("Organisation"), required(_l("Choose the agency")))
    channel = SelectField(
        _l("Channel"),
        [InputRequired(_l("Choose the channel"))],
        choices=options((one.value, words) for one, words in CHANNELS.items()),
        description=_l("Where people use it today"),
    )
    target = SelectField(
        _l("Integrated by"), choices=[], default="", description=_l("The quarter in which it is to be integrated")
    )
    budget = SelectField(
        _l("Who pays"),
        choices=options([("", _l("Not known yet")), *((one.value, words) for one, words in BUDGETS.items())]),
        default="",
    )
    budget_year = Number(_l("Budget year"), [Optional(), NumberRange(2000, 2100)])

    def offer(self, person: Person, service: Service | None = None) -> None:
        """Set the quarters and the organisations that can be chosen: for members of one their own alone."""
        self.target.choices = quarters(_l("No target yet"), service.target if service else None)
        if not person.is_coordinator:
            own = person.organisation
            self.owner.choices = options([(str(own.id), own.name)])

    def details(self) -> ServiceDetails:
        """Return what was written."""
        return ServiceDetails(
            name=self.name.data,
            owner_id=self.owner.data,
            channel=Channel(self.channel.data),
            budget=member_of(Budget, self.budget.data),
            budget_year=self.budget_year.data,
            target=quarter(self.target.data),
        )


class EntryForm(ServiceForm):
    """A new service with its status."""

    integration = SelectField(
        _l("Status"),
        [InputRequired(_l("Choose the status"))],
        choices=options((one.value, words) for one, words in INTEGRATIONS.items()),
        default=Integration.MANUAL.value,
    )
    since = Day(_l("Since"), required(_l("Write since when")), past=True, default=today)


class StatusForm(Form):
    """A status since a day."""

    version = HiddenField()
    integration = RadioField(
        _l("Status"),
        [InputRequired(_l("Choose the status"))],
        choices=options((one.value, words) for one, words in INTEGRATIONS.items()),
    )
    since = Day(_l("Since"), required(_l("Write since when")), past=True, default=today)
    note = Paragraphs(_l("What changed"), max_length=1000, render_kw={"rows": 3})


class ArchiveForm(Form):
    """Why a service counts no longer."""

    version = HiddenField()
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")), max_length=1000, render_kw={"rows": 3})


class ExchangeForm(Form):
    """A data exchange."""

    ids = {"giver": "an organisation", "receiver": "an organisation", "regulation": "a regulation; empty for none"}

    version = HiddenField()
    what = TextField(_l("Data"), required(_l("Write which data")), max_length=200)
    giver = OrganisationField(_l("Given by"), required(_l("Choose who gives the data")))
    receiver = OrganisationField(_l("Received by"), required(_l("Choose who receives the data")))
    how_often = TextField(
        _l("How often"),
        required(_l("Write how often")),
        max_length=80,
        description=_l("For example: every hour, or for every application"),
    )
    both_ways = BooleanField(_l("Data go both ways"))
    flows = BooleanField(_l("Data are exchanged today"))
    regulation = SelectField(_l("Legal basis"), [Optional()], coerce=identity)
    basis = TextField(
        _l("Article, or another basis"),
        max_length=200,
        description=_l("For example Article 7, or a cooperation agreement"),
    )

    def offer(self, regulations: Sequence[tuple[str, str]]) -> None:
        """Set the regulations that can be chosen."""
        self.regulation.choices = options([("", _l("No regulation")), *regulations])

    def details(self) -> ExchangeDetails:
        """Return what was written."""
        return ExchangeDetails(
            giver_id=self.giver.data,
            receiver_id=self.receiver.data,
            what=self.what.data,
            how_often=self.how_often.data,
            both_ways=self.both_ways.data,
            flows=self.flows.data,
            basis=self.basis.data or "",
            regulation_id=self.regulation.data,
        )


class StepForm(Form):
    """A step of the roadmap, over whole quarters."""

    ids = {"waits_for": "an organisation", "commitment": "a commitment that is linked with the service"}

    version = HiddenField()
    text = TextField(_l("Step"), required(_l("Write what is to be done")), max_length=120)
    begins = SelectField(_l("Begins in"), [InputRequired(_l("Choose a quarter"))], choices=[])
    ends = SelectField(_l("Ends in"), [InputRequired(_l("Choose a quarter"))], choices=[])
    waits_for = OrganisationField(
        _l("Waits for"), empty=_l("Nobody"), description=_l("The organisation without which it cannot begin")
    )
    commitment = SelectField(
        _l("Commitment"),
        coerce=identity,
        description=_l("The commitment with which it is carried out; only those who may read it see it here"),
    )

    def offer(self, commitments: Sequence[Commitment], step: RoadmapStep | None = None) -> None:
        """Set the quarters and the linked commitments that can be chosen."""
        self.begins.choices = quarters(None, step.begins if step else None)
        self.ends.choices = quarters(None, step.ends if step else None)
        named = [(str(one.id), f"{one.code} {one.title}") for one in commitments]
        kept = step.commitment_id if step else None
        if kept and str(kept) not in dict(named):  # one that the reader may not read stays as it is
            named.append((str(kept), str(_l("The present one"))))
        self.commitment.choices = options([("", _l("None")), *named])

    def details(self) -> StepDetails:
        """Return what was written."""
        begins, ends = quarter(self.begins.data), quarter(self.ends.data)
        assert begins, "the form is valid"
        assert ends, "the form is valid"
        return StepDetails(
            text=self.text.data,
            begins=begins,
            ends=ends,
            waits_for_id=self.waits_for.data,
            commitment_id=self.commitment.data,
        )


class LinkForm(Form):
    """The service to link, or whose link is to end."""

    ids = {"service": "a service that the user may write"}

    service = SelectField(_l("Service"), [InputRequired(_l("Choose a service"))], coerce=identity)

    def offer(self, services: Sequence[tuple[str, str]]) -> None:
        """Set the services that can be chosen."""
        self.service.choices = options([("", _l("Choose a service")), *services])


def quarters(empty: Any, present: date | None) -> list[SelectChoice]:
    """Return the options of a select of quarters by their first days, with `present` even if it passed."""
    now = quarter_of(today())
    offered = [now.plus(step) for step in range(OFFERED)]
    if present and quarter_of(present) not in offered:
        offered.insert(0, quarter_of(present))
    named = [(one.first.isoformat(), quarter_name(one)) for one in offered]
    return options([("", empty), *named] if empty else named)


def quarter(value: str | None) -> Quarter | None:
    """Return the quarter that an option stands for, or None for the empty one."""
    day = day_of(value)
    return quarter_of(day) if day else None


def written_exchange(exchange: DataExchange) -> dict[str, Any]:
    """Return the values with which the form of an exchange opens."""
    names = ("what", "how_often", "both_ways", "flows", "basis")
    return {name: getattr(exchange, name) for name in names} | {
        "giver": exchange.giver_id,
        "receiver": exchange.receiver_id,
        "regulation": exchange.regulation_id,
        "version": exchange.service.version,
    }


def written_step(step: RoadmapStep) -> dict[str, Any]:
    """Return the values with which the form of a step opens."""
    return {
        "text": step.text,
        "begins": step.begins,
        "ends": step.ends,
        "waits_for": step.waits_for_id,
        "commitment": step.commitment_id,
        "version": step.service.version,
    }


def written_service(service: Service) -> dict[str, Any]:
    """Return the values with which the form of a service opens."""
    return {
        "name": service.name,
        "owner": service.owner_id,
        "channel": service.channel.value,
        "target": service.target or "",
        "budget": service.budget.value if service.budget else "",
        "budget_year": service.budget_year,
        "version": service.version,
    }
