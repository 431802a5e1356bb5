"""Answers remembered by what they rest on: who asks with an equal key gets an equal answer."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from guatu.history.models import Chain

_Found = TypeVar("_Found")


def heads() -> tuple[tuple[str, str], ...]:
    """The heads of all chains: while they are equal, nothing has happened."""
    return tuple(Chain.objects.order_by("code").values_list("code", "head"))


class Memory:
    """The last answers by their keys; safe among threads, each process has its own."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """The answer of this key; found now where it is not known."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                known: _Found = self._answers[key]
                return known
        found = find()
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
