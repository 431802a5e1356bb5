"""Where the tables of a sheet begin: their heads, and how far each of them reaches."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guatu.reading.loading.heads import Head, Slot, find_head, head_at
from guatu.reading.tables.grids import Grid, Place
from guatu.reading.tables.headwords import head_role

_LOOKED_AT = 40
_LONGEST = 30
_BRIEF = 14
_TITLE = re.compile(
    "(?:台账|清单|情况表|统计表|一览表|分解表|明细表|推进表|任务书)|[:：]"
    "|20\\d\\d年(?:度|\\d{1,2}月(?:\\d{1,2}日)?|第?[一二三四]季度|[上下]半年)?$"
)
_CONTACT = re.compile(
    "姓名|职务|职位|(?:联系|办公|移动)?(?:电话|手机)(?:号码?)?|联系方式|联系人|联络员|邮箱|微信号?"
)
_COUNT = re.compile("(?:问题|事项|项目|任务|总|完成|办结|销号|整改|个|件|户)数量?$|率$")
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[。；，,;！？]|^\d+[.、]|\d{4}")
_SUBJECTS = {"problem", "task", "measure", "goal"}
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A head and the rows below it up to `end`, all counted from 0; `end` is the first row beyond."""

    head: Head
    end: int


def find_tables(grid: Grid, covered: Mapping[Place, Place]) -> list[Table]:
    """The tables of a sheet from top to bottom; mostly one, none where no row reads like a head."""
    first = find_head(_slots(grid, covered, range(min(_LOOKED_AT, len(grid.rows)))), score=_score)
    if first is None:
        return []
    heads = [first, *_further(grid, covered, first)]
    ends = [*(_title_above(grid, head.first) for head in heads[1:]), len(grid.rows)]
    return [Table(head, end) for head, end in zip(heads, ends, strict=True)]


def _title_above(grid: Grid, row: int) -> int:
    """The first of the rows with a single text that stand right above a head."""
    while row > 0 and sum(map(bool, grid.rows[row - 1])) < 2:
        row -= 1
    return row


def _further(grid: Grid, covered: Mapping[Place, Place], first: Head) -> Iterator[Head]:
    """Heads of other tables further down; the same head once more is none."""
    known, below = parts_of(first), first.last
    for number in range(first.last + 1, len(grid.rows)):
        words = [text for text in grid.rows[number] if text]
        if (
            number <= below
            or not (_may_be_head(words) or _is_other(words))
            or {head_text(word) for word in words} <= known
        ):
            continue
        slots = _slots(grid, covered, range(number, min(number + 3, len(grid.rows))))
        head = head_at(number, _by_row(slots))
        if _is_other(words) or (_score(head) >= _FEWEST and _is_full(head)):
            known, below = parts_of(head), head.last
            yield head


def head_text(text: str) -> str:
    """A cell of a head: its own 主办/会办 must not look like two rows of a head."""
    return re.sub("[/／]", "、", "".join(text.split()))


def parts_of(head: Head) -> set[str]:
    """Every word of a head, and those above and below alone."""
    return {part for words in head.words.values() for part in (words, *words.split("/"))}


def _may_be_head(words: Sequence[str]) -> bool:
    if len(words) < _FEWEST or sum(map(_is_brief, words)) * 3 < len(words) * 2:
        return False
    if any(len(word) > _LONGEST for word in words):
        return False
    known = sum(head_role(word).role is not None for word in words)
    return known >= _FEWEST and known * 3 >= len(words) * 2


def _is_other(words: Sequence[str]) -> bool:
    """A head of contacts or of counts, with which another table begins that is no ledger."""
    if len(words) < _FEWEST or not all(map(_is_brief, words)):
        return False
    return sum(bool(_CONTACT.fullmatch(word)) for word in words) > 1 or (
        sum(bool(_COUNT.search(word)) for word in words) * 2 >= len(words)
    )


def _is_brief(word: str) -> bool:
    return len(word) <= _BRIEF and not _DIGIT.search(word)


def _is_full(head: Head) -> bool:
    roles = {head_role(words).role for words in head.words.values()}
    return bool(roles & _SUBJECTS) and len(roles - {None}) >= _FEWEST


def _score(head: Head) -> float:
    """How many columns the head explains; 0 where it explains too few, or reads like data."""
    words = list(head.words.values())
    if head.last > head.first and len({word.split("/")[0] for word in words}) == 1:
        return 0  # a title over all columns is no part of the head
    if head.last > head.first and _is_titled(words):
        return 0
    told = [
        head_role(word)
        for word in words
        if len(word) <= _LONGEST and not _SENTENCE.search(word.split("/")[-1])
    ]
    known = sum(role.weight > 0 for role in told)
    useful = {role.role for role in told} - {None}
    if known < 2 or len(set(words)) < 2 or not useful:
        return 0
    is_head = known * 2 >= len(words) or (known >= 4 and known * 3 >= len(words) and len(useful) >= _FEWEST)
    return known if is_head else 0


def _is_titled(words: Sequence[str]) -> bool:
    """Whether what stands above is a title and a day, which happen to stand over columns."""
    above = {word.split("/")[0] for word in words if "/" in word}
    named = any(_TITLE.search(word) for word in above)
    return named and not any(head_role(word).role for word in above if not _TITLE.search(word))


def _slots(grid: Grid, covered: Mapping[Place, Place], numbers: range) -> list[Slot]:
    return [
        Slot(number, column, head_text(text), *grid.merges.get((number, column), (1, 1)))
        for number in numbers
        for column, text in enumerate(grid.rows[number])
        if text and covered.get((number, column), (number, column)) == (number, column)
    ]


def _by_row(slots: Sequence[Slot]) -> dict[int, list[Slot]]:
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot)
    return rows
