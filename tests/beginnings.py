"""What many tests begin with, made once for a run; each finds it in the database and undoes only its own.

    @pytest.fixture
    def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
        with begun("county", make_county).entered(tmp_path) as county:
            yield county

    @pytest.fixture
    def county(_begun: County, db: None) -> County:
        return _begun

`db` comes second, so that it undoes what the test wrote. Tests that ask only for `db` see nothing of it, and
those that commit take a copy: `begun("county", make_county).copied(tmp_path)`.
"""

import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import copytree
from typing import Any, Generic, Protocol, TypeVar, cast

import pytest
from django.db import connections
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from tests.databases import FOLDER, once
from tests.repeating import set_back, watched
from tests.scratch import Scratch, copied, copy_of, default, kept

T = TypeVar("T")


@dataclass(slots=True)
class Beginning(Generic[T]):
    """A database with something in it, to copy from, and a copy of this worker's own."""

    folder: Path
    template: str
    own: str
    blocker: DjangoDbBlocker
    door: Any = None
    """The connection to the own copy, which stays open."""

    @property
    def answer(self) -> T:
        """What was answered when it was made; a fresh one each time."""
        return cast(T, pickle.loads((self.folder / "answer").read_bytes()))  # noqa: S301 - of this run

    @contextmanager
    def entered(self, folder: Path) -> Iterator[T]:
        """The own copy is `default`, in which `db` undoes; files, keys and checkpoints lie in the folder."""
        assert not connections["default"].in_atomic_block, "begin before `db` does"
        self._copy_into(folder)
        self.door = self.door or connections.create_connection("default")
        own = {"CHECKPOINTS": folder / "checkpoints", "SIGNING_KEY": folder / "keys" / "checkpoint.pem"}
        _forget()
        with default(self.own, self.door), override_settings(FILES=folder / "files", **own):
            with self.blocker.unblock():
                set_back(self.door)
            with watched(self.template, self.door):
                yield self.answer

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Scratch]:
        """A copy with its files and keys, in which one test, or the tests of a module, may commit."""
        with copied(self.template, self.blocker, folder) as copy:
            self._copy_into(folder)
            yield copy

    def _copy_into(self, folder: Path) -> None:
        for name in ("files", "keys", "checkpoints"):
            copytree(self.folder / "data" / name, folder / name, dirs_exist_ok=True)


class Begin(Protocol):
    """`begun("county", make_county)`: the name is made once, whoever asks first."""

    def __call__(self, name: str, make: Callable[[], T]) -> Beginning[T]: ...


@pytest.fixture(scope="session")
def begun(
    migrated: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Begin]:
    """What is begun with: see above."""
    found: dict[str, Beginning[Any]] = {}

    def begin(name: str, make: Callable[[], T]) -> Beginning[T]:
        if name not in found:
            folder = FOLDER / name
            template = once(name, lambda: _made(make, folder, migrated, django_db_blocker))
            own = copy_of(template, tmp_path_factory.mktemp(name) / "guatu.sqlite3")
            found[name] = Beginning(folder, template, own, django_db_blocker)
        return found[name]

    yield begin
    for one in found.values():
        if one.door is not None:
            one.door.close()


def _made(make: Callable[[], T], folder: Path, migrated: str, blocker: DjangoDbBlocker) -> str:
    with copied(migrated, blocker, folder / "data") as copy:
        (folder / "answer").write_bytes(pickle.dumps(make()))
        return kept(copy, folder / "template.sqlite3")


def _forget() -> None:
    """Answers remembered by the heads of chains, to which two tests may come with other rows."""
    remembering = sys.modules.get("guatu.ledgers.queries.remembering")
    if remembering is None:
        return
    for memory in _memories(remembering.Memory, len(sys.modules)):
        memory.clear()


@lru_cache(maxsize=1)
def _memories(kind: type, _known: int) -> list[Any]:
    ours = [module for name, module in sys.modules.items() if name.startswith("guatu.")]
    return [one for module in ours for one in vars(module).values() if isinstance(one, kind)]
