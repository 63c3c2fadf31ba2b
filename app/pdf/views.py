"""The verification pages, to which the QR codes of documents link, and the page shown while a document is rendered."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from app.circles.models import Classification
from app.pdf.canonical import FINGERPRINT, in_groups
from app.pdf.document import WAITED_FOR
from app.pdf.forms import HashForm
from app.pdf.kinds import kind_named
from app.pdf.queries import paper_with
from app.pdf.worker import BeingMade
from app.web.pages import page
from app.web.policies import public

bp = Blueprint("documents", __name__, url_prefix="/verify")


class _Unknown(NotFound):
    @property
    def advice(self) -> str:
        """The advice on the 404 page for a hash that is not registered."""
        return _("No document issued here has this SHA-256. Check it against the document again.")


@bp.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask for a hash, for people who cannot scan the QR code."""
    form = HashForm()
    if form.validate_on_submit():
        return redirect(url_for("documents.verify", sha256=form.fingerprint), code=303)
    return page("documents/ask.html", form)


@bp.get("/<string:sha256>")
@public
def verify(sha256: str) -> ResponseReturnValue:
    """Show the document with this hash: all details of a public one, only kind, date and state of others."""
    paper = paper_with(sha256) if FINGERPRINT.fullmatch(sha256) else None
    if paper is None:
        raise _Unknown
    kind = kind_named(paper.kind)
    return page(
        "documents/verify.html",
        paper=paper,
        kind=kind,
        groups=in_groups(paper.sha256),
        facts=kind.facts(paper),
        href=kind.address(paper.subject_id) if paper.classification is Classification.PUBLIC else None,
    )


REFRESH = 2
"""Seconds after which the waiting page reloads."""


def being_made(waiting: BeingMade) -> Response:
    """Return a waiting page that reloads until the document is the response. It needs no scripts."""
    waited = request.args.get("waited", 0, type=int)
    wanted = {**request.args, WAITED_FOR: waiting.key, "waited": waited + REFRESH}
    address = f"{request.path}?{urlencode(wanted)}"
    response = make_response(render_template("documents/being_made.html", address=address, waited=waited), 202)
    response.headers["Refresh"] = f"{REFRESH}; url={address}"
    response.headers["Cache-Control"] = "no-store"
    return response
