"""A request as every door sees it: who asks, at what moment, and which past day is looked at."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import TypedDict

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate, now
from django_htmx.middleware import HtmxDetails

from guatu.accounts import queries
from guatu.accounts.models import Person
from guatu.accounts.queries import Acting
from guatu.history.chains import Actor
from guatu.history.timelines import PastDay
from guatu.http.errors import PastDayShown, SignInNeeded
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.lights.in_force import InForce, in_force

Answer = Callable[[HttpRequest], HttpResponseBase]


class Deed(TypedDict):
    """By whom, at what moment and on which day: what every action on items asks for."""

    by: Acting
    at: datetime
    on: date


class RegistryDeed(TypedDict):
    """The same for actions on units, people and roles, which ask for the name in the chain."""

    by: Actor
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
        """Who asks, with the roles and mandates of today; refuses somebody who is not signed in."""
        person = self._request.user
        if not isinstance(person, Person):
            raise SignInNeeded
        return queries.acting_of(person, on=self.on)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days, read once."""
        return queries.working_calendar()

    @cached_property
    def regimes(self) -> InForce:
        """By which regimes the ledgers are lit today, read once."""
        return in_force(self.on)

    @cached_property
    def as_of(self) -> date | None:
        """The past day that is looked at; today, later days and what cannot be read are none."""
        try:
            day = date.fromisoformat(self._request.GET.get("as_of", ""))
        except ValueError:
            return None
        return day if day < self.on else None

    @cached_property
    def past(self) -> PastDay | None:
        """The same with the day on whose knowledge the page rests: that day's own, or today's where asked."""
        if self.as_of is None:
            return None
        if self._request.GET.get("known") == "now":
            return PastDay.as_corrected(self.as_of, today=self.on)
        return PastDay.as_seen(self.as_of)

    @property
    def day(self) -> date:
        """The day that the page speaks of."""
        return self.as_of or self.on

    def deed(self) -> Deed:
        """For an action: `items.void(pk=pk, reason=reason, **request.clock.deed())`."""
        self._refuse_past()
        return Deed(by=self.by, at=self.at, on=self.on)

    def registry_deed(
        self, *kinds: str, office_id: int | None = None, unit_id: int | None = None
    ) -> RegistryDeed:
        """For an action on the registry: `units.add(..., **request.clock.registry_deed())`.

        It is done in the role named; without a kind and a place by the person as such, under no mandate.
        """
        self._refuse_past()
        actor = queries.actor_for(self.by, *kinds, office_id=office_id, unit_id=unit_id)
        return RegistryDeed(by=actor, at=self.at, on=self.on)

    def _refuse_past(self) -> None:
        if self.as_of is not None:
            raise PastDayShown(day=self.as_of)


def past_words(past: PastDay | None) -> list[tuple[str, str]]:
    """A past day as the words of an address, as `Clock.past` reads them; none for today."""
    if past is None:
        return []
    return [("as_of", past.day.isoformat()), *([("known", "now")] if past.is_corrected else [])]


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
