"""What rules say of rows, as Parquet or CSV: rule, id, verdict, and of a near-miss the condition that failed.

The lines stand rule by rule in the order of the book; of one rule first yes, then near, then unknown, each in
the order of the rows. A summary in JSON stands beside. Both files appear whole or not at all.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from guatu.rules.engine.outcomes import Listed, Parts, RowNumbers
from guatu.rules.files.tables import Ids, is_parquet, need_arrow
from guatu.rules.matching import Matched

if TYPE_CHECKING:
    import pyarrow as pa

Places: TypeAlias = NDArray[np.int64]
COLUMNS = ("rule", "id", "verdict", "condition")
_VERDICTS = ("yes", "near", "unknown")
_NONE: Places = np.zeros(0, np.int64)
_MANY = 1 << 20
"""Lines that are written together."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Lines of one rule and one verdict."""

    rule: str
    verdict: str
    rows: RowNumbers
    parts: Parts | None = None
    conditions: tuple[str, ...] = ()


def write_results(path: Path, matched: Matched, ids: Ids, engine: str = "local") -> None:
    """Write the lines to `path`, and the counts of each rule to `<path>.summary.json`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        if is_parquet(path):
            need_arrow(path)
            _parquet(unfinished, matched, ids)
        else:
            _csv(unfinished, matched, ids)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    write_summary(path, summary_of(matched, engine))


def summary_of(matched: Matched, engine: str) -> dict[str, object]:
    """How many rows each rule takes, misses by one condition, and cannot decide."""
    outcome = matched.outcome
    near = outcome.near_counts if outcome.near_counts is not None else np.zeros(len(matched.rules), np.int64)
    counts = zip(matched.rules, outcome.yes_counts, near, outcome.unknown_counts, strict=True)
    return {
        "on": matched.day.isoformat(),
        "rows": outcome.size,
        "engine": engine,
        "rules": [
            {
                "rule": rule.code,
                "name": rule.name,
                "yes": int(yes),
                "near": int(near),
                "unknown": int(unknown),
            }
            for rule, yes, near, unknown in counts
        ],
        "out_of_force": [
            {"rule": rule.code, "since": _iso(rule.since), "until": _iso(rule.until)} for rule in matched.idle
        ],
    }


def write_summary(path: Path, summary: dict[str, object]) -> None:
    beside = path.with_name(f"{path.name}.summary.json")
    unfinished = beside.with_name(f".{beside.name}.part")
    unfinished.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(beside)


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def stretches(matched: Matched) -> Iterator[Stretch]:
    """The lines, in their order."""
    outcome = matched.outcome
    for number, rule in enumerate(matched.rules):
        yield Stretch(rule.code, "yes", outcome.yes.of(number))
        if outcome.near is not None:
            conditions = matched.conditions.get(rule.code, ())
            yield Stretch(
                rule.code, "near", outcome.near.of(number), outcome.near.parts_of(number), conditions
            )
        yield from _unknown(rule.code, outcome.unknown, number)


def _unknown(code: str, listed: Listed | None, number: int) -> Iterator[Stretch]:
    if listed is not None:
        yield Stretch(code, "unknown", listed.of(number))


def _csv(path: Path, matched: Matched, ids: Ids) -> None:
    texts: Sequence[object] = ids if isinstance(ids, list) else ids.to_pylist()  # type: ignore[union-attr]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for each in stretches(matched):
            parts = (
                [""] * len(each.rows) if each.parts is None else [each.conditions[at] for at in each.parts]
            )
            writer.writerows(
                (each.rule, texts[row], each.verdict, part)
                for row, part in zip(each.rows.tolist(), parts, strict=True)
            )


def _parquet(path: Path, matched: Matched, ids: Ids) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    own = pa.array(ids) if isinstance(ids, list) else ids.combine_chunks()  # type: ignore[union-attr]
    schema = pa.schema(
        [
            ("rule", pa.string()),
            ("id", own.type),
            ("verdict", pa.string()),
            ("condition", pa.string()),
        ]
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting: list[Stretch] = []
        count = 0
        for each in stretches(matched):
            waiting.append(each)
            count += len(each.rows)
            if count >= _MANY:
                writer.write_table(_batch(waiting, own, schema))
                waiting, count = [], 0
        writer.write_table(_batch(waiting, own, schema))


def _batch(waiting: Sequence[Stretch], own: "pa.Array", schema: "pa.Schema") -> "pa.Table":
    """Stretches as one table: words once, and places among them."""
    import pyarrow as pa

    rules = list(dict.fromkeys(each.rule for each in waiting))
    conditions = list(dict.fromkeys(text for each in waiting for text in each.conditions))
    lengths = [len(each.rows) for each in waiting]
    rows = np.concatenate([np.zeros(0, np.int32), *(each.rows for each in waiting)])
    columns = [
        _words(rules, np.repeat([rules.index(each.rule) for each in waiting], lengths).astype(np.int64)),
        own.take(pa.array(rows)),
        _words(_VERDICTS, np.repeat([_VERDICTS.index(each.verdict) for each in waiting], lengths)),
        _words(conditions, np.concatenate([_NONE, *(_failed(each, conditions) for each in waiting)])),
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _failed(each: Stretch, conditions: Sequence[str]) -> Places:
    """Of each line the place of the condition that failed; -1 where none did."""
    if each.parts is None:
        return np.full(len(each.rows), -1, np.int64)
    places = np.array([conditions.index(text) for text in each.conditions] or [0], np.int64)
    return places[each.parts]


def _words(words: Sequence[str], places: Places) -> "pa.Array":
    """Words by their places; -1 is none."""
    import pyarrow as pa

    indices = pa.array(places.astype(np.int32), mask=places < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(words), pa.string())).cast(pa.string())
