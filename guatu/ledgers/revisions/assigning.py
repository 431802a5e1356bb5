"""The assignment with the greatest sum: rows to columns, each at most once, only where there is an edge.

The Hungarian method with potentials (Kuhn, Munkres; in the form of Jonker and Volgenant). Rows and columns
that no edge joins are solved apart, so that a document of hundreds of clauses costs little.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

Edges: TypeAlias = Mapping[tuple[int, int], float]
_FAR: Final = float("inf")


def assign(edges: Edges) -> dict[int, int]:
    """Row → column, such that the weights, all above nothing, sum up to the most."""
    found: dict[int, int] = {}
    for rows, columns in _parts(edges):
        for row, column in _solved([[edges.get((row, one), 0.0) for one in columns] for row in rows]):
            found[rows[row]] = columns[column]
    return found


def _parts(edges: Edges) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns that hang together, directly or over others."""
    of_row: dict[int, set[int]] = {}
    of_column: dict[int, set[int]] = {}
    for row, column in edges:
        of_row.setdefault(row, set()).add(column)
        of_column.setdefault(column, set()).add(row)
    waiting = set(of_row)
    while waiting:
        rows, columns, reached = {min(waiting)}, set[int](), [min(waiting)]
        while reached:
            new = of_row[reached.pop()] - columns
            columns |= new
            further = {row for column in new for row in of_column[column]} - rows
            rows |= further
            reached += further
        waiting -= rows
        yield sorted(rows), sorted(columns)


def _solved(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of one part; a row may also stay alone, for which each gets a column of no weight."""
    count, width = len(weights), len(weights[0])
    costs = [[-weight for weight in row] + [0.0] * count for row in weights]
    of_column = _matched(costs)
    return [(row, column) for column, row in of_column.items() if column < width and weights[row][column] > 0]


def _matched(costs: Sequence[Sequence[float]]) -> dict[int, int]:
    """Column → row at the least cost; there are no fewer columns than rows."""
    width = len(costs[0])
    row_price, price = [0.0] * len(costs), [0.0] * width
    owner: dict[int, int] = {}
    for first in range(len(costs)):
        least, before, done = [_FAR] * width, [-1] * width, set[int]()
        row, column = first, -1
        while column < 0 or column in owner:
            if column >= 0:
                done.add(column)
                row = owner[column]
            free = [one for one in range(width) if one not in done]
            for one in free:
                cost = costs[row][one] - row_price[row] - price[one]
                if cost < least[one]:
                    least[one], before[one] = cost, column
            column = min(free, key=least.__getitem__)
            step = least[column]
            row_price[first] += step
            for one in done:
                row_price[owner[one]] += step
                price[one] -= step
            for one in free:
                least[one] -= step
        _take(owner, before, column, first)
    return owner


def _take(owner: dict[int, int], before: Sequence[int], column: int, first: int) -> None:
    """Give the last column to the row before it, and so back to the first row."""
    while column >= 0:
        previous = before[column]
        owner[column] = owner[previous] if previous >= 0 else first
        column = previous
