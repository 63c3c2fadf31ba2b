"""The API of seats and participants, each with its first and last day."""

from __future__ import annotations

from sqlalchemy import Select, select

from app.api import Api
from app.circles.models import Seat
from forums.members import policies, queries, views
from forums.members.forms import LastDayForm, PartForm, SeatForm
from forums.members.models import Arrival
from forums.members.schemas import ArrivalSchema
from forums.scheduling.models import Forum
from forums.scheduling.policies import read_forum, read_people
from forums.scheduling.schemas import ParticipantSchema, SeatSchema

api = Api(
    "members",
    area="forums",
    tag="Members",
    about="Seats of organisations in a forum, and the people who take part for them.",
)
FORUM = "/forums/<string:slug>"
SEAT = "/seats/<uuid:seat_id>"
PARTICIPANT = "/participants/<uuid:participant_id>"
ARRIVAL = "/arrivals/<uuid:arrival_id>"


@api.list(f"{FORUM}/all-seats", read_forum, SeatSchema, sorts={"since": (Seat.since, Seat.id)})
def every_seat(forum: Forum) -> Select[Seat]:
    """List all seats of a forum: past, current and future."""
    return select(Seat).where(Seat.circle_id == forum.circle_id)


@api.list(f"{FORUM}/arrivals", read_people, ArrivalSchema, sorts={"since": (Arrival.since, Arrival.id)})
def arrivals(forum: Forum) -> Select[Arrival]:
    """List the future participants of a forum."""
    return queries.arrivals(forum.id)


api.act(
    f"{FORUM}/seats",
    views.add_seat,
    takes=SeatForm,
    required=("organisation",),
    optional=("since",),
    gives=SeatSchema,
    creates=True,
    summary="Add a seat.",
)
api.resource(SEAT, policies.read_seat, SeatSchema, summary="Read one seat.")
api.act(f"{SEAT}/end", views.end_seat, takes=LastDayForm, gives=SeatSchema)
api.act(
    f"{SEAT}/participants",
    views.enter,
    takes=PartForm,
    required=("person",),
    optional=("since",),
    gives=SeatSchema,
    changes=False,
)
api.resource(PARTICIPANT, policies.read_participant, ParticipantSchema, summary="Read one participant.")
api.act(f"{PARTICIPANT}/leave", views.leave, takes=LastDayForm, gives=SeatSchema)
api.resource(ARRIVAL, policies.read_arrival, ArrivalSchema, summary="Read one future participant.")
api.act(f"{ARRIVAL}/take-back", views.take_back, gives=SeatSchema)
