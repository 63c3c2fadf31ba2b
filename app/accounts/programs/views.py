"""Pages on which people manage the API tokens of their programs."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.current import current_person
from app.accounts.models import Token
from app.accounts.programs import actions, policies
from app.accounts.programs.forms import TokenForm
from app.accounts.programs.queries import open_tokens
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("programs", __name__)


@bp.route("/profile/tokens", methods=["GET", "POST"])
@guarded(policies.manage_tokens)
def index() -> ResponseReturnValue:
    """List the person's tokens, and create a new one, whose secret is shown once."""
    form, now, person = TokenForm(), utc_now(), current_person()
    if form.validate_on_submit():
        try:
            secrets = actions.issue(
                person, name=form.name.data, scopes=form.scopes.data or (), lifetime=form.lifetime, at=now
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return page("accounts/tokens.html", TokenForm(formdata=None), held=open_tokens(person, now), secret=secrets)
    return page("accounts/tokens.html", form, held=open_tokens(person, now), secret=None)


@bp.post("/profile/tokens/<uuid:token_id>/revoke")
@guarded(policies.revoke_token)
def revoke(token: Token) -> ResponseReturnValue:
    """Revoke a token."""
    actions.revoke(token, by=current_user, at=utc_now())
    return done(_("“%(name)s” has been revoked.", name=token.name), to=url_for(".index"))
