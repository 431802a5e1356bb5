"""Rows that are kept as drawn: each once, and no more of them than a web worker has room for."""

from dataclasses import replace
from typing import Final

from guatu.ledgers.queries.remembering import size_of
from guatu.web import parts
from guatu.web.templatetags import lists
from guatu.web.views.ledgers import lines

CODES: Final = ("number", "title", "lead", "units", "deadline", "progress", "light", "state", "last")
LINE: Final = lines.Line(
    pk=1,
    number="YS-2026-0001",
    title="解放路农贸市场周边机动车占道停放问题突出" * 2,
    url="/items/1",
    preview="/items/1/preview",
    lead="城管局",
    unit="城东街道",
    units="城东街道、城西街道、交警大队",
    more=2,
    due=parts.Due("6-30", "逾期 12 天", "late", 2, "5-31"),
    pace=parts.Pace(40, 80, "慢 40", "red"),
    progress=40,
    light=parts.Light("red", "红灯"),
    state=lines.state("in_progress"),
    who="城管局",
    what="报告进展",
    when="3 天前",
    texts=(),
    acts=(parts.Act("催办", "urge", "bell", "/ledgers/1/do/urge?item=1"),),
    able="urge deadline",
)


def test_a_row_is_drawn_once() -> None:
    lists._row.cache_clear()

    first, again = lists.row(LINE, CODES), lists.row(replace(LINE), CODES)

    assert first is again
    assert LINE.number in first
    assert lists._row.cache_info().misses == 1


def test_all_rows_that_are_kept_take_a_few_megabytes() -> None:
    drawn = lists.row(LINE, CODES)
    most = lists._row.cache_info().maxsize or 0

    assert 4_000 < size_of(LINE) + size_of(drawn) < 8_000
    assert most * (size_of(LINE) + size_of(drawn)) < 6 * 1024 * 1024
