"""Forms of requests for cooperation: the public one, those of the applicant, and those of coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.validators import Optional as Empty

from agreements.labels import KINDS, name_of
from agreements.registry.actions import Contract
from agreements.registry.models import Agreement, AgreementKind
from app.accounts.models import Person
from app.clock import utc_now
from app.organisations.queries import organisation_choices
from app.web.forms import Email, Form, Number, Paragraphs, Phone, TextField, identity, options, required
from app.web.i18n import language, short_day
from cooperation.requests.actions import Application
from cooperation.requests.labels import APPLICANTS, CONTRIBUTIONS
from cooperation.requests.links import form_token, is_fresh
from cooperation.requests.models import CooperationRequest
from cooperation.requests.queries import Draft as DraftRow
from cooperation.requests.rules import Applicant
from forums.agenda.actions import Draft
from forums.agenda.forms import LONGEST
from forums.agenda.models import Purpose
from forums.scheduling.labels import session_name
from forums.scheduling.models import Session

LONGEST_TEXT = 4000
PROPOSED_KINDS = (AgreementKind.KESEPAKATAN_BERSAMA, AgreementKind.PERJANJIAN_KERJA_SAMA)
"""The kinds of agreement that can be begun from a request."""


class RequestForm(Form):
    """A request from the public. `website` is a honeypot field, `opened` says when the form was opened, signed."""

    opened = HiddenField()
    applicant = RadioField(
        _l("You ask as"),
        choices=options((one.value, words) for one, words in APPLICANTS.items()),
        default=Applicant.PRIVATE.value,
    )
    organisation_name = TextField(
        _l("Name of the organisation"), description=_l("Leave empty if you ask in your own name.")
    )
    wish = Paragraphs(
        _l("What would you like to do together?"),
        required(_l("Write what you would like to do together")),
        max_length=LONGEST_TEXT,
        description=_l(
            "One or two sentences, such as “Install pedestrian counters at 12 bus stops and open their data.”"
        ),
    )
    brings = SelectMultipleField(
        _l("What you bring"), choices=options((one.value, words) for one, words in CONTRIBUTIONS.items())
    )
    expectations = Paragraphs(
        _l("What you expect from it"),
        [Empty()],
        max_length=LONGEST_TEXT,
        description=_l("Be frank: interests that are known from the beginning are easier to reconcile."),
    )
    benefit = Paragraphs(_l("Its benefit for citizens"), [Empty()], max_length=LONGEST_TEXT)
    proposal = FileField(_l("Written proposal"), [Empty()], description=_l("A PDF of at most 20 MB"))
    contact_name = TextField(_l("Name"), required(_l("Write your name")))
    contact_email = Email(
        _l("E-mail address"),
        required(_l("Write your e-mail address")),
        description=_l("The number of your request and its answer are sent there."),
    )
    contact_phone = Phone(_l("WhatsApp number"), [Empty()])
    consent = BooleanField(
        _l(
            "I agree that these data are used to answer my request. They are kept for two years if nothing comes of "
            "it, and erased earlier if I ask for it."
        ),
        [InputRequired(_l("Agree to send it: without these data we cannot answer you"))],
    )
    website = StringField(_l("Leave this empty"))

    def validate_organisation_name(self, field: TextField) -> None:
        """Refuse an organisation without a name."""
        if self.applicant.data != Applicant.CITIZEN.value and not field.data:
            raise ValidationError(_("Write the name of the organisation"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that the form was opened here and not too long ago."""
        valid = bool(super().validate(extra_validators))
        if not is_fresh(self.opened.data, utc_now()):
            self.form_errors.append(_("This form was open for too long. Check what you wrote, and send it again."))
            valid = False
        return valid

    def renew(self) -> None:
        """Sign the moment at which the form is shown."""
        self.opened.data = form_token(utc_now())

    @property
    def lost_file(self) -> bool:
        """Whether a file was sent that browsers do not send again."""
        return self.refused and bool(self.proposal.data)

    @property
    def is_spam(self) -> bool:
        """Whether the honeypot field was filled in."""
        return bool(self.website.data)

    def application(self) -> Application:
        """Return what was entered."""
        return Application(
            applicant=Applicant(self.applicant.data),
            organisation_name=self.organisation_name.data or "",
            wish=self.wish.data,
            brings=tuple(self.brings.data or ()),
            expectations=self.expectations.data or "",
            benefit=self.benefit.data or "",
            contact_name=self.contact_name.data,
            contact_email=self.contact_email.data,
            contact_phone=self.contact_phone.data or "",
            language=language(),
        )


class MessageForm(Form):
    """A message to the other side."""

    text = Paragraphs(_l("Message"), required(_l("Write the message")), max_length=LONGEST_TEXT)


class AskForm(Form):
    """What is missing."""

    text = Paragraphs(
        _l("What is missing?"),
        required(_l("Write what is missing")),
        max_length=LONGEST_TEXT,
        description=_l("It is mailed to the applicant, who answers by a link without an account."),
    )


class DeclineRequestForm(Form):
    """The reason for declining, sent to the applicant."""

    reason = Paragraphs(
        _l("Reason"),
        required(_l("Write the reason")),
        max_length=LONGEST_TEXT,
        description=_l("It is mailed to the applicant. Say what would have to change, or who else could help."),
    )


