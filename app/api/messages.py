"""Translated messages of validation, in place of marshmallow's own."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

NO_LIST = _l("Send a list")
NO_DATE = _l("Send a date such as 2027-01-05")
NO_MOMENT = _l("Send a date and time with its offset, such as 2027-01-05T02:00:00Z")
NO_ID = _l("Send the id of an object, such as 0197f3c2-7a1e-7c4b-9d52-3f6e8a2b1c0d")
MESSAGES: dict[type[fields.Field[Any]], dict[str, Any]] = {
    fields.String: {"invalid": _l("Send a text"), "null": _l("Send a text"), "invalid_utf8": _l("Send a text")},
    fields.Integer: {
        "invalid": _l("Send a whole number"),
        "null": _l("Send a whole number"),
        "too_large": _l("Send a smaller number"),
    },
    fields.Boolean: {"invalid": _l("Send true or false"), "null": _l("Send true or false")},
    fields.Date: {"invalid": NO_DATE, "null": NO_DATE, "format": NO_DATE},
    fields.UUID: {"invalid": NO_ID, "null": NO_ID, "invalid_uuid": NO_ID},
    fields.List: {"invalid": NO_LIST, "null": NO_LIST},
    fields.AwareDateTime: {"invalid": NO_MOMENT, "invalid_awareness": NO_MOMENT, "format": NO_MOMENT},
}
"""Messages by the type of a field."""


class TranslatedSchema(Schema):
    """Base class of schemas that validate input. Messages that a field defines itself are kept, if they are lazy."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Translate the messages of a field and of its validators."""
        usual = {"required": _l("This is required"), **MESSAGES.get(type(field_obj), {})}
        if isinstance(field_obj, fields.Enum):
            usual["unknown"] = _l("Choose one of: %(choices)s", choices=field_obj.choices_text)
        kept = {name: text for name, text in field_obj.error_messages.items() if not isinstance(text, str)}
        field_obj.error_messages |= usual | kept
        rules: list[Any] = field_obj.validators
        for rule in rules:
            if (message := _message(rule)) is not None and (not rule.error or isinstance(rule.error, str)):
                rule.error = message


def _message(rule: Any) -> Any:
    """Return the message of a validator, or None for one whose message is its own."""
    if isinstance(rule, validate.OneOf):
        return _l("Choose one of: %(choices)s", choices=rule.choices_text)
    if isinstance(rule, validate.Range):
        return _l("Choose from %(least)s to %(most)s", least=rule.min, most=rule.max)
    if isinstance(rule, validate.Length):
        return _l("Send %(least)s to %(most)s characters", least=rule.min or 0, most=rule.max)
    return None
