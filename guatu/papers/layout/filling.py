"""Filling a Word template: names in double braces become words, rows of a list are repeated.

There is no language in a template, only names: `{{文号}}`, `{{事项.编号}}`, and `{{审批？}}`, whose paragraph
goes where there is nothing to say. Nothing is evaluated, so nothing in an uploaded file can run.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from guatu.papers.layout.fields import Entry, Values

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_NAME: Final = r"[\w\u4e00-\u9fff]+(?:\.[\w\u4e00-\u9fff]+)?"
TOKEN: Final = re.compile(r"\{\{\s*(?P<name>" + _NAME + r")\s*(?P<optional>[?？]?)\s*\}\}")
_BRACES: Final = re.compile(r"\{[{%#]|[}%#]\}")
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_NOTHING: Final = "无"
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\uf8f0\uf8f1]")
_FROM_BRACES: Final = str.maketrans("{}", "\uf8f0\uf8f1")
_TO_BRACES: Final = str.maketrans("\uf8f0\uf8f1", "{}")
Paragraph = etree._Element


def fill(template: bytes, values: Values) -> bytes:
    """The template as a document; the same template with the same values gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if _PARTS.fullmatch(name):
                content = _written(_filled(_parsed(content), values))
            target.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def paragraphs(template: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of every paragraph that is filled, with the names that its table row holds; for the check."""
    with zipfile.ZipFile(io.BytesIO(template)) as source:
        for name in source.namelist():
            if _PARTS.fullmatch(name):
                for one in _parsed(source.read(name)).iter(f"{_W}p"):
                    yield _text(one), tuple(_lists(_repeated(one)))


def names(text: str) -> list[str]:
    """The names in double braces."""
    return [match["name"] for match in TOKEN.finditer(text)]


def has_stray_braces(text: str) -> bool:
    """Whether something in braces is no name: an expression, a loop, half a name."""
    return bool(_BRACES.search(TOKEN.sub("", text)))


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _filled(root: etree._Element, values: Values) -> etree._Element:
    done: set[etree._Element] = set()
    for paragraph in list(root.iter(f"{_W}p")):
        whole = _repeated(paragraph)
        lists = _lists(whole)
        if lists and whole not in done:
            done.add(whole)
            _repeat(whole, values.lists.get(lists[0], []), lists[0])
    for paragraph in list(root.iter(f"{_W}p")):
        _fill_paragraph(paragraph, values.fields)
    for text in root.iter(f"{_W}t"):
        if text.text:
            text.text = text.text.translate(_TO_BRACES)
    return root


def _repeated(paragraph: Paragraph) -> etree._Element:
    """What is repeated for a list that a paragraph names: the table row it stands in, else itself."""
    row = next(paragraph.iterancestors(f"{_W}tr"), None)
    return paragraph if row is None else row


def _lists(element: etree._Element) -> list[str]:
    """The lists named in an element, each once."""
    own = [element] if element.tag == f"{_W}p" else list(element.iter(f"{_W}p"))
    found = (name.partition(".") for one in own for name in names(_text(one)))
    return list(dict.fromkeys(head for head, dot, _ in found if dot))


def _repeat(element: etree._Element, entries: Sequence[Entry], listed: str) -> None:
    """One copy for each entry; where there is none, one that says so."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    rows: list[Mapping[str, str] | None] = [*entries] or [None]
    for number, entry in enumerate(rows):
        copy = deepcopy(element)
        _fill_entry(copy, entry, listed)
        parent.insert(at + number, copy)
    parent.remove(element)


def _fill_entry(element: etree._Element, entry: Mapping[str, str] | None, listed: str) -> None:
    own = [element] if element.tag == f"{_W}p" else list(element.iter(f"{_W}p"))
    is_first = True
    for paragraph in own:
        for name in names(_text(paragraph)):
            head, dot, column = name.partition(".")
            if dot and head == listed:
                words = (_NOTHING if is_first else "") if entry is None else entry.get(column, "")
                _replace(paragraph, name, words)
                is_first = False


def _fill_paragraph(paragraph: Paragraph, fields: Mapping[str, str]) -> None:
    found = list(TOKEN.finditer(_text(paragraph)))
    if not found:
        return None
    if any(match["optional"] and not fields.get(match["name"]) for match in found):
        return _leave_out(paragraph)
    alone = len(found) == 1 and _text(paragraph).strip() == found[0].group()
    lines = fields.get(found[0]["name"], "").split("\n") if alone else []
    if len(lines) > 1:
        return _spread(paragraph, found[0]["name"], lines)
    for match in found:
        _replace(paragraph, match["name"], fields.get(match["name"], ""))
    return None


def _leave_out(paragraph: Paragraph) -> None:
    """Take the paragraph away; the only one of a cell stays, empty."""
    parent = paragraph.getparent()
    if parent is None:
        return
    if parent.tag == f"{_W}tc" and len(parent.findall(f"{_W}p")) == 1:
        for text in _texts(paragraph):
            text.text = ""
    else:
        parent.remove(paragraph)


def _spread(paragraph: Paragraph, name: str, lines: Sequence[str]) -> None:
    """Lines of words as paragraphs of the same look."""
    for line in lines:
        copy = deepcopy(paragraph)
        _replace(copy, name, line)
        paragraph.addprevious(copy)
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)


def _texts(paragraph: Paragraph) -> list[etree._Element]:
    """The pieces of text of a paragraph, but not of one inside it, as a text box holds."""
    return [one for one in paragraph.iter(f"{_W}t") if next(one.iterancestors(f"{_W}p"), None) is paragraph]


def _text(paragraph: Paragraph) -> str:
    return "".join(one.text or "" for one in _texts(paragraph))


def _replace(paragraph: Paragraph, name: str, words: str) -> None:
    """Put words where a name stands; Word may have cut the name into several pieces."""
    pieces = _texts(paragraph)
    whole = "".join(one.text or "" for one in pieces)
    match = next((one for one in TOKEN.finditer(whole) if one["name"] == name), None)
    if match is None:
        return
    at, rest = 0, _clean(words)
    for piece in pieces:
        text = piece.text or ""
        first, last = max(match.start() - at, 0), min(match.end() - at, len(text))
        at += len(text)
        if first >= last:
            continue
        _set(piece, text[:first] + rest + text[last:])
        rest = ""


def _set(piece: etree._Element, words: str) -> None:
    """The words of a piece; further lines follow as line breaks."""
    first, *others = words.split("\n")
    piece.text = first
    piece.set(_SPACE, "preserve")
    after = piece
    for line in others:
        broken, text = etree.Element(f"{_W}br"), etree.Element(f"{_W}t")
        text.text = line
        text.set(_SPACE, "preserve")
        after.addnext(broken)
        broken.addnext(text)
        after = text


def _clean(words: str) -> str:
    """Without characters that no document may hold; braces in the words are hidden, for they are no names."""
    return _UNFIT.sub("", words).translate(_FROM_BRACES)