class InviteForm(Form):
    """The session of the audience and its agenda item."""

    ids = {"session": "a planned session"}

    session = SelectField(_l("Session"), coerce=identity)
    title = TextField(
        _l("What is it about?"),
        required(_l("Write what the item is about")),
        description=_l("As it appears on the agenda and on the board"),
    )
    minutes = Number(
        _l("Minutes needed"),
        [
            InputRequired(_l("Write how many minutes it needs")),
            NumberRange(1, LONGEST, _l("Write a number of minutes from 1 to %(most)s", most=LONGEST)),
        ],
        default=20,
    )
    text = Paragraphs(
        _l("Message to the applicant"),
        [Empty()],
        max_length=LONGEST_TEXT,
        description=_l("Date, time and place are in the mail anyway."),
    )

    @classmethod
    def of(cls, request: CooperationRequest, sessions: Sequence[Session]) -> InviteForm:
        """Return the form for a request: the next business audience."""
        form = cls(session=sessions[0].id, title=request.title)
        form.session.choices = options(
            (one.id, f"{one.forum.name}, {session_name(one)}, {short_day(one.starts_at, one.timezone)}")
            for one in sessions
        )
        return form

    def draft(self) -> Draft:
        """Return the agenda item entered."""
        return Draft(title=self.title.data, purpose=Purpose.JOINT_SOLUTION, minutes=self.minutes.data)


class LinkForm(Form):
    """The organisation of the applicant: one that exists, or a new one."""

    ids = {"organisation": "an organisation"}

    organisation = SelectField(_l("Organisation"), coerce=identity, validate_choice=False)
    name = TextField(
        _l("Name of a new organisation"), [Empty()], description=_l("Only if none is chosen above: it is added.")
    )

    @classmethod
    def of(cls, request: CooperationRequest) -> LinkForm:
        """Return the form for a request: with the organisation of the same name, or its name to be added."""
        choices = organisation_choices()
        wanted = request.organisation_name.casefold()
        known = next((key for key, name in choices if name.casefold() == wanted), None)
        own = str(request.organisation_id) if request.organisation_id else known
        form = cls(organisation=own, name="" if own else request.organisation_name)
        form.organisation.choices = options([("", _("Choose an organisation")), *choices])
        return form


class StartForm(Form):
    """The agreement that is begun from a request."""

    ids = {"parent": "a memorandum of this request"}

    kind = RadioField(
        _l("Kind"),
        choices=options((one.value, KINDS[one]) for one in PROPOSED_KINDS),
        default=AgreementKind.KESEPAKATAN_BERSAMA.value,
    )
    title = TextField(
        _l("What it is about"),
        required(_l("Write what the agreement is about")),
        description=_l("Short title, without the kind of document"),
    )
    purpose = Paragraphs(_l("Purpose and scope"), [Empty()], max_length=LONGEST_TEXT)
    parent = SelectField(_l("Carries out"), coerce=identity, default="")
    text = Paragraphs(_l("Message to the applicant"), [Empty()], max_length=LONGEST_TEXT)

    @classmethod
    def of(cls, request: CooperationRequest, memoranda: Sequence[DraftRow]) -> StartForm:
        """Return the form for a request: a memorandum first, then what carries it out."""
        kind = PROPOSED_KINDS[1] if memoranda else PROPOSED_KINDS[0]
        purpose = "\n\n".join(filter(None, (request.wish, request.benefit)))
        parent = memoranda[-1].id if memoranda else None
        form = cls(kind=kind.value, title=request.title, purpose=purpose[:LONGEST_TEXT], parent=parent)
        form.parent.choices = options([("", _("No memorandum")), *((one.id, one.title) for one in memoranda)])
        return form

    def contract(self) -> Contract:
        """Return the agreement entered."""
        carries_out = self.kind.data == AgreementKind.PERJANJIAN_KERJA_SAMA.value
        return Contract(
            kind=AgreementKind(self.kind.data),
            title=self.title.data,
            purpose=self.purpose.data or "",
            parent_id=self.parent.data if carries_out else None,
            language=language(),
        )


class AttachForm(Form):
    """An agreement that exists, to be linked with a request."""

    ids = {"agreement": "an agreement between your organisation and that of the request"}

    agreement = SelectField(_l("Agreement"), coerce=identity)
    text = Paragraphs(_l("Message to the applicant"), [Empty()], max_length=LONGEST_TEXT)

    @classmethod
    def of(cls, found: Sequence[Agreement]) -> AttachForm:
        """Return the form with the agreements that can be linked."""
        form = cls()
        form.agreement.choices = options((one.id, name_of(one)) for one in found)
        return form


class PassOnForm(Form):
    """The coordinator who deals with a request."""

    ids = {"holder": "a coordinator"}

    holder = SelectField(_l("In the hands of"), coerce=identity)

    @classmethod
    def of(cls, request: CooperationRequest, coordinators: Sequence[Person], reader: Person) -> PassOnForm:
        """Return the form with the coordinators; the reader by default."""
        form = cls(holder=request.holder_id or reader.id)
        form.holder.choices = options((one.id, one.name) for one in coordinators)
        return form


class EraseForm(Form):
    """Who asked for the erasure."""

    confirm = BooleanField(
        _l("Yes, erase contact, texts, messages and proposal for good"),
        [InputRequired(_l("Confirm that they are erased for good"))],
    )


def chosen(form: Any, sessions: Sequence[Session]) -> Session:
    """Return the session that was chosen among those offered."""
    wanted: UUID = form.session.data
    return next(one for one in sessions if one.id == wanted)
