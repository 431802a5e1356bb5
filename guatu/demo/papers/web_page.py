"""Papers as a page of a government website, with everything a content system puts around the text."""

import re
from html import escape
from pathlib import Path
from random import Random
from string import Template

from guatu.demo.papers import labels, marks, noise
from guatu.demo.papers.paper import (
    Body,
    Boxed,
    Centred,
    Heading,
    ListEntry,
    Paper,
    Part,
    Signed,
    Table,
    TableCell,
    Title,
)

_LIST_STYLES = {"decimal": "decimal", "chineseCounting": "simp-chinese-informal"}
_DIGITS = re.compile(r"\d{2,}")
_PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))


def write(paper: Paper) -> bytes:
    """The bytes of the page in the paper's encoding."""
    front = paper.front
    crumbs = " &gt; ".join(f'<a href="/{at}">{escape(name)}</a>' for at, name in enumerate(front.column))
    page = _PAGE.substitute(
        encoding=front.encoding,
        title=escape(paper.title or ""),
        site=escape(front.site),
        last_column=escape(front.column[-1]),
        crumbs=crumbs + " &gt; 正文",
        published=front.published or "",
        body=_body(paper),
    )
    mark = b"\xef\xbb\xbf" if "bom" in front.noise else b""
    return mark + page.replace("\n", "\r\n" if "crlf" in front.noise else "\n").encode(front.encoding)


def _body(paper: Paper) -> str:
    writer = _Writer(paper)
    pieces = [writer.piece(part) for part in paper.parts if not isinstance(part, Title)]
    notes = [note for part in paper.parts if not isinstance(part, Table) for note in marks.notes(part.text)]
    return "\n".join([*pieces, writer.close_lists(0), *(f"<p>注：{escape(note)}</p>" for note in notes)])


class _Writer:
    """Writes parts one after another and keeps the lists that are still open."""

    def __init__(self, paper: Paper) -> None:
        self.front = paper.front
        self.counter = labels.Counter(paper.front)
        self.chance = Random(paper.front.seed)  # noqa: S311 - noise, not secrets
        self.open_lists = 0

    def piece(self, part: Part) -> str:
        if isinstance(part, ListEntry):
            return self.to_level(part.level) + f"<li>{self.words(part.text)}</li>"
        return self.close_lists(0) + self.block(part)

    def block(self, part: Part) -> str:
        match part:
            case Table():
                return self.table(part)
            case Heading():
                text = self.words(self.counter.label(part) + part.text)
                if self.front.styled:
                    return f"<h{part.level + 1}>{text}</h{part.level + 1}>"
                return f"<p><strong>{text}</strong></p>"
            case Signed():
                return f'<p style="text-align: right;">{self.words(part.text)}</p>'
            case Centred():
                return f'<p style="text-align: center;">{self.words(part.text)}</p>'
            case Boxed():
                return f'<div class="aside">{self.words(part.text)}</div>'
            case Body() | ListEntry() | Title():
                return f"<p>　　{self.words(part.text)}</p>"

    def words(self, text: str) -> str:
        text = escape(noise.spoil(marks.accepted(text), self.front, self.chance), quote=False)
        if "split_numbers" in self.front.noise:
            text = _DIGITS.sub(lambda found: f"<span>{found[0][:1]}</span><span>{found[0][1:]}</span>", text)
        return text

    def to_level(self, level: int) -> str:
        pieces = [self.close_lists(level)]
        while self.open_lists < level:
            written = labels.form(self.front.numbering[self.open_lists])
            pieces.append(f'<ol style="list-style-type: {_LIST_STYLES[written.number_format]};">')
            self.open_lists += 1
        return "".join(pieces)

    def close_lists(self, level: int) -> str:
        closing = "</ol>" * max(0, self.open_lists - level)
        self.open_lists = min(self.open_lists, level)
        return closing

    def table(self, table: Table) -> str:
        rows = [
            "<tr>" + "".join(self.cell(cell) for cell in table.cells if cell.row == row) + "</tr>"
            for row in range(table.rows)
        ]
        return '<table border="1" width="100%"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"

    def cell(self, cell: TableCell) -> str:
        tag = "th" if cell.is_header else "td"
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        paragraphs = "".join(f"<p>{self.words(line)}</p>" for line in cell.text.split("\n"))
        return f"<{tag}{spans}>{paragraphs}</{tag}>"
