"""Triggers that refuse what must never happen to a table: each is named here, put in by `migrate`, looked for
by `verify`.

A room registers its guards when it is ready:

    guards.register(*guards.never("ledgers_closing", "UPDATE", "DELETE", sentence="销号记录不能修改"))
    guards.register(Guard(name="…", table="…", event="INSERT", when="…SQL over NEW and OLD…", sentence="…"))
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
Vendor = Literal["sqlite", "postgresql"]
BOTH: Final[frozenset[Vendor]] = frozenset(("sqlite", "postgresql"))
PREFIX: Final = "guard_"
_BITS: Final = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_ROW, _BEFORE = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A statement that a table refuses, for the rows where `when` holds; empty refuses every one.

    `when` is SQL over NEW and OLD that both databases read; `IS DISTINCT FROM` is translated for SQLite.
    """

    name: str
    table: str
    event: Event
    sentence: str
    """What is wrong, in Chinese: the message of the IntegrityError."""
    when: str = ""
    vendors: frozenset[Vendor] = BOTH

    @property
    def trigger(self) -> str:
        return PREFIX + self.name

    def statements(self, vendor: str) -> list[str]:
        """What puts it in."""
        if vendor == "sqlite":
            return [self.for_sqlite()]
        level = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        function = (
            f'CREATE OR REPLACE FUNCTION "{self.trigger}"() RETURNS trigger LANGUAGE plpgsql'
            f" SET search_path = {{schema}}, pg_temp AS $guard${self.for_postgresql()}$guard$"
        )
        trigger = (
            f'CREATE TRIGGER "{self.trigger}" BEFORE {self.event} ON "{self.table}"'
            f' FOR EACH {level} EXECUTE FUNCTION "{self.trigger}"()'
        )
        return [function, trigger, f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.trigger}"']

    def for_sqlite(self) -> str:
        """The trigger as SQLite keeps it."""
        condition = self.when.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
        when = f" WHEN {condition}" if condition else ""
        return (
            f'CREATE TRIGGER "{self.trigger}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW{when}'
            f" BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
        )

    def for_postgresql(self) -> str:
        """The body of the function as PostgreSQL keeps it."""
        row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.event, "NEW")
        refuse = f"RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = '{self.sentence}';"
        what = f"IF {self.when} THEN {refuse} END IF; RETURN {row};" if self.when else refuse
        return f" BEGIN {what} END "

    def text(self, vendor: str) -> str:
        """How an installed one describes itself: see `installed`."""
        if vendor == "sqlite":
            return self.for_sqlite()
        kind = _BITS[self.event] | _BEFORE | (0 if self.event == "TRUNCATE" else _ROW)
        return f"{self.table} {kind} A {self.trigger} plain\n{self.for_postgresql()}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A guard that is not there, not as it should be, or a trigger that nobody registered."""

    what: Literal["missing", "changed", "unknown"]
    trigger: str
    table: str


_registered: dict[str, Guard] = {}
_rights: dict[str, str] = {}


def register(*guards: Guard) -> None:
    """Have these installed by `migrate` and looked for by `verify`; called from `AppConfig.ready`."""
    for guard in guards:
        if _registered.setdefault(guard.name, guard) != guard:
            raise ValueError(f"two guards are called {guard.name}")


def limit_rights(rights: Mapping[str, str]) -> None:
    """What the application's role may do with a guarded table where it does not own it: `SELECT, INSERT`."""
    _rights.update(rights)


def never(table: str, *events: Event, sentence: str) -> Iterator[Guard]:
    """Guards that refuse whole kinds of statements; where deleting is refused, so is emptying."""
    emptying: tuple[Event, ...] = ("TRUNCATE",) if "DELETE" in events else ()
    for event in (*events, *emptying):
        vendors: frozenset[Vendor] = frozenset(("postgresql",)) if event == "TRUNCATE" else BOTH
        name = f"{table}_{event.lower()}"
        yield Guard(name=name, table=table, event=event, sentence=sentence, vendors=vendors)


