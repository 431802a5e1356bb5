"""A paper as a Word file, and as values for a page: always the same from the same paper and template."""

from guatu.history import store
from guatu.history.blanking import MARK as REDACTED
from guatu.papers import queries
from guatu.papers.errors import NotKept
from guatu.papers.layout.fields import BLANKS, HASH, MARK, Values
from guatu.papers.layout.shipped import shipped
from guatu.papers.models import Paper, PaperTemplate


def docx(paper: Paper) -> bytes:
    """The paper printed by the template that was in force when it was issued."""
    from guatu.papers.layout import filling  # here: a web worker that prints none need not hold lxml

    if not can_print(paper):
        raise NotKept(kind=str(paper.get_kind_display()))
    return filling.fill(_template(paper), values(paper))


def can_print(paper: Paper) -> bool:
    """Whether there is a template for it; papers of rooms without one are shown on their page alone."""
    return paper.kind in BLANKS and (paper.is_redacted or "fields" in paper.content)


def values(paper: Paper) -> Values:
    """The words of a paper with its mark and hash; a redacted one says so in every place."""
    blank = BLANKS[paper.kind]
    content = paper.content
    own = {MARK: paper.mark, HASH: queries.hash_at_issue(paper)}
    if paper.is_redacted:
        gone = {one.name: REDACTED for one in blank.fields}
        lists = {one.name: [dict.fromkeys((c.name for c in one.columns), REDACTED)] for one in blank.lists}
        return Values(gone | own, lists)
    return Values(content["fields"] | {"标题": paper.title} | own, content.get("lists", {}))


def _template(paper: Paper) -> bytes:
    """Its own; where that was deleted from the trail, the one that came with the program."""
    if paper.template_id is None:
        return shipped(paper.kind)
    with store.open_file(paper.template_id) as file:
        return file.read()


def template_bytes(version: PaperTemplate | None, kind: str) -> bytes:
    """A version of an office's template, or the one that came with the program, to be edited."""
    if version is None or version.file_id is None:
        return shipped(kind)
    with store.open_file(version.file_id) as file:
        return file.read()
