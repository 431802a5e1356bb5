"""A small kit to make workbooks as offices keep them, with the gold said beside each row."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from guatu.kernel.units import Directory, Unit

Cell = Any
Row = dict[str, Any]
_NOTHING: Row = {"no": None, "measure": None, "lead": None, "owners": [], "due": None, "progress": None}


@dataclass(frozen=True)
class Rich:
    """Words of one cell, those between asterisks in bold: *县住建局*、县财政局."""

    marked: str

    @property
    def parts(self) -> list[tuple[str, bool]]:
        return [(part, bool(at % 2)) for at, part in enumerate(self.marked.split("*")) if part]

    def __str__(self) -> str:
        return self.marked.replace("*", "")


@dataclass(frozen=True)
class Formatted:
    """A number shown in a format of Excel."""

    value: float
    code: str


@dataclass
class Page:
    """A sheet on the way; rows are counted from 1 as Excel does."""

    name: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    bold: set[tuple[int, int]] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    at: int = 0

    def line(self, *cells: Cell) -> int:
        """Write the next row."""
        self.at += 1
        for column, cell in enumerate(cells):
            if cell is not None:
                self.cells[self.at, column] = cell
        return self.at

    def skip(self, count: int = 1) -> None:
        """Leave rows empty."""
        self.at += count

    def wide(self, text: str, width: int) -> None:
        """A text over the whole width."""
        self.line(text)
        self.merge(self.at, 0, self.at, width - 1)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells; rows count from 1, columns from 0."""
        self.merges.append((top, left, bottom, right))

    def down(self, *columns: int, rows: int, to: int | None = None) -> None:
        """Merge columns over the last rows that were written."""
        last = to or self.at
        for column in columns:
            self.merge(last - rows + 1, column, last, column)

    def matter(self, problem: str, state: str = "not_started", **told: Any) -> None:
        """Say what the row last written is to be read as."""
        self.rows.append(
            _NOTHING | {"problem": problem, "state": state, "sheet": self.name, "sheet_row": self.at} | told
        )

    def back(self, why: str) -> None:
        """Say why the row last written is to be given back."""
        self.rejects.append({"sheet": self.name, "sheet_row": self.at, "why": why})


@dataclass
class Book:
    """A file with its gold."""

    name: str
    pages: list[Page]
    units: Directory | None = None
    day: date | None = None
    encoding: str = ""
    """Of a csv; none for an xlsx."""

    @property
    def gold(self) -> dict[str, list[Row]]:
        return {
            "rows": [row for page in self.pages for row in page.rows],
            "rejects": [reject for page in self.pages for reject in page.rejects],
        }

    def data(self) -> bytes:
        """The bytes of the file."""
        return _as_csv(self.pages[0]).encode(self.encoding) if self.encoding else _as_xlsx(self.pages)


def directory(*rows: str, division: str = "云桥县") -> Directory:
    """Units from `全称/简称/简称`."""
    parted = (row.split("/") for row in rows)
    return Directory(Unit(name, tuple(short), division) for name, *short in parted)


COUNTY = directory(
    "云桥县发展和改革局/发改局/县发改委",
    "云桥县住房和城乡建设局/住建局",
    "云桥县水务局",
    "云桥县财政局",
    "云桥县自然资源和规划局/自规局",
    "云桥县农业农村局",
    "云桥县教育局",
    "云桥县卫生健康委员会/卫健委",
    "云桥县公安局",
    "云桥县应急管理局",
    "云桥县市场监督管理局/市监局",
    "云桥县生态环境分局/环保局",
    "云桥县交通运输局",
    "云桥县信访局",
    "云桥县城市管理局/城管局",
    "云桥县城关镇人民政府/城关镇",
    "云桥县石河镇人民政府/石河镇",
    "云桥县柳林乡人民政府/柳林乡",
)


def _as_csv(page: Page) -> str:
    """Merges leave their cells empty, as a spreadsheet that saves a csv does."""
    out = StringIO(newline="")
    width = 1 + max(column for _, column in page.cells)
    writer = csv.writer(out)
    for row in range(1, page.at + 1):
        writer.writerow([_plain(page.cells.get((row, column), "")) for column in range(width)])
    return out.getvalue()


def _plain(cell: Cell) -> str:
    if isinstance(cell, Formatted):
        return f"{cell.value:g}"
    return f"{cell.year}/{cell.month}/{cell.day}" if isinstance(cell, date) else str(cell)


def _as_xlsx(pages: Sequence[Page]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 5, tzinfo=UTC)})  # the same bytes each time
    formats: dict[tuple[str, bool], Any] = {}

    def style(code: str = "", *, bold: bool = False) -> Any:
        wanted = {"num_format": code} if code else {}
        return formats.setdefault((code, bold), book.add_format(wanted | ({"bold": True} if bold else {})))

    for page in pages:
        sheet = book.add_worksheet(page.name)
        if page.is_hidden:
            sheet.hide()
        merged = {(top, left): (bottom, right) for top, left, bottom, right in page.merges}
        for (top, left), (bottom, right) in merged.items():
            sheet.merge_range(top - 1, left, bottom - 1, right, "")
        for (row, column), cell in page.cells.items():
            _write(sheet, row - 1, column, cell, style, is_bold=(row, column) in page.bold)
        for column in page.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        for row in page.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def _write(
    sheet: Any, row: int, column: int, cell: Cell, style: Callable[..., Any], *, is_bold: bool
) -> None:
    if isinstance(cell, Rich):
        pieces: list[Any] = []
        for text, bold in cell.parts:
            pieces += [style(bold=bold), text]
        sheet.write_rich_string(row, column, *pieces)
    elif isinstance(cell, Formatted):
        sheet.write_number(row, column, cell.value, style(cell.code))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style("yyyy/m/d"))
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, style(bold=is_bold))
    else:
        sheet.write(row, column, cell)
