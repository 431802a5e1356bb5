"""Answers remembered by what they rest on: who asks with an equal key gets an equal answer."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

from guatu.history.models import Chain

_Found = TypeVar("_Found")
Heads = tuple[tuple[str, str], ...]
"""The heads of chains by their codes, by which answers are remembered."""
_HEAVIEST: Final = 60_000


def heads() -> Heads:
    """The heads of all chains: while they are equal, nothing has happened."""
    return tuple(Chain.objects.order_by("code").values_list("code", "head"))


class Memory:
    """The last answers by their keys; safe among threads, each process has its own."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """The answer of this key; found now where it is not known."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                known: _Found = self._answers[key][0]
                return known
        found = find()
        self.keep(key, found)
        return found

    def known(self, key: Hashable) -> Any:
        """The answer of this key where it is known, else None."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key][0]

    def keep(self, key: Hashable, answer: object, *, weight: int = 0) -> None:
        """Remember an answer; `weight` is how many rows it holds, where they are many."""
        with self._lock:
            self._drop(key)
            self._answers[key] = (answer, weight)
            self._weight += weight
            while len(self._answers) > self._size or (self._weight > _HEAVIEST and len(self._answers) > 1):
                self._drop(next(iter(self._answers)))

    def forget(self, key: Hashable) -> None:
        """Find this answer anew when it is asked for next."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        _, weight = self._answers.pop(key, (None, 0))
        self._weight -= weight

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._weight = 0
