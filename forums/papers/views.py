"""Downloads of a session's documents, and the pages for the invitation letter."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download, serve, store
from app.pdf import word
from app.pdf.languages import requested_language
from app.web.forms import both_texts
from app.web.pages import done, page
from app.web.policies import guarded
from forums.minutes.models import Minutes
from forums.minutes.policies import read_version, reads_whole
from forums.papers import actions, attendance_paper, letter_paper, minutes_paper, policies, queries, running_order
from forums.papers.forms import LetterForm, SignedForm
from forums.papers.letters import current
from forums.papers.queries import Addressee
from forums.scheduling.models import Session

bp = Blueprint("papers", __name__)


@bp.get("/minutes/<uuid:minutes_id>/pdf")
@guarded(read_version)
def minutes(minutes: Minutes) -> ResponseReturnValue:
    """Download the Notulen of a version; for the public, and with ?published, its published content."""
    whole = _whole(minutes)
    content = minutes_paper.pdf(minutes, utc_now(), requested_language(), whole=whole)
    return download(content, media_type="application/pdf", name=minutes_paper.name(minutes, whole=whole))


@bp.get("/minutes/<uuid:minutes_id>/word")
@guarded(read_version)
def minutes_word(minutes: Minutes) -> ResponseReturnValue:
    """Download the Notulen as .docx, with the content of the PDF."""
    whole = _whole(minutes)
    content = minutes_paper.word(minutes, utc_now(), requested_language(), whole=whole)
    return download(content, media_type=word.MEDIA_TYPE, name=minutes_paper.name(minutes, whole=whole, suffix="docx"))


@bp.get("/minutes/<uuid:minutes_id>/markdown")
@guarded(read_version)
def minutes_markdown(minutes: Minutes) -> ResponseReturnValue:
    """Download the Notulen as Markdown, with the content of the PDF."""
    whole = _whole(minutes)
    content = minutes_paper.markdown(minutes, utc_now(), requested_language(), whole=whole)
    name = minutes_paper.name(minutes, whole=whole, suffix="md")
    return download(content, media_type="text/markdown; charset=utf-8", name=name)


@bp.get("/minutes/<uuid:minutes_id>/decisions/pdf")
@guarded(read_version)
def decisions(minutes: Minutes) -> ResponseReturnValue:
    """Download the excerpt of the decisions of a version; for the public, its published decisions."""
    whole = _whole(minutes)
    content = minutes_paper.decisions_pdf(minutes, utc_now(), requested_language(), whole=whole)
    name = minutes_paper.name(minutes, whole=whole, kind="Risalah-Keputusan")
    return download(content, media_type="application/pdf", name=name)


@bp.route("/sessions/<uuid:session_id>/invitation-letter", methods=["GET", "POST"])
@guarded(policies.write_letter)
def letter(session: Session) -> ResponseReturnValue:
    """Write the invitation letter, with links to download it."""
    known = queries.letter_of(session.id)
    form = LetterForm.of(current(session, known, utc_now()), known.version if known else 0)
    if form.validate_on_submit():
        try:
            texts = both_texts(form, known) if known else {}
            version = form.version.data
            actions.write(session, form.details(), version=version, texts=texts, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The letter is saved."), to=url_for(".letter", session_id=session.id))
    invited = [(one.seat, letter_paper.recipient(one)) for one in queries.addressees(session)]
    signed = queries.signed_letter_of(session.id)
    return page("forums/papers/write.html", form, session=session, known=known, invited=invited, signed=signed)


@bp.get("/sessions/<uuid:session_id>/invitation-letter/pdf")
@guarded(policies.read_letter)
def letter_pdf(session: Session) -> ResponseReturnValue:
    """Download the letter to all invited seats, or with ?seat= to one of them."""
    invited = queries.addressees(session)
    only = _requested_addressee(invited) if "seat" in request.args else None
    content = letter_paper.pdf(session, [only] if only else invited, utc_now(), requested_language())
    known = queries.letter_of(session.id)
    name = letter_paper.name(session, only, known.version if known else 1)
    return download(content, media_type="application/pdf", name=name)


@bp.route("/sessions/<uuid:session_id>/signed-letter/add", methods=["GET", "POST"])
@guarded(policies.write_letter)
def add_signed(session: Session) -> ResponseReturnValue:
    """Upload the signed letter, which is attached to invitations from now on."""
    now = utc_now()
    dated = session.letter_dated or now.astimezone(session.zone).date()
    form = SignedForm(number=session.letter_number, dated=dated)
    if form.validate_on_submit():
        try:
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            number = form.number.data
            actions.keep_signed(session, file, number=number, dated=form.dated.data, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("The signed letter is saved and will be sent with the invitations."),
                to=url_for(".letter", session_id=session.id),
                made=session,
            )
    known = queries.signed_letter_of(session.id)
    return page("forums/papers/sign.html", form, session=session, known=known)


@bp.get("/sessions/<uuid:session_id>/signed-letter")
@guarded(policies.read_letter)
def signed_letter(session: Session) -> ResponseReturnValue:
    """Download the signed letter, else the generated one."""
    signed = queries.signed_letter_of(session.id)
    if signed is None:
        return letter_pdf(session_id=session.id)
    return serve(signed.file)


@bp.get("/sessions/<uuid:session_id>/running-order/pdf")
@guarded(policies.read_running_order)
def running_order_pdf(session: Session) -> ResponseReturnValue:
    """Download the running order for the presider."""
    content = running_order.pdf(session, current_user, utc_now(), requested_language())
    return download(content, media_type="application/pdf", name=running_order.name(session))


@bp.get("/sessions/<uuid:session_id>/attendance-sheet/pdf")
@guarded(policies.read_attendance)
def sheet_to_sign(session: Session) -> ResponseReturnValue:
    """Download the list to sign by hand, without contacts."""
    return _attendance(session, contacts=False)


@bp.get("/sessions/<uuid:session_id>/attendance-sheet-with-contacts/pdf")
@guarded(policies.read_contacts)
def sheet_with_contacts(session: Session) -> ResponseReturnValue:
    """Download the list to sign by hand, with contacts."""
    return _attendance(session, contacts=True)


@bp.get("/sessions/<uuid:session_id>/attendance-list/pdf")
@guarded(policies.read_attendance)
def attendance_list(session: Session) -> ResponseReturnValue:
    """Download the recorded attendance, without contacts."""
    return _attendance(session, contacts=False, recorded=True)


@bp.get("/sessions/<uuid:session_id>/attendance-list-with-contacts/pdf")
@guarded(policies.read_contacts)
def list_with_contacts(session: Session) -> ResponseReturnValue:
    """Download the recorded attendance, with contacts."""
    return _attendance(session, contacts=True, recorded=True)


def _whole(minutes: Minutes) -> bool:
    """Whether the complete content is requested and may be read. Aborts with 404 if there is no other one."""
    whole = reads_whole(current_user, minutes.session) and "published" not in request.args
    if not whole and minutes.published_content is None:
        abort(404)
    return whole


def _attendance(session: Session, *, contacts: bool, recorded: bool = False) -> Response:
    if recorded and session.opened_at is None:
        abort(404)
    make = attendance_paper.recorded if recorded else attendance_paper.to_sign
    content = make(session, utc_now(), requested_language(), contacts=contacts)
    return download(content, media_type="application/pdf", name=attendance_paper.name(session, contacts=contacts))


def _requested_addressee(invited: list[Addressee]) -> Addressee:
    """Return the addressee named by ?seat=. Aborts with 404 if there is none."""
    try:
        seat_id = UUID(request.args["seat"])
    except ValueError:
        abort(404)
    return next((one for one in invited if one.seat.id == seat_id), None) or abort(404)
