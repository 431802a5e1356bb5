"""The draft as the workbook offices keep a ledger in: one row per measure, item cells merged over them.

Cells covered by a merge hold the item's value all the same. A filter goes row by row and looks at the cells
themselves, so with empty covered cells it would show only the first measure of an item. Sorting stays
refused by the office programs, as with any merged ledger.
"""

from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import chain
from math import ceil
from typing import Final, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from guatu.reading.draft import Draft
from guatu.reading.writing import head, words
from guatu.reading.writing.rows import Matter, Row, matters


class Column(NamedTuple):
    """A column of the ledger: its head and its width in characters of the default font."""

    name: str
    width: float
    centred: bool = False


COLUMNS: Final = (
    Column("序号", 5, centred=True),
    Column("类别", 9),
    Column("问题（任务）", 20),
    Column("整改措施（工作措施）", 38),
    Column("牵头领导", 9),
    Column("牵头单位", 11),
    Column("责任单位", 11),
    Column("配合单位", 11),
    Column("完成时限", 11.5, centred=True),
    Column("时限原文", 10),
    Column("量化指标", 15),
    Column("是否完成", 7, centred=True),
    Column("把握", 6, centred=True),
    Column("原文位置", 12.5),
    Column("备注", 11),
)
_MERGED: Final = 3
"""Columns at the left that speak of the item, not of the measure."""
_MEASURE: Final = 3
_CONFIDENCE: Final = 12
_HEAD_ROW: Final = 2
_NOTE_WIDTHS: Final = (20, 8, 52, 52)
"""Columns of the sheet of repairs: kind, count, before, after."""

_LINE: Final = 14.5
"""Height of a line of body text in points."""
_TALLEST: Final = 409
"""Excel's limit for a row, in points."""
_WIDEST_MEASURE: Final = 80
_LONGEST_CELL: Final = 32_767
"""Excel's limit for a cell, in characters."""
_INERT: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell beginning so would become a formula when it is edited or saved as csv."""

Value = str | int | date | None


def write(draft: Draft) -> bytes:
    """The workbook: the ledger, and a sheet of repairs and warnings."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    issued_on = draft.document.issued_on or date(2000, 1, 1)
    book.set_properties(
        {"title": head.title(draft), "created": datetime.combine(issued_on, time(), tzinfo=UTC)}
    )
    styles = Styles(book)
    _Ledger(book.add_worksheet("台账"), styles, draft).write()
    _write_notes(book.add_worksheet("修复与提示"), styles, draft)
    book.close()
    return buffer.getvalue()


