"""PostgreSQL with two roles: one owns the tables and migrates, the other, the application, can only use them.

Who does not own a table can neither drop nor disable its triggers.
"""

from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from guatu.history import guards
from guatu.history.errors import RoleMissing, RoleTooStrong

_ALL: Final = "SELECT, INSERT, UPDATE, DELETE"
_KEPT: Final = {"django_migrations": "SELECT"}
_TABLES: Final = """
    SELECT relname, quote_ident(relname) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
_STRENGTH: Final = """
    SELECT r.rolsuper OR pg_has_role(r.oid, current_user, 'MEMBER') OR EXISTS (
        SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relowner = r.oid)
    FROM pg_roles r WHERE r.rolname = %s
"""
_OWNS: Final = """
    SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'history_event'
        AND relnamespace = current_schema()::regnamespace AND pg_has_role(relowner, 'MEMBER'))
"""


def hand_over(role: str) -> None:
    """Give the application's role what it needs and no more; the connection is the owner's."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STRENGTH, [role])
        found = cursor.fetchone()
        if found is None:
            raise RoleMissing(role)
        if found[0]:
            raise RoleTooStrong(role)
        cursor.execute(
            "SELECT quote_ident(%s), quote_ident(current_schema()), quote_ident(current_database())", [role]
        )
        user, schema, database = cursor.fetchone()
        cursor.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {user}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {user}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {user}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {user}")
        _grant(cursor, user)


def _grant(cursor: CursorWrapper, user: str) -> None:
    rights = guards.rights() | _KEPT
    cursor.execute(_TABLES)
    for name, table in cursor.fetchall():
        cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {user}")
        cursor.execute(f"GRANT {rights.get(name, _ALL)} ON {table} TO {user}")


def owns_tables() -> bool:
    """Could the application's own role take the guards away?"""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(_OWNS)
        return bool(cursor.fetchone()[0])
