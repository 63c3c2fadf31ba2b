"""API of one's own profile. Passwords can be changed only on the pages."""

from __future__ import annotations

from app.accounts.current import current_person
from app.accounts.models import Person
from app.accounts.people.policies import edit_profile
from app.accounts.people.schemas import ProfileSchema
from app.accounts.profile import views
from app.accounts.profile.forms import ProfileForm
from app.api import Api
from app.web.policies import guarded

api = Api("profile", area="people", tag="People")


@guarded(edit_profile)
def show() -> Person:
    """Read the profile of the token's owner."""
    return current_person()


api.act("/profile", show, gives=ProfileSchema, method="GET")
api.act("/profile", views.edit, takes=ProfileForm, gives=ProfileSchema, method="PATCH", about=current_person)
