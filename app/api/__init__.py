"""The JSON API: everything that a user may do on the pages, through the same views, forms and policies."""

from __future__ import annotations

from flask import Blueprint, Flask
from sqlalchemy.orm.exc import StaleDataError

from app import errors
from app.accounts import load_person_with
from app.api.access import PREFIX, person_of
from app.api.operations import Api
from app.api.problems import Unacceptable, render_failure, render_stale, render_unacceptable
from app.api.queries import PageQuery, Query, QueryString, query_args
from app.api.schemas import ApiSchema, Id, Moment, NamedCircle, NamedOrganisation, NamedPerson, member

__all__ = [
    "Api",
    "ApiSchema",
    "Id",
    "Moment",
    "NamedCircle",
    "NamedOrganisation",
    "NamedPerson",
    "PageQuery",
    "Query",
    "QueryString",
    "init_app",
    "member",
    "query_args",
]


def init_app(app: Flask) -> None:
    """Register the description and the guide of the API, its authentication, error handlers and rate limits."""
    from app.api import description, guide, http, rates
    from app.api import idempotency as idempotency
    from app.api import jobs as jobs

    app.config["SESSIONLESS"].append(PREFIX)
    load_person_with(app, person_of)
    errors.render_with(app, PREFIX, render_failure)
    app.register_error_handler(Unacceptable, render_unacceptable)
    operations = Blueprint("api", __name__)  # the endpoints of all operations begin with its name
    operations.register_error_handler(StaleDataError, render_stale)
    app.register_blueprint(operations)
    http.init_app(app)
    rates.init_app(app)
    app.register_blueprint(description.bp)
    app.register_blueprint(guide.bp)
