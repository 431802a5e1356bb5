"""Two texts beside each other: what stays, what was taken out, what was put in, in pieces that can be read.

Chinese is compared character by character, days, figures and Latin words whole; a stray character that two
changes have in common between them is part of the change, or a reworded sentence would fall to confetti.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["same", "out", "in"]
_TOKEN: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_STRAY: Final = 2
"""Characters between two changes that are too few to stand on their own."""
_MOST: Final = 8_000
"""Characters of a passage that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Both texts in pieces: `old` what stays and what was taken out, `new` what stays and what came in."""

    old: Sequence[Run]
    new: Sequence[Run]

    @property
    def is_same(self) -> bool:
        return all(one.kind == "same" for one in (*self.old, *self.new))


def inline(old: str, new: str) -> list[Run]:
    """Both texts as one: what stays once, what was taken out before what came in its place."""
    found: list[Run] = []
    for is_same, a, b in _blocks(_TOKEN.findall(old), _TOKEN.findall(new)):
        found += [Run("same", "".join(a))] if is_same else [Run("out", "".join(a)), Run("in", "".join(b))]
    return _joined(found)


def beside(old: str, new: str) -> Beside:
    """Both texts in pieces."""
    if max(len(old), len(new)) > _MOST and old != new:
        return Beside([Run("out", old)], [Run("in", new)])
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    out: list[Run] = []
    come: list[Run] = []
    for is_same, a, b in _blocks(first, second):
        out.append(Run("same" if is_same else "out", "".join(a)))
        come.append(Run("same" if is_same else "in", "".join(b)))
    return Beside(_joined(out), _joined(come))


def _blocks(first: Sequence[str], second: Sequence[str]) -> list[tuple[bool, Sequence[str], Sequence[str]]]:
    found: list[tuple[bool, list[str], list[str]]] = []
    codes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        is_same = tag == "equal" and not _is_stray(first[a:b], place, len(codes))
        if found and found[-1][0] == is_same:
            found[-1][1].extend(first[a:b])
            found[-1][2].extend(second[c:d])
        else:
            found.append((is_same, list(first[a:b]), list(second[c:d])))
    return [(is_same, a, b) for is_same, a, b in found]


def _is_stray(tokens: Sequence[str], place: int, count: int) -> bool:
    words = "".join(tokens)
    return 0 < place < count - 1 and len(words) <= _STRAY and not any(one in "，。；、\n" for one in words)


def _joined(runs: Iterable[Run]) -> list[Run]:
    made: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if made and made[-1].kind == run.kind:
            made[-1] = Run(run.kind, made[-1].text + run.text)
        else:
            made.append(run)
    return made
