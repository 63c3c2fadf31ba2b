"""API schema of imports of agreements."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from agreements.imports.models import AgreementImport
from agreements.imports.rows import COLUMNS
from app.api import ApiSchema, Id, Moment, member
from app.files.sheet_import.stages import Stage
from app.organisations.models import Sector


class ImportCountsSchema(ApiSchema):
    """What importing a register does."""

    agreement = fields.Integer(required=True, metadata={"description": "New agreements."})
    organisation = fields.Integer(required=True, metadata={"description": "New organisations."})
    obligation = fields.Integer(required=True, metadata={"description": "New obligations."})
    known = fields.Integer(required=True, metadata={"description": "Lines of agreements that are there already."})
    wrong = fields.Integer(required=True, metadata={"description": "Lines with errors."})


class ImportLineSchema(ApiSchema):
    """A line of the preview with its errors by column."""

    number = fields.Integer(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class AgreementImportSchema(ApiSchema):
    """A register of agreements. `headings` are its columns by position, `places` the positions that were assigned."""

    id = Id("the import")
    file_name = fields.String(required=True, attribute="file.name")
    sha256 = fields.String(required=True, attribute="file.sha256")
    stage = member(Stage, required=True)
    headings = fields.List(fields.String(), required=True)
    places = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    sector = member(Sector, required=True, allow_none=True)
    counts = fields.Nested(ImportCountsSchema, required=True, allow_none=True)
    mark = fields.String(required=True, allow_none=True, metadata={"description": "Sent back to confirm the preview."})
    wrong = fields.List(fields.Nested(ImportLineSchema), required=True)
    failure = fields.String(required=True)
    created_at = Moment(required=True)
    done_at = Moment(required=True, allow_none=True)

    def read_places(self, imported: AgreementImport) -> dict[str, int]:
        """Return the positions of the assigned columns by name."""
        return {name: imported.places[name] for name in COLUMNS if name in imported.places}

    def read_counts(self, imported: AgreementImport) -> Any:
        """Return what importing it does or did; None before it was previewed."""
        return imported.outcome.get("counts")

    def read_mark(self, imported: AgreementImport) -> Any:
        """Return the mark of the preview, if it waits for its confirmation."""
        return imported.outcome.get("mark")

    def read_wrong(self, imported: AgreementImport) -> list[dict[str, Any]]:
        """Return the first lines with errors."""
        return [line for line in imported.outcome.get("lines", ()) if line["errors"]]
