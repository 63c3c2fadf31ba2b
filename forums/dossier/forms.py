"""Forms for the files of a session, and for the parts to assemble."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from app.circles.models import Seat
from app.web.forms import Day, Form, TextField, identity, options, required, value_of
from forums.dossier.actions import FileDetails
from forums.dossier.contents import Contents
from forums.dossier.labels import KINDS
from forums.dossier.models import SIGNED, FileKind, SessionFile
from forums.dossier.parts import PARTS, parts_for

ENTERED = [kind for kind in FileKind if kind in SIGNED or kind is FileKind.RECEIPT]
"""The kinds of file that the form for documents offers."""
SCAN = _l("Choose or drop a file here. A PDF or a picture; at most 20 MB.")


class ScanForm(Form):
    """A signed document or a receipt."""

    kind = SelectField(
        _l("What is it?"), choices=options((kind.value, KINDS[kind]) for kind in ENTERED), coerce=value_of
    )
    file = FileField(_l("File"), description=SCAN)
    title = TextField(_l("Title"), [Empty()], description=_l("Needed for receipts and other documents"))
    number = TextField(_l("Number"), [Empty()], max_length=100)
    dated = Day(_l("Date"), required(_l("Write the date")))

    def offer(self, hidden: Collection[FileKind]) -> None:
        """Offer the kinds that the user may read."""
        self.kind.choices = options((kind.value, KINDS[kind]) for kind in ENTERED if kind not in hidden)

    def details(self) -> FileDetails:
        """Return what was entered."""
        return FileDetails(
            kind=FileKind(self.kind.data),
            title=self.title.data or "",
            number=self.number.data or "",
            dated=self.dated.data,
        )


class LetterForm(Form):
    """A letter of assignment, by the link of an invitation."""

    file = FileField(_l("File"), description=SCAN)
    number = TextField(_l("Number"), [Empty()], max_length=100)
    dated = Day(_l("Date"), required(_l("Write the date")))

    def details(self, seat: Seat) -> FileDetails:
        """Return what was entered, for a seat."""
        number = self.number.data or ""
        return FileDetails(kind=FileKind.ASSIGNMENT, number=number, dated=self.dated.data, seat=seat)


class AssignmentForm(LetterForm):
    """A letter of assignment for one of several seats."""

    ids = {"seat": "a seat of the forum"}

    seat = SelectField(_l("Who is represented?"), [InputRequired(_l("Choose an organisation"))], coerce=identity)

    def offer(self, seats: Sequence[Seat]) -> None:
        """Offer these seats; a single one is chosen."""
        self._seats = {seat.id: seat for seat in seats}
        named = [(str(seat.id), seat.organisation.name) for seat in seats]
        first = [("", _("Choose an organisation"))] if len(named) > 1 else []
        self.seat.choices = options([*first, *named])

    @property
    def chosen(self) -> Seat:
        """The seat that was chosen."""
        return self._seats[self.seat.data]


class DescriptionForm(Form):
    """What is said about a photo."""

    title = TextField(lazy_pgettext("photo", "Caption"), required(_l("Write a caption")))
    alternative = TextField(
        _l("Description for people who do not see the photo"),
        required(_l("Write what the photo shows")),
        max_length=300,
        description=_l("For example: eight people at a table with documents"),
    )
    is_public = BooleanField(
        _l("Public"),
        description=_l(
            "Shown to everyone who can read the session, once its minutes are published. Otherwise only to "
            "participants."
        ),
    )

    @classmethod
    def of(cls, photo: SessionFile) -> DescriptionForm:
        """Return the form, pre-filled."""
        return cls(title=photo.title, alternative=photo.alternative, is_public=photo.is_public)


class PhotoForm(DescriptionForm):
    """A photo of a session."""

    file = FileField(
        _l("Photo"),
        description=_l(
            "Choose or drop a photo here; at most 20 MB. Place and camera data are removed, and large photos are "
            "made smaller."
        ),
    )

    def details(self, day: date) -> FileDetails:
        """Return what was entered."""
        return FileDetails(
            kind=FileKind.PHOTO,
            title=self.title.data,
            alternative=self.alternative.data,
            is_public=bool(self.is_public.data),
            dated=day,
        )


class ReasonForm(Form):
    """Why a file is removed."""

    reason = TextField(_l("Reason"), required(_l("Write the reason")), max_length=300)


class ReplacementForm(ReasonForm):
    """Another content of a file, and why it is replaced."""

    file = FileField(_l("File"), description=SCAN)


class BundleForm(Form):
    """The parts to assemble."""

    parts = SelectMultipleField(
        _l("Parts of the file"), choices=options((part.name, part.label) for part in PARTS), coerce=value_of
    )

    def offer(self, contents: Contents) -> None:
        """Offer the parts that have anything to assemble, all chosen at first."""
        there = [part for part in parts_for(contents) if part.is_there(contents)]
        self.parts.choices = options((part.name, part.label) for part in there)
        if not self.is_submitted():
            self.parts.data = [part.name for part in there]
