"""Examples in the description: values of fields, and request bodies made of them."""

from __future__ import annotations

from typing import Any

ID = "0197f3c2-7a1e-7c4b-9d52-3f6e8a2b1c0d"
FORMATS = {
    "uuid": ID,
    "date": "2027-01-05",
    "date-time": "2027-01-05T02:00:00Z",
}
TEXTS = {
    "address": "Jalan Medan Merdeka Selatan 8–9",
    "city": "Jakarta",
    "comment": "Rapat lain pada jam yang sama",
    "contact": "0812 3456 7890",
    "email": "sari@dinas.example",
    "language": "id",
    "link": "https://rapat.example/selaras",
    "name": "Sari Wulandari",
    "note": "Disampaikan lewat telepon",
    "office": "Kepala Dinas Kesehatan",
    "number": "12/2027",
    "phone": "021 3456 7890",
    "place": "Ruang Rapat Lantai 2",
    "position": "Kepala Bidang Data",
    "reason": "Menunggu persetujuan anggaran",
    "representative": "Budi Santoso",
    "secretariat_email": "sekretariat@dinas.example",
    "text": "Formulir disatukan mulai Januari",
    "timezone": "Asia/Jakarta",
    "title": "Satu formulir untuk semua loket",
    "website": "https://dinas.example",
}
"""Texts by the name of their field; operations override them with their own `example`."""
CLOCK = "09:30"


def add_examples(schemas: dict[str, Any], body: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Add examples to the properties of a request body and return one of the whole.

    `own` are the values that the operation gives. The whole contains these and the required properties, or one of the
    optional ones if there is none.
    """
    for name, field in body["properties"].items():
        if (value := own.get(name, _value(schemas, name, field))) is not None and "enum" not in field:
            field["examples"] = [value]
    required = body.get("required", ())
    whole = {name: _value(schemas, name, body["properties"][name]) for name in required} | own
    return whole or _first(schemas, body)


def add_formats(schema: dict[str, Any]) -> None:
    """Add examples to the properties of an answer whose format is known."""
    for field in schema.get("properties", {}).values():
        if example := FORMATS.get(field.get("format", "")):
            field.setdefault("examples", [example])


def _first(schemas: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    for name, field in body["properties"].items():
        if (value := _value(schemas, name, field)) is not None:
            return {name: value}
    return {}


def _value(schemas: dict[str, Any], name: str, field: dict[str, Any]) -> Any:
    """Return an example of a field, or None if only its operation can give one."""
    if "$ref" in field:
        inner = schemas[field["$ref"].rpartition("/")[2]]
        values = {key: _value(schemas, key, part) for key, part in inner["properties"].items()}
        return {key: value for key, value in values.items() if value is not None and key in inner.get("required", key)}
    if "enum" in field:
        return field["enum"][0]
    if "format" in field:
        return FORMATS.get(field["format"])
    kind = field["type"] if isinstance(field["type"], str) else field["type"][0]
    if kind == "array":
        value = _value(schemas, name, field["items"])
        return None if value is None else [value]
    if kind == "integer":
        return max(1, field.get("minimum", 1))
    if kind == "boolean":
        return True
    return CLOCK if "pattern" in field else TEXTS.get(name)
