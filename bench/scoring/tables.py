"""What was read of an office's table, held against its gold: rows by sheet and row, then field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.scoring.tally import Tally

FIELDS = ("rows", "no", "problem", "measure", "lead", "owners", "due", "progress", "state", "rejects")
_NEAR = 0.005

Ledger = Mapping[str, Any]
"""`rows` and `rejects`, as `guatu import --json` writes them; `alt` of a gold row are other right values."""


@dataclass(slots=True)
class Score:
    """The tallies of each field, with every miss named."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    notes: list[str] = field(default_factory=list)

    @property
    def overall(self) -> float:
        """The mean F1 of the fields of which there was anything to find."""
        told = [tally.f1 for tally in self.tallies.values() if tally.total]
        return sum(told) / len(told) if told else 1.0

    def add(self, other: "Score") -> None:
        """Count another file's tallies in."""
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        self.notes += other.notes


def score(gold: Ledger, found: Ledger) -> Score:
    """How a reading compares with its gold."""
    result = Score()
    has_sheets = all(row.get("sheet") is not None for row in (*gold["rows"], *gold["rejects"]))
    if not has_sheets:  # a csv has none
        found = {name: [row | {"sheet": None} for row in found[name]] for name in ("rows", "rejects")}
    wanted, given = _by_place(gold["rows"]), _by_place(found["rows"])
    _count(result, "rows", wanted.keys(), given.keys(), "")
    for place in wanted.keys() & given.keys():
        for name in FIELDS[1:-1]:
            claims = _claims(given[place], name)
            others = [_claims({name: other}, name) for other in wanted[place].get("alt", {}).get(name, ())]
            _count(
                result, name, claims if claims in others else _claims(wanted[place], name), claims, str(place)
            )
    _count(result, "rejects", _rejects(gold["rejects"]), _rejects(found["rejects"]), "")
    return result


def _by_place(rows: Iterable[Ledger]) -> dict[tuple[str, int], Ledger]:
    return {(row["sheet"], row["sheet_row"]): row for row in rows}


def _rejects(rejects: Iterable[Ledger]) -> set[tuple[str, int, str]]:
    return {(one["sheet"], one["sheet_row"], one["why"]) for one in rejects}


def _claims(row: Ledger, name: str) -> set[Any]:
    """What a row claims of a field; nothing where it is silent."""
    value = row.get(name)
    if name == "owners":
        return set(value or ())
    if value is None or value == "":
        return set()
    if name == "progress":
        return {round(float(value) / _NEAR)}
    return {"".join(str(value).split())}


def _count(result: Score, name: str, wanted: Iterable[Any], found: Iterable[Any], place: str) -> None:
    gold, given = set(wanted), set(found)
    tally = result.tallies[name]
    tally.right += len(gold & given)
    tally.missed += len(gold - given)
    tally.wrong += len(given - gold)
    result.notes += [f"{place} {name}: missed {one!r}" for one in sorted(gold - given, key=str)]
    result.notes += [f"{place} {name}: wrong {one!r}" for one in sorted(given - gold, key=str)]
