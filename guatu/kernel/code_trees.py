"""Codes that stand under one another: industries, divisions, and what an office lists itself.

A tree is a value: its rows come in as CSV `code,parent,name` (a row without a parent is a top) and never
change. Where an office split a matter into one part only and gave it the same name, both codes mean the
same: such an only child equals its parent, in every question asked here.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from guatu.kernel.errors import CyclicCodes, DuplicateCode, MalformedTable, MissingParent, UnknownCode

COLUMNS = ("code", "parent", "name")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code with its name; `parent` is None at the top."""

    code: str
    parent: str | None
    name: str


@dataclass(frozen=True, slots=True)
class CodeTree:
    """Rows under one another. Refuses duplicate codes, parents that are no row, and rings."""

    title: str
    """What the table is called in Chinese; refusals name it."""
    rows: tuple[CodeRow, ...] = field(repr=False)
    _by_code: Mapping[str, CodeRow] = field(init=False, repr=False, compare=False)
    _order: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Every code before those under it, so that what is under a code is one stretch of it."""
    _stretches: Mapping[str, tuple[int, int]] = field(init=False, repr=False, compare=False)
    _canonical: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_duplicates(self.title, self.rows)
        by_code = {row.code: row for row in self.rows}
        below = _children(self.title, self.rows, by_code)
        order, stretches = _preorder(below)
        if unreached := [code for code in by_code if code not in stretches]:
            raise CyclicCodes(_ring(unreached[0], by_code), self.title)
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_order", order)
        object.__setattr__(self, "_stretches", stretches)
        object.__setattr__(self, "_canonical", _equals(order, by_code, below))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[CodeRow]:
        return iter(self.rows)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> CodeRow:
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode(code, self.title) from None

    def name(self, code: str) -> str:
        return self[code].name

    def canonical(self, code: str) -> str:
        """The highest code that means the same: an only child of the same name gives way to its parent."""
        return self._canonical[self[code].code]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above, nearest first."""
        above: list[str] = []
        parent = self[code].parent
        while parent is not None:
            above.append(parent)
            parent = self._by_code[parent].parent
        return tuple(above)

    def descendants(self, code: str) -> tuple[str, ...]:
        """The codes below at any depth, each after the one it stands under."""
        start, end = self._stretches[self[code].code]
        return self._order[start + 1 : end]

    def children(self, code: str) -> tuple[str, ...]:
        return tuple(below for below in self.descendants(code) if self._by_code[below].parent == code)

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor`, stands under it, or means the same as one that does."""
        place = self._stretches[self.canonical(code)][0]
        start, end = self._stretches[self.canonical(ancestor)]
        return start <= place < end

    def named(self, name: str) -> tuple[str, ...]:
        """The codes of that name in the order of the table; of those that mean the same, one."""
        wanted = name.strip()
        return tuple(dict.fromkeys(self._canonical[row.code] for row in self.rows if row.name == wanted))


def read_tree(text: str, title: str) -> CodeTree:
    """A tree from CSV text with the columns `code,parent,name`; more columns are passed over."""
    return CodeTree(
        title,
        tuple(
            CodeRow(code, parent or None, name) for code, parent, name in read_columns(text, title, COLUMNS)
        ),
    )


def read_columns(
    text: str, title: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """The cells of each row of a CSV table, trimmed: first `columns`, then `optional`, empty where absent.

    Empty lines are passed over. Refuses a missing column and a row whose first cell is empty.
    """
    table = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        if missing := [column for column in columns if column not in (table.fieldnames or ())]:
            raise MalformedTable("表头", title, f"缺少列 {'、'.join(missing)}，请补上后重新导入")
        for row in table:
            cells = tuple((row.get(column) or "").strip() for column in columns + optional)
            if not cells[0] and any(cells):
                raise MalformedTable(f"第{table.line_num}行", title, f"列 {columns[0]} 为空，请填写代码")
            if cells[0]:
                yield cells
    except csv.Error:
        raise MalformedTable(
            f"第{table.reader.line_num}行", title, "不是规范的 CSV，请核对引号和逗号"
        ) from None


def _refuse_duplicates(title: str, rows: Iterable[CodeRow]) -> None:
    code, count = next(iter(Counter(row.code for row in rows).most_common(1)), ("", 0))
    if count > 1:
        raise DuplicateCode(code, title)


def _children(
    title: str, rows: Iterable[CodeRow], by_code: Mapping[str, CodeRow]
) -> dict[str | None, list[str]]:
    below: dict[str | None, list[str]] = {}
    for row in rows:
        if row.parent is not None and row.parent not in by_code:
            raise MissingParent(row.code, title, row.parent)
        below.setdefault(row.parent, []).append(row.code)
    return below


def _preorder(below: Mapping[str | None, list[str]]) -> tuple[tuple[str, ...], dict[str, tuple[int, int]]]:
    """Every code that hangs from a top, parents first, and where what hangs from it starts and ends."""
    order: list[str] = []
    starts: dict[str, int] = {}
    stretches: dict[str, tuple[int, int]] = {}
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        code = waiting.pop()
        if code in starts:  # met again on the way up: all that hangs from it is placed
            stretches[code] = (starts[code], len(order))
            continue
        starts[code] = len(order)
        order.append(code)
        waiting.append(code)
        waiting.extend(reversed(below.get(code, [])))
    return tuple(order), stretches


def _ring(code: str, by_code: Mapping[str, CodeRow]) -> tuple[str, ...]:
    """The ring that a code without a top leads into."""
    path: list[str] = []
    while code not in path:
        path.append(code)
        code = by_code[code].parent or code
    return tuple(path[path.index(code) :])


def _equals(
    order: Iterable[str], by_code: Mapping[str, CodeRow], below: Mapping[str | None, list[str]]
) -> dict[str, str]:
    canonical: dict[str, str] = {}
    for code in order:
        row = by_code[code]
        parent = row.parent
        is_same = parent is not None and len(below[parent]) == 1 and by_code[parent].name == row.name
        canonical[code] = canonical[parent] if parent is not None and is_same else code
    return canonical
