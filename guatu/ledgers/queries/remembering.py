"""Answers remembered by what they rest on: who asks with an equal key gets an equal answer.

What an answer rests on, mostly the heads of chains, stands beside its key and not in it. Nobody asks again
for what rested on heads that were left, so an answer goes when its key is answered at newer ones: were it to
wait until others push it out, a memory would fill with what nobody can ask for, event after event.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from sys import getsizeof
from threading import Lock
from typing import Any, Final, TypeVar

from guatu.history.models import Chain

_Found = TypeVar("_Found")
Heads = tuple[tuple[str, str], ...]
"""The heads of chains by their codes, by which answers are remembered."""
MOST: Final = 6 * 1024 * 1024
"""Bytes that a memory holds, whatever its answers are; each web worker has its own."""
_AT_ONCE: Final = 2
"""So many heads of one key: who began before the last event may still be asking."""


def heads() -> Heads:
    """The heads of all chains: while they are equal, nothing has happened."""
    return tuple(Chain.objects.order_by("code").values_list("code", "head"))


@dataclass(frozen=True, slots=True)
class _Answer:
    found: Any
    weight: int


class Memory:
    """The last answers, of so many keys and bytes; safe among threads, each process has its own."""

    def __init__(self, size: int, *, most: int = MOST) -> None:
        self._size, self._most = size, most
        self._answers: OrderedDict[Hashable, dict[Hashable, _Answer]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    @property
    def weight(self) -> int:
        """Bytes of all answers and keys, about."""
        return self._weight

    def get(self, key: Hashable, find: Callable[[], _Found], *, at: Hashable = None) -> _Found:
        """The answer of this key at these heads; found now where it is not known."""
        with self._lock:
            kept = self._kept(key, at)
        if kept is not None:
            known: _Found = kept.found
            return known
        found = find()
        self.keep(key, found, at=at)
        return found

    def known(self, key: Hashable) -> Any:
        """The answer of this key that rests on nothing, where it is known, else None."""
        with self._lock:
            kept = self._kept(key, None)
        return kept.found if kept else None

    def _kept(self, key: Hashable, at: Hashable) -> _Answer | None:
        if key not in self._answers:
            return None
        self._answers.move_to_end(key)
        return self._answers[key].get(at)

    def keep(self, key: Hashable, answer: object, *, at: Hashable = None) -> None:
        """Remember an answer."""
        kept = _Answer(answer, size_of(key) + size_of(at) + size_of(answer))
        with self._lock:
            those = self._answers.setdefault(key, {})
            self._answers.move_to_end(key)
            self._let_go(those, at)
            if len(those) == _AT_ONCE:
                self._let_go(those, next(iter(those)))
            those[at] = kept
            self._weight += kept.weight
            while len(self._answers) > self._size or (self._weight > self._most and len(self._answers) > 1):
                self._drop(next(iter(self._answers)))

    def forget(self, key: Hashable) -> None:
        """Find this answer anew when it is asked for next."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        self._weight -= sum(one.weight for one in self._answers.pop(key, {}).values())

    def _let_go(self, those: dict[Hashable, _Answer], at: Hashable) -> None:
        if gone := those.pop(at, None):
            self._weight -= gone.weight

    def copied(self) -> "Memory":
        """Another that knows as much."""
        other = Memory(self._size, most=self._most)
        with self._lock:
            other._answers.update((key, dict(those)) for key, those in self._answers.items())
            other._weight = self._weight
        return other

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._weight = 0


def size_of(value: object) -> int:
    """Bytes of a value and of what it holds, where these are plain containers and data classes."""
    size = getsizeof(value)
    if isinstance(value, str | int | float | date | None):
        return size
    if isinstance(value, dict):
        return size + sum(size_of(key) + size_of(one) for key, one in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return size + sum(map(size_of, value))
    return size + sum(size_of(getattr(value, name)) for name in getattr(value, "__dataclass_fields__", ()))
