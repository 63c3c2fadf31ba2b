"""Pages that act on several commitments: a preview of each row, then the act."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectField

from app.accounts.models import Person
from app.accounts.queries import named
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.mail import outbox
from app.web.fields import CHOOSE_PERSON
from app.web.forms import Form, identity, options, required
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.bulk import actions, changes, policies, queries
from commitments.bulk.rules import MOST
from commitments.extensions.views import ExtensionForm
from commitments.registry.filters import chosen, picked
from commitments.registry.models import Commitment
from commitments.registry.queries import Filters

bp = Blueprint("bulk", __name__)


class SeveralContactForm(Form):
    """The person who becomes the contact."""

    ids = {"person": "a person of the responsible organisation"}

    person = SelectField(_l("Contact"), required(_l("Choose a person")), coerce=identity)


@bp.route("/commitments/remind", methods=["GET", "POST"])
@guarded(policies.remind_several)
def remind() -> ResponseReturnValue:
    """Remind of the commitments in `?pick=`, or with `?every=` of all that the filters list, after a preview."""
    form = Form()
    if form.validate_on_submit():
        commitments, _more = queries.chosen(current_user, picked(request.form.getlist("pick")), today())
        sent = actions.remind(commitments, by=current_user, at=utc_now())
        return done(_sent(sent), to=url_for("commitments.registry.index"), tone="good" if sent.mails else "warn")
    commitments, more = queries.chosen(current_user, _wanted(), today()) if _is_asked() else ((), False)
    plan = actions.plan_reminder(commitments, by=current_user, at=utc_now())
    return page("commitments/bulk/remind.html", form, plan=plan, more=more, most=MOST)


@bp.route("/commitments/contact", methods=["GET", "POST"])
@guarded(policies.change_several)
def name_contact() -> ResponseReturnValue:
    """Name a contact for the commitments in `?pick=`, after a preview."""
    form = SeveralContactForm()
    commitments = _picked()
    people = queries.contacts_to_choose(current_user, {one.responsible_id for one in commitments})
    form.person.choices = options([("", CHOOSE_PERSON), *((one.id, named(one)) for one in people)])
    if form.validate_on_submit():
        person = db.session.get_one(Person, form.person.data)
        changed = changes.set_contact(commitments, person, by=current_user, at=utc_now())
        return _changed(changed)
    plan = changes.plan_contact(commitments, None, by=current_user)
    return page("commitments/bulk/change.html", form, act="contact", plan=plan, count=len(changes.reached(plan)))


@bp.route("/commitments/extend", methods=["GET", "POST"])
@guarded(policies.change_several)
def request_date() -> ResponseReturnValue:
    """Request a later date for the commitments in `?pick=`, after a preview."""
    form = ExtensionForm()
    commitments = _picked()
    if form.validate_on_submit():
        try:
            due, reason = form.due.data, form.reason.data
            changed = changes.request_date(commitments, due=due, reason=reason, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return _changed(changed)
    plan = changes.plan_dates(commitments, None, by=current_user)
    return page("commitments/bulk/change.html", form, act="extend", plan=plan, count=len(changes.reached(plan)))


def _picked() -> Sequence[Commitment]:
    codes = request.values.getlist("pick")
    return queries.chosen(current_user, picked(codes), today())[0] if codes else ()


def _changed(plan: Sequence[changes.Change]) -> ResponseReturnValue:
    done_for = len(changes.reached(plan))
    left_out = ngettext("%(num)d was left out", "%(num)d were left out", len(plan) - done_for)
    words = ngettext("Done for %(num)d commitment", "Done for %(num)d commitments", done_for)
    message = f"{words}; {left_out}." if done_for < len(plan) else f"{words}."
    return done(message, to=url_for("commitments.registry.index"), tone="good" if done_for else "warn")


def _is_asked() -> bool:
    return "pick" in request.args or "every" in request.args


def _wanted() -> Filters:
    """Return the filters of what was ticked, or of the whole list with `?every=`."""
    if "every" in request.args:
        return chosen(request.args, person=current_user, today=today())
    return picked(request.args.getlist("pick"))


def _sent(plan: actions.Plan) -> str:
    commitments, people = len(plan.reached), len(plan.mails)
    if not people:
        return _("No reminder was sent: none of these commitments can be reminded of now.")
    reminded = ngettext("%(num)d commitment", "%(num)d commitments", commitments)
    told = ngettext("%(num)d person", "%(num)d people", people)
    return outbox.announce(
        _("A reminder of %(commitments)s was sent to %(people)s.", commitments=reminded, people=told),
        unsent=_("A reminder of %(commitments)s to %(people)s has been prepared.", commitments=reminded, people=told),
    )
