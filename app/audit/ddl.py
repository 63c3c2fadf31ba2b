"""Triggers that make the audit tables append-only for every connection.

A migration that rebuilds one of these tables on SQLite drops its triggers, so it must call `release` before and
`protect` after.
"""

from __future__ import annotations

from sqlalchemy import Connection

FORBIDDEN = {
    "audit_rows": ("UPDATE", "DELETE"),
    "audit_seals": ("UPDATE", "DELETE"),
    "audit_personal": ("UPDATE",),
}
"""Forbidden statements by table. Personal values may be erased; their salted digest remains in the row."""

MESSAGE = "the record is append-only"

FUNCTION = f"""
CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = '{MESSAGE}: ' || TG_OP || ' on ' || TG_TABLE_NAME;
END
$$
"""


def protect(connection: Connection) -> None:
    """Create the triggers on this SQLite or PostgreSQL database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(FUNCTION)
    for table, operation in _forbidden(connection):
        connection.exec_driver_sql(_trigger(connection.dialect.name, table, operation))


def release(connection: Connection) -> None:
    """Drop the triggers. For migrations only."""
    postgresql = connection.dialect.name == "postgresql"
    for table, operation in _forbidden(connection):
        where = f" ON {table}" if postgresql else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, operation)}{where}")
    if postgresql:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS keep_record()")


def _forbidden(connection: Connection) -> list[tuple[str, str]]:
    """Return pairs of table and forbidden operation, with TRUNCATE on PostgreSQL."""
    postgresql = connection.dialect.name == "postgresql"
    return [
        (table, operation)
        for table, operations in FORBIDDEN.items()
        for operation in (*operations, *(("TRUNCATE",) if postgresql and "DELETE" in operations else ()))
    ]


def _name(table: str, operation: str) -> str:
    return f"{table}_refuse_{operation.lower()}"


def _trigger(dialect: str, table: str, operation: str) -> str:
    head = f"CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table} FOR EACH"
    if dialect == "postgresql":
        return f"{head} {'STATEMENT' if operation == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION keep_record()"
    return f"{head} ROW BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {operation} on {table}'); END"
