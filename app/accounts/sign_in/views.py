"""Pages of sign-in."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from app.accounts import tokens
from app.accounts.demo import DEMO_ACCOUNTS
from app.accounts.first_run.queries import has_accounts
from app.accounts.models import Person, Token, TokenPurpose
from app.accounts.people.queries import account_of
from app.accounts.sessions import cookies
from app.accounts.sign_in import actions, devices
from app.accounts.sign_in.forms import ButtonForm, JoinForm, LinkForm, NewPasswordForm, SignInForm
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation, error_page
from app.web.i18n import language
from app.web.pages import done, page, safe_next
from app.web.policies import public

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by password."""
    if current_user.is_authenticated and request.method == "GET":
        return redirect(safe_next("/"))
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        person = actions.by_password(form.email.data, form.password.data, at=utc_now())
        if person:
            return let_in(person)
        form.refuse(RuleViolation(_("The e-mail address or the password is incorrect. Try again, or ask for a link.")))
    return page(
        "accounts/sign-in.html", form, demo_people=_demo_people(), next=safe_next(""), is_new=not has_accounts()
    )


@bp.post("/sign-in/demo")
@public
def sign_in_demo() -> ResponseReturnValue:
    """Sign in to the demo as one of its accounts."""
    email = request.form.get("email", "")
    if not current_app.extensions["settings"].demo or email not in DEMO_ACCOUNTS:
        abort(404)
    person = account_of(email)
    if person is None or not person.is_active:
        abort(404)
    return let_in(person)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session."""
    kept = language()
    cookies.sign_out()
    session["language"] = kept
    return done(_("You are signed out."), to=url_for("accounts.sign_in"))


@bp.route("/sign-in/link", methods=["GET", "POST"])
@public
def ask_link() -> ResponseReturnValue:
    """Mail a link that signs in once."""
    form = LinkForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        actions.mail_link(form.email.data, TokenPurpose.SIGN_IN, path=safe_next(""), at=utc_now())
        return page("accounts/link-sent.html", email=form.email.data)
    return page("accounts/ask-link.html", form)


@bp.route("/sign-in/link/<string:token>", methods=["GET", "POST"])
@public
def follow_link(token: str) -> ResponseReturnValue:
    """Show a button that signs in."""
    found = tokens.find(token, TokenPurpose.SIGN_IN, at=utc_now())
    if found is None or not found.person.is_active:
        return _dead_link()
    form = ButtonForm()
    if form.validate_on_submit():
        return let_in(actions.by_link(found, at=utc_now()))
    return page("accounts/follow-link.html", form, person=found.person, next=safe_next(""))


@bp.route("/password/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Mail a link to choose a new password."""
    form = LinkForm()
    if form.validate_on_submit():
        actions.mail_link(form.email.data, TokenPurpose.PASSWORD, path="", at=utc_now())
        return page("accounts/link-sent.html", email=form.email.data)
    return page("accounts/forgotten.html", form)


@bp.route("/password/reset/<string:token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Set a new password for the holder of a mailed link."""
    found = tokens.find(token, TokenPurpose.PASSWORD, at=utc_now())
    if found is None or not found.person.is_active:
        return _dead_link()
    form = NewPasswordForm(email=found.person.email or "", name=found.person.name)
    if form.validate_on_submit():
        person = actions.reset_password(found, password=form.password.data, at=utc_now())
        return let_in(person, _("Your password has been changed. All other sessions have ended."))
    return page("accounts/reset-password.html", form, person=found.person)


@bp.route("/invitation/<string:token>", methods=["GET", "POST"])
@public
def join(token: str) -> ResponseReturnValue:
    """Create an account: an invited person chooses a password and a language, and is signed in."""
    found = tokens.find(token, TokenPurpose.INVITATION, at=utc_now())
    if found is None or found.person.suspended_at:
        return _dead_link()
    form = _join_form(found)
    if form.validate_on_submit():
        person = actions.join(found, password=form.password.data, language=form.language.data, at=utc_now())
        return let_in(person, _("Welcome to Selaras. Your account is ready."))
    return page("accounts/join.html", form, person=found.person)


def _join_form(token: Token) -> JoinForm:
    return JoinForm(email=token.person.email or "", name=token.person.name, data={"language": language()})


def let_in(person: Person, message: str | None = None) -> ResponseReturnValue:
    """Replace any session by a new one of `person`, and redirect to the requested page."""
    target = safe_next("/")
    cookies.sign_out()
    cookies.sign_in(person)
    devices.store(person.email or "")
    session.permanent = True
    return done(message, to=target) if message else redirect(target, code=303)


def _dead_link() -> ResponseReturnValue:
    return error_page(410, detail=_("It has already been used or has expired. Ask for a new one."))


def _demo_people() -> list[Person]:
    """Return the accounts of the demo in the order of their list; none outside the demo."""
    if not current_app.extensions["settings"].demo:
        return []
    found = db.session.scalars(select(Person).where(Person.email.in_(DEMO_ACCOUNTS)))
    return sorted(
        (person for person in found if person.is_active), key=lambda one: DEMO_ACCOUNTS.index(one.email or "")
    )
