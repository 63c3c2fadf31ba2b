"""Pages of the profile."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.current import current_person
from app.accounts.people import policies
from app.accounts.people.actions import update_profile
from app.accounts.people.forms import ROLE_NAMES
from app.accounts.profile.forms import ChangePasswordForm, ProfileForm
from app.accounts.sessions import cookies
from app.accounts.sign_in import actions
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.forms import both_texts
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("profile", __name__)


@bp.route("/profile", methods=["GET", "POST"], endpoint="edit")
@guarded(policies.edit_profile)
def edit() -> ResponseReturnValue:
    """Change one's own name, position, telephone number and language."""
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        update_profile(
            current_user,
            form.details(),
            version=form.version.data,
            texts=both_texts(form, current_user),
            at=utc_now(),
        )
        return done(_("Your profile has been saved."), to=url_for("profile.edit"))
    return page(
        "accounts/profile.html",
        form,
        person=current_person(),
        roles_held=[ROLE_NAMES[role] for role in current_user.roles],
    )


@bp.route("/profile/password", methods=["GET", "POST"])
@guarded(policies.edit_profile)
def password() -> ResponseReturnValue:
    """Change one's own password; this session continues with a new secret, all others end."""
    form = ChangePasswordForm(email=current_user.email or "", name=current_user.name)
    if form.validate_on_submit():
        try:
            actions.change_password(current_user, current=form.current.data, new=form.password.data, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            cookies.sign_in(current_person())
            return done(_("Your password has been changed. All other sessions have ended."), to=url_for("profile.edit"))
    return page("accounts/password.html", form)
