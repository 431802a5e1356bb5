"""The characters of a paragraph as a reader of the page sees them, all changes accepted."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.docx.names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    MATHS,
    MATHS_TEXT,
    TEXT_PATH,
    is_on,
    value_of,
    w,
)
from guatu.reading.loading.docx.styles import Styles
from guatu.reading.loading.docx.symbols import enclosed, symbol

HIDDEN_TEXT = "文件含隐藏文字，未读取；如属正文，请取消隐藏后重新上传"
_T, _R, _RUN_PROPERTIES, _RUN_STYLE, _HIDDEN = w("t"), w("r"), w("rPr"), w("rStyle"), w("vanish")
_BOX, _FIELD_MARK, _FIELD_CODE, _FIELD_PART = w("txbxContent"), w("fldChar"), w("instrText"), w("fldCharType")
_SYMBOL, _SYMBOL_CODE = w("sym"), w("char")
_ID, _DELETED_TEXT = w("id"), w("delText")
_CONTROL_PROPERTIES, _PLACEHOLDER, _CONTROL_CONTENT = w("sdtPr"), w("showingPlcHdr"), w("sdtContent")
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}


@dataclass(slots=True)
class Line:
    """What a paragraph shows: its characters, and the boxes anchored in it, to be read after it."""

    text: str
    boxes: list[etree._Element]
    is_hidden: bool
    """All that the paragraph holds is hidden."""


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    is_in_code: bool = True
    is_contents: bool = False


class RunReader:
    """Reads the shown text of paragraphs one after another; a field may run over several of them."""

    def __init__(self, styles: Styles, builder: SourceBuilder) -> None:
        self._styles = styles
        self._builder = builder
        self._fields: list[_Field] = []
        self._parts: list[str] = []
        self._boxes: list[etree._Element] = []
        self._hidden_parts = 0
        self._is_style_hidden = False
        self.notes: list[tuple[str, str]] = []
        """References met so far, as (footnote or endnote, id)."""
        self._readers: dict[str, Callable[[etree._Element], None]] = {
            _R: self._run,
            w("del"): self._deleted,
            w("moveFrom"): self._deleted,
            w("ins"): self._inserted,
            w("moveTo"): self._children,
            w("sdt"): self._control,
            w("ruby"): lambda ruby: self._children(ruby.find(w("rubyBase"))),
            w("footnoteReference"): lambda mark: self.notes.append(("footnote", mark.get(_ID, ""))),
            w("endnoteReference"): lambda mark: self.notes.append(("endnote", mark.get(_ID, ""))),
            ALTERNATE: self._alternate,
            MATHS: self._maths,
            TEXT_PATH: self._word_art,
        }
        for name in ("pPr", "rPr", "delText", "delInstrText", "softHyphen", "annotationRef", "tbl"):
            self._readers[w(name)] = _skip

    def read(self, paragraph: etree._Element, *, style: str | None) -> Line:
        """The shown text of a paragraph in a style; line breaks are \\n and tabs \\t."""
        self._parts, self._boxes, self._hidden_parts = [], [], 0
        self._is_style_hidden = self._styles.hides(style)
        self._children(paragraph)
        # a code that is never closed must not swallow the rest of the document
        while self._fields and self._fields[-1].is_in_code:
            self._fields.pop()
        if self._hidden_parts:
            self._builder.warn(HIDDEN_TEXT)
        text = "".join(self._parts)
        return Line(text, self._boxes, is_hidden=bool(self._hidden_parts) and not text.strip())

    @property
    def is_in_contents(self) -> bool:
        """Whether a table of contents is open."""
        return any(one.is_contents for one in self._fields)

    def _children(self, parent: etree._Element | None) -> None:
        for child in parent if parent is not None else ():
            reader = self._readers.get(child.tag)
            if reader is not None:
                reader(child)
            elif child.tag == _BOX:
                self._boxes.append(child)
            else:
                self._children(child)

    def _run(self, run: etree._Element) -> None:
        is_hidden = self._is_hidden(run.find(_RUN_PROPERTIES))
        for child in run:
            tag = child.tag
            if tag == _T:
                # a raw line end in the file is a blank on the page
                self._show((child.text or "").replace("\n", " "), is_hidden=is_hidden)
            elif tag in _SIGNS:
                self._show(_SIGNS[tag], is_hidden=is_hidden)
            elif tag == _SYMBOL:
                self._show(_symbol(child), is_hidden=is_hidden)
            elif tag == _FIELD_MARK:
                self._mark_field(child.get(_FIELD_PART))
            elif tag == _FIELD_CODE:
                if self._fields:
                    self._fields[-1].code.append(child.text or "")
            elif tag != _RUN_PROPERTIES:
                self._child_of_run(child)

    def _child_of_run(self, child: etree._Element) -> None:
        reader = self._readers.get(child.tag)
        if reader is not None:
            reader(child)
        elif len(child):
            self._children(child)

    def _show(self, text: str, *, is_hidden: bool) -> None:
        if is_hidden:
            self._hidden_parts += bool(text.strip())
        elif not any(one.is_in_code for one in self._fields):
            self._parts.append(text)

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        if properties is None:
            return self._is_style_hidden
        switch = is_on(properties, _HIDDEN)
        if switch is not None:
            return switch
        return self._is_style_hidden or self._styles.hides(value_of(properties, _RUN_STYLE))

    def _mark_field(self, part: str | None) -> None:
        if part == "begin":
            self._fields.append(_Field())
        elif part == "separate" and self._fields:
            self._fields[-1].is_in_code = False
            self._fields[-1].is_contents = _code(self._fields[-1]).startswith("TOC")
        elif part == "end" and self._fields:
            closed = self._fields.pop()
            if closed.is_in_code:
                self._show(enclosed("".join(closed.code)), is_hidden=False)

    def _deleted(self, change: etree._Element) -> None:
        text = "".join(part.text or "" for part in change.iter(_T, _DELETED_TEXT))
        if text:
            self._builder.repair("tracked_changes", text, "")

    def _inserted(self, change: etree._Element) -> None:
        before = len(self._parts)
        self._children(change)
        text = "".join(self._parts[before:])
        if text:
            self._builder.repair("tracked_changes", "", text)

    def _control(self, control: etree._Element) -> None:
        properties = control.find(_CONTROL_PROPERTIES)
        if not is_on(properties, _PLACEHOLDER):
            self._children(control.find(_CONTROL_CONTENT))

    def _alternate(self, alternate: etree._Element) -> None:
        """One of several drawings of the same thing: the first that holds text."""
        branches = [*alternate.findall(CHOICE), *alternate.findall(FALLBACK)]
        for branch in branches:
            if next(branch.iter(_T, _BOX, TEXT_PATH), None) is not None:
                self._children(branch)
                return

    def _maths(self, formula: etree._Element) -> None:
        self._show("".join(part.text or "" for part in formula.iter(MATHS_TEXT)), is_hidden=False)

    def _word_art(self, path: etree._Element) -> None:
        self._show(path.get("string", ""), is_hidden=False)


def _skip(element: etree._Element) -> None:
    """Properties and deleted text show nothing."""


def _code(one: _Field) -> str:
    return "".join(one.code).strip().upper()


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(_SYMBOL_CODE, ""), 16)
    except ValueError:
        return ""
    return symbol(code, otherwise="□") or (chr(code) if code < 0x110000 else "")
