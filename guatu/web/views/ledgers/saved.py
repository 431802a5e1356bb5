"""The views over a list: which there are, which one is shown, and whether it was changed since."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from django.http import QueryDict

from guatu.ledgers.models import SavedView
from guatu.ledgers.queries import views
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.views import View
from guatu.web import parts
from guatu.web.views.ledgers.addresses import Address

_NAMES: Final = {
    "state": "状态",
    "due": "到期",
    "kind": "类别",
    "flag": "标记",
    "since": "时限",
    "until": "时限",
    "sort": "排序",
    "group": "分组",
    "cols": "列",
}
"""What of an address may lose its meaning, in words."""


def address_of(view: View | SavedView, address: Address) -> Address:
    """The list as the view keeps it, on the day looked at."""
    return Address.read(address.ledger, QueryDict(view.words), past=address.past).but(view=view.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What the page shows of them."""

    options: list[parts.Option] = field(default_factory=list)
    current: View | None = None
    is_changed: bool = False
    lost: str = ""
    """What the view asks for and what is no more, in words."""
    new_url: str = ""
    url: str = ""
    """Where the current one is renamed, shared, dropped, or brought up to date."""
    restore_url: str = ""


def of(book: Book, address: Address, found: list[View]) -> Views:
    """The views of a list as its page shows them; nothing more is asked while none of them is open."""
    current = next((one for one in found if one.pk == address.view), None)
    options = [
        parts.Option(one.name, address_of(one, address).url(), is_current=one is current,
                     icon="users" if one.is_shared else "")
        for one in found
    ]  # fmt: skip
    made: dict[str, Any] = {"options": options, "new_url": address.url("ledger-view-new")}
    if current is None:
        return Views(**made)
    kept = address_of(current, address)
    return Views(
        **made,
        current=current,
        is_changed=kept.words != address.words,
        lost=_lost(book, current, kept),
        url=address.url("ledger-view", str(current.pk)),
        restore_url=kept.url(),
    )


def _lost(book: Book, view: View, kept: Address) -> str:
    """Words that the address no longer understands, and names that point to nothing any more."""
    known = kept.pairs()
    gone = [
        _NAMES[name] for name, value in parse_qsl(view.words) if (name, value) not in known and name in _NAMES
    ]
    return "、".join(dict.fromkeys([*gone, *views.lost_values(book, kept.filters)]))


def first_url(found: list[View], address: Address) -> str:
    """Where somebody is led who asks for the list and nothing more; empty where it opens as it is."""
    first = next((one for one in found if one.is_first), None)
    return address_of(first, address).url() if first else ""
