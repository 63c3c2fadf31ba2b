"""The form of a saved view."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.widgets import HiddenInput

from app.accounts.models import Person
from app.web.forms import Form, TextField, required


class ViewForm(Form):
    """The name of a view, whether everyone has it, and what it asks of the list."""

    query = StringField(
        _l("What it asks of the list"),
        widget=HiddenInput(),
        description=_l("The query string of the address of the list; what the list does not keep is left out."),
    )
    name = TextField(_l("Name of the view"), required(_l("Write a name")), max_length=60)
    is_shared = BooleanField(
        _l("Shared with everyone"),
        description=_l("Everyone who is signed in has it as a tab, and sees in it only what they may read."),
    )

    def limit_to(self, person: Person) -> ViewForm:
        """Remove what the person may not decide."""
        if not person.is_coordinator:
            del self.is_shared
        return self

    @property
    def shared(self) -> bool:
        """Whether the view is for everyone."""
        return "is_shared" in self and bool(self.is_shared.data)
