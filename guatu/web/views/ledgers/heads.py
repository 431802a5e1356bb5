"""The rows of one page under their heads, as the table shows them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from guatu.ledgers.models import Phase
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.paging import Page
from guatu.ledgers.queries.rows import Row, unit_names
from guatu.ledgers.queries.sorting import group_field
from guatu.ledgers.queries.standing import STANDINGS
from guatu.ledgers.queries.tallies import Head
from guatu.web import lamps, parts
from guatu.web.views.ledgers.lines import Line, lines


@dataclass(frozen=True, slots=True)
class Band:
    """Rows under one head; `label` is empty where the list has no heads."""

    label: str
    count: int
    lights: Sequence[parts.Light]
    lines: Sequence[Line]


def bands(book: Book, page: Page, rows: Sequence[Row], *, group: str, codes: Sequence[str]) -> list[Band]:
    """The page as bands, each with the counts of all that stands under its head on every page."""
    made = lines(book, rows, codes=codes)
    if group == "none" or _is_unnamed(page.heads):
        return [Band("", len(made), (), made)]
    labels = _labels([head.key for head in page.heads], group)
    under: dict[Hashable, list[Line]] = {head.key: [] for head in page.heads}
    for row, line in zip(rows, made, strict=True):
        under.setdefault(_key(row, group), []).append(line)
    return [
        Band(labels[head.key], head.tally.total, _lights(book, head), under[head.key])
        for head in page.heads
        if under[head.key]
    ]


def _is_unnamed(heads: Sequence[Head]) -> bool:
    return len(heads) == 1 and heads[0].key in ("", None) and heads[0].start == 0


def _key(row: Row, group: str) -> Hashable:
    if group == "state":
        return row.standing
    field = group_field(group)
    return getattr(row.item, field if field == "category" else f"{field}_id")  # type: ignore[no-any-return]


def _labels(keys: Sequence[Hashable], group: str) -> Mapping[Hashable, str]:
    if group == "state":
        return {key: STANDINGS[str(key)] for key in keys}
    if group == "category":
        return {key: str(key) or "未分类" for key in keys}
    pks = [key for key in keys if isinstance(key, int)]
    if group == "lead":
        names: Mapping[int, str] = unit_names(pks)
    else:
        names = dict(Phase.objects.filter(pk__in=pks).values_list("pk", "name"))
    missing = "未定牵头单位" if group == "lead" else "未分阶段"
    return {key: names[key] if isinstance(key, int) else missing for key in keys}


def _lights(book: Book, head: Head) -> list[parts.Light]:
    return [light for _, light in lamps.counted(book.palette, head.tally.by_light())]
