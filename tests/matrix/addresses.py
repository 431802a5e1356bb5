"""All addresses there are: those of the pages from the resolver, those of programs from their document."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.urls import URLPattern

from guatu.api import openapi
from guatu.web.urls import urlpatterns

PROGRAMS: Final = "/api/v1"
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_PLACE: Final = re.compile(r"<\w+:\w+>|\{\w+\}")


@cache
def of_pages() -> frozenset[str]:
    """The routes of the pages."""
    return frozenset(str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern))


@cache
def _document() -> Mapping[str, Any]:
    return openapi.document()


@cache
def of_programs() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """The operations by method and address."""
    return {
        (method.upper(), path.removeprefix(PROGRAMS)): operation
        for path, operations in _document()["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    }


def shape(name: str) -> Mapping[str, Any]:
    """A shape of the document."""
    found: Mapping[str, Any] = _document()["components"]["schemas"][name]
    return found


def filled(address: str, things: tuple[object, ...]) -> str:
    """The address with what stands in its places."""
    given = iter(things)
    return _PLACE.sub(lambda _: str(next(given)), address)


def places(address: str) -> int:
    """How many places there are to fill."""
    return len(_PLACE.findall(address))
