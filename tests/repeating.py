"""Steps that many tests begin with: done once by each worker, and after that only written again.

    @repeated
    def signed(county: County) -> Item: ...

A step from a known place (a beginning, and the steps since) leaves the same rows each time. When it is done,
its statements, its files and its answer are kept; the next test that does it there executes the statements
once more, under all guards of the database. Where anything else was written before, or a setting differs
that was not seen yet, the step is done. PostgreSQL's sequences do not go back with the rows: they are set
back when a test begins, and what is taken of them is taken once more.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")
Place = tuple[bytes | str, ...]
"""A beginning, and the steps that were taken from it."""
_ASKS: Final = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN")
_TAKES_KEYS: Final = "SELECT nextval"
_OF_SESSIONS: Final = (
    'INSERT INTO "http_session"',
    'UPDATE "http_session"',
    'UPDATE "accounts_person" SET "last_login"',
)
"""That somebody signed in makes no difference to what is done."""
_OF_THE_RUN: Final = {"DATA", "FILES", "CHECKPOINTS", "SIGNING_KEY", "default_settings", "SETTINGS_MODULE"}


@dataclass(slots=True)
class _Taken:
    """What a step wrote, and what it answered."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)
    answer: bytes = b""
    is_whole: bool = True
    """Nothing of it was taken back on the way."""


_known: Final[dict[tuple[Place, bytes, str], _Taken]] = {}
_walks: Final[list["_Walk"]] = []
"""That of the test that runs, where it stands on a beginning."""


class _Walk:
    """Watches what is written from a beginning on."""

    def __init__(self, begun: str, door: Any) -> None:
        self.place: Place | None = (begun,)
        self.door = door
        self._marks: dict[str, Place | None] = {}
        self._taking: list[_Taken] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
        if sql.startswith("SAVEPOINT"):
            self._marks[sql.split()[1]] = self.place
        elif sql.startswith("ROLLBACK"):
            mark = self._marks.get(sql.split()[-1])
            self.place = mark if self.door.vendor == "sqlite" or mark == self.place else None
            for taken in self._taking:
                taken.is_whole = False
        elif sql.startswith(_TAKES_KEYS) or not sql.startswith(_ASKS):
            params = list(params) if many else params
            self._wrote(sql, params, many=many)
        return execute(sql, params, many, context)

    def _wrote(self, sql: str, params: Any, *, many: bool) -> None:
        if not sql.startswith(_OF_SESSIONS):
            self.place = None
        for taken in self._taking:
            taken.statements.append((sql, params, many))

    def take(self, place: Place, step: Callable[..., T], given: bytes) -> T:
        """Do the step, on a copy of what it was given, or write it again."""
        key = (place, _name(step) + given, _changed_settings())
        if key in _known:
            self._write(_known[key])
        else:
            taken = self._do(step, given)
            if not taken.is_whole:
                return pickle.loads(taken.answer)  # type: ignore[no-any-return]  # noqa: S301 - of this run
            _known[key] = taken
        self.place = (*place, key[1])
        return pickle.loads(_known[key].answer)  # type: ignore[no-any-return]  # noqa: S301 - of this run

    def _do(self, step: Callable[..., Any], given: bytes) -> _Taken:
        taken, there = _Taken(), set(_files())
        args, kwargs = pickle.loads(given)  # noqa: S301 - of this run
        self._taking.append(taken)
        try:
            taken.answer = pickle.dumps(step(*args, **kwargs))
        finally:
            self._taking.remove(taken)
        taken.files = {path.relative_to(settings.FILES): path.read_bytes() for path in _files() - there}
        return taken

    def _write(self, taken: _Taken) -> None:
        for name, content in taken.files.items():
            path = Path(settings.FILES) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        with connections["default"].cursor() as cursor:
            for sql, params, many in taken.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)


@contextmanager
def watched(begun: str, door: Any) -> Iterator[None]:
    """From here on a test stands on a beginning, by this connection."""
    _walks.append(_Walk(begun, door))
    try:
        with door.execute_wrapper(_walks[-1]):
            yield
    finally:
        _walks.pop()


_sequences: Final[dict[str, str]] = {}
"""Of each copy the statement that sets its sequences back to where it begins."""


def set_back(door: Any) -> None:
    """Let PostgreSQL's sequences give the same keys again."""
    if door.vendor != "postgresql":
        return
    name = door.settings_dict["NAME"]
    with door.cursor() as cursor:
        if name not in _sequences:
            cursor.execute("SELECT quote_literal(sequencename), last_value FROM pg_sequences")
            all_ = [
                f"setval({sequence}, {last or 1}, {last is not None})" for sequence, last in cursor.fetchall()
            ]
            _sequences[name] = "SELECT " + ", ".join(all_)
        cursor.execute(_sequences[name])


def repeated(step: Callable[P, T]) -> Callable[P, T]:
    """A step that is only written again where it was done before; its answer is a fresh one each time."""

    @wraps(step)
    def taken(*args: P.args, **kwargs: P.kwargs) -> T:
        walk = _walks[-1] if _walks and _walks[-1].door is connections["default"] else None
        if walk is None or walk.place is None:
            return step(*args, **kwargs)
        return walk.take(walk.place, step, pickle.dumps((args, kwargs)))

    return taken


def _name(step: Callable[..., Any]) -> bytes:
    return f"{step.__module__}.{step.__qualname__}".encode()


def _files() -> set[Path]:
    return {path for path in Path(settings.FILES).rglob("*") if path.is_file()}


def _changed_settings() -> str:
    """The settings that the test changed."""
    changed: dict[str, str] = {}
    of: Any = settings._wrapped  # type: ignore[misc]  # the layers themselves, not what they say
    while isinstance(of, UserSettingsHolder):
        own = {name: repr(value) for name, value in vars(of).items() if name not in _OF_THE_RUN}
        changed = own | changed
        of = of.default_settings
    return repr(sorted(changed.items()))
