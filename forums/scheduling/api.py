"""The API of forums, their seats and participants, and their sessions."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields, validate
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only

from app.accounts.models import Person
from app.api import Api, Query, member, query_args
from app.circles.models import Circle, Seat
from app.circles.queries import is_taken
from app.clock import today, utc_now
from app.organisations.models import Sector
from forums.scheduling import listing, policies, session_views, views
from forums.scheduling.filters import STATES, ForumFilters, SessionFilters
from forums.scheduling.forms import ForumForm
from forums.scheduling.models import Forum, ForumKind, Mode, Participant, Series, Session
from forums.scheduling.schemas import ForumSchema, ParticipantSchema, SeatSchema, SeriesSchema, SessionSchema

forums = Api("forums", area="forums", tag="Forums", about="Forums, their charters, seats and schedules.")
sessions = Api("sessions", area="forums", tag="Sessions", about="Sessions of forums.")

FORUM = "/forums/<string:slug>"
SESSION = "/sessions/<uuid:session_id>"
FORUM_SORTS = {"name": (Forum.name, Forum.id), "created_at": (Forum.created_at, Forum.id)}
SESSION_SORTS = {"starts_at": (Session.starts_at, Session.id)}


class ForumQuery(Query):
    """Query arguments for listing forums."""

    state = fields.String(load_default="active", validate=validate.OneOf(("active", "archived", "all")))
    mine = fields.Boolean(load_default=False, metadata={"description": "Only forums in which the user takes part."})
    late = fields.Boolean(load_default=False, metadata={"description": "Only forums with an overdue commitment."})
    kind = member(ForumKind)
    sector = member(Sector, metadata={"description": "Only forums in which an organisation of this sector has a seat."})


class SessionsQuery(Query):
    """Query arguments for listing the sessions of one forum."""

    state = fields.String(
        load_default="all",
        validate=validate.OneOf(STATES),
        metadata={"description": "A stored state; `upcoming` or `past` by time; `proposed`: a new date is undecided."},
    )
    since = fields.AwareDateTime(
        data_key="from", metadata={"description": "Only sessions that begin at this time or later."}
    )
    until = fields.AwareDateTime(metadata={"description": "Only sessions that begin before this time."})
    mode = member(Mode)


class SessionQuery(SessionsQuery):
    """Query arguments for listing the sessions of all forums."""

    forum = fields.String(metadata={"description": "The slug of a forum."})
    kind = member(ForumKind, metadata={"description": "Only sessions of forums of this kind."})
    sector = member(
        Sector, metadata={"description": "Only sessions of forums in which an organisation of this sector has a seat."}
    )
    mine = fields.Boolean(
        load_default=False, metadata={"description": "Only sessions of forums in which the user takes part."}
    )


@forums.list("/forums", policies.list_forums, ForumSchema, sorts=FORUM_SORTS, query=ForumQuery)
def index() -> Select[Forum]:
    """List the forums that the user may read."""
    wanted = query_args()
    filters = ForumFilters(
        text=wanted.get("q", ""),
        archived={"active": False, "archived": True}.get(wanted["state"]),
        mine=wanted["mine"],
        late=wanted["late"],
        kind=wanted.get("kind"),
        sector=wanted.get("sector"),
    )
    return listing.forums_found(current_user, filters, today())


@forums.list(f"{FORUM}/seats", policies.read_forum, SeatSchema, sorts={"position": (Seat.position, Seat.id)})
def seats(forum: Forum) -> Select[Seat]:
    """List the current seats of a forum, ordered by position."""
    return select(Seat).where(Seat.circle_id == forum.circle_id, is_taken(today()))


@forums.list(
    f"{FORUM}/participants",
    policies.read_people,
    ParticipantSchema,
    sorts={"joined_at": (Participant.joined_at, Participant.id)},
)
def participants(forum: Forum) -> Select[Participant]:
    """List the current participants of a forum."""
    return select(Participant).where(Participant.forum_id == forum.id, Participant.left_at.is_(None))


@forums.list(f"{FORUM}/series", policies.read_forum, SeriesSchema, sorts={"created_at": (Series.created_at, Series.id)})
def series(forum: Forum) -> Select[Series]:
    """List the schedules of a forum; each ends before the next one begins."""
    return select(Series).where(Series.forum_id == forum.id)


@sessions.list("/sessions", policies.list_forums, SessionSchema, sorts=SESSION_SORTS, query=SessionQuery)
def all_sessions() -> Select[Session]:
    """List the sessions of all forums that the user may read."""
    return _sessions(forum=query_args().get("forum", ""), mine=query_args()["mine"])


@sessions.list(f"{FORUM}/sessions", policies.read_forum, SessionSchema, sorts=SESSION_SORTS, query=SessionsQuery)
def of_forum(forum: Forum) -> Select[Session]:
    """List the sessions of a forum."""
    return _sessions(forum=forum.slug)


def _sessions(*, forum: str, mine: bool = False) -> Select[Session]:
    wanted = query_args()
    filters = SessionFilters(
        forum=forum,
        mine=mine,
        kind=wanted.get("kind"),
        sector=wanted.get("sector"),
        mode=wanted.get("mode"),
        since=wanted.get("since"),
        until=wanted.get("until"),
        state=wanted["state"],
    )
    named = load_only(Person.name), lazyload(Person.organisation)
    classified = joinedload(Forum.circle, innerjoin=True).load_only(Circle.classification)
    return listing.sessions_found(current_user, filters, today(), utc_now()).options(
        contains_eager(Session.forum).options(load_only(Forum.slug, Forum.name), classified),
        joinedload(Session.presider).options(*named),
        joinedload(Session.minute_taker).options(*named),
    )


forums.resource(FORUM, policies.read_forum, ForumSchema, summary="Read one forum.")
forums.act(
    "/forums",
    views.create,
    takes=ForumForm,
    example={
        "name": "Forum Perizinan Terpadu",
        "goal": "Izin terbit dalam lima hari kerja",
        "place": "Ruang Rapat Lantai 2",
        "first_day": "2027-01-05",
        "time": "09:30",
    },
    required=("first_day", "time"),
    gives=ForumSchema,
    creates=True,
)
forums.act(
    FORUM,
    views.edit,
    takes=ForumForm,
    example={"goal": "Izin terbit dalam lima hari kerja"},
    gives=ForumSchema,
    method="PATCH",
)
forums.act(f"{FORUM}/archive", views.archive, gives=ForumSchema, summary="Archive a forum.")
forums.act(f"{FORUM}/take-up", views.take_up, gives=ForumSchema)

sessions.resource(SESSION, policies.read_session, SessionSchema, summary="Read one session.")
sessions.act(f"{SESSION}/open", session_views.open_, gives=SessionSchema)
sessions.act(
    f"{SESSION}/close", session_views.close, gives=SessionSchema, summary="Close an open session, which is then held."
)
