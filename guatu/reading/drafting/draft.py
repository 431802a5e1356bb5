"""From a repaired source to its draft ledger."""

import re
from collections.abc import Iterable
from datetime import date

from guatu.kernel.units import Directory
from guatu.reading.draft import Document, Draft, Paragraph, SourceFile
from guatu.reading.drafting.closing import closing_start
from guatu.reading.drafting.confidence import with_confidence
from guatu.reading.drafting.directives import find_charges, find_findings, find_stories, find_topics
from guatu.reading.drafting.enrich import enrich_all, setting_of
from guatu.reading.drafting.found import FoundItem
from guatu.reading.drafting.head import Head, read_head
from guatu.reading.drafting.problems import find_problems
from guatu.reading.drafting.tables import find_rows
from guatu.reading.drafting.tasks import find_tasks
from guatu.reading.outlining import Outline, grow, read_lines
from guatu.reading.repairing import Repaired


def draft(repaired: Repaired, *, units: Directory | None = None, day: date | None = None) -> Draft:
    """Read head, outline and items; `day` is the base of relative deadlines where the document has none."""
    lines = read_lines(repaired)
    head = read_head(repaired, lines)
    outline = grow(repaired, lines, until=closing_start(lines, head.signature))
    setting = setting_of(repaired.text, head, units=units, day=day)
    items = with_confidence(enrich_all(repaired.text, _find(outline, head), setting), head.kind)
    source = repaired.source
    return Draft(
        document=Document(
            source=SourceFile(source.name, source.sha256, source.media_type, len(repaired.text)),
            kind=head.kind,
            title=head.title,
            issuer=head.issuer,
            issued_on=head.issued_on,
            number=head.number,
            secrecy=head.secrecy,
        ),
        items=tuple(items),
        text=repaired.text,
        paragraphs=tuple(Paragraph((b.start, b.end), b.anchor, b.kind, b.page) for b in repaired.blocks),
        origin=repaired.origin,
        loaded=source.text,
        contacts_present=head.contacts_present,
        feedback_window=head.feedback_window,
        repairs=repaired.repairs,
        warnings=(*source.warnings, *head.warnings, *_gaps(items)),
    )


_SPOKEN = ("speech", "minutes", "bulletin", "instruction", "news")
"""Kinds whose tables illustrate what the prose says."""
_OWED = re.compile(r"(?:责任|牵头|承办|主办)(?:单位|部门)|牵头|负责")


def _find(outline: Outline, head: Head) -> list[FoundItem]:
    """The items, by genre; where a table holds most of them, the prose around it is not the ledger."""
    prose = _find_in_prose(outline, head)
    if not outline.cells or (prose and head.kind in _SPOKEN):
        return prose
    headings = [(n.line.start, (*n.path(), n.heading)) for n in outline.root.walk() if n.line]
    rows = find_rows(outline.text, outline.cells, headings)
    owed = [item for item in prose if item.fields or _OWED.search(outline.text, item.start, item.end)]
    if len(rows) > len(owed):
        return rows
    return sorted([*prose, *rows], key=lambda item: item.start)


def _find_in_prose(outline: Outline, head: Head) -> list[FoundItem]:
    match head.kind:
        case "rectification_report" | "rectification_plan":
            return find_problems(outline)
        case "task_plan":
            return find_tasks(outline)
        case "speech":
            return find_charges(outline)
        case "minutes":
            return find_topics(outline)
        case "bulletin" | "instruction" | "other":
            return find_findings(outline, is_instruction=head.kind == "instruction")
        case "news":
            return find_stories(outline) or find_charges(outline)
        case _:
            return []


def _gaps(items: Iterable[object]) -> list[str]:
    return [] if list(items) else ["没有读出事项，请核对文件种类或手工录入"]
