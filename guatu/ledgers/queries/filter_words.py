"""What narrows a list, told in words: for the chips above it, and for the chain when it leaves the house."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from guatu.accounts.models import Unit
from guatu.ledgers.models import Item, Phase
from guatu.ledgers.queries.filters import FLAGS, Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.standing import DUES, STANDINGS, UNKNOWN


def told(book: Book, filters: Filters) -> list[str]:
    """Every filter in force as one phrase: 状态 在办."""
    return [f"{label} {value}" for _, label, value in words(book, filters)]


def words(book: Book, filters: Filters) -> list[tuple[Sequence[str], str, str]]:
    """Fields, label and value of every filter in force, at most two statements for the names."""
    return [*_fixed_words(book, filters), *_named_words(filters)]


def _fixed_words(book: Book, filters: Filters) -> Iterator[tuple[Sequence[str], str, str]]:
    labels: Mapping[str, Mapping[str, str]] = {
        "state": {"open": "在办", **STANDINGS},
        "due": DUES,
        "light": {UNKNOWN: "缺数据", **{one.code: one.word for one in book.palette}},
        "flag": FLAGS,
        "kind": dict(Item.Kind.choices),
    }
    heads = {"state": "状态", "due": "到期", "light": "灯", "flag": "标记", "kind": "类别"}
    if filters.q:
        yield ("q",), "含", filters.q
    if filters.since or filters.until:
        yield ("since", "until"), "时限", _range_words(filters, book.on)
    for name, head in heads.items():
        if values := getattr(filters, name):
            yield (name,), head, "、".join(labels[name].get(one, "没有此灯") for one in values)
    if filters.category:
        yield ("category",), "分类", "、".join(one or "未分类" for one in filters.category)


def _named_words(filters: Filters) -> Iterator[tuple[Sequence[str], str, str]]:
    asked_units = {*filters.lead, *filters.unit}
    units = dict(Unit.objects.filter(pk__in=asked_units).values_list("pk", "name")) if asked_units else {}
    phases = (
        dict(Phase.objects.filter(pk__in=filters.phase).values_list("pk", "name")) if filters.phase else {}
    )
    for name, head, names in (
        ("lead", "牵头单位", units), ("unit", "承办单位", units), ("phase", "阶段", phases),
    ):  # fmt: skip
        if values := getattr(filters, name):
            yield (name,), head, "、".join(names.get(one, "没有此项") for one in values)


def _range_words(filters: Filters, on: date) -> str:
    last = filters.last_day(on)
    if filters.since and last:
        return f"{filters.since} 至 {last}"
    return f"{last} 前" if last else f"{filters.since} 起"
