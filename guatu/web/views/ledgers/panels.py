"""What stands above the table: saved views, counts by light and state, the chips in force, the menus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from guatu.ledgers.queries import filter_words, tallies
from guatu.ledgers.queries.filters import MONTH, Filters, standings_of
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.sorting import GROUPS, SORTS
from guatu.ledgers.queries.standing import OPEN, STANDINGS
from guatu.ledgers.queries.tallies import Tally
from guatu.web import parts
from guatu.web.lamps import counted as counted_lamps
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.columns import Field
from guatu.web.views.ledgers.lines import state


def tabs(book: Book, address: Address, shown: Filters | None) -> list[parts.Option]:
    """What is always asked, with its counts; each is nothing but filters."""
    every, more = tallies.tally(book, Filters()), tallies.views(book)
    stands, lights = every.by_standing(), every.by_light()
    entries: list[tuple[str, Filters, int]] = [
        ("全部", Filters(), every.total - stands.get("gone", 0)),
        ("在办", Filters(state=("open",)), sum(stands.get(code, 0) for code in OPEN)),
        (f"{book.on.month} 月底前到期", Filters(state=("open",), until=MONTH), more.until_month_end),
        *_alarms(book, lights),
        ("待签收", Filters(state=("dispatched",)), stands.get("dispatched", 0)),
        ("延期两次以上", Filters(state=("open",), flag=("extended",)), more.extended),
    ]
    if not book.is_past:
        entries += [
            ("15 天无动态", Filters(flag=("quiet",)), more.quiet),
            ("待我批", Filters(flag=("mine",)), more.mine),
        ]
    entries.append(("已销号", Filters(state=("closed",)), stands.get("closed", 0)))
    return [
        parts.Option(label, address.but(filters=filters).url(), count, is_current=shown == filters)
        for label, filters, count in entries
    ]


def _alarms(book: Book, counts: Mapping[str, int]) -> Iterator[tuple[str, Filters, int]]:
    """What burns worst."""
    for light in book.palette:
        if light.polarity == "alarm" and (light.code in counts or light.code not in book.fading):
            yield light.word, Filters(light=(light.code,)), counts.get(light.code, 0)


@dataclass(frozen=True, slots=True)
class Lamp:
    """One count by light; it opens what it counts, and a second press lets go."""

    light: parts.Light
    note: str
    """What the light means."""
    url: str
    is_current: bool


def lamps(book: Book, counted: Tally, address: Address) -> list[Lamp]:
    """What is open under the other filters, by light; together they are all of it."""
    standings = standings_of(address.filters) & OPEN or OPEN
    counts = counted.of(standings, address.filters.due).by_light()
    shown = {light.code: 0 for light in book.palette if light.colour != "grey"}
    shown = {code: none for code, none in shown.items() if code not in book.fading}
    shown |= dict.fromkeys(address.filters.light, 0)
    made = []
    for code, light in counted_lamps(book.palette, shown | counts):
        is_current = address.filters.light == (code,)
        url = address.narrowed(light=() if is_current else (code,))
        made.append(Lamp(replace(light, reason=""), light.reason, url, is_current))
    return made


@dataclass(frozen=True, slots=True)
class Share:
    """One state in the bar: its count opens what it counts; x and width are per cent of the bar."""

    state: parts.State
    count: int
    url: str
    x: str
    width: str
    is_current: bool


def shares(counted: Tally, address: Address) -> list[Share]:
    """The states of what the other filters let through, in the order of the way."""
    stands = counted.of(dues=address.filters.due, lights=address.filters.light).by_standing()
    asked = standings_of(address.filters)
    within = asked if len(asked) > 1 else OPEN
    shown = [code for code in STANDINGS if stands.get(code) and code in within]
    total = sum(stands[code] for code in shown) or 1
    made, x = [], 0.0
    for code in shown:
        width = 100 * stands[code] / total
        is_current = address.filters.state == (code,)
        url = address.narrowed(state=() if is_current else (code,))
        made.append(Share(state(code), stands[code], url, f"{x:.2f}%", f"{width:.2f}%", is_current))
        x += width
    return made


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; its address lets go of it."""

    label: str
    value: str
    url: str


def chips(book: Book, address: Address) -> list[Chip]:
    """The filters in words; the same words stand on top of an export."""
    return [
        Chip(label, value, address.cleared(*names))
        for names, label, value in filter_words.words(book, address.filters)
    ]


def sort_options(address: Address) -> list[parts.Option]:
    return [
        parts.Option(label, address.but(sort=code).url(), is_current=address.sort == code)
        for code, label in SORTS.items()
    ]


def group_options(address: Address) -> list[parts.Option]:
    return [
        parts.Option(label, address.but(group=code).url(), is_current=address.group == code)
        for code, label in GROUPS.items()
    ]


def table_columns(shown: Sequence[Field], address: Address, title: int | None) -> list[parts.Column]:
    """The heads of the table; a press sorts, a second one turns the order round."""
    return [_column(one, address, title) for one in shown]


def _width(one: Field, address: Address) -> int | None:
    """The first column has the edge of the page beside it, where no boxes stand before it."""
    is_first = one.code == "number" and address.ledger is None
    return (one.width or 0) + _EDGE if is_first else one.width


_EDGE: Final = 16


def _column(one: Field, address: Address, title: int | None) -> parts.Column:
    key, is_down = address.sort.removeprefix("-"), address.sort.startswith("-")
    is_sorted = bool(one.sort) and one.sort == key
    turned = ("" if is_down else "-") if is_sorted else one.first
    return parts.Column(
        one.label,
        title if one.code == "title" else _width(one, address),
        sort_url=address.but(sort=f"{turned}{one.sort}").url() if one.sort else "",
        sorted=("descending" if is_down else "ascending") if is_sorted else "",
        hint=one.hint,
    )
