"""Who may read, fill in and raise levels, and plan and evaluate training."""

from __future__ import annotations

from typing import Any

from alignment.capacity import trainings
from alignment.capacity.models import Competence, Training
from app.accounts.models import Person
from app.organisations.models import Organisation
from app.web.policies import loads, policy
from forums.scheduling.models import SessionState
from forums.scheduling.policies import change_session, read_session
from forums.scheduling.queries import leads_any

loads("training_id", Training)(trainings.for_act)


@policy("capacity:list")
def list_competences(user: Person) -> bool:
    """Everyone who is signed in: competences and levels are facts of the city."""
    return user.is_active


@policy("capacity:write", opened_by=("coordinator",))
def write_competences(user: Person) -> bool:
    """Coordinators."""
    return user.is_active and user.is_coordinator


@policy("competence:read", Competence)
def read_competence(user: Person, competence: Competence) -> bool:
    """Everyone who is signed in."""
    return user.is_active


@policy("competence:edit", Competence, hidden_unless=read_competence, opened_by=("coordinator",))
def edit_competence(user: Person, competence: Competence) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("capacity:read", Organisation)
def read_levels(user: Person, organisation: Organisation) -> bool:
    """Everyone who is signed in, and by a link in a mail people of the organisation."""
    return user.is_active or user.organisation_id == organisation.id


@policy("capacity:fill", Organisation, hidden_unless=read_levels, opened_by=("coordinator",))
def fill_levels(user: Person, organisation: Organisation) -> bool:
    """Members of the organisation, and coordinators on its behalf."""
    return user.organisation_id == organisation.id or user.is_coordinator


@policy("training:plan", opened_by=("coordinator",))
def plan_training(user: Person) -> bool:
    """Coordinators, and the chair and facilitators of any forum; the forum's own policy applies once it is chosen."""
    return user.is_active and (user.is_coordinator or leads_any(user))


@policy("training:read", Training)
def read_training(user: Person, training: Training) -> bool:
    """Those who may read the session."""
    return read_session(user, training.session)


@policy("training:change", Training, hidden_unless=read_training, opened_by=("coordinator",))
def change_training(user: Person, training: Training) -> bool:
    """Those who may change the session."""
    return change_session(user, training.session)


@policy("training:raise", Training, hidden_unless=read_training, opened_by=("coordinator",))
def raise_levels(user: Person, training: Training) -> bool:
    """Members of an organisation whose people came, and coordinators on behalf of these organisations."""
    return user.is_coordinator or trainings.came(training, user.organisation_id)


def those_who_came(_reader: Person, training: Training) -> list[tuple[Person, Any]]:
    """Return the people who came, with their organisation."""
    return [(one, one.organisation.label) for one in trainings.people_who_came(training)]


@policy("training:evaluate", Training, hidden_unless=read_training, held_by=those_who_came)
def evaluate_training(user: Person, training: Training) -> bool:
    """People who came to the session that was held."""
    return training.session.state is SessionState.HELD and trainings.took_part(training, user.id)
