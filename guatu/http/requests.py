"""A request as every door sees it: who asks, at what moment, and which past day is looked at."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import TypedDict

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate, now
from django_htmx.middleware import HtmxDetails

from guatu.accounts import queries
from guatu.accounts.models import Person
from guatu.accounts.queries import Acting

Answer = Callable[[HttpRequest], HttpResponseBase]


class Deed(TypedDict):
    """By whom, at what moment and on which day: what every action asks for."""

    by: Acting
    at: datetime
    on: date


class Clock:
    """The moment of a request, read once, and who asks, looked up once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.at: datetime = now()
        self.on: date = localdate(self.at)

    @cached_property
    def by(self) -> Acting:
        """Who asks; refuses somebody who is not signed in or may no longer be."""
        person = self._request.user
        found = queries.acting(person.pk, on=self.on) if isinstance(person, Person) else None
        if found is None:
            raise PermissionDenied
        return found

    @cached_property
    def as_of(self) -> date | None:
        """The past day that is looked at; today, later days and what cannot be read are none."""
        try:
            day = date.fromisoformat(self._request.GET.get("as_of", ""))
        except ValueError:
            return None
        return day if day < self.on else None

    @property
    def day(self) -> date:
        """The day that the page speaks of."""
        return self.as_of or self.on

    def deed(self) -> Deed:
        """For an action: `items.void(pk=pk, reason=reason, **request.clock.deed())`."""
        if self.as_of is not None:
            raise PermissionDenied  # a past day can be looked at, not changed
        return Deed(by=self.by, at=self.at, on=self.on)


class Request(HttpRequest):
    """A request of somebody signed in."""

    user: Person
    htmx: HtmxDetails
    clock: Clock


def clock_middleware(get_response: Answer) -> Answer:
    """Give every request its clock."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.clock = Clock(request)  # type: ignore[attr-defined]
        return get_response(request)

    return answer
