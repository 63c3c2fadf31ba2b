"""Pages of watching and mentions."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.accounts.models import Person
from app.accounts.queries import named
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.forms import Form, Paragraphs, identity, options, required
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.delivery.policies import comment
from commitments.registry.models import Commitment
from commitments.watching import actions, policies, queries

bp = Blueprint("watching", __name__)


class MentionForm(Form):
    """A remark to a person."""

    ids = {"person": "a person of the parties, a steward of the circle or a coordinator"}

    person = SelectField(_l("To"), coerce=identity, description=_l("People concerned who may read this commitment."))
    text = Paragraphs(_l("Remark"), required(_l("Write a remark")))


class WatchForm(Form):
    """Watching; without fields."""


@bp.route("/commitments/<uuid:commitment_id>/watch", methods=["GET", "POST"])
@guarded(policies.watch_commitment)
def watch(commitment: Commitment) -> ResponseReturnValue:
    """Watch the commitment: mails tell what others do."""
    form = WatchForm()
    if form.validate_on_submit():
        actions.watch(commitment, by=current_user, at=utc_now())
        return done(_("You watch this commitment. Mails tell you what others do."), to=commitment)
    watches = queries.watch_of(current_user.id, commitment.id) is not None
    return page("commitments/watching/watch.html", form, commitment=commitment, watches=watches)


@bp.route("/commitments/<uuid:commitment_id>/unwatch", methods=["POST"])
@guarded(policies.watch_commitment)
def unwatch(commitment: Commitment) -> ResponseReturnValue:
    """Stop watching the commitment."""
    actions.unwatch(commitment, by=current_user, at=utc_now())
    return done(_("You no longer watch this commitment."), to=commitment)


@bp.route("/commitments/<uuid:commitment_id>/mention", methods=["GET", "POST"])
@guarded(comment)
def mention(commitment: Commitment) -> ResponseReturnValue:
    """Add a remark that names a person, who is notified of it."""
    form = MentionForm()
    people = queries.people_to_mention(commitment)
    form.person.choices = options((one.id, named(one)) for one in people if one.id != current_user.id)
    if form.validate_on_submit():
        try:
            person = db.session.get_one(Person, form.person.data)
            actions.mention(commitment, person, text=form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Your remark was added, and %(name)s is notified.", name=person.name), to=commitment)
    return page("commitments/watching/mention.html", form, commitment=commitment)
