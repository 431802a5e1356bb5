"""Counting what was found rightly, claimed wrongly and missed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = ("items", "measures", "owners", "due", "metrics", "done", "title/issuer/date")
"""The fields whose F1 make the overall score."""
EXTRAS = (
    "lead",
    "item_no",
    "heading",
    "placement",
    "problem_text",
    "metric_names",
    "contacts/window",
    "kind",
    "due_exact",
)
"""Fields that are shown and do not count."""


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed claims of one field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.total else 0.0

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


def _blank() -> dict[str, Tally]:
    return {name: Tally() for name in (*FIELDS, *EXTRAS)}


@dataclass(slots=True)
class Sheet:
    """The tallies of a document, with every miss named."""

    tallies: dict[str, Tally] = field(default_factory=_blank)
    notes: list[str] = field(default_factory=list)

    def right(self, name: str, count: int = 1) -> None:
        self.tallies[name].right += count

    def wrong(self, name: str, count: int = 1, note: str = "") -> None:
        self.tallies[name].wrong += count
        self._say(note)

    def missed(self, name: str, count: int = 1, note: str = "") -> None:
        self.tallies[name].missed += count
        self._say(note)

    def judge(self, name: str, *, is_right: bool, is_claimed: bool, note: str = "") -> None:
        """One thing that gold holds: right, or missed and, where something was claimed, wrong as well."""
        if is_right:
            self.right(name)
            return
        self.missed(name, note=note)
        self.wrong(name, count=int(is_claimed))

    def add(self, other: "Sheet") -> None:
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)

    def below(self, floors: Mapping[str, float]) -> dict[str, float]:
        """The F1 of those fields whose F1 is lower than their floor."""
        figures = {name: self.tallies[name].f1 for name in floors}
        return {name: f1 for name, f1 in figures.items() if f1 < floors[name]}

    def _say(self, note: str) -> None:
        if note:
            self.notes.append(note)

    @property
    def overall(self) -> float:
        """The mean F1 of the seven fields that count."""
        return sum(self.tallies[name].f1 for name in FIELDS) / len(FIELDS)
