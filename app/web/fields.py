"""Questions whose answer is an organisation or a person: a select that takes any known id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import ValidationError

from app.accounts.models import Person
from app.accounts.queries import named, person_choices
from app.database import db
from app.organisations.models import Organisation
from app.organisations.queries import organisation_choices
from app.web.forms import options as select_options

CHOOSE_ORGANISATION = lazy_gettext("Choose an organisation")
CHOOSE_PERSON = lazy_gettext("Choose a person")

Options = Callable[[], list[tuple[str, str]]]


class IdField(SelectField):  # type: ignore[misc]
    """Chooses one row; `data` is its UUID or None. `options` are offered, but any id that `label_of` knows is taken.

    So a list too long for a select can be searched elsewhere and only the chosen id be sent.
    """

    def __init__(
        self,
        label: Any,
        validators: Any = (),
        *,
        options: Options,
        label_of: Callable[[UUID], str | None],
        empty: Any,
        **settings: Any,
    ) -> None:
        super().__init__(
            label,
            validators,
            coerce=_id_or_none,
            validate_choice=False,
            invalid_value_message=lazy_gettext("Choose one from the list"),
            **settings,
        )
        self.type = "SelectField"  # templates show it as what it is
        self.choices = select_options([("", empty), *options()])
        self._label_of = label_of

    def iter_choices(self) -> Iterator[Any]:
        """Offer the options, and the chosen row where they lack it."""
        self._complete()
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        """Refuse an id that nothing has."""
        self._complete()
        if self.data is not None and str(self.data) not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Choose one from the list"))

    def _complete(self) -> None:
        known = {choice.value for choice in self.choices}
        if self.data is not None and str(self.data) not in known and (label := self._label_of(self.data)):
            self.choices = [*self.choices, *select_options([(str(self.data), label)])]


class OrganisationField(IdField):
    """Chooses an organisation in use."""

    def __init__(
        self,
        label: Any,
        validators: Any = (),
        *,
        empty: Any = CHOOSE_ORGANISATION,
        options: Options = organisation_choices,
        **settings: Any,
    ) -> None:
        super().__init__(label, validators, options=options, label_of=_organisation_name, empty=empty, **settings)


class PersonField(IdField):
    """Chooses a person."""

    def __init__(
        self,
        label: Any,
        validators: Any = (),
        *,
        empty: Any = CHOOSE_PERSON,
        options: Options = person_choices,
        **settings: Any,
    ) -> None:
        super().__init__(label, validators, options=options, label_of=_person_name, empty=empty, **settings)


def _id_or_none(value: Any) -> UUID | None:
    return value if isinstance(value, UUID) else UUID(str(value)) if value else None


def _organisation_name(organisation_id: UUID) -> str | None:
    found = db.session.get(Organisation, organisation_id)
    return found.name if found else None


def _person_name(person_id: UUID) -> str | None:
    found = db.session.get(Person, person_id)
    return named(found) if found else None
