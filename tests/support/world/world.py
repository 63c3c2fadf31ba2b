"""A small data set, the world, with an object of every model and a person for every role of the permission matrix.

Their own objects are in an internal, a secret and a public circle; `elsewhere` is an internal circle in which none of
them takes part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from app.circles.models import Classification
from app.database import db
from app.database.sequences import Counter
from app.organisations.models import Contact, ContactRole, Sector
from commitments.summaries.models import Summary
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from tests.support.world.alignment import (
    add_barrier,
    add_capacity,
    add_role_matrix,
    add_service,
    add_shared_goal,
    add_training,
)
from tests.support.world.commitments import add_agreement, add_commitments
from tests.support.world.cooperation import add_requests
from tests.support.world.forums import add_forum
from tests.support.world.platform import add_digests, add_platform
from tests.support.world.regulations import add_regulation

CIRCLES = {
    "internal": Classification.INTERNAL,
    "secret": Classification.SECRET,
    "public": Classification.PUBLIC,
    "elsewhere": Classification.INTERNAL,
}


@dataclass
class World:
    """People by role, and objects by model and circle: `objects["Forum"]["secret"]` holds the values of its URLs.

    `tokens` holds secrets by endpoint, `places` the rooms about which the reach test asks for clashes.
    """

    people: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def keep(self, name: str, row: Any, **values: Any) -> Any:
        """Remember `row` under its model and `name`, with `values` for its URLs beside its id, and return it."""
        self.objects.setdefault(type(row).__name__, {})[name] = {"id": row.id, **values}
        return row

    def add(self, row: Any) -> Any:
        """Add a row to the database, so that it has its id, and return it."""
        db.session.add(row)
        db.session.flush()
        return row

    def address(self, app: Flask, rule: Any, name: str | None = None, *, absent: bool = False) -> str:
        """Return the URL of a route for the object `name`, or for one that does not exist."""
        values = self.values(app, rule, name)
        if absent:
            values = {key: "tidak-ada" if isinstance(value, str) else uuid4() for key, value in values.items()}
            values.update({key: 1 for key in rule.arguments if key == "number"})
        built_path = rule.build(values | (rule.defaults or {}), append_unknown=False)
        assert built_path is not None, rule.rule
        return str(built_path[1])

    def values(self, app: Flask, rule: Any, name: str | None) -> dict[str, Any]:
        """Return what fills the parameters of a route. Raises LookupError if the world lacks something."""
        policy = app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        known: dict[str, Any] = {"number": 1}
        if policy and policy.model:
            kind = policy.model.__name__
            if name not in self.objects.get(kind, {}):
                raise LookupError(f"{rule.rule}: tests/support/world has no {kind} named {name}")
            found = self.objects[kind][name]
            known |= {parameter: found["id"] for parameter in rule.arguments if parameter.endswith("_id")} | found
        else:
            known |= {"holiday_id": self.only("ListedHoliday"), "ramadan_id": self.only("Ramadan")}
            known |= {
                "slug": "forum-public",
                "guide": "coordinator",
                "list_name": "commitments",
                "indicator": "on-time",
                "mail_id": self.only("Mail"),
                "filename": "css/selaras.css",
                "act": "comment",
                "part": "-",
                "topic": "watching",
                "sha256": self.tokens["sha256"],
            }
            known["guest_id"] = self.objects["Guest"]["public"]["id"]
            known["session_id"] = self.objects["Session"]["public"]["id"]
            known["token"] = self.tokens.get(rule.endpoint, "tidak-ada")
        wanted = rule.arguments - (rule.defaults or {}).keys()
        missing = wanted - known.keys()
        if missing:
            raise LookupError(f"{rule.rule}: tests/support/world does not fill {sorted(missing)}")
        return {parameter: known[parameter] for parameter in wanted}

    def only(self, kind: str) -> UUID:
        """Return the id of the only object of a model."""
        return UUID(str(next(iter(self.objects[kind].values()))["id"]))


def build_world() -> World:
    """Build the world in the database of the present application, as of 24 November 2026."""
    world = World()
    add_people(world)
    add_capacity(world)
    for name, classification in CIRCLES.items():
        add_forum(world, name, classification)
        add_commitments(world, name)
        add_agreement(world, name, classification)
        add_role_matrix(world, name)
        add_barrier(world, name)
        add_regulation(world, name)
        add_service(world, name)
        add_shared_goal(world, name)
        add_training(world, name)
    add_digests(world)
    add_platform(world)
    add_requests(world)
    world.add(Counter(id="KMT-2026", value=9_000))  # beyond the numbers that factories give
    db.session.commit()
    for person in world.people.values():
        db.session.refresh(person)
    db.session.expunge_all()
    return world


def add_people(world: World) -> None:
    """Add a person for every role, and the people and organisations that pages are about."""
    city = OrganisationFactory(name="Sekretariat Daerah", short_name="Setda")
    names = ("lead", "agency", "community", "debtor", "inspector", "helper", "first", "second", "stranger")
    own = {name: OrganisationFactory(name=f"Instansi {name}", short_name=f"In {name}") for name in names}
    own["community"].sector = Sector.CIVIL_SOCIETY
    world.people = {
        "administrator": AdministratorFactory(organisation=city),
        "coordinator": CoordinatorFactory(organisation=city),
        "leadership": LeadershipFactory(organisation=city),
        "chair": PersonFactory(organisation=own["lead"]),
        "facilitator": PersonFactory(organisation=own["lead"]),
        "taker": PersonFactory(organisation=own["lead"]),
        "participant": PersonFactory(organisation=own["agency"]),
        "colleague": PersonFactory(organisation=own["agency"]),
        "observer": PersonFactory(organisation=own["community"]),
        "responsible": PersonFactory(organisation=own["debtor"]),
        "verifier": PersonFactory(organisation=own["inspector"]),
        "contributor": PersonFactory(organisation=own["helper"]),
        "party": PersonFactory(organisation=own["first"]),
        "counterparty": PersonFactory(organisation=own["second"]),
        "other": PersonFactory(organisation=own["stranger"]),
    }
    responsible = world.people["responsible"]
    world.add(Contact(organisation=responsible.organisation, role=ContactRole.FOCAL_POINT, person=responsible))
    world.keep("responsible", world.add(Summary(person=responsible)))
    world.keep("elsewhere", world.add(Summary(person=PersonFactory())))
    world.keep("agency", own["agency"])
    world.keep("member", PersonFactory(organisation=own["agency"]))
    world.keep("contact", PersonFactory(organisation=own["agency"], joined_at=None))
    world.keep("official", CoordinatorFactory(organisation=city))
