"""The API of minutes: passages, circulation, corrections, approval and publication."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.accounts.models import Person
from app.api import Api
from app.api.operations import refused
from app.clock import utc_now
from app.errors import Conflict, RuleViolation
from app.web.pages import done
from app.web.policies import guarded
from forums.minutes import policies, views
from forums.minutes.forms import AnswerForm, CirculateForm, CorrectionForm, PublishForm, ReopenForm, WritingForm
from forums.minutes.models import Correction, Minutes, Passage
from forums.minutes.schemas import CorrectionSchema, ListedMinutesSchema, MinutesSchema, PassageSchema
from forums.minutes.writing import Overtaken, write
from forums.scheduling.models import Session
from forums.scheduling.schemas import SessionSchema

api = Api(
    "minutes",
    area="forums",
    tag="Minutes",
    about="Minutes of sessions: writing, corrections, approval and publication.",
)
SESSION = "/sessions/<uuid:session_id>"
MINUTES = "/minutes/<uuid:minutes_id>"
CORRECTION = "/corrections/<uuid:correction_id>"


def _named() -> tuple[Any, ...]:
    """Return the options that load people with their names only."""
    return load_only(Person.name), lazyload(Person.organisation)


@api.list(
    f"{SESSION}/minutes",
    policies.read_minutes,
    ListedMinutesSchema,
    sorts={"version": (Minutes.version, Minutes.id)},
)
def versions(session: Session) -> Select[Minutes]:
    """List the versions of a session's minutes that the user may read."""
    readable = Minutes.state.in_(policies.readable_states(current_user, session))
    found = select(Minutes).where(Minutes.session_id == session.id, readable)
    return found.options(joinedload(Minutes.approved_by).options(*_named()))


@api.list(
    f"{SESSION}/passages",
    policies.write_minutes,
    PassageSchema,
    sorts={"position": (Passage.position, Passage.id)},
)
def passages(session: Session) -> Select[Passage]:
    """List the passages of the latest minutes, for those who write them."""
    newest = select(func.max(Minutes.version)).where(Minutes.session_id == session.id).scalar_subquery()
    found = select(Passage).join(Passage.minutes)
    found = found.where(Minutes.session_id == session.id, Minutes.version == newest)
    return found.options(
        joinedload(Passage.author).options(*_named()),
        joinedload(Passage.written_by).options(*_named()),
    )


@api.list(
    f"{MINUTES}/corrections",
    policies.read_corrections,
    CorrectionSchema,
    sorts={"at": (Correction.at, Correction.id)},
)
def corrections(minutes: Minutes) -> Select[Correction]:
    """List the corrections that parties have requested."""
    found = select(Correction).where(Correction.minutes_id == minutes.id)
    return found.options(joinedload(Correction.by), joinedload(Correction.seat))


@guarded(policies.write_minutes)
def save(session: Session) -> ResponseReturnValue:
    """Save a passage; 409 with both texts if someone saved a newer version of it."""
    form = WritingForm()
    try:
        if form.validate_on_submit():
            try:
                saved = write(session, form.writing(session), by=current_user, at=utc_now())
            except RuleViolation as violation:
                form.refuse(violation)
            else:
                return done(_("Saved."), to=saved)
    except Overtaken as overtaken:
        raise Conflict(theirs=overtaken.passage.text, ours=overtaken.text) from None
    return refused(form)


api.act(
    f"{SESSION}/passages",
    save,
    takes=WritingForm,
    example={"part": "opening", "text": "Rapat dibuka pukul 09.30"},
    gives=PassageSchema,
    changes=False,
)
api.resource(MINUTES, policies.read_version, MinutesSchema, summary="Read one version of minutes.")
api.act(
    f"{MINUTES}/circulate",
    views.circulate,
    takes=CirculateForm,
    example={"days": 5},
    optional=("days",),
    gives=MinutesSchema,
    summary="Send the minutes to all participants, who may ask for corrections.",
)
api.act(f"{MINUTES}/approve", views.approve, gives=MinutesSchema, summary="Approve minutes, which locks them.")
api.act(
    f"{MINUTES}/publish",
    views.publish,
    takes=PublishForm,
    example={"kept": ["Sari Wulandari"]},
    gives=MinutesSchema,
    summary="Publish approved minutes of a public forum, with the names in “kept”.",
)
api.act(
    f"{MINUTES}/corrections",
    views.correct,
    takes=CorrectionForm,
    example={"text": "Rekaman menyebut 14", "wording": "", "passage": None},
    gives=CorrectionSchema,
    creates=True,
)
api.resource(CORRECTION, policies.read_correction, CorrectionSchema, summary="Read one correction.")
api.act(f"{CORRECTION}/answer", views.answer, takes=AnswerForm, gives=CorrectionSchema)
api.act(f"{SESSION}/reopen", views.reopen, takes=ReopenForm, gives=SessionSchema)
