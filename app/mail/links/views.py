"""Pages behind links in mails. Opening one changes nothing; acts run the same views as those of signed-in people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.current import current_person
from app.accounts.people import actions as people
from app.accounts.sessions.cookies import signed_in_person
from app.clock import utc_now
from app.database import db
from app.database.transactions import keep_although_refused
from app.errors import RuleViolation, error_page
from app.mail.links import actions, codes, forwarding, notices, queries
from app.mail.links.access import PREFIX, current_link
from app.mail.links.forms import ConfirmForm, PassOnForm
from app.mail.links.models import MailLink
from app.mail.links.registry import LinkAct, LinkPage, page_of
from app.web.i18n import force_locale, language
from app.web.pages import done, page
from app.web.panels import page_address
from app.web.policies import load, public

bp = Blueprint("links", __name__, url_prefix=PREFIX)

CODE = "link_code"
"""The name of the field for the code, which is added to the fields of the act's form."""


@bp.route("/<string:token>", methods=["GET", "POST"])
@public
def show(token: str) -> ResponseReturnValue:
    """Show the object of a link, with what its person can do; redirect to its page if they are signed in."""
    link = _opened(token)
    opened = page_of(link.subject_type) or abort(404)
    subject = _subject(link, opened)
    if request.method == "GET":
        actions.open_link(link, at=utc_now())
        if signed_in_person() == link.person:
            actions.mark_read(link)
            return redirect(opened.home(subject) if opened.home else page_address(current_app, subject))
    elif request.method == "POST" and not opened.secret(subject):
        abort(405)
    g.link_is_secret = opened.secret(subject)
    if g.link_is_secret and (code_page := _required_code_page(link)):
        return code_page
    return opened.view(**_parameters(opened, subject))


@bp.route("/<string:token>/<string:act>", methods=["GET", "POST"])
@bp.route("/<string:token>/<string:act>/<string:part>", methods=["GET", "POST"])
@public
def perform(token: str, act: str, part: str = "") -> ResponseReturnValue:
    """Run an act of a link; acts that bind ask for a code first."""
    link = _opened(token)
    opened = page_of(link.subject_type) or abort(404)
    found = opened.acts.get(act) or abort(404)
    if request.method not in opened.methods[act]:
        abort(405)
    subject = _subject(link, opened)
    if _needs_code(found, opened.secret(subject)) and (code_page := _required_code_page(link)):
        return code_page
    if request.method == "POST":
        actions.mark_read(link)
    parameters = found.parameters(subject, part) if found.parameters else _parameters(opened, subject)
    return found.view(**parameters)


@bp.route("/<string:token>/not-me", methods=["GET", "POST"])
@public
def disown(token: str) -> ResponseReturnValue:
    """Report that the mail was not for the reader: its link ends, and its sender is notified."""
    link, form = _opened(token), ConfirmForm()
    if form.validate_on_submit():
        actions.disown(link, at=utc_now())
        notices.disowned(link)
        return make_response(page("links/disowned.html"))
    return page("links/disown.html", form, link=link)


