"""A directory of units from a file an office keeps: csv or xlsx with name, short names, division and kind."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final, Literal

from guatu.kernel.units import Directory, Unit
from guatu.reading.errors import DamagedFile, EmptyFile, NotADirectory

Field = Literal["name", "short_names", "division", "kind"]

_HEADS: Final[dict[Field, frozenset[str]]] = {
    "name": frozenset(("单位名称", "单位全称", "名称", "全称", "单位", "机构名称", "name", "unit")),
    "short_names": frozenset(
        (
            "简称",
            "单位简称",
            "常用简称",
            "规范简称",
            "别名",
            "别称",
            "曾用名",
            "又称",
            "short_names",
            "short names",
            "short name",
            "short_name",
            "short",
            "shorts",
            "alias",
            "aliases",
        )
    ),
    "division": frozenset(("区划", "行政区划", "所属区划", "所在地区", "所属地区", "地区", "division")),
    "kind": frozenset(("类型", "单位类型", "类别", "单位类别", "性质", "单位性质", "种类", "kind", "type")),
}
_IN_PARENTHESES: Final = re.compile(r"[（(].*[）)]$")
_ORDER: Final[tuple[Field, ...]] = ("name", "short_names", "division", "kind")
"""The columns of a file without a head."""


def load_directory(path: Path) -> Directory:
    """The units of the file; short names are separated by /. Refuses a text and a file without units."""
    rows = _sheet_rows(path) if path.suffix.lower() in (".xlsx", ".xls") else _csv_rows(path)
    units = list(_units(rows))
    if not units:
        raise EmptyFile(where="单位名录", why="没有读到单位名称")
    if text := next((unit.name for unit in units if _is_sentence(unit.name)), None):
        raise NotADirectory(where="单位名录", why=f"“{text[:_SHOWN]}…”不像单位名称")
    return Directory(units)


_LONGEST_NAME: Final = 50
_SHOWN: Final = 12


def _is_sentence(name: str) -> bool:
    return len(name) > _LONGEST_NAME or any(mark in name for mark in "。；：！？")


def _csv_rows(path: Path) -> list[list[str]]:
    from guatu.reading.loading.encodings import decode

    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise NotADirectory(where="单位名录", why="应为 csv 或 xlsx")
    text = decode(path.read_bytes()).text
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise DamagedFile(where="单位名录", why="引号不成对或单元格过长") from error


def _sheet_rows(path: Path) -> list[list[str]]:
    """The first sheet that holds anything."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        sheets = (book.get_sheet_by_index(index).to_python() for index in range(len(book.sheet_names)))
        return next(([[_text(cell) for cell in row] for row in rows] for rows in sheets if rows), [])
    except CalamineError as error:
        raise DamagedFile(where="单位名录") from error


def _text(cell: object) -> str:
    """A cell as text; a division code that the workbook keeps as a number loses its decimal point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _units(rows: Iterable[Sequence[str]]) -> Iterator[Unit]:
    filled = ([cell.strip() for cell in row] for row in rows)
    lines = [row for row in filled if any(row)]
    columns = _columns(lines[0]) if lines else {}
    for row in lines[1:] if columns else lines:
        cells = {field: _cell(row, at) for field, at in (columns or _positions()).items()}
        if name := cells.get("name"):
            yield Unit(
                name=name,
                short_names=_short_names(cells.get("short_names", "")),
                division=cells.get("division") or None,
                kind=cells.get("kind") or None,
            )


def _columns(head: Sequence[str]) -> dict[Field, int]:
    """Where each field stands by the head; empty where the first row is no head."""
    found: dict[Field, int] = {}
    for at, cell in enumerate(head):
        words = _IN_PARENTHESES.sub("", cell.lower().strip("\ufeff")).strip()
        for field, names in _HEADS.items():
            if words in names:
                found.setdefault(field, at)
    return found if "name" in found else {}


def _positions() -> dict[Field, int]:
    return {field: at for at, field in enumerate(_ORDER)}


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _short_names(cell: str) -> tuple[str, ...]:
    names = (name.strip() for name in re.split("[/／|、，,；;\n]", cell))
    return tuple(dict.fromkeys(name for name in names if name))
