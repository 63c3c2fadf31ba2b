"""Controls that are remembered are those that WTForms would write."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from app import controls
from app.controls import written
from app.forms import Form as OurForm

pytestmark = pytest.mark.one_database


class Questions:
    name = StringField("Name", [InputRequired(), Length(max=20)], render_kw={"autocomplete": "off"})
    about = TextAreaField("About", [Length(max=500)])
    due = DateField("Due")
    share = IntegerField("Share", [NumberRange(0, 100)])
    public = BooleanField("Public")
    secret = PasswordField("Secret")
    version = HiddenField("Version")
    needed = HiddenField("Needed", [InputRequired()])
    kind = SelectField(
        "Kind",
        choices=[
            SelectChoice("", "–"),
            SelectChoice("a", "Air & banjir"),
            SelectChoice("b", "Sampah", {"disabled": True}),
        ],
    )
    kinds = SelectMultipleField("Kinds", choices=[SelectChoice("a", "Air"), SelectChoice("b", "Sampah")])
    long = SelectField("Long", choices=[SelectChoice(str(number), f"Pilihan {number}") for number in range(50)])


class Theirs(Questions, Form):
    pass


class Ours(Questions, OurForm):
    class Meta(OurForm.Meta):
        csrf = False


FILLED = [
    {},
    {"name": "Air", "about": "a\nb", "due": "2026-11-27", "share": "7", "public": "y", "secret": "x"},
    {"name": '"><script>', "about": "</textarea>", "due": "kemarin", "share": "lots"},
    {"name": "N" * 300, "about": "A" * 600},
    {"name": "Air", "public": ""},
    {"version": "7", "needed": '"><script>', "kind": "b", "kinds": "b", "long": "49"},
    {"version": "<7>", "kind": "c", "kinds": "a"},
]


@pytest.mark.parametrize("content", FILLED)
@pytest.mark.parametrize(
    "attributes", [{}, {"class": "w-4", "aria-describedby": "x-help"}, {"rows": 3, "autofocus": True}]
)
def test_a_control_is_what_wtforms_writes(app, content, attributes):
    with app.test_request_context("/"):
        ours, theirs = (form(MultiDict(content) or None) for form in (Ours, Theirs))
        for name in [*Theirs().data, *Theirs().data]:
            assert ours[name](**attributes) == theirs[name](**attributes), name


def test_a_control_is_written_once_for_what_is_in_it(app):
    with app.test_request_context("/"):
        field = Ours(MultiDict({"name": "written once"})).name
    counted = []
    for _ in range(3):
        written(field, {"class": "once"}, lambda: counted.append(1) or "control")
    assert len(counted) == 1


def test_no_password_is_kept(app):
    with app.test_request_context("/"):
        Ours(MultiDict({"secret": "rahasia-sekali"})).secret()
    assert "rahasia-sekali" not in repr(controls._kept)


def test_no_more_controls_are_kept_than_a_process_can_bear(app, monkeypatch):
    monkeypatch.setattr(controls, "MOST", 5)
    with app.test_request_context("/"):
        for number in range(20):
            Ours(MultiDict({"name": f"n{number}"})).name()
    assert len(controls._kept) <= 5
