"""Form of a file of an agreement."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from agreements.documents.models import DocumentKind
from agreements.labels import DOCUMENT_KINDS
from agreements.registry.models import Agreement, Party
from app.web.forms import Form, TextField, identity, options


class DocumentForm(Form):
    """A file, its kind and name, and the party that it belongs to."""

    ids = {"side": "a party of the agreement"}

    file = FileField(
        _l("File"),
        description=_l("Choose or drop a file here. PDF, pictures or office documents; at most 20 MB."),
    )
    kind = SelectField(
        _l("Kind"),
        choices=options((kind.value, word) for kind, word in DOCUMENT_KINDS.items()),
        default=DocumentKind.SIGNED.value,
    )
    title = TextField(_l("Name"), description=_l("Empty: the name of the file"))
    side = SelectField(
        _l("Who may have it"),
        coerce=identity,
        description=_l("A file of one party is kept from the other parties."),
    )

    def offer(self, agreement: Agreement, *, only: Party | None) -> None:
        """Set the choices of parties: all, or `only` the one that the user belongs to."""
        self._sides: dict[object, Party] = {one.id: one for one in ([only] if only else agreement.in_order)}
        shared = [] if only else [("", _("All parties"))]
        named = [(str(one.id), _("%(name)s alone", name=one.seat.organisation.name)) for one in self._sides.values()]
        self.side.choices = options([*shared, *named])

    def party(self) -> Party | None:
        """Return the party that the file belongs to, or None if all parties share it."""
        return self._sides.get(self.side.data)


class CheckForm(Form):
    """A file to compare with the stored versions."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file"))],
        description=_l("It is compared and not kept."),
    )
