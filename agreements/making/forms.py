"""Forms of the making of an agreement."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional as Empty

from agreements.documents.models import Document
from agreements.making.actions import Settlement
from agreements.making.labels import STATES, STEPS, item_label
from agreements.making.rows import ItemRow
from agreements.making.rules import ItemState, Step
from agreements.registry.models import Agreement
from app.database import db
from app.organisations.models import Organisation
from app.organisations.queries import Wanted, organisations
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required

MOST_ORGANISATIONS = 2000


class ItemForm(Form):
    """What became of an item of the checklist."""

    ids = {"document": "a file of the agreement"}

    item = SelectField(_l("Checklist item"))
    state = RadioField(
        _l("State"),
        choices=options((state.value, words[2]) for state, words in STATES.items()),
        default=ItemState.DONE.value,
    )
    done_on = Day(_l("Done on"), past=True, description=_l("Empty: today"))
    document = SelectField(_l("Document"), [Empty()], coerce=identity, description=_l("A file of this agreement"))
    note = Paragraphs(_l("Note"), description=_l("All parties read it. If the item is not needed, write why."))

    def offer(self, items: Iterable[ItemRow], documents: Iterable[Document]) -> None:
        """Set the choices of items and documents."""
        self.item.choices = options((item.key, item_label(item)) for item in items)
        named = [(str(one.id), f"{one.title} ({one.number})") for one in documents]
        self.document.choices = options([("", _("None")), *named])

    def details(self) -> Settlement:
        """Return the values of the form."""
        return Settlement(
            state=ItemState(self.state.data),
            done_on=self.done_on.data,
            note=self.note.data or "",
            document_id=self.document.data,
        )

    @classmethod
    def of(cls, item: ItemRow | None) -> ItemForm:
        """Return the form with the values of an item, which is to be done if it is still open."""
        if item is None:
            return cls()
        state = ItemState.DONE if item.state is ItemState.OPEN else item.state
        values = {"item": item.key, "state": state.value, "document": item.document_id}
        return cls(done_on=item.done_on, note=item.note, **values)


class OwnItemForm(Form):
    """An item to add to the checklist."""

    step = SelectField(
        _l("Step"), choices=options((step.value, word) for step, word in STEPS.items()), default=Step.PREPARATION.value
    )
    text = TextField(_l("What is to be done"), required(_l("Write what is to be done")))

    def wanted(self) -> Step:
        """Return the chosen step."""
        return Step(self.step.data)


class PassOnForm(Form):
    """Who has the agreement in hand next, and what is asked of them."""

    ids = {"organisation": "an organisation"}

    organisation = SelectField(
        _l("Who has it next"), coerce=identity, description=_l("A party, or an office that reviews or signs.")
    )
    desk = TextField(_l("Unit or person there"))
    word = Paragraphs(_l("What is asked of them"), required(_l("Write what they are asked to do")), max_length=2000)

    def offer(self, agreement: Agreement) -> None:
        """Set the choices of organisations: the parties first."""
        parties = [(str(one.seat.organisation_id), one.seat.organisation.name) for one in agreement.in_order]
        found = db.session.scalars(organisations(Wanted()).limit(MOST_ORGANISATIONS)).unique()
        known = dict(parties)
        others = [(str(one.id), one.name) for one in found if str(one.id) not in known]
        self.organisation.choices = options([*parties, *others])

    def receiver(self) -> Organisation:
        """Return the chosen organisation."""
        return db.session.get_one(Organisation, self.organisation.data)
