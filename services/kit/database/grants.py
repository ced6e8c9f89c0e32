"""Rights of a service's database roles, given anew after each migration.

The application may do its work on every table, except on the audit trail, to which it can only add (CASE-27). The
linker adds links and nothing else. Only the owner, whose password no running service has, can do more.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_READ_ONLY = ("audit_link",)
_ADD_ONLY = ("audit_entry", "audit_unlinked", "audit_witness")
_SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"


async def grant_rights(connection: AsyncConnection, *, application: str, linker: str) -> None:
    """Give `application` and `linker` exactly what they need, in the transaction of `connection`."""
    app, link = _quoted(application), _quoted(linker)
    for (schema,) in (await connection.execute(text(_SCHEMAS))).all():
        inside = _quoted(schema)
        for statement in (
            f"REVOKE ALL ON SCHEMA {inside} FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA {inside} TO {app}, {link}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {inside} TO {app}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {inside} TO {app}",
        ):
            await connection.execute(text(statement))
    for statement in (
        f"REVOKE ALL ON alembic_version FROM {app}",
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {', '.join(_READ_ONLY)} FROM {app}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(_ADD_ONLY)} FROM {app}",
        f"GRANT SELECT ON audit_entry TO {link}",
        f"GRANT SELECT, INSERT ON audit_link TO {link}",
        f"GRANT SELECT, DELETE ON audit_unlinked TO {link}",
        "REVOKE ALL ON FUNCTION roll_outbox() FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION roll_outbox() TO {app}",
    ):
        await connection.execute(text(statement))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
