"""Pages that assemble a session's file: the progress, and the downloads as one PDF and as separate files."""

from __future__ import annotations

import hashlib
import tempfile
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download as send
from app.files.serve import SANDBOX
from app.pdf.document import finish, start
from app.pdf.languages import requested_language
from app.web.pages import done, page
from app.web.policies import guarded
from app.web.sessions import is_sessionless
from forums.dossier import actions, policies
from forums.dossier.assembling import PDF, Assembly, assemble, name
from forums.dossier.contents import Contents, contents_of
from forums.dossier.forms import BundleForm
from forums.dossier.parts import chosen, parts_for
from forums.scheduling.models import Session

bp = Blueprint("bundles", __name__)
SESSION = "/sessions/<uuid:session_id>/file/bundle"


@bp.post(SESSION)
@guarded(policies.keep_dossier)
def make(session: Session) -> ResponseReturnValue:
    """Assemble the chosen parts of a session's file."""
    contents = contents_of(session, current_user)
    form = BundleForm()
    form.offer(contents)
    if form.validate_on_submit():
        try:
            names = form.parts.data
            assemble(contents, chosen(contents, names) if names else [], requested_language())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            actions.note_bundle(session, names, by=current_user, at=utc_now())
            to = url_for("forums.bundles.show", session_id=session.id, part=names, lang=requested_language())
            return done(_("The session file is being assembled."), to=to, made=session)
    rows = [(part, part.state(contents)) for part in parts_for(contents)]
    return page("forums/dossier/show.html", form, session=session, contents=contents, rows=rows)


@bp.get(SESSION)
@guarded(policies.keep_dossier)
def show(session: Session) -> ResponseReturnValue:
    """Show how far the assembly is, then its checksum and the downloads."""
    return page("forums/dossier/bundle.html", session=session, **_progress(session))


@bp.get(f"{SESSION}/progress")
@guarded(policies.keep_dossier)
def progress_part(session: Session) -> ResponseReturnValue:
    """Return the progress alone, for polling."""
    response = make_response(render_template("forums/dossier/progress.html", session=session, **_progress(session)))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:16])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@bp.get(f"{SESSION}/pdf")
@guarded(policies.keep_dossier)
def pdf(session: Session) -> ResponseReturnValue:
    """Download the session file as one PDF, with cover, bookmarks and page numbers."""
    contents, assembly = _requested(session)
    content = finish(assembly.bundle) if is_sessionless() else start(assembly.bundle)
    if content is None:
        return redirect(_progress_page(session))
    return send(content, media_type=PDF, name=name(contents, "pdf"))


@bp.get(f"{SESSION}/zip")
@guarded(policies.keep_dossier)
def archive(session: Session) -> ResponseReturnValue:
    """Download the session file as separate files with numbered names and a list of checksums."""
    contents, assembly = _requested(session)
    if not is_sessionless() and start(assembly.bundle) is None:
        return redirect(_progress_page(session))
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    assembly.write_zip(target)
    target.seek(0)
    response: Response = send_file(
        target, mimetype="application/zip", as_attachment=True, download_name=name(contents, "zip")
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _names() -> list[str]:
    """Return the requested names of parts: ?part=minutes&part=photos, or ?part=minutes,photos."""
    return [name for value in request.args.getlist("part") for name in value.split(",") if name]


def _requested(session: Session) -> tuple[Contents, Assembly]:
    contents = contents_of(session, current_user)
    return contents, assemble(contents, chosen(contents, _names()), requested_language())


def _progress(session: Session) -> dict[str, Any]:
    _contents, assembly = _requested(session)
    content = start(assembly.bundle)
    return {
        "assembly": assembly,
        "parts": _names(),
        "lang": requested_language(),
        "size": len(content) if content else None,
        "sha256": hashlib.sha256(content).hexdigest() if content else None,
        "ready": assembly.bundle.ready(),
    }


def _progress_page(session: Session) -> str:
    return url_for("forums.bundles.show", session_id=session.id, part=_names(), lang=requested_language())
