"""The made-up enterprises as Parquet files, which every engine reads."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.rules.made import COLUMNS, DAYS, SETS, WORDS, Cell, Column, Row, columns

SMALLEST: Final = 5_000
"""Fewer rows than these are the first ones of these."""
_ROWS_IN_GROUP: Final = 65_536


def kept(folder: Path, rows: int) -> Path:
    """The file of so many enterprises in a folder, written where it is not there yet."""
    path = folder / f"rows-{rows}.parquet"
    if not path.exists():
        made = columns(max(rows, SMALLEST))
        arrays = [pa.array(np.arange(max(rows, SMALLEST), dtype=np.int64))]
        arrays += [_array(name, made[name]) for name in COLUMNS]
        table = pa.table(arrays, names=["id", *COLUMNS]).slice(0, rows)
        pq.write_table(table, path, row_group_size=_ROWS_IN_GROUP)
    return path


def read(path: Path, names: Sequence[str] = COLUMNS, *, dictionaries: bool = False) -> pa.Table:
    """The columns of a file; with dictionaries words are numbered, one numbering for the whole column."""
    numbered = [*WORDS, *(f"{name}.list.element" for name in SETS)] if dictionaries else None
    table = pq.read_table(path, columns=list(names), read_dictionary=numbered)
    return (table.unify_dictionaries() if dictionaries else table).combine_chunks()


def read_rows(path: Path) -> list[Row]:
    """The rows of a file as plain values."""
    found: list[Row] = read(path).to_pylist()
    return found


def read_cells(path: Path, name: str) -> list[Cell]:
    """One column of a file as plain values."""
    found: list[Cell] = read(path, [name]).column(name).to_pylist()
    return found


def _array(name: str, column: Column) -> pa.Array:
    if column.starts is not None:
        words = pa.DictionaryArray.from_arrays(pa.array(column.values), pa.array(column.words))
        starts = pa.array(column.starts, mask=np.append(column.missing, False))
        return pa.ListArray.from_arrays(starts, words.cast(pa.string()))
    array = pa.array(column.values, mask=column.missing)
    if column.words:
        return pa.DictionaryArray.from_arrays(array, pa.array(column.words)).cast(pa.string())
    return array.cast(pa.date32()) if name in DAYS else array
