"""What the frame around every work page is filled with: rail, top bar, tabs of the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guatu.history.timelines import PastDay
from guatu.web.standing_in import StandIn

_WEEKDAYS = "一二三四五六日"


def day_words(day: date) -> str:
    """A day as the top bar says it: 9月18日 周五."""
    return f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True)
class NavEntry:
    """One line of the rail, or one tab of the phone."""

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    is_hot: bool = False
    """The count is a debt of today."""
    is_current: bool = False
    children: "Sequence[NavEntry]" = ()


@dataclass(frozen=True)
class NavGroup:
    """Entries under one heading; the first group has none."""

    label: str
    entries: Sequence[NavEntry]


@dataclass(frozen=True)
class Office:
    """An office in which the person has a role."""

    name: str
    value: str
    is_current: bool = False


@dataclass(frozen=True)
class Crumb:
    """A step of the way to this page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Shell:
    """The frame of a page as one person sees it on one day."""

    office_name: str
    person_name: str
    role_name: str
    today: date
    nav: Sequence[NavGroup]
    crumbs: Sequence[Crumb]
    offices: Sequence[Office] = ()
    past: PastDay | None = None
    """A past day that is looked at; writing is off meanwhile."""
    tabs: Sequence[NavEntry] = ()
    """At most four, for the phone; the fifth is the menu."""
    stand_ins: Sequence[StandIn] = ()
    """For whom the person acts today."""
    unread: int = 0
    home_url: str = "/"
    search_url: str = "/search"
    notices_url: str = ""
    """Where notices are read; without one there is no bell."""
    account_url: str = "/account"
    switch_office_url: str = "/offices/switch"
    sign_out_url: str = "/sign-out"

    @property
    def initial(self) -> str:
        return self.person_name[:1]

    @property
    def today_words(self) -> str:
        return day_words(self.today)

    @property
    def as_of(self) -> date | None:
        return self.past.day if self.past else None

    @property
    def as_of_words(self) -> str:
        return day_words(self.as_of) if self.as_of else ""

    @property
    def day(self) -> date:
        """The day whose lights are shown."""
        return self.as_of or self.today

    @property
    def back(self) -> Crumb | None:
        """The page before this one, for the arrow of the phone."""
        return self.crumbs[-2] if len(self.crumbs) > 1 and self.crumbs[-2].url else None
