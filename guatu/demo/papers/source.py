"""The readable source of a paper: front matter between `---` lines, then one mark per line.

`# ` title, `= ` centred line, `## ` and `### ` headings, `+ ` and `++ ` automatic list entries,
`> ` right-aligned line, `[框] ` text box, `<table>` to `</table>`, anything else a paragraph.
Inside a line: `^[…]` is a footnote, `{-…-}` a deletion and `{+…+}` an insertion that Word tracks.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import yaml

from guatu.demo.errors import SourceUnclear
from guatu.demo.papers import tables
from guatu.demo.papers.paper import (
    Body,
    Boxed,
    Centred,
    Format,
    Front,
    Heading,
    ListEntry,
    Noise,
    Paper,
    Part,
    Signed,
    Title,
)

_MARKS: tuple[tuple[str, Callable[[str], Part]], ...] = (
    ("### ", lambda text: Heading(2, text)),
    ("## ", lambda text: Heading(1, text)),
    ("# ", Title),
    ("= ", Centred),
    ("++ ", lambda text: ListEntry(2, text)),
    ("+ ", lambda text: ListEntry(1, text)),
    ("> ", Signed),
    ("[框] ", Boxed),
)


def read(path: Path) -> Paper:
    """The paper that a source file states; refuses a source it does not understand."""
    text = path.read_text(encoding="utf-8")
    try:
        _, front, body = text.split("---\n", 2)
    except ValueError:
        raise SourceUnclear(name=path.name, why="缺少以 --- 起止的文件头") from None
    return Paper(name=path.stem, front=_front(front, name=path.name), parts=tuple(_parts(body)))


def _front(text: str, *, name: str) -> Front:
    values = yaml.safe_load(text)
    noise = frozenset(values.pop("noise", ()))
    for kind in noise - set(get_args(Noise)):
        raise SourceUnclear(name=name, why=f"没有 {kind} 这种噪声")
    if values.get("format") not in get_args(Format):
        raise SourceUnclear(name=name, why=f"没有 {values.get('format')} 这种格式")
    for key in ("numbering", "headings", "column"):
        if key in values:
            values[key] = tuple(values[key])
    try:
        return Front(noise=noise, **values)
    except TypeError as problem:
        raise SourceUnclear(name=name, why=str(problem)) from None


def _parts(body: str) -> Iterator[Part]:
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith("<table"):
            yield tables.parse(_until_table_ends(line, lines))
        elif line.strip():
            yield _part(line.strip())


def _until_table_ends(first: str, lines: Iterator[str]) -> str:
    markup = [first]
    while "</table>" not in markup[-1]:
        markup.append(next(lines))
    return "\n".join(markup)


def _part(line: str) -> Part:
    for mark, make in _MARKS:
        if line.startswith(mark):
            return make(line.removeprefix(mark).strip())
    return Body(line)
