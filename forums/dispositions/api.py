"""API: pass a session or a directive on to a colleague."""

from __future__ import annotations

from app.api import Api
from app.dispositions.forms import DispositionForm
from app.dispositions.schemas import DispositionSchema
from forums.dispositions import views

api = Api("forums.dispositions", area="forums", tag="Dispositions")

for view, path, summary in (
    (views.give_session, "/sessions/<uuid:session_id>", "Pass a session on to a colleague, beside its invitation."),
    (views.give_directive, "/directives/<uuid:directive_id>", "Pass a directive on to a colleague."),
):
    api.act(
        f"{path}/disposition",
        view,
        takes=DispositionForm,
        required=("receiver",),
        optional=("due",),
        example={"instruction": "Siapkan bahannya"},
        gives=DispositionSchema,
        creates=True,
        summary=summary,
    )
