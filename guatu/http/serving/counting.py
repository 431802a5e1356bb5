"""Requests counted by route and status, with how long they took: in memory that all web workers share.

Each worker has a page of its own, which outlives it: one that takes its place counts on. Who asks for the
figures, from whichever worker, gets the sum. No lock is shared, and nothing is written to a disk.
"""

import mmap
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from guatu.http.requests import Answer

STATUSES: Final = (
    *(200, 201, 202, 204, 206, 301, 302, 303, 304, 400, 401, 403, 404, 405),
    *(409, 412, 413, 415, 422, 428, 429, 500, 502, 503),
)
"""Those that are told by themselves; others count as `other`."""
LIMITS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: the upper ends of the classes of duration."""
STATIC: Final = "(static)"
NOWHERE: Final = "(none)"
_BY_STATUS: Final = {status: at for at, status in enumerate(STATUSES)}
_CELLS: Final = len(STATUSES) + 1 + len(LIMITS) + 1 + 1
"""Of a route: statuses and the other ones, classes of duration and what is longer, seconds in all."""
_TIMES: Final = len(STATUSES) + 1
_SECONDS: Final = _CELLS - 1


@dataclass(frozen=True, slots=True)
class Route:
    """What became of the requests of a route."""

    name: str
    statuses: dict[str, int]
    times: tuple[int, ...]
    """How many fell into each class of duration, the last one without an end."""
    seconds: float


class Counters:
    """The pages of all workers; made before they part."""

    def __init__(self, workers: int) -> None:
        self._routes = {name: at for at, name in enumerate(sorted({*_routes(), STATIC, NOWHERE}))}
        self._width = len(self._routes) * _CELLS
        memory = mmap.mmap(-1, self._width * 8 * workers)
        self._cells = memoryview(memory).cast("d")
        self._lock = threading.Lock()
        self._workers, self._start = workers, 0

    def begin(self, worker: int) -> None:
        """From now on this process counts as the worker of this number, from 0."""
        self._start = worker * self._width
        self._lock = threading.Lock()

    def count(self, route: str, status: int, seconds: float) -> None:
        """One request more."""
        place = self._start + self._routes.get(route, self._routes[NOWHERE]) * _CELLS
        of_time = next((at for at, limit in enumerate(LIMITS) if seconds <= limit), len(LIMITS))
        with self._lock:
            self._cells[place + _BY_STATUS.get(status, len(STATUSES))] += 1
            self._cells[place + _TIMES + of_time] += 1
            self._cells[place + _SECONDS] += seconds

    def routes(self) -> Iterator[Route]:
        """The routes that were asked for, over all workers."""
        for name, at in self._routes.items():
            sums = self._sums(at * _CELLS)
            if any(sums):
                names = (*map(str, STATUSES), "other")
                statuses = {one: int(count) for one, count in zip(names, sums, strict=False) if count}
                yield Route(name, statuses, tuple(map(int, sums[_TIMES:_SECONDS])), sums[_SECONDS])

    def _sums(self, place: int) -> Sequence[float]:
        starts = range(place, self._width * self._workers, self._width)
        return [sum(self._cells[start + cell] for start in starts) for cell in range(_CELLS)]


def _routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every pattern, as Django names it to a request."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern)


_own: list[Counters] = []


def make(workers: int) -> Counters:
    """The counters of this server, from before its workers part."""
    _own[:] = [Counters(workers)]
    return _own[0]


def own() -> Counters:
    """Those of this server; a process by itself has some of its own."""
    return _own[0] if _own else make(1)


def counting_middleware(get_response: Answer) -> Answer:
    """Count every request, the outermost of all."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = get_response(request)
        own().count(_route(request), response.status_code, time.perf_counter() - begun)
        return response

    return answer


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return request.resolver_match.route
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else NOWHERE
