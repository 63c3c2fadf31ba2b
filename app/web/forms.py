"""Base form and fields: trimmed text, dates as people write them, one clear error message per field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cached_property
from typing import Any
from uuid import UUID

from babel.dates import format_date
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import DateField, Field, FileField, HiddenField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.clock import today
from app.errors import RuleViolation
from app.web.i18n import clock_time, language
from app.web.pickers import WithPicker
from app.web.selects import wants_all_options
from app.web.sessions import is_sessionless
from app.web.written_times import read_date, read_time

SENDING = {"POST", "PUT", "PATCH", "DELETE"}
MAX_LINE_LENGTH = 200
"""Maximum length of single-line text, in characters."""
MAX_TEXT_LENGTH = 20_000
"""Maximum length of free text, in characters."""
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[^\s@.<>,;:\"()]{2,}")
"""The format of an e-mail address."""
ANY_OUTCOME = "*"
"""The value of the field `seen` that confirms an action whatever its outcome, without a preview."""


class Form(FlaskForm):  # type: ignore[misc]
    """Base class of forms. `details()` of a subclass returns its frozen dataclass; `refuse` shows a RuleViolation.

    `status` is the HTTP status of a response that shows the refused form.
    """

    status = 422

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Accepts form data of pages: strings for text fields, files for file fields, never JSON.

        Forms have a CSRF token, unless the request has no session.
        """

        @cached_property
        def csrf(self) -> bool:
            return bool(super().csrf) and not is_sessionless()

        def get_translations(self, form: Any) -> Any:
            """Return the translations of WTForms' built-in messages, which has none in Indonesian."""
            return _Words

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return the submitted data without files for text fields and text for file fields."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method not in SENDING:
                return None
            return _fitting(form, [*request.form.items(multi=True), *request.files.items(multi=True)]) or None

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was submitted to perform its action, and all fields are valid."""
        return not wants_all_options() and bool(super().validate_on_submit(extra_validators))

    @property
    def refused(self) -> bool:
        """Whether the form has errors."""
        return bool(self.errors)

    def refuse(self, violation: RuleViolation) -> None:
        """Show `violation` at its field, or above the form if it names none."""
        self.status = violation.status
        if violation.field and violation.field in self:
            field = self[violation.field]
            field.errors = [*field.errors, str(violation.message)]
        else:
            self.form_errors.append(str(violation.message))


MESSAGES = {
    "This field is required.": lazy_gettext("Fill this in"),
    "Not a valid choice.": lazy_gettext("Choose one from the list"),
    "Invalid Choice: could not coerce.": lazy_gettext("Choose one from the list"),
    "Not a valid integer value.": lazy_gettext("Write a whole number"),
    "Number must be between %(min)s and %(max)s.": lazy_gettext("Write a number from %(min)s to %(max)s"),
}
"""Translatable messages in place of those of WTForms, which has none in Indonesian."""
UNUSABLE = lazy_gettext("This value cannot be used")


class _Words:
    """Translations of WTForms' messages."""

    @staticmethod
    def gettext(message: str) -> str:
        """Return the translated message."""
        return str(MESSAGES.get(message, UNUSABLE))

    @staticmethod
    def ngettext(one: str, _many: str, _number: int) -> str:
        """Return the translated message for fields with several choices."""
        return str(MESSAGES["Not a valid choice."]) if "hoice" in one else str(UNUSABLE)


def _fitting(form: Any, sent: Iterable[tuple[str, Any]]) -> MultiDict[str, Any]:
    """Return the submitted data without files for text fields and text for file fields."""
    files = {field.name for field in form if isinstance(field, FileField)}
    return MultiDict([(name, value) for name, value in sent if isinstance(value, FileStorage) == (name in files)])


def both_texts(form: Form, obj: object) -> dict[str, str]:
    """Return the stored values of `obj` (theirs) and the submitted ones (ours), one line per differing field.

    For `require_version`, which shows both if someone else saved first.
    """
    theirs, ours = [], []
    for field in form:
        if isinstance(field, HiddenField) or not hasattr(obj, field.short_name):
            continue
        held, typed = (_shown(field, value) for value in (getattr(obj, field.short_name), field.data))
        if held != typed:
            theirs.append(f"{field.label.text}: {held}")
            ours.append(f"{field.label.text}: {typed}")
    return {"theirs": "\n".join(theirs), "ours": "\n".join(ours)}


def value_of(choice: Any) -> str:
    """Return the form value of a choice, for enum members their value.

    Used as `coerce` of selects and radio buttons.
    """
    return str(choice.value if isinstance(choice, Enum) else choice)


def _shown(field: Any, value: Any) -> str:
    plain = value.value if isinstance(value, Enum) else value
    labels = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    return "–" if plain in (None, "") else labels.get(str(plain), str(plain))


def required(message: Any) -> list[Any]:
    """Return validators for a required field; `message` states what to do ("Isi nama forum")."""
    return [InputRequired(message), Filled(message)]


class Filled:
    """Refuses a value that is empty after removing spaces and invisible characters."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        empty = field.data is None or (isinstance(field.data, str) and not field.data.strip())
        if empty and not field.process_errors:
            raise ValidationError(self.message)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return the options of a select, radio or checkbox field from pairs of value and label."""
    return [SelectChoice(value, words) for value, words in pairs]


@contextmanager
def as_field_error() -> Iterator[None]:
    """In a validator of a field, make a RuleViolation the error of that field.

    So a form shows the rules that its fields break together with all other errors, before the action is tried.
    """
    try:
        yield
    except RuleViolation as violation:
        raise ValidationError(str(violation.message)) from violation


