"""Marks inside a line: footnotes and tracked changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_MARK = re.compile(r"\^\[(?P<note>[^\]]*)\]|\{-(?P<deleted>.*?)-\}|\{\+(?P<inserted>.*?)\+\}")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line and what it is."""

    kind: Literal["plain", "note", "deleted", "inserted"]
    text: str


def runs(line: str) -> Iterator[Run]:
    """The stretches of a line in order."""
    at = 0
    for mark in _MARK.finditer(line):
        if mark.start() > at:
            yield Run("plain", line[at : mark.start()])
        if mark["note"] is not None:
            yield Run("note", mark["note"])
        elif mark["deleted"] is not None:
            yield Run("deleted", mark["deleted"])
        else:
            yield Run("inserted", mark["inserted"])
        at = mark.end()
    if at < len(line):
        yield Run("plain", line[at:])


def accepted(line: str) -> str:
    """The words that stand once every change is accepted and notes are left out."""
    return "".join(run.text for run in runs(line) if run.kind in ("plain", "inserted"))


def notes(line: str) -> list[str]:
    """The footnotes of a line in order."""
    return [run.text for run in runs(line) if run.kind == "note"]
