"""Ruled lines become grids: where rules are missing between two fields, the fields are one merged cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from guatu.reading.loading.pdf.rules import Rule, Rules

_NEAR = 3.0
"""Points within which two rules touch, or are one."""
_MOST_FIELDS = 20_000


class Field(NamedTuple):
    """A cell of a grid by place and spans."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The positions of its rules from left to right and from top to bottom, and its cells row by row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]


def grids(rules: Rules) -> list[Grid]:
    """The grids of a page from top to bottom; frames around one column of text are none."""
    found = [_grid(*part) for part in _parts(_joined(rules.across), _joined(rules.down))]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules in one line that touch are one rule."""
    joined: list[Rule] = []
    for at in _levels([rule.at for rule in rules]):
        level = sorted((r for r in rules if abs(r.at - at) <= _NEAR / 2), key=lambda rule: rule.start)
        open_rule: Rule | None = None
        for rule in level:
            if open_rule is not None and rule.start <= open_rule.end + _NEAR:
                open_rule = Rule(at, open_rule.start, max(open_rule.end, rule.end))
                continue
            if open_rule is not None:
                joined.append(open_rule)
            open_rule = Rule(at, rule.start, rule.end)
        if open_rule is not None:
            joined.append(open_rule)
    return joined


def _levels(positions: Sequence[float]) -> list[float]:
    """Positions that lie near each other are one level."""
    levels: list[list[float]] = []
    for position in sorted(positions):
        if levels and position - levels[-1][0] <= _NEAR:
            levels[-1].append(position)
        else:
            levels.append([position])
    return [sum(level) / len(level) for level in levels]


def _parts(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or through others, belong to one grid."""
    parts: list[tuple[list[Rule], list[Rule]]] = []
    left = list(down)
    waiting = list(across)
    while waiting:
        part_across, part_down = [waiting.pop()], list[Rule]()
        reached = list(part_across)
        while reached:
            met = [v for v in left if any(_meet(h, v) for h in reached)]
            left = [v for v in left if v not in met]
            part_down.extend(met)
            reached = [h for h in waiting if any(_meet(h, v) for v in met)]
            waiting = [h for h in waiting if h not in reached]
            part_across.extend(reached)
        parts.append((part_across, part_down))
    return parts


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.start - _NEAR <= down.at <= across.end + _NEAR
        and down.start - _NEAR <= across.at <= down.end + _NEAR
    )


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    down = down + _open_sides(across, down)
    xs, ys = _levels([rule.at for rule in down]), _levels([rule.at for rule in across])
    fields = (len(xs) - 1) * (len(ys) - 1)
    if len(xs) < 3 or len(ys) < 2 or fields > _MOST_FIELDS:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(_fields(xs, ys, across, down)))


def _open_sides(across: list[Rule], down: list[Rule]) -> list[Rule]:
    """Tables without rules at their left and right end where their horizontal rules do."""
    if len(across) < 3 or not down:
        return []
    top, bottom = min(rule.at for rule in across), max(rule.at for rule in across)
    ends = (min(rule.start for rule in across), max(rule.end for rule in across))
    return [Rule(end, top, bottom) for end in ends if all(abs(rule.at - end) > 2 * _NEAR for rule in down)]


def _fields(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> list[Field]:
    taken: set[tuple[int, int]] = set()
    fields: list[Field] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            columns = rows = 1
            while (
                column + columns < len(xs) - 1
                and (row, column + columns) not in taken
                and not _has_rule(down, xs[column + columns], ys[row], ys[row + 1])
            ):
                columns += 1
            while row + rows < len(ys) - 1 and not _has_rule(
                across, ys[row + rows], xs[column], xs[column + 1]
            ):
                rows += 1
            taken.update((row + i, column + j) for i in range(rows) for j in range(columns))
            fields.append(Field(row, column, rows, columns))
    return fields


def _has_rule(rules: list[Rule], at: float, start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)