class Styles:
    """The formats of the workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.title = self.of(font_name="方正小标宋简体", font_size=20, align="center", border=0)
        self.line = self.of(font_size=11, font_color="#5b6472", align="center", border=0)
        self.head = self.of(font_name="黑体", align="center", bg_color="#f4f2ec")
        self.section = self.of(font_name="黑体", font_size=12, border=0, text_wrap=False)

    def of(self, **changes: object) -> Format:
        """The body format with changes."""
        look: dict[str, object] = {
            "font_name": "宋体",
            "font_size": 11,
            "text_wrap": True,
            "valign": "vcenter",
            "border": 1,
            "border_color": "#8c877a",
        } | changes
        key = tuple(look.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def cell(self, value: Value, *, centred: bool = False, doubtful: bool = False) -> Format:
        """The format of a body cell by what stands in it."""
        changes: dict[str, object] = {"align": "center"} if centred else {}
        if isinstance(value, date):
            changes["num_format"] = "yyyy-mm-dd"
        if isinstance(value, str) and value.startswith(_INERT):
            changes["quote_prefix"] = True
        if doubtful:
            changes |= {"font_color": "#7f5800", "bg_color": "#fdf5e1"}
        return self.of(**changes)


class _Ledger:
    """The first sheet."""

    def __init__(self, sheet: Worksheet, styles: Styles, draft: Draft) -> None:
        self.sheet, self.styles, self.draft = sheet, styles, draft
        self.matters = matters(draft)
        rows = list(chain.from_iterable(matter.rows for matter in self.matters))
        self.widths = [column.width for column in COLUMNS]
        self.widths[_MEASURE] = _measure_width(rows)
        self.last_row = _HEAD_ROW + max(1, len(rows))

    def write(self) -> None:
        self._write_head()
        row = _HEAD_ROW + 1
        for matter in self.matters:
            self._write_matter(row, matter)
            row += len(matter.rows)
        if not self.matters:
            self._write_emptiness(row)
        self._set_up_page()

    def _write_head(self) -> None:
        last = len(COLUMNS) - 1
        self.sheet.merge_range(0, 0, 0, last, _title(self.draft)[:_LONGEST_CELL], self.styles.title)
        line = "　".join(f"{label}：{value}" for label, value in head.facts(self.draft))
        self.sheet.merge_range(1, 0, 1, last, f"{line}　共{head.tally(self.draft)}", self.styles.line)
        for column, (name, _, _) in enumerate(COLUMNS):
            self.sheet.write_string(_HEAD_ROW, column, name, self.styles.head)
            self.sheet.set_column(column, column, self.widths[column])
        self.sheet.set_row(0, 36)
        self.sheet.set_row(1, 20)
        self.sheet.set_row(_HEAD_ROW, 34)

    def _write_matter(self, first: int, matter: Matter) -> None:
        shared = _shared_cells(matter)
        cells = [_own_cells(matter, row) for row in matter.rows]
        heights = self._heights(shared, cells)
        last = first + len(matter.rows) - 1
        if last > first:
            for column in range(_MERGED):
                self.sheet.merge_range(first, column, last, column, "", self.styles.of())
        for row, (own, height) in enumerate(zip(cells, heights, strict=True), start=first):
            self.sheet.set_row(row, height)
            doubtful = words.band(matter.rows[row - first].confidence) != "high"
            for column, value in enumerate((*shared, *own)):
                self._put(row, column, value, doubtful=doubtful and column == _CONFIDENCE)

    def _heights(self, shared: tuple[Value, ...], cells: list[tuple[Value, ...]]) -> list[float]:
        """Points for each row of an item: office programs do not fit rows to merged cells by themselves."""
        lines = [
            max(_lines(value, width) for value, width in zip(own, self.widths[_MERGED:], strict=True))
            for own in cells
        ]
        tallest = max(_lines(value, width) for value, width in zip(shared, self.widths, strict=False))
        missing = max(0, tallest - sum(lines)) / len(lines)
        return [min(_TALLEST, (count + missing) * _LINE + 8) for count in lines]

    def _put(self, row: int, column: int, value: Value, *, doubtful: bool) -> None:
        style = self.styles.cell(value, centred=COLUMNS[column].centred, doubtful=doubtful)
        _put(self.sheet, row, column, value, style)

    def _write_emptiness(self, row: int) -> None:
        sentence = "没有读出事项。请核对来文是否为部署、整改类文件，或在审阅页查看原文"
        self.sheet.merge_range(row, 0, row, len(COLUMNS) - 1, sentence, self.styles.of(align="center"))
        self.sheet.set_row(row, 40)

    def _set_up_page(self) -> None:
        last = len(COLUMNS) - 1
        self.sheet.freeze_panes(_HEAD_ROW + 1, _MERGED)
        self.sheet.autofilter(_HEAD_ROW, 0, self.last_row, last)
        self.sheet.print_area(0, 0, self.last_row, last)
        self.sheet.repeat_rows(_HEAD_ROW)
        _set_up_paper(self.sheet)


def _title(draft: Draft) -> str:
    """A register is called 台账 by itself."""
    title = head.title(draft)
    return f"{title}（草稿）" if title.endswith("台账") else f"{title} 台账（草稿）"


def _shared_cells(matter: Matter) -> tuple[Value, ...]:
    return matter.number, matter.heading, matter.item.problem or "（原文未写明）"


def _own_cells(matter: Matter, row: Row) -> tuple[Value, ...]:
    due_words = row.due.text if row.due else ""
    number = f"\n原文编号：{matter.item.no}" if matter.item.no else ""
    return (
        row.text or "（原文未写措施）",
        "\n".join(_leader(leader.name_or_post, leader.role) for leader in row.leaders),
        "\n".join(row.units["lead"]),
        "\n".join(row.units["responsible"]),
        "\n".join(row.units["cooperating"]),
        row.due_on or due_words,
        due_words,
        "\n".join(words.metric(figure) for figure in row.metrics),
        words.DONE[row.done],
        f"{words.BANDS[words.band(row.confidence)]}\n{row.confidence:.2f}",
        f"{row.place}{number}".lstrip(),
        "\n".join(_remarks(row)),
    )


def _leader(name: str, role: str) -> str:
    return f"{name}（包保）" if role == "sponsor" else name


def _remarks(row: Row) -> list[str]:
    watching = "、".join(row.units["supervising"])
    expanded = [f"“{written}”按名录补全为{unit}" for unit, written in row.written]
    return [f"督导单位：{watching}", *expanded] if watching else expanded


def _measure_width(rows: list[Row]) -> float:
    """Wide enough for the longest measure to fit the tallest row Excel allows."""
    longest = max((_breadth(row.text or "") for row in rows), default=0)
    most_lines = (_TALLEST - 8) // _LINE - 2
    return min(_WIDEST_MEASURE, max(COLUMNS[_MEASURE].width, ceil(longest / most_lines) + 2))


def _lines(value: Value, width: float) -> int:
    """Lines that a text takes in a cell: a Chinese character is two of the width's characters wide."""
    if not isinstance(value, str):
        return 1
    room = max(2.0, width - 1)
    return sum(max(1, ceil(_breadth(line) / room)) for line in value.split("\n"))