@bp.route("/<string:token>/pass-on", methods=["GET", "POST"])
@public
def pass_on(token: str) -> ResponseReturnValue:
    """Mail a colleague of the same organisation a link of their own; asks for a code, since it names the colleagues."""
    link, form = _opened(token), PassOnForm()
    opened = page_of(link.subject_type) or abort(404)
    subject = _subject(link, opened)
    if opened.secret(subject):
        abort(404)
    if code_page := _required_code_page(link, _("The next page names your colleagues, so we check that it is you.")):
        return code_page
    colleagues = queries.colleagues(link.person)
    form.offer(colleagues)
    if form.validate_on_submit():
        to = form.chosen(colleagues)
        try:
            forwarding.pass_on(link, subject, opened, to, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Passed on to %(name)s, who receives a link of their own.", name=to.name)
            return done(notice, to=url_for(".show", token=token))
    return page("links/pass-on.html", form, token=token, colleagues=colleagues)


@bp.route("/<string:token>/account", methods=["GET", "POST"])
@public
def ask_account(token: str) -> ResponseReturnValue:
    """Mail an invitation to create an account to the person of the link."""
    link, form = _opened(token), ConfirmForm()
    if form.validate_on_submit():
        try:
            codes.refuse_haste(link, at=utc_now())
            people.invite(link.person, by=current_person(), at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("An invitation is on its way to %(address)s.", address=link.person.email)
            return done(notice, to=url_for(".show", token=token))
    return page("links/account.html", form, link=link)


def _opened(token: str) -> MailLink:
    """Return the usable link of this request. Aborts with 404 if it is unknown, with 410 if it has ended."""
    if link := current_link():
        g.link_page = (link.subject_type, link.subject_id, url_for("links.show", token=token))
        return link
    known = queries.by_secret(token)
    return abort(_ended(known) if known else 404)


def _ended(link: MailLink) -> Response:
    """Return the page that says why a link has ended, in the language of its mail unless the reader chose another."""
    with force_locale(language() if "lang" in request.args else link.person.language):
        return error_page(410, detail=_why_ended(link))


def _why_ended(link: MailLink) -> str:
    if link.disowned_at:
        return _("Someone said that this mail was not for them. Ask the person who sent it for a new one.")
    if link.revoked_at or link.person.suspended_at:
        return _("It was revoked. Ask the person who sent the mail for a new one.")
    if link.person.joined_at:
        return _("This link has expired. Sign in, or ask the person who sent the mail for a new one.")
    return _("This link has expired. Ask the person who sent the mail for a new one.")


def _subject(link: MailLink, opened: LinkPage) -> Any:
    if opened.key == "id":
        return load(opened.model, opened.parameter, link.subject_id)
    return db.session.get(opened.model, link.subject_id) or abort(404)


def _parameters(opened: LinkPage, subject: Any) -> dict[str, Any]:
    return {opened.parameter: getattr(subject, opened.key)}


def _needs_code(act: LinkAct, secret: bool) -> bool:
    return secret or (act.binds and (request.method == "POST" or act.uploads))


def _required_code_page(link: MailLink, why: str = "") -> ResponseReturnValue | None:
    """Return the page that asks for a code and says `why`, or None once this browser is confirmed.

    By default it says that what follows binds, decides or is secret. The page carries the submitted fields, so that
    entering the code completes the act. A GET request mails nothing: its page has a button that requests the code.
    """
    now = utc_now()
    if codes.is_confirmed(link, at=now):
        return None
    typed = request.form.get(CODE, "")
    if typed:
        if codes.enter(link, typed, at=now):
            # a form that was not sent yet is shown now
            return redirect(request.url, code=303) if "link_reads" in request.form else None
        keep_although_refused()
    elif request.method == "POST" and not codes.mail_code(link, at=now):
        return _code_page(link, why, error=_("Too many codes were requested. Wait a quarter of an hour."), status=429)
    error = ""
    if typed:
        error = (
            _("This is not the code of the last mail. Check it and try again")
            if codes.awaits_code(link, at=now)
            else _("This code no longer works. Request a new one")
        )
    return _code_page(link, why, error=error, status=422 if typed else 200)


def _code_page(link: MailLink, why: str, *, error: str, status: int) -> ResponseReturnValue:
    carried = [(name, value) for name, value in request.form.items(multi=True) if name not in {CODE, "csrf_token"}]
    if request.method == "GET":
        carried.append(("link_reads", "1"))
    awaits = codes.awaits_code(link, at=utc_now()) and request.method == "POST"
    why = why or (
        _("This is secret, so we check that it is you.")
        if g.get("link_is_secret")
        else _("What comes next binds or decides, so we check that it is you.")
    )
    content = page("links/code.html", link=link, why=why, carried=carried, field=CODE, error=error, awaits=awaits)
    return make_response(content, status)
