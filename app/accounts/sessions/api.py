"""API of one's own sessions."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select

from app.accounts.models import AccountSession
from app.accounts.sessions import policies, queries, views
from app.accounts.sessions.schemas import AccountSessionSchema
from app.api import Api
from app.clock import utc_now

api = Api("account_sessions", area="people", tag="People")
SESSIONS = "/profile/sessions"
SESSION = f"{SESSIONS}/<uuid:account_session_id>"
SORTS = {"created_at": (AccountSession.created_at, AccountSession.id)}


@api.list(SESSIONS, policies.list_sessions, AccountSessionSchema, sorts=SORTS)
def index() -> Select[AccountSession]:
    """List the devices on which the person is signed in."""
    return queries.sessions_of(current_user, utc_now()).order_by(None)


api.resource(SESSION, policies.end_session, AccountSessionSchema, summary="Read one session.")
api.act(SESSION, views.end, method="DELETE")
api.act(f"{SESSIONS}/end-all", views.end_all, changes=False)
