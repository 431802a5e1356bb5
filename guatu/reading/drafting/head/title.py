"""The title of a document, from its styles, its first lines, or what was said of it around."""

import re
from collections.abc import Sequence

from guatu.reading.outlining import Line
from guatu.reading.repairing import Repaired

_NAMES = (
    "通报|报告|方案|计划|讲话|纪要|意见|办法|通知|公告|公示|台账|要点|清单|措施|批示|致辞|发言|情况|规定"
    "|细则|"
    "汇报|安排|规划|决定|函|任务|分解表|一览表|责任表|条例|指南|分工|总结|发言稿|讲话稿|专报|简报|通告|表"
    "|记录|摘要|提纲|问答"
)
_ENDS_AS_TITLE = re.compile(rf"(?:{_NAMES})(?:[(（][^()（）]{{1,20}}[)）])?$")
_NUMBER = re.compile(
    r"^\S{1,12}[（(]\d{4}[）)]\d+号$|〔\d{4}〕|\[\d{4}\]|［\d{4}］|^第\d+期|^\d{4}年第\d+期|^[(（]第\d+期[)）]"
)
_DATED = re.compile(r"^[(（]?\s*(?:\d{4}年|二[〇零○])\S{0,10}[)）]?$|^\d{4}[-/.]\d")
_LETTERHEAD = re.compile(
    r"(?:文件|简报|专报|内部资料)$|^(?:内部(?:资料|文件|材料)?|工作秘密)|^会议(?:材料|文件)|^(?:签发人|密级|紧急程度|份号|特急|加急|编号|附件)"
)
_OFFICE_AND_DAY = re.compile(r"^[\u4e00-\u9fff（）()]{4,40}\s+(?:\d{4}年\d{1,2}月\d{1,2}日|第?\d+期)$")
_ADDRESSEE = re.compile(r"[:：]\s*$")
_RUN_IN = re.compile(
    rf"^(.{{6,60}}?(?:{_NAMES})(?:[（(](?!\d{{4}}年\d)[^（）()]{{1,20}}[）)])?)\s*"
    r"(?=(?:各位)?同志们|根据|为|按照|近日|各(?:镇|县|区|市|乡|街道|部门|单位)|[(（]?\d{4}年)"
)
_SHARED = re.compile(r"《([^》]{4,80}?)(?:\.(?:pdf|docx?|wps|pptx?))?》由会员分享")
_SERIES = re.compile(r"(?:会议纪要|简报|专报|通报|办理通知单|通知单|督办单)$")
_ABOUT = re.compile(r"关于|研究|情况|[“《]")
_NO_TITLE = re.compile(r"[。；;]|[:：]\S{0,5}$")
_OPENS_SENTENCE = re.compile(r"^(?:根据|按照|为|近日|今年|日前|同志们|各位|现将|经)")


def find_title(repaired: Repaired, lines: Sequence[Line]) -> str | None:
    """The title without line breaks, or None where the document bears none."""
    return (
        _styled(repaired)
        or _of_first_lines(lines)
        or _run_in(lines)
        or _shared(repaired.aside)
        or _hinted(repaired.source.title)
    )


def _clean(words: str) -> str | None:
    """The words of a title; blanks between characters only spread them over the line."""
    if re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", words):
        return re.sub(r"\s+", "", words)
    return words.strip() or None


def _styled(repaired: Repaired) -> str | None:
    """Title blocks that follow each other are one title."""
    titles: list[str] = []
    for block in repaired.blocks:
        if block.kind == "title":
            titles.append(repaired.text[block.start : block.end].strip())
        elif titles:
            break
    joined = _clean("".join(titles))
    return None if joined and (_LETTERHEAD.search(joined) or _NUMBER.search(joined)) else joined


def _of_first_lines(lines: Sequence[Line]) -> str | None:
    """The first short lines without a full stop, up to the first that ends as titles do."""
    gathered: list[str] = []
    letterhead: str | None = None
    for line in lines[:10]:
        words = line.text.strip()
        if _NUMBER.search(words):
            gathered.clear()
        if _is_around_title(words):
            continue
        if _is_text(line, words):
            break
        gathered.append(words)
        if _ENDS_AS_TITLE.search(words):
            title = _clean("".join(gathered))
            if letterhead is None and title and _SERIES.search(title) and not _ABOUT.search(title):
                letterhead = title
                gathered.clear()
                continue
            return title
    if letterhead:
        return letterhead
    is_alone = len(gathered) == 1 and len(lines) > 1 and _stands_alone(gathered[0])
    return _clean(gathered[0]) if is_alone else None


def _is_text(line: Line, words: str) -> bool:
    """Does the text of the document begin with this line, or its addressee?"""
    is_sentence = len(words) > 60 or words[-1:] in "。；;，,！!？?" or bool(_OPENS_SENTENCE.match(words))
    return is_sentence or line.is_marked("comma", "paren", "chapter") or bool(_ADDRESSEE.search(words))


def _stands_alone(words: str) -> bool:
    return 8 <= len(words) <= 45 and not _NO_TITLE.search(words)


def _is_around_title(words: str) -> bool:
    is_letterhead = len(words) < 30 and _LETTERHEAD.search(words)
    return bool(
        is_letterhead or any(form.match(words) for form in (_DATED, _OFFICE_AND_DAY)) or _NUMBER.search(words)
    )


def _run_in(lines: Sequence[Line]) -> str | None:
    found = _RUN_IN.match(lines[0].text.strip()) if lines else None
    return _clean(found.group(1)) if found else None


def _shared(aside: Sequence[str]) -> str | None:
    for words in aside:
        if found := _SHARED.search(words):
            return _clean(found.group(1))
    return None


def _hinted(title: str | None) -> str | None:
    return _clean(title) if title and len(title) >= 6 else None
