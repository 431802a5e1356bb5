"""The address of a list: filters, order, heads, columns, page and day; all links of the page are such.

Without a ledger it is the list of all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from guatu.history.timelines import PastDay
from guatu.http.requests import past_words
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.sorting import known_group, known_sort
from guatu.web.views.ledgers.columns import OF_ALL, USUAL, chosen

USUAL_GROUP: Final = "category"
ALL: Final = Filters()
_OF_ALL: Final[Mapping[str, str]] = {
    "ledger": "items",
    "ledger-narrow": "items-narrow",
    "ledger-menu": "items-menu",
    "ledger-columns": "items-columns",
    "ledger-export": "items-export",
    "ledger-print": "items-print",
    "ledger-view": "items-view",
    "ledger-view-new": "items-view-new",
}
"""What the pages of a ledger are called where they are of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What is asked of a list."""

    ledger: int | None
    filters: Filters = ALL
    sort: str = "due"
    group: str = USUAL_GROUP
    columns: tuple[str, ...] = USUAL
    page: int = 1
    past: PastDay | None = None
    view: int | None = None
    """The view from which it came; 0 says that none is meant, where the list would open with one."""

    @classmethod
    def usual(cls, ledger: int | None) -> Self:
        """The address that says nothing: a ledger under its categories, all of them one after the other."""
        return cls(ledger=ledger) if ledger else cls(ledger=None, group="none", columns=OF_ALL)

    @classmethod
    def read(cls, ledger: int | None, query: QueryDict, *, past: PastDay | None) -> Self:
        """From the address that was opened; what makes no sense there is as if it were not there."""
        page, view, usual = query.get("page", ""), query.get("view", ""), cls.usual(ledger)
        return cls(
            ledger=ledger,
            filters=Filters.read(query),
            sort=known_sort(query.get("sort", "due")),
            group=known_group(query.get("group", usual.group)),
            columns=chosen(".".join(query.getlist("cols")).split("."), usual.columns),
            page=max(1, int(page)) if page.isdecimal() and len(page) < 8 else 1,
            past=past,
            view=int(view) if view.isdecimal() and len(view) < 16 else None,
        )

    def but(self, **changes: Any) -> Self:
        """Another address that differs so; what narrows or sorts anew begins at the first page."""
        return replace(self, page=changes.pop("page", 1), **changes)

    def narrowed(self, **changes: Any) -> str:
        """The address with other filters."""
        return self.but(filters=replace(self.filters, **changes)).url()

    def cleared(self, *names: str) -> str:
        """The address without what these filters ask."""
        return self.but(filters=self.filters.without(*names)).url()

    def pairs(self) -> list[tuple[str, str]]:
        """The words of the address; what is usual is not said."""
        said = list(self.filters.pairs())
        usual = Address.usual(self.ledger)
        said += [
            (name, getattr(self, name))
            for name in ("sort", "group")
            if getattr(self, name) != getattr(usual, name)
        ]
        if self.columns != usual.columns:
            said.append(("cols", ".".join(self.columns)))
        if self.view is not None:
            said.append(("view", str(self.view)))
        said += past_words(self.past)
        if self.page > 1:
            said.append(("page", str(self.page)))
        return said

    @property
    def words(self) -> str:
        """What a view keeps of it: no day, no page, and no other view."""
        return self.but(past=None, view=None).query

    @property
    def query(self) -> str:
        return urlencode(self.pairs())

    def url(self, name: str = "ledger", *args: str) -> str:
        """The address of the list, or of another page of the ledger with the same words."""
        query = self.query
        if self.ledger is None:
            where = reverse(f"web:{_OF_ALL[name]}", args=args)
        else:
            where = reverse(f"web:{name}", args=[self.ledger, *args])
        return f"{where}?{query}" if query else where