def focus_on(field: Field) -> None:
    """Give the focus to `field` when the page is shown, such as to the first field of a row that was added.

    The form must be sent to a URL without fragment, because browsers ignore `autofocus` in pages with one.
    """
    field.render_kw = {**(field.render_kw or {}), "autofocus": True}


def identity(value: Any) -> UUID | None:
    """Coerce the value of a select of objects to a UUID, or None for the empty choice. Raises ValueError."""
    if not value:
        return None
    return value if isinstance(value, UUID) else UUID(value)


UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # control characters except tabs and line breaks; surrogates
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|[\u200c\u200d\ufe00-\ufe0e](?<![^\x00-\x7f].)|\ufe0f(?<![^A-Za-z ].)"  # kept within emoji and other scripts
)
"""Invisible characters, which could make a name look like another one or change the direction of text."""


def tidy(text: str | None) -> str | None:
    """Return text in NFC, trimmed, without control characters (line breaks are kept) and invisible characters."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", UNSEEN.sub("", text)).strip()


class TextField(StringField):  # type: ignore[misc]
    """A single line of text, at most `MAX_LINE_LENGTH` characters."""

    max_length = MAX_LINE_LENGTH

    def __init__(self, label: Any, validators: Any = (), *, max_length: int = MAX_LINE_LENGTH, **options: Any) -> None:
        limit = Length(
            max=max_length, message=lazy_gettext("Shorten this to at most %(max)d characters", max=max_length)
        )
        super().__init__(label, [*validators, limit], filters=[_one_line], **options)


class Email(TextField):
    """An e-mail address, converted to lower case."""

    data: Any
    max_length = 254

    def __init__(self, label: Any, validators: Any = (), *, render_kw: dict[str, Any] | None = None, **options: Any):
        keyboard = {"type": "email", "inputmode": "email", "autocapitalize": "none", **(render_kw or {})}
        super().__init__(label, validators, max_length=self.max_length, render_kw=keyboard, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data.lower() if self.data else self.data

    def pre_validate(self, form: Any) -> None:
        """Refuse text that is not an e-mail address."""
        if self.data and not is_email(self.data):
            raise ValidationError(_("Write the address as name@organisation.go.id"))


class Phone(TextField):
    """A telephone number as people write it: digits, spaces and + - ( ) . / only."""

    max_length = 40

    def __init__(self, label: Any, validators: Any = (), *, render_kw: dict[str, Any] | None = None, **options: Any):
        super().__init__(
            label, validators, max_length=self.max_length, render_kw={"type": "tel", **(render_kw or {})}, **options
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse text that is not a telephone number."""
        if self.data and not is_phone(self.data):
            raise ValidationError(_("Write the number with digits, such as +62 812 3456 7890"))


def is_phone(text: str) -> bool:
    """Whether `text` is a telephone number as people write it."""
    return re.fullmatch(r"\+?[\d\s().\-/]{5,}", text) is not None


def is_email(text: str) -> bool:
    """Whether `text` has the format of an e-mail address. Does not check that the address exists."""
    return len(text) <= 254 and ADDRESS.fullmatch(text) is not None


class Paragraphs(TextAreaField):  # type: ignore[misc]
    """Free text, at most `MAX_TEXT_LENGTH` characters."""

    max_length = MAX_TEXT_LENGTH

    def __init__(self, label: Any, validators: Any = (), *, max_length: int = MAX_TEXT_LENGTH, **options: Any) -> None:
        limit = Length(
            max=max_length, message=lazy_gettext("Shorten this to at most %(max)d characters", max=max_length)
        )
        super().__init__(label, [*validators, limit], filters=[tidy], **options)


class Number(IntegerField):  # type: ignore[misc]
    """An integer of at most nine digits, to avoid overflow in database columns and sums."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text if len(text.strip()) <= 9 else "too long" for text in valuelist])


class Day(DateField):  # type: ignore[misc]
    """A date as people write it, see `read_date`, or chosen in the browser's date picker.

    `past` is for dates that cannot be in the future: without a year, the latest such date is meant.
    """

    data: Any

    def __init__(self, label: Any, validators: Any = (), *, past: bool = False, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.widget = WithPicker("date", lazy_gettext("Choose a date"))
        self.past = past

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return format_date(self.data, "d MMMM y", locale=language()) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = tidy(valuelist[0]) if valuelist else None
        self.data = None
        if not written:
            return
        try:
            self.data = read_date(written, today=today(), past=self.past)
        except ValueError as error:
            raise ValueError(not_a_date(written)) from error


class Clock(TimeField):  # type: ignore[misc]
    """A time of day as people write it, see `read_time`, or chosen in the browser's time picker."""

    def __init__(self, label: Any, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.widget = WithPicker("time", lazy_gettext("Choose a time"))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return clock_time(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = tidy(valuelist[0]) if valuelist else None
        self.data = None
        if not written:
            return
        try:
            self.data = read_time(written)
        except ValueError as error:
            message = _("“%(written)s” is not a time. Write it as 09.30 or 9", written=written[:40])
            raise ValueError(message) from error


def not_a_date(written: str) -> str:
    """Return the error message for a text that is not a date."""
    return str(_("“%(written)s” is not a date. Write it as 11 December 2026 or 11/12/2026", written=written[:40]))


def _one_line(text: str | None) -> str | None:
    tidied = tidy(text)
    return " ".join(tidied.split()) if tidied else tidied
