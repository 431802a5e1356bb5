"""Whether an uploaded template can be used: what it is, what it names, how it fills; each fault is named.

Run in a process of its own (`trial`): what is looked into here was made elsewhere.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from guatu.papers.layout import filling
from guatu.papers.layout.fields import BLANKS, REQUIRED, Blank
from guatu.papers.layout.trial import LARGEST
from guatu.reading.errors import ReadingRefusal
from guatu.reading.loading.archive import Archive

_LARGEST_FILLED: Final = 20 * 1024 * 1024
_MAIN: Final = "word/document.xml"
_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = re.compile(r"vbaProject|vbaData|macroEnabled", re.IGNORECASE)
_EMBEDDED: Final = re.compile(r"word/(embeddings|activeX|afchunk)", re.IGNORECASE)
_FETCHED: Final = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|DATABASE|LINK|IMPORT)\b", re.IGNORECASE
)
_CARRIED: Final = frozenset(("aFChunk", "oleObject", "package", "control", "vbaProject", "subDocument"))
"""Kinds of related parts that bring along more than words and pictures."""
_NAMED: Final = 5


def faults(data: bytes, kind: str) -> list[str]:
    """What stands against a template, in words; nothing for one that can be used."""
    if len(data) > LARGEST:
        return [f"文件超过 {LARGEST // 1024 // 1024} MB"]
    try:
        archive = Archive(data)
        if _MAIN not in archive or _TYPES not in archive:
            return ["不是 Word 文件（docx）"]
        archive.xml(_MAIN)
        if found := list(_dangers(data, archive)):
            return found
        return list(_unknown(data, BLANKS[kind])) or list(_unfilled(data, BLANKS[kind]))
    except ReadingRefusal as refusal:
        return [str(refusal)]
    except (ValueError, zipfile.BadZipFile, KeyError) as error:
        return [f"文件打不开（{type(error).__name__}）"]


def _dangers(data: bytes, archive: Archive) -> Iterator[str]:
    """Macros, embedded objects, and what Word would fetch from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        parts = found.namelist()
    types = archive.read(_TYPES).decode("utf-8", "replace")
    if _MACROS.search(types) or any(_MACROS.search(one) for one in parts):
        yield "含有宏，请另存为不带宏的 docx"
    listings = (archive.xml(name) for name in parts if _ends(name, ".rels"))
    related = [one for listing in listings for one in listing.iter("{*}Relationship")]
    if any(_kind(one) in _CARRIED for one in related) or any(_EMBEDDED.match(one) for one in parts):
        yield "嵌有其他文件或控件，请删去"
    outside = [one for one in related if str(one.get("TargetMode", "")).lower() == "external"]
    if any(_kind(one) != "hyperlink" for one in outside):
        yield "引用了外部的模板、图片或文件，请改为插入"
    if any(_FETCHED.search(_fields_of(archive.xml(name))) for name in parts if _ends(name, ".xml")):
        yield "含有从外部取内容的域，请删去"


def _ends(name: str, ending: str) -> bool:
    return name.lower().endswith(ending)


def _kind(relation: etree._Element) -> str:
    """The last word of the type of a related part."""
    return str(relation.get("Type", "")).rpartition("/")[2]


def _fields_of(root: etree._Element) -> str:
    """What Word would compute when the file is opened, in its own words."""
    simple = (value for one in root.iter("{*}fldSimple") for value in one.attrib.values())
    return "".join(map(str, root.itertext("{*}instrText"))) + " " + " ".join(map(str, simple))


def _unknown(data: bytes, blank: Blank) -> Iterator[str]:
    """Names that nobody fills, braces that are no names, and names that must be there and are not."""
    known, named, unknown, stray = blank.names(), set[str](), dict[str, None](), dict[str, None]()
    for text, lists in filling.paragraphs(data):
        named.update(filling.names(text))
        unknown |= dict.fromkeys(one for one in filling.names(text) if one not in known)
        if filling.has_stray_braces(text):
            stray[text.strip()[:40]] = None
        if len(lists) > 1:
            yield f"同一行里用了两个列表：{'、'.join(lists)}"
    if unknown:
        more = f"等 {len(unknown)} 个" if len(unknown) > _NAMED else ""
        yield f"不认识的字段：{'、'.join(list(unknown)[:_NAMED])}{more}"
    for one in list(stray)[:_NAMED]:
        yield f"大括号里只能写字段名，这里不是：“{one}”"
    for one in REQUIRED:
        if one not in named:
            yield f"缺少必须印出的字段：{{{{{one}}}}}"


def _unfilled(data: bytes, blank: Blank) -> Iterator[str]:
    """Fill it with examples and open what came of it."""
    made = filling.fill(data, blank.example())
    if len(made) > _LARGEST_FILLED:
        yield "填好后文件过大，请压缩模板里的图片"
        return
    Archive(made).xml(_MAIN)
    if any(filling.names(text) for text, _ in filling.paragraphs(made)):
        yield "试填时有字段没有填上，请把字段从文本框里移出来"
