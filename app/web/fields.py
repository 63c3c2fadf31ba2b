"""Form fields that select an organisation or a person. They accept any existing id."""

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
    """Selects one row; `data` is its UUID or None. `options` are offered, but any id that `label_of` knows is accepted.

    So a list that is too long for a select can be searched elsewhere, and only the selected id is submitted.
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
        self.type = "SelectField"  # templates choose the macro by this name
        self.choices = select_options([("", empty), *options()])
        self._label_of = label_of

    def iter_choices(self) -> Iterator[Any]:
        """Yield the options, and the selected row if it is not among them."""
        self._complete()
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        """Refuse an unknown id."""
        self._complete()
        if self.data is not None and str(self.data) not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Choose one from the list"))

    def _complete(self) -> None:
        known = {choice.value for choice in self.choices}
        if self.data is not None and str(self.data) not in known and (label := self._label_of(self.data)):
            self.choices = [*self.choices, *select_options([(str(self.data), label)])]


class OrganisationField(IdField):
    """Selects an active organisation."""

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
    """Selects a person."""

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
