"""API of the dashboard: its figures as a spreadsheet."""

from __future__ import annotations

from marshmallow import fields, validate

from app.api import Api, QueryString
from app.files.tables import FORMATS
from insights.dashboard import views
from insights.dashboard.scope import WINDOWS

api = Api("insights.dashboard", area="insights", tag="Dashboard", about="Figures of a time or a forum.")


class FiguresQuery(QueryString):
    """Query parameters of the figures."""

    format = fields.String(validate=validate.OneOf(FORMATS), load_default="csv")
    days = fields.Integer(
        validate=validate.OneOf(WINDOWS), metadata={"description": "The number of days that end `on`; 30 by default."}
    )
    on = fields.Date(metadata={"description": "The day as of which everything is counted; today by default."})
    forum = fields.String(metadata={"description": "The slug of a forum; all that you may read by default."})
    agreement = fields.UUID(metadata={"description": "The id of an agreement; all by default."})
    organisation = fields.UUID(metadata={"description": "The id of an organisation; all by default."})


api.download("/dashboard/figures", views.figures, query=FiguresQuery, summary="Download the figures of the dashboard.")
api.download(
    "/dashboard/indicators/<string:indicator>",
    views.rows,
    query=FiguresQuery,
    summary="Download what an indicator of the dashboard counts.",
)
