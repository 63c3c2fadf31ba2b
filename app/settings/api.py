"""The unit that runs the instance, for programs."""

from __future__ import annotations

from typing import Any

from app.api import Api
from app.settings import instance_views, policies
from app.settings.forms import InstanceForm
from app.settings.queries import instance_row
from app.settings.schemas import InstanceSchema
from app.web.policies import guarded

api = Api("instance", area="settings", tag="Settings", about="The settings of this instance.")


@guarded(policies.change_instance)
def show() -> Any:
    """Read the unit that runs this instance, its letterhead and time zone."""
    return instance_row()


api.act("/instance", show, gives=InstanceSchema, method="GET")
api.act(
    "/instance",
    instance_views.edit,
    takes=InstanceForm,
    example={"unit": "Jakarta Smart City"},
    gives=InstanceSchema,
    method="PATCH",
    about=instance_row,
)