def never_replaced(table: str, *keys: Sequence[str], sentence: str) -> Guard:
    """SQLite takes INSERT OR REPLACE for an insert and deletes the old row unasked; PostgreSQL cannot."""
    same = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    exists = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {one})' for one in same)  # noqa: S608
    return Guard(
        name=f"{table}_replace",
        table=table,
        event="INSERT",
        when=exists,
        sentence=sentence,
        vendors=frozenset(("sqlite",)),
    )


def tables() -> list[str]:
    """The tables that have guards."""
    return sorted({guard.table for guard in _registered.values()})


def rights() -> dict[str, str]:
    """Table → what the application's role may do with it."""
    return dict(_rights)


def expected(vendor: str) -> dict[str, Guard]:
    """Trigger → the guard that should be installed."""
    return {guard.trigger: guard for guard in _registered.values() if vendor in guard.vendors}


def installed(connection: BaseDatabaseWrapper, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Trigger → its table and its text, for the triggers that now stand on the tables."""
    query = _ON_SQLITE if connection.vendor == "sqlite" else _ON_POSTGRESQL
    wanted = list(names)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: (table, text) for name, table, text in cursor.fetchall() if table in wanted}


_ON_SQLITE: Final = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
_ON_POSTGRESQL: Final = """
    SELECT t.tgname, c.relname,
        c.relname::text || ' ' || t.tgtype::text || ' ' || t.tgenabled::text || ' ' || p.proname::text || ' '
        || CASE WHEN t.tgqual IS NULL AND t.tgnargs = 0 AND t.tgattr = '' AND l.lanname = 'plpgsql'
            AND t.tgconstraint = 0 AND NOT p.prosecdef
            AND p.proconfig = ARRAY['search_path=' || quote_ident(current_schema()) || ', pg_temp']
            THEN 'plain' ELSE 'altered' END
        || chr(10) || p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        JOIN pg_language l ON l.oid = p.prolang
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


def missing_guards(using: str = "default") -> list[Fault]:
    """What is missing, changed or unknown among the triggers of the guarded tables."""
    connection = connections[using]
    present = installed(connection, tables())
    wanted = expected(connection.vendor)
    faults = [
        Fault("missing" if trigger not in present else "changed", trigger, guard.table)
        for trigger, guard in wanted.items()
        if present.get(trigger) != (guard.table, guard.text(connection.vendor))
    ]
    faults += [
        Fault("unknown", trigger, table) for trigger, (table, _) in present.items() if trigger not in wanted
    ]
    return sorted(faults, key=lambda fault: (fault.table, fault.trigger))


def install(using: str = "default") -> None:
    """Put in what is missing or changed, on the tables that are there; take out old guards of ours."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        schema = _schema(cursor) if connection.vendor == "postgresql" else ""
        for fault in missing_guards(using):
            if fault.table not in there or not fault.trigger.startswith(PREFIX):
                continue
            if fault.what != "missing":
                on = f' ON "{fault.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{fault.trigger}"{on}')
            if fault.what != "unknown":
                for statement in expected(connection.vendor)[fault.trigger].statements(connection.vendor):
                    cursor.execute(statement.replace("{schema}", schema))


def _schema(cursor: Any) -> str:
    cursor.execute("SELECT quote_ident(current_schema())")
    return str(cursor.fetchone()[0])


def lift(using: str = "default") -> None:
    """Take out our guards, so that SQLite can make tables anew: one guard may name another's table.

    Until they are put back `verify` names each as missing, and no server starts.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_ON_SQLITE)
        for name, _, _ in cursor.fetchall():
            if name.startswith(PREFIX):
                cursor.execute(f'DROP TRIGGER "{name}"')


def lift_before_migrate(*, using: str, plan: Sequence[object], **_: object) -> None:
    """Receiver of `pre_migrate`: PostgreSQL changes tables under their guards, SQLite cannot."""
    if plan and connections[using].vendor == "sqlite":
        lift(using)


def install_after_migrate(*, using: str, **_: object) -> None:
    """Receiver of `post_migrate`, sent for this room alone, when every room's tables stand."""
    install(using)