def _breadth(line: str) -> int:
    return sum(1 if char.isascii() else 2 for char in line)


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, value[:_LONGEST_CELL], style)
    else:
        sheet.write_blank(row, column, None, style)


def _write_notes(sheet: Worksheet, styles: Styles, draft: Draft) -> None:
    for column, width in enumerate(_NOTE_WIDTHS):
        sheet.set_column(column, column, width)
    row = _write_warnings(sheet, styles, head.notes(draft))
    _write_repairs(sheet, styles, draft, row + 1)
    _set_up_paper(sheet)


def _write_warnings(sheet: Worksheet, styles: Styles, sentences: tuple[str, ...]) -> int:
    """Write the warnings and give the row after them."""
    sheet.write_string(0, 0, "提示", styles.section)
    sheet.set_row(0, 24)
    for row, sentence in enumerate(sentences or ("没有提示",), start=1):
        sheet.merge_range(row, 0, row, 3, sentence[:_LONGEST_CELL], styles.cell(sentence))
        sheet.set_row(row, _lines(sentence, 130) * _LINE + 6)
    return 1 + max(1, len(sentences))


def _write_repairs(sheet: Worksheet, styles: Styles, draft: Draft, row: int) -> None:
    sheet.write_string(row, 0, f"修复（共{head.repaired(draft)}处，每类列前几例）", styles.section)
    sheet.set_row(row, 24)
    for column, name in enumerate(("修复种类", "处数", "修复前", "修复后")):
        sheet.write_string(row + 1, column, name, styles.head)
    row += 2
    for repair in draft.repairs:
        examples = repair.examples or (("", ""),)
        if len(examples) > 1:
            for column in range(2):
                sheet.merge_range(row, column, row + len(examples) - 1, column, "", styles.of())
        for example in examples:
            _write_example(sheet, styles, row, (words.repair(repair.kind), repair.count), example)
            row += 1


def _write_example(
    sheet: Worksheet, styles: Styles, row: int, kind: tuple[str, int], example: tuple[str, str]
) -> None:
    """A row for an example; a line break is a sign, as it is what some repairs are about."""
    values: tuple[Value, ...] = (*kind, *(text.replace("\n", "↵") for text in example))
    for column, value in enumerate(values):
        _put(sheet, row, column, value, styles.cell(value, centred=column == 1))
    tallest = max(_lines(value, width) for value, width in zip(values, _NOTE_WIDTHS, strict=True))
    sheet.set_row(row, min(_TALLEST, tallest * _LINE + 6))


def _set_up_paper(sheet: Worksheet) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
